"""No room reaches another by a name in a string, where import-linter and mypy see nothing."""

import ast
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TOOLS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]
ROOMS = TOOLS["importlinter"]["root_packages"]
BY_NAME = {"import_module", "__import__", "run_module"}


def test_every_tool_knows_every_room() -> None:
    assert {path.parent.name for path in ROOT.glob("*/__init__.py")} == set(ROOMS)
    assert TOOLS["hatch"]["build"]["targets"]["wheel"]["only-include"] == ROOMS
    assert TOOLS["coverage"]["run"]["source_pkgs"] == ROOMS
    assert TOOLS["mypy"]["files"][: len(ROOMS)] == ROOMS
    assert "|".join(ROOMS) in "".join(TOOLS["pytest"]["ini_options"]["filterwarnings"])


def _first_words(given: ast.expr) -> str | None:
    """The text that ``given`` begins with; ``None`` where only a run would tell."""
    if isinstance(given, ast.JoinedStr):
        given = given.values[0]
    return given.value if isinstance(given, ast.Constant) and isinstance(given.value, str) else None


def hidden_doors(source: str, room: str) -> list[int]:
    """The lines of a module of ``room`` that may import another of our rooms by name."""
    doors = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) in BY_NAME:
            words = _first_words(node.args[0]) if node.args else None
            if words is None or words.split(".")[0] in set(ROOMS) - {room}:
                doors.append(node.lineno)
    return doors


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_is_entered_by_its_imports_alone(room: str) -> None:
    files = sorted((ROOT / room).rglob("*.py"))
    assert files
    assert [(file.name, line) for file in files for line in hidden_doors(file.read_text("utf-8"), room)] == []


@pytest.mark.parametrize(
    "door", ['importlib.import_module("eval.bank")', 'import_module(f"eval.{name}")', "import_module(name)"]
)
def test_a_hidden_door_is_found(door: str) -> None:
    assert hidden_doors(door, "cli") == [1]
    assert hidden_doors('importlib.import_module("cli.main")', "cli") == []


def test_the_assistant_starts_without_what_search_alone_needs() -> None:
    asked = "import sys, assistant.service; print({'bm25s', 'chromadb', 'langchain_core', 'torch'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
