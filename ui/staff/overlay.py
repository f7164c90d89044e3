"""The staff's own values, in the folder AM_PARAMETERS_DIR: checked whole before a file is touched, kept in YAML."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

import french
from assistant.installation import load
from corpus import CorpusError
from french import slug
from french.failures import why
from french.refusals import FileError
from rules.amounts import amount
from rules.dated import PARAMETERS, Parameter, Parameters
from rules.parameter_files import SOURCES, ParameterError, read_entries
from rules.units import LARGEST, Unit
from rules.written_values import CENTURY, WHOLE
from ui.staff.desk import Refused, save

FIELDS = {
    "valeur": "Valeur", "depuis": "Premier jour où elle vaut", "titre": "Titre", "editeur": "Qui l’a écrit",
    "publie": "Sa date", "adresse": "Son adresse web", "force": "Ce que vaut cette source",
    "etendue": "Vous en avez lu", "lu": "Lue le",
}  # fmt: skip
_FORM = {
    "value": "valeur", "title": "titre", "publisher": "editeur", "published": "publie", "url": "adresse",
    "checked_on": "lu",
}  # fmt: skip
PREFIX = "notre-"  # of the sources of the staff: no name of ours begins so


@dataclass(frozen=True, slots=True)
class Signed:
    """A value that somebody found, where it is written, and who signs that it is."""

    value: Decimal | bool | str | date
    since: date
    source: Mapping[str, Any]  # as sources.yaml takes it
    standing: str
    name: str
    on: date


@cache
def writable() -> frozenset[str]:
    """Return the parameters that hold values of their own: the others follow them."""
    return frozenset(entry.id for entry in read_entries(PARAMETERS) if not entry.same_as)


def stored(folder: Path, today: date) -> Parameters:
    """Return every value as the folder has it now, read or not by the running server. Raises Refused."""
    try:
        return load(folder, today)[0]
    except (ParameterError, CorpusError) as error:
        raise Refused(f"Un fichier du dossier est faux : rien n’est suivi tant qu’il l’est. {error}") from None


@contextmanager
def proposed(
    folder: Path, today: date, parameter: Parameter, signed: Signed | None
) -> Iterator[tuple[Path, Parameters]]:
    """Yield a copy of the folder with a value more, or without ours where ``signed`` is ``None``, and what it makes.

    Raises Refused where it would stop the next start.
    """
    with tempfile.TemporaryDirectory(prefix="assistant-medical-") as place:
        copy = Path(place) / "values"
        try:
            shutil.copytree(folder, copy)
            _write(copy, parameter, signed)
            loaded = load(copy, today)[0]
        except (ParameterError, CorpusError) as error:
            raise Refused(f"{_said(error, parameter.unit)}.") from None
        except (OSError, yaml.YAMLError) as error:
            raise Refused(f"{folder} : {why(error) if isinstance(error, OSError) else 'fichier illisible'}.") from None
        yield copy, loaded


def _said(error: FileError, unit: Unit | None) -> str:
    """Return what a form did wrong by the name of its field, in its words: nobody there sees a file."""
    name = error.key.rpartition(".")[2]
    expected = _span(unit) if name == "value" and unit else error.expected
    return f"{FIELDS.get(_FORM.get(name, ''), 'Cette valeur et sa source')} : attendu {expected}"


def _span(unit: Unit) -> str:
    """Return what a value of a unit may be."""
    if unit is Unit.DATE:
        return f"une date, de {CENTURY.start} à {CENTURY.stop - 1}"
    return f"un nombre {'entier, ' if unit in WHOLE else ''}entre 0 et {amount(Decimal(LARGEST[unit]), unit)}"


def keep(folder: Path, copy: Path, backups: Path) -> None:
    """Put what was proposed in place, each file whole, its former self kept aside. Raises Refused."""
    try:
        backups.mkdir(parents=True, exist_ok=True, mode=0o700)
        names = sorted({path.name for path in (*copy.glob("*.yaml"), *folder.glob("*.yaml"))}, key=_is_the_register)
        before, known = {name: _text(folder / name) for name in names}, _read(folder / SOURCES)
        if (both := known | _read(copy / SOURCES)) != known:  # a value never stands in a file without its source
            save(folder / SOURCES, _dumped(both))
        for name in names:
            new, old = _text(copy / name), before[name]
            if new == old:
                continue
            if old is not None:
                save(backups / name, old)
            if new is None:
                (folder / name).unlink()
            else:
                save(folder / name, new)
    except OSError as error:
        raise Refused(f"{folder} : {why(error)}. Rien n’a été enregistré.") from None


def _is_the_register(name: str) -> tuple[bool, str]:
    """Sources that carry nothing any more go last."""
    return name == SOURCES, name


def _text(file: Path) -> str | None:
    return file.read_text("utf-8") if file.is_file() else None


def _write(folder: Path, parameter: Parameter, signed: Signed | None) -> None:
    file = folder / parameter.file
    tree = _read(file)
    *groups, last = parameter.id.split(".")[1:]
    node = tree
    for group in groups:
        node = node.setdefault(group, {})
    if signed is None:
        node.pop(last, None)
        _prune(tree)
    else:
        source = _with_source(folder / SOURCES, signed)
        node[last] = _entry(parameter, signed, source)
        known = str((tree.get("metadata") or {}).get("reviewed_by") or "")
        again = f", {signed.name}, " in f", {known}, "  # a name may hold a comma
        names = [known] if again else [known, signed.name]
        tree = {"metadata": {"reviewed_by": ", ".join(filter(None, names))}} | {
            key: part for key, part in tree.items() if key != "metadata"
        }
    if tree.keys() <= {"metadata"}:
        file.unlink(missing_ok=True)
    else:
        file.write_text(_dumped(tree), "utf-8")
    _forget_sources(folder)


def _entry(parameter: Parameter, signed: Signed, source: str) -> dict[str, Any]:
    values = {}
    for value in parameter.values:
        fields: dict[str, Any] = {"value": _plain(value.value)}
        if value.references:
            fields["references"] = list(value.references)
        if value.standing:
            fields["standing"] = value.standing.value
        fields |= {key: text for key, text in (("note", value.note), ("signed", value.signed)) if text}
        if value.others:
            fields["others"] = [
                {"value": _plain(other.value), "references": list(other.references)} for other in value.others
            ]
        values[value.since] = fields
    values[signed.since] = {
        "value": _plain(signed.value),
        "references": [source],
        "standing": signed.standing,
        "signed": f"{signed.name}, le {french.short_day(signed.on)}",
    }
    about = {"description": parameter.description}
    unit = {"metadata": {"unit": parameter.unit.value}} if parameter.unit else {}
    return {**about, **unit, "values": dict(sorted(values.items()))}


def _with_source(file: Path, signed: Signed) -> str:
    """Register a source of the staff, or find it again by its title; return its name."""
    known = _read(file)
    same = (name for name, one in known.items() if slug(str(one.get("title"))) == slug(signed.source["title"]))
    base = f"{PREFIX}{slug(signed.source['title'])[:50].strip('-') or 'source'}"
    numbered = (f"{base}-{number}" for number in range(2, len(known) + 3))
    name = next(same, None) or next(id_ for id_ in (base, *numbered) if id_ not in known)
    file.write_text(_dumped(known | {name: {**known.get(name, {}), **signed.source}}), "utf-8")
    return name


def source(folder: Path, references: Sequence[str]) -> Mapping[str, Any]:
    """Return the first source of the staff among some, as their register has it; nothing where it has none."""
    known = _read(folder / SOURCES)
    return next((known[name] for name in references if name in known), {})


def _forget_sources(folder: Path) -> None:
    """Remove the sources of the staff, registered here, that carry no value any more."""
    file = folder / SOURCES
    values = " ".join(path.read_text("utf-8") for path in folder.glob("*.yaml") if path != file)
    carried = set(re.findall(r"[\w-]+", values))  # whole names: one may begin as another
    known = _read(file)
    left = {name: one for name, one in known.items() if not name.startswith(PREFIX) or name in carried}
    if known and not left:
        file.unlink()
    elif left != known:
        file.write_text(_dumped(left), "utf-8")


def _read(file: Path) -> dict[str, Any]:
    return (yaml.safe_load(file.read_text("utf-8")) or {}) if file.is_file() else {}


def _dumped(tree: Mapping[str, Any]) -> str:
    return yaml.safe_dump(dict(tree), allow_unicode=True, sort_keys=False, width=1000)


def _prune(tree: dict[str, Any]) -> None:
    """Remove groups that hold nothing any more."""
    for key, part in list(tree.items()):
        if isinstance(part, dict) and key != "metadata":
            _prune(part)
            if not part:
                del tree[key]


def _plain(value: Any) -> Any:
    """Return a value as YAML writes it: 19000 and not 19000.0."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return list(value) if isinstance(value, tuple) else value
