"""French lies under every room: it needs nothing but Python, and a reader of YAML."""

import ast
import sys
from pathlib import Path

import pytest

import french


@pytest.mark.parametrize("file", sorted(Path(french.__file__).parent.glob("*.py")), ids=lambda file: file.name)
def test_imports_only_the_standard_library_and_yaml(file: Path) -> None:
    nodes = list(ast.walk(ast.parse(file.read_text(encoding="utf-8"))))
    imported = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    imported |= {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in imported} <= {"french", "yaml"} | sys.stdlib_module_names
