"""Reading YAML: exact numbers, real dates, no silent duplicate, and the line of every key."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from french.failures import why
from french.refusals import FileError

_THOUSANDS = re.compile(r"[-+]?[1-9]\d{0,2}(\.\d{3})+")


class Fields(dict[Any, Any]):
    """A YAML mapping that remembers where it stands, and where each key does."""

    def __init__(self, pairs: Iterable[tuple[Any, Any]] = (), line: int = 1, lines: dict[Any, int] | None = None):
        super().__init__(pairs)
        self.line, self.lines = line, lines or {}


class Items(list[Any]):
    """A YAML list that remembers where it stands, and where each item does."""

    def __init__(self, items: Iterable[Any] = (), line: int = 1, lines: dict[Any, int] | None = None):
        super().__init__(items)
        self.line, self.lines = line, lines or {}


def line_of(tree: Fields | Items, path: Iterable[Any]) -> int:
    """Return the line of what ``path`` leads to, or of the nearest that stands above it."""
    node: Any = tree
    line = tree.line
    for step in path:
        if not isinstance(node, Fields | Items) or step not in node.lines:
            break
        line, node = node.lines[step], node[step]
    return line


def read_text(file: Path, error: type[FileError]) -> str:
    """Return the text of a UTF-8 file, with or without the mark that Windows puts first. Raises ``error``."""
    try:
        content = file.read_bytes()
    except OSError as failure:
        raise error.at(file, None, "", _unreadable(failure)) from failure
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as failure:
        line = content[: failure.start].count(b"\n") + 1
        expected = (
            f"du texte en UTF-8, et non en {_encoding(content)} : "
            "enregistrez le fichier avec l’encodage UTF-8 (« Enregistrer sous… »)"
        )
        raise error.at(file, line, "", expected) from failure


def _encoding(content: bytes) -> str:
    """Name the encoding of what is not UTF-8: the two that Windows writes."""
    return "UTF-16" if b"\x00" in content[:100] else "Windows-1252 (« ANSI »)"


def _unreadable(failure: OSError) -> str:
    if isinstance(failure, FileNotFoundError):
        return "un fichier à cet endroit ; il n’y en a pas"
    if isinstance(failure, IsADirectoryError):
        return "un fichier ; c’est un dossier"
    if isinstance(failure, PermissionError):
        return "un fichier que l’assistant ait le droit de lire ; changez ses droits (chmod a+r)"
    return f"un fichier lisible ; {why(failure)}"


def read_yaml(file: Path, text: str, error: type[FileError]) -> Any:
    """Return what the YAML of ``text``, read in ``file``, says; numbers are ``Decimal``. Raises ``error``."""
    try:
        return yaml.load(text, _Loader)  # noqa: S506  (our loader extends CSafeLoader)
    except RecursionError:
        raise error.at(file, None, "", "moins de groupes et de crochets les uns dans les autres") from None
    except _Unusable as failure:
        key = ".".join(str(part) for part in reversed(failure.keys))
        raise error.at(file, failure.line, key, failure.expected, failure.found) from None
    except yaml.YAMLError as failure:
        line, found = _place(text, failure)
        raise error.at(file, line, "", _syntax(text, line, failure), found) from failure


class _Loader(yaml.CSafeLoader):
    """Safe YAML, built by the constructors below."""


class _Unusable(Exception):  # noqa: N818  (never seen outside this file)
    """A key or value that YAML can write and no file of ours may hold; ``keys`` lead to it, innermost first."""

    def __init__(self, node: yaml.Node, found: object, expected: str):
        super().__init__(expected)
        self.line, self.found, self.expected = node.start_mark.line + 1, found, expected
        self.keys: list[Any] = []


def _mapping(loader: _Loader, node: yaml.MappingNode) -> Fields:
    fields = Fields(line=node.start_mark.line + 1)
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if isinstance(key, list | dict):
            raise _Unusable(key_node, key, "une clé qui soit un mot ; des accolades ou crochets de trop ?")
        if key in fields:
            raise _Unusable(key_node, str(key), "chaque clé une fois : celle-ci est écrite deux fois")
        fields.lines[key] = key_node.start_mark.line + 1
        fields[key] = _within(loader, key, value_node)
    return fields


def _list(loader: _Loader, node: yaml.SequenceNode) -> Items:
    lines = {index: item.start_mark.line + 1 for index, item in enumerate(node.value)}
    items = [_within(loader, index, item) for index, item in enumerate(node.value)]
    return Items(items, node.start_mark.line + 1, lines)


def _within(loader: _Loader, key: object, node: yaml.Node) -> Any:
    try:
        return loader.construct_object(node, deep=True)
    except _Unusable as failure:
        failure.keys.append(key)
        raise


def _day(_loader: _Loader, node: yaml.ScalarNode) -> date:
    try:
        return date.fromisoformat(node.value)
    except ValueError:
        raise _Unusable(node, node.value, "une date AAAA-MM-JJ qui existe, comme 2024-06-22") from None


def _number(_loader: _Loader, node: yaml.ScalarNode) -> Decimal:
    if _THOUSANDS.fullmatch(node.value):
        plain = node.value.replace(".", "")
        raise _Unusable(
            node, node.value, f"{plain}, ou deux décimales au plus : le point ne sépare jamais les milliers"
        )
    try:
        return Decimal(node.value)
    except ArithmeticError:
        expected = "un nombre comme 19000 ou 7.5, ou un texte entre guillemets"
        raise _Unusable(node, node.value, expected) from None


_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)
_Loader.add_constructor("tag:yaml.org,2002:seq", _list)
_Loader.add_constructor("tag:yaml.org,2002:timestamp", _day)
_Loader.add_constructor("tag:yaml.org,2002:float", _number)
_Loader.add_constructor("tag:yaml.org,2002:int", _number)


def _place(text: str, failure: yaml.YAMLError) -> tuple[int, str]:
    """Return the line to look at, and what stands there: where an open quote or bracket began, if one is left open."""
    lines = text.splitlines() or [""]
    if isinstance(failure, yaml.reader.ReaderError):
        index = text[: failure.position].count("\n")
    else:
        left_open = any(word in str(getattr(failure, "context", "")) for word in ("flow", "quoted"))
        mark = getattr(failure, "context_mark" if left_open else "problem_mark", None)
        index = mark.line if mark else 0
    index = min(index, len(lines) - 1)
    return index + 1, lines[index].strip()


def _syntax(text: str, line: int, failure: yaml.YAMLError) -> str:
    problem = f"{getattr(failure, 'problem', '')}"
    start = (text.splitlines() or [""])[line - 1]
    if "\t" in start[: len(start) - len(start.lstrip())]:
        return "des espaces pour décaler une ligne, jamais de tabulation"
    if "tag" in problem:
        return "une valeur sans étiquette (« !… »)"
    if "recursive" in problem or "alias" in problem:
        return "une valeur écrite en entier : un alias (« *nom ») ne mène à rien, ou à lui-même"
    if "document" in problem:
        return "un seul document : retirez la ligne « --- »"
    return (
        "du YAML : vérifiez ici et juste au-dessus les décalages, les deux-points, les guillemets et les crochets ; "
        "un texte qui contient « : » ou « # » se met entre guillemets droits"
    )
