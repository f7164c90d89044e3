"""The rules reach no clock, network, randomness or model: they answer from their arguments alone."""

import ast
import sys
from pathlib import Path

import pytest

import rules

FILES = sorted(Path(rules.__file__).parent.glob("*.py"))
ALLOWED = {"pydantic", "french", "rules"}
CLOCKS = {"today", "now", "utcnow", "fromtimestamp", "time", "monotonic", "perf_counter"}
IMPURE = {"time", "random", "secrets", "socket", "urllib", "http", "subprocess", "os", "threading", "asyncio"}


def _imported(tree: ast.AST) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        if isinstance(node, ast.ImportFrom):
            names.add((node.module or "").split(".")[0])
    return names


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_imports_only_the_standard_library_pydantic_and_the_ground_floor(file: Path) -> None:
    imported = _imported(ast.parse(file.read_text(encoding="utf-8")))
    assert imported <= ALLOWED | sys.stdlib_module_names
    assert imported.isdisjoint(IMPURE)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_reads_no_clock(file: Path) -> None:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    called = [
        node.func.attr for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    ]
    assert CLOCKS.isdisjoint(called)
