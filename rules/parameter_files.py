"""Reading parameter files: every mistake is named by file, line, key, what was found and what was expected.

A file holds ``metadata: {reviewed_by: …}`` and a tree of parameters. A node with ``values`` is a parameter; its id is
the file's stem and the keys that lead to it: ``aide.yaml`` → ``mi_temps`` → ``annee_1`` is ``aide.mi_temps.annee_1``.
A parameter that is another one by rule has ``same_as`` instead of ``values``: a neighbour's name, or a whole id.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from french.refusals import nearest
from french.yaml_files import Fields, read_text, read_yaml
from rules.kinds import Kind, kind_of
from rules.units import Unit
from rules.written_values import EntryValue, ParameterError, Place, read_value

SOURCES = "sources.yaml"  # staff's own register beside their parameters, read with the corpus
_OTHER_ENDING = re.compile(r"\.ya?ml(\.txt)?$", re.IGNORECASE)
_KEYS = ("description", "metadata", "values", "same_as")
_METADATA = ("unit", "kind")
Name = TypeVar("Name", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Entry:
    """One parameter as its file says it, checked."""

    id: str
    file: Path
    line: int
    lines: Mapping[str, int]  # where each of its keys stands
    description: str
    unit: Unit | None
    kind: Kind | None  # of a parameter without a unit
    values: dict[date, EntryValue]  # empty where ``same_as`` names the parameter to read instead
    reviewed_by: str | None
    same_as: str | None = None

    def error(self, key: str, expected: str, found: object) -> ParameterError:
        """Return the error that names this entry's place."""
        line = self.lines.get(key.partition(".")[0], self.line)
        return ParameterError.at(self.file, line, f"{self.id}.{key}", expected, found)


def read_entries(folder: Path, ours: Mapping[str, Entry] | None = None) -> Iterator[Entry]:
    """Yield every parameter of the folder's ``*.yaml`` files; raise ``ParameterError`` on the first mistake.

    ``ours``: the parameters that those of an overlay replace, each by one of the same unit and kind.
    """
    for file in _files(folder):
        tree = read_yaml(file, read_text(file, ParameterError), ParameterError)
        if tree is None:
            raise ParameterError.at(
                file, None, "", "des paramètres ; ce fichier est vide : remplissez-le ou retirez-le"
            )
        if not isinstance(tree, Fields):
            raise ParameterError.at(file, 1, "", "des paramètres, chacun sous son nom", tree)
        reviewed_by = _reviewed_by(file, tree)
        for path, node, line in _walk(file, tree, file.stem, 1):
            yield _Reading(file, node, path, line).entry(reviewed_by, ours)


def _files(folder: Path) -> Iterator[Path]:
    """The files to read. One that looks like a parameter file and would not be read is refused, not forgotten."""
    try:
        paths = sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    except OSError as error:
        raise ParameterError.at(folder, None, "", "un dossier de fichiers de paramètres, lisible") from error
    for path in paths:
        if path.suffix == ".yaml":
            if path.name != SOURCES:
                yield path
        elif ending := _OTHER_ENDING.search(path.name):
            name = f"{path.name[: ending.start()]}.yaml"
            raise ParameterError.at(path, None, "", f"un nom en .yaml : renommez-le « {name} » pour qu’il soit lu")
        elif path.is_dir() and (inside := next(path.glob("*.y*ml"), None)):
            raise ParameterError.at(inside, None, "", f"ce fichier directement dans {folder} : rien n’est lu plus bas")


def _reviewed_by(file: Path, tree: Fields) -> str | None:
    """Take the file's own ``metadata`` out of the tree, and return who signed it."""
    line, metadata = tree.lines.get("metadata", 1), tree.pop("metadata", None) or Fields()
    whole = Place(file, "metadata", None, None)
    if not isinstance(metadata, Fields):
        raise ParameterError.at(file, line, "metadata", "{reviewed_by: …}", metadata)
    whole.check_keys(metadata, ["reviewed_by"])
    name = metadata.get("reviewed_by")
    if name is not None and not isinstance(name, str):
        whole.wrong(metadata.lines["reviewed_by"], "reviewed_by", "le nom de qui signe, ou null", name)
    return name


def _walk(file: Path, node: Fields, path: str, line: int) -> Iterator[tuple[str, Fields, int]]:
    """Every parameter of a tree, with its id and the line of its name."""
    if node.keys() & {"values", "same_as", "description"}:
        yield path, node, line
        return
    for key, child in node.items():
        if not isinstance(child, Fields):
            expected = "un paramètre (description, metadata, values) ou un groupe, décalé de deux espaces sous son nom"
            raise ParameterError.at(file, node.lines[key], f"{path}.{key}", expected, child)
        yield from _walk(file, child, f"{path}.{key}", node.lines[key])


@dataclass(frozen=True, slots=True)
class _Reading:
    """One parameter of a file, being read."""

    file: Path
    node: Fields
    id: str
    line: int

    def entry(self, reviewed_by: str | None, ours: Mapping[str, Entry] | None) -> Entry:
        if ours is not None and self.id not in ours:
            expected = f"l’un des paramètres de docs/rules.md{nearest(self.id, ours)}"
            raise ParameterError.at(self.file, self.line, self.id, expected)
        replaced = ours[self.id] if ours is not None else None
        Place(self.file, self.id, None, None).check_keys(self.node, _KEYS)
        description = self.node.get("description")
        if not isinstance(description, str):
            raise self._error("description", "une phrase", description)
        unit, kind = self._unit_and_kind(replaced)
        entry = Entry(
            self.id, self.file, self.line, self.node.lines, description, unit, kind, {}, reviewed_by, self._same_as()
        )
        return entry if entry.same_as else replace(entry, values=self._values(unit, kind))

    def _unit_and_kind(self, replaced: Entry | None) -> tuple[Unit | None, Kind | None]:
        """Return what the file says, or what its values show; for an overlay, what ours is and theirs must be."""
        metadata = self.node.get("metadata") or Fields()
        if not isinstance(metadata, Fields):
            raise self._error("metadata", "{unit: …}", metadata)
        Place(self.file, self.id, None, None).check_keys(metadata, _METADATA, "metadata")
        unit, kind = self._named(metadata, "unit", Unit), self._named(metadata, "kind", Kind)
        if replaced and unit != replaced.unit:
            wanted = f"{replaced.unit}, comme le nôtre" if replaced.unit else "rien, comme le nôtre"
            raise self._error("metadata.unit", wanted, unit)
        if replaced and kind not in (None, replaced.kind):
            raise self._error("metadata.kind", f"{replaced.kind}, comme le nôtre, ou rien", kind)
        if unit and kind:
            raise self._error("metadata", "unit ou kind, pas les deux", metadata)
        if replaced or unit or kind:
            return unit, replaced.kind if replaced else kind
        values = self.node.get("values")
        dated = values.values() if isinstance(values, Fields) else ()
        return None, kind_of(fields.get("value") for fields in dated if isinstance(fields, Fields))

    def _named(self, metadata: Fields, key: str, names: type[Name]) -> Name | None:
        word = metadata.get(key)
        if word is None:
            return None
        if not isinstance(word, str) or word not in set(names):
            expected = f"l’un de : {', '.join(names)}{nearest(word, names)}"
            raise ParameterError.at(self.file, metadata.lines[key], f"{self.id}.metadata.{key}", expected, word)
        return names(word)

    def _same_as(self) -> str | None:
        """Return the id of the parameter that ``same_as`` names: a neighbour, or any other by its whole id."""
        if "same_as" not in self.node:
            return None
        name = self.node["same_as"]
        if "values" in self.node or not isinstance(name, str):
            raise self._error("same_as", "le nom d’un paramètre, et pas de values à côté", name)
        return name if "." in name else f"{self.id.rpartition('.')[0]}.{name}"

    def _values(self, unit: Unit | None, kind: Kind | None) -> dict[date, EntryValue]:
        values = self.node.get("values")
        if not isinstance(values, Fields) or not values:
            raise self._error("values", "sous ce nom, une ligne par date : « AAAA-MM-JJ: {value: …} »", values)
        return {day: read_value(Place(self.file, self.id, unit, kind), values, day) for day in values}

    def _error(self, key: str, expected: str, found: Any) -> ParameterError:
        line = self.node.lines.get(key.partition(".")[0], self.line)
        return ParameterError.at(self.file, line, f"{self.id}.{key}", expected, found)


def follow(entry: Entry, entries: Mapping[str, Entry]) -> Entry:
    """Return ``entry`` with the values of the parameter it is the same as, however long the chain.

    Raises ``ParameterError`` when the chain leads nowhere, round in a circle, or to another unit or kind.
    """
    if not entry.same_as:
        return entry
    seen, source = [entry.id], entry
    while source.same_as:
        if source.same_as not in entries:
            expected = f"le nom d’un paramètre qui existe{nearest(source.same_as, entries)}"
            raise source.error("same_as", expected, source.same_as)
        source = entries[source.same_as]
        if source.id in seen:
            chain = " → ".join([*seen, source.id])
            raise entry.error(
                "same_as", f"un paramètre qui a ses propres valeurs, et pas un cercle ({chain})", source.id
            )
        seen.append(source.id)
    if source.unit != entry.unit or (entry.kind and source.kind != entry.kind):
        expected = f"un paramètre en {entry.unit or entry.kind} ; celui-ci est en {source.unit or source.kind}"
        raise entry.error("same_as", expected, source.id)
    return replace(entry, values=source.values, kind=source.kind)


__all__ = ["SOURCES", "Entry", "EntryValue", "ParameterError", "follow", "read_entries"]
