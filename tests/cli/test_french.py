"""The command line speaks French set as French is: no plain space before its signs, nor inside « »."""

import ast
import re
from pathlib import Path

import pytest

import assistant.errors
import cli

FILES = [*sorted(Path(cli.__path__[0]).rglob("*.py")), Path(assistant.errors.__file__)]
PLAIN = re.compile(r" [:;?!»]|« |\d [%€]")


def _texts(file: Path) -> list[str]:
    """The strings of a module, its docstrings left out: these are for maintainers."""
    nodes = list(ast.walk(ast.parse(file.read_text("utf-8"))))
    alone = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    constants = [node for node in nodes if isinstance(node, ast.Constant) and id(node) not in alone]
    return [node.value for node in constants if isinstance(node.value, str)]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_no_text_has_a_plain_space_where_french_wants_another(file: Path) -> None:
    assert [text for text in _texts(file) if PLAIN.search(text)] == []


def test_the_texts_of_the_commands_are_read() -> None:
    assert any("Attendu" in text for file in FILES for text in _texts(file))
