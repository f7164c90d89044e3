"""chromadb is a client and a file here, never its server, which has open advisories: SECURITY.md says so."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import audit
import pytest
import yaml

ROOT = Path(__file__).parents[2]
ROOMS = ("french", "rules", "corpus", "rag", "assistant", "ui", "eval", "cli")
CLIENT = re.compile(r"chromadb(\.(api|config|errors|types)(\..+)?)?")
SERVER = ("chromadb.server", "chromadb.app", "chromadb.cli")
USED = {
    "PersistentClient"
}  # that of a server is `chromadb.api.client.Client`, which has time limits (rag/chroma_server.py)
DEPLOYED = [ROOT / "compose.yaml", *(ROOT / "docs/deploy").rglob("*.yaml")]


@cache
def trees() -> list[tuple[Path, ast.Module]]:
    files = (file for room in ROOMS for file in (ROOT / room).rglob("*.py"))
    return [(file, ast.parse(file.read_text("utf-8"))) for file in files]


def test_no_room_imports_its_server() -> None:
    found = set()
    for file, tree in trees():
        for node in ast.walk(tree):
            modules = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            modules += [name.name for name in node.names] if isinstance(node, ast.Import) else []
            for module in (module for module in modules if module.partition(".")[0] == "chromadb"):
                found.add(module)
                assert CLIENT.fullmatch(module), f"{file}: {module}"
    assert "chromadb" in found


def test_only_its_client_of_files_is_opened_by_the_package_itself() -> None:
    opened = {
        node.attr
        for _, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "chromadb"
    }
    assert opened == USED


def test_no_room_starts_a_program_of_that_name() -> None:
    """A program is started by a list of words; what is said to people is one text."""
    for file, tree in trees():
        lists = [node for node in ast.walk(tree) if isinstance(node, ast.List | ast.Tuple)]
        words = [item.value for one in lists for item in one.elts if isinstance(item, ast.Constant)]
        assert "chroma" not in words, file


def test_an_index_is_built_and_read_without_any_code_of_the_server(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from rag import store; from chromadb.api import ClientAPI\n"
        "with store.connect(Path(sys.argv[1]), None, owned=True) as client:\n"
        "    client.create_collection('abc', embedding_function=None)\n"
        "print([name for name in sys.modules if name.startswith(('chromadb.server', 'chromadb.app', 'chromadb.cli'))])"
    )
    command = [sys.executable, "-c", script, str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def _leaves(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        for key, value in node.items():
            yield str(key)
            yield from _leaves(value)
    elif isinstance(node, list):
        for value in node:
            yield from _leaves(value)
    else:
        yield str(node)


@pytest.mark.parametrize("file", DEPLOYED, ids=lambda file: file.name)
def test_no_file_of_deployment_has_one(file: Path) -> None:
    told = [leaf for document in yaml.safe_load_all(file.read_text("utf-8")) for leaf in _leaves(document)]
    assert told
    told = [leaf for leaf in told if not leaf.startswith("AM_CHROMA_URL")]  # a client may be told where one is
    assert [leaf for leaf in told if "chroma" in leaf.lower() or re.search(r"\b8000\b", leaf)] == []


def test_what_the_audit_accepts_is_what_security_explains() -> None:
    explained = set(re.findall(r"CVE-\d+-\d+|GHSA(?:-\w{4}){3}", (ROOT / "SECURITY.md").read_text("utf-8")))
    assert set(audit.ACCEPTED) == explained
    assert [
        name for option, name in zip(audit.command(), audit.command()[1:], strict=False) if option == "--ignore-vuln"
    ] == [*audit.ACCEPTED]
