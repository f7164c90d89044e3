"""Reading parameter files: every mistake is named by file, line, key and what was expected.

A file holds ``metadata: {reviewed_by: …}`` and a tree of parameters. A node with ``values`` is a parameter; its id is
the file's stem and the keys that lead to it: ``aide.yaml`` → ``mi_temps`` → ``annee_1`` is ``aide.mi_temps.annee_1``.
A parameter that is another one by rule has ``same_as`` instead of ``values``: a neighbour's name, or a whole id.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from rules.units import LARGEST, Standing, Unit

FIRST_YEAR = 2019  # of the first text of the aid: an earlier day is a slip
SOURCES = "sources.yaml"  # staff's own register beside their parameters, read with the corpus


class ParameterError(ValueError):
    """A parameter file, or a question to it, that cannot be answered from. The message says where and why."""


class _Mapping(dict[Any, Any]):
    """A YAML mapping that remembers where it stands."""

    line: int = 0
    lines: dict[Any, int]


class _Loader(yaml.CSafeLoader):
    """Safe YAML with exact decimals, line numbers, and no silent duplicate key."""


def _construct_mapping(loader: _Loader, node: yaml.MappingNode) -> Iterator[_Mapping]:
    mapping = _Mapping()
    mapping.line, mapping.lines = node.start_mark.line + 1, {}
    yield mapping
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        line = key_node.start_mark.line + 1
        if key in mapping:
            raise ParameterError(f"{node.start_mark.name}, ligne {line} : {key} est écrit deux fois")
        mapping[key], mapping.lines[key] = loader.construct_object(value_node, deep=True), line


def _construct_day(_loader: _Loader, node: yaml.ScalarNode) -> date:
    try:
        return date.fromisoformat(node.value)
    except ValueError:
        raise _unreadable(node, "une date AAAA-MM-JJ qui existe") from None


def _construct_number(_loader: _Loader, node: yaml.ScalarNode) -> Decimal:
    try:
        return Decimal(node.value)
    except ArithmeticError:
        raise _unreadable(node, "un nombre comme 19000 ou 7.5, ou un texte entre guillemets") from None


def _unreadable(node: yaml.ScalarNode, expected: str) -> ParameterError:
    return _error(Path(node.start_mark.name), node.start_mark.line + 1, node.value, expected)


_Loader.add_constructor("tag:yaml.org,2002:map", _construct_mapping)
_Loader.add_constructor("tag:yaml.org,2002:timestamp", _construct_day)
_Loader.add_constructor("tag:yaml.org,2002:float", _construct_number)
_Loader.add_constructor("tag:yaml.org,2002:int", _construct_number)


@dataclass(frozen=True, slots=True)
class EntryValue:
    """The checked fields of one dated value."""

    value: Any
    references: tuple[str, ...]
    standing: Standing | None
    note: str
    others: tuple[tuple[Any, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One parameter as its file says it, checked."""

    id: str
    file: Path
    line: int
    description: str
    unit: Unit | None
    values: dict[date, EntryValue]  # empty where ``same_as`` names the parameter to read instead
    reviewed_by: str | None
    same_as: str | None = None

    def error(self, key: str, expected: str) -> ParameterError:
        """Return the error that names this entry's place."""
        return _error(self.file, self.line, f"{self.id}.{key}", expected)


def read_entries(folder: Path) -> Iterator[Entry]:
    """Yield every parameter of the folder's ``*.yaml`` files; raise ``ParameterError`` on the first mistake."""
    if not folder.is_dir():
        raise ParameterError(f"{folder} : attendu un dossier de fichiers de paramètres")
    for file in sorted(folder.glob("*.yml")):
        name = f"un nom en .yaml ; renommez-le « {file.stem}.yaml » pour qu’il soit lu"
        raise ParameterError(f"{file} : attendu {name}")
    for file in sorted(file for file in folder.glob("*.yaml") if file.name != SOURCES):
        tree = _read(file)
        if not isinstance(tree, _Mapping):
            raise _error(file, 1, "(fichier)", "des paramètres, chacun sous son nom")
        metadata = tree.pop("metadata", None) or {}
        if not isinstance(metadata, dict):
            raise _error(file, 1, "metadata", "{reviewed_by: un nom, ou null}")
        yield from _walk(file, tree, file.stem, metadata.get("reviewed_by"))


def _read(file: Path) -> Any:
    try:
        with file.open(encoding="utf-8") as stream:
            return yaml.load(stream, Loader=_Loader)  # noqa: S506 (our loader extends CSafeLoader)
    except OSError as error:
        raise ParameterError(f"{file} : attendu un fichier lisible ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise ParameterError(f"{file} : attendu du texte en UTF-8 ; l’octet {error.start} n’en est pas") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f", vers la ligne {mark.line + 1}" if mark else ""
        expected = "du YAML : vérifiez les décalages, les deux-points, les guillemets et les crochets"
        raise ParameterError(f"{file}{line} : attendu {expected}") from error


def _walk(file: Path, node: _Mapping, path: str, reviewed_by: str | None) -> Iterator[Entry]:
    if "values" in node or "same_as" in node:
        yield _entry(file, node, path, reviewed_by)
        return
    for key, child in node.items():
        if not isinstance(child, _Mapping):
            raise _error(file, node.lines[key], f"{path}.{key}", "un paramètre (description, values) ou un groupe")
        yield from _walk(file, child, f"{path}.{key}", reviewed_by)


_KEYS = {"description", "metadata", "values", "same_as"}
_VALUE_KEYS = {"value", "references", "standing", "note", "others"}


def _entry(file: Path, node: _Mapping, path: str, reviewed_by: str | None) -> Entry:
    for key in node.keys() - _KEYS:
        raise _error(file, node.lines[key], f"{path}.{key}", f"l’une de ces clés : {sorted(_KEYS)}")
    description = node.get("description")
    if not isinstance(description, str):
        raise _error(file, node.line, f"{path}.description", "une phrase")
    metadata = node.get("metadata") or {}
    if not isinstance(metadata, dict):
        raise _error(file, node.lines["metadata"], f"{path}.metadata", "{unit: …}")
    unit = metadata.get("unit")
    if unit is not None and unit not in set(Unit):
        raise _error(file, node["metadata"].line, f"{path}.metadata.unit", f"l’une des unités {[*map(str, Unit)]}")
    unit = Unit(unit) if unit else None
    if "same_as" in node:
        return Entry(path, file, node.line, description, unit, {}, reviewed_by, _named(file, node, path))
    values = node["values"]
    if not isinstance(values, _Mapping) or not values:
        raise _error(file, node.lines["values"], f"{path}.values", "date → {value, references, standing}")
    checked = {day: _value(file, values, day, f"{path}.values.{day}", unit) for day in values}
    return Entry(path, file, node.line, description, unit, checked, reviewed_by)


def _named(file: Path, node: _Mapping, path: str) -> str:
    """Return the id of the parameter that ``same_as`` names: a neighbour, or any other by its whole id."""
    name = node["same_as"]
    if "values" in node or not isinstance(name, str):
        raise _error(file, node.lines["same_as"], f"{path}.same_as", "le nom d’un paramètre, et pas de values à côté")
    return name if "." in name else f"{path.rpartition('.')[0]}.{name}"


def follow(entry: Entry, entries: Mapping[str, Entry]) -> Entry:
    """Return ``entry`` with the values of the parameter it is the same as, however long the chain.

    Raises ``ParameterError`` when the chain leads nowhere, round in a circle, or to another unit.
    """
    seen, source = [entry.id], entry
    while source.same_as:
        if source.same_as not in entries:
            raise source.error("same_as", f"le nom d’un paramètre qui existe, trouvé {source.same_as!r}")
        source = entries[source.same_as]
        if source.id in seen:
            raise entry.error(
                "same_as", f"un paramètre qui a ses propres valeurs, trouvé un cercle {[*seen, source.id]}"
            )
        seen.append(source.id)
    if source.unit != entry.unit:
        raise entry.error("metadata.unit", f"{source.unit}, comme {source.id}, trouvé {entry.unit}")
    return replace(entry, values=source.values)


def _value(file: Path, values: _Mapping, day: Any, path: str, unit: Unit | None) -> EntryValue:
    if type(day) is not date or day.year < FIRST_YEAR:
        raise _error(file, values.lines[day], path, f"une date AAAA-MM-JJ, de {FIRST_YEAR} au plus tôt (avenant 7)")
    fields = values[day]
    if not isinstance(fields, _Mapping) or "value" not in fields:
        raise _error(file, values.lines[day], path, "{value, references, standing}")
    for key in fields.keys() - _VALUE_KEYS:
        raise _error(file, fields.lines[key], f"{path}.{key}", f"l’une de ces clés : {sorted(_VALUE_KEYS)}")
    value, line = fields["value"], fields.lines["value"]
    if unit is not None and value is not None and not isinstance(value, date if unit == Unit.DATE else Decimal):
        raise _error(
            file,
            line,
            f"{path}.value",
            f"un nombre en {unit}, ou null si non établi ; trouvé {value!r}",
        )
    if isinstance(value, Decimal) and unit is not None and unit in LARGEST and not 0 <= value <= LARGEST[unit]:
        expected = f"entre 0 et {LARGEST[unit]} en {unit}, trouvé {value}"
        raise _error(file, line, f"{path}.value", expected)
    references = fields.get("references") or []
    if not isinstance(references, list) or (value is not None and not references):
        raise _error(file, line, f"{path}.references", "la liste des sources : pas de valeur sans source")
    standing = fields.get("standing")
    if (standing not in set(Standing)) if value is not None else (standing is not None):
        wanted = f"l’un de {[str(s) for s in Standing]}" if value is not None else "rien : null n’a pas de fermeté"
        raise _error(file, line, f"{path}.standing", f"{wanted} ; trouvé {standing!r}")
    return EntryValue(
        value=tuple(value) if isinstance(value, list) else value,
        references=tuple(str(reference) for reference in references),
        standing=Standing(standing) if standing else None,
        note=str(fields.get("note", "")),
        others=tuple(_others(file, fields, path)),
    )


def _others(file: Path, fields: _Mapping, path: str) -> Iterator[tuple[Any, tuple[str, ...]]]:
    for other in fields.get("others", []):
        if not isinstance(other, _Mapping) or other.keys() != {"value", "references"}:
            raise _error(file, fields.lines["others"], f"{path}.others", "une liste de {value, references}")
        yield other["value"], tuple(other["references"])


def _error(file: Path, line: int, key: str, expected: str) -> ParameterError:
    return ParameterError(f"{file}, ligne {line} : {key} : attendu {expected}")
