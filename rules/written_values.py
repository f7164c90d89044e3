"""One dated value as its file writes it, checked: what it is worth, its sources, how firm it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, NoReturn

from french.refusals import FileError, nearest
from french.yaml_files import Fields
from rules.kinds import Kind, mismatch
from rules.profile import LAST_DAY
from rules.units import LARGEST, Standing, Unit

FIRST_YEAR = 2019  # of the first text of the aid: an earlier day is a slip
CENTURY = range(2000, 2100)  # of a value that is a date
WHOLE = (Unit.PATIENTS, Unit.YEARS, Unit.MONTHS)  # people, and what dates are counted in
_KEYS = ("value", "references", "standing", "note", "others", "signed")


class ParameterError(FileError):
    """A parameter file, or a question to it, that cannot be answered from. The message says where and why."""


@dataclass(frozen=True, slots=True)
class EntryValue:
    """The checked fields of one dated value."""

    value: Any
    references: tuple[str, ...]
    standing: Standing | None
    note: str
    signed: str
    others: tuple[tuple[Any, tuple[str, ...]], ...]
    lines: Mapping[str, int]  # where each field stands, and its day


@dataclass(frozen=True, slots=True)
class Place:
    """A parameter in its file: what its values are, and how a mistake in one of them is told."""

    file: Path
    id: str
    unit: Unit | None
    kind: Kind | None  # of a parameter without a unit

    def wrong(self, line: int, key: str, expected: str, found: object) -> NoReturn:
        """Raise the error of one key of the parameter."""
        raise ParameterError.at(self.file, line, f"{self.id}.{key}", expected, found)

    def check_keys(self, fields: Fields, keys: Sequence[str], key: str = "") -> None:
        """Refuse a key that is none of ``keys``."""
        for unknown in (name for name in fields if name not in keys):
            where = f"{key}.{unknown}".strip(".")
            self.wrong(fields.lines[unknown], where, _key_expected(unknown, fields, keys), str(unknown))

    def check_value(self, line: int, key: str, value: object) -> None:
        """Refuse a value that is not of the parameter's unit or kind, or that no text could give."""
        if value is None:
            return
        if self.unit:
            problem = _not_in(self.unit, value)
        elif self.kind:
            problem = mismatch(value, self.kind)
        else:
            problem = (
                value,
                "true, false, un texte ou une liste ; un nombre ou une date a une unité : metadata: {unit: …}",
            )
        if problem:
            found, expected = problem
            self.wrong(line, key, expected, found)


def read_value(place: Place, values: Fields, day: Any) -> EntryValue:
    """Return the value of ``day``. Raises ``ParameterError``."""
    key, line, fields = f"values.{day}", values.lines[day], values[day]
    if type(day) is not date or not FIRST_YEAR <= day.year <= LAST_DAY.year:
        span = f"de {FIRST_YEAR} (premier texte) à {LAST_DAY.year} (fin de la convention)"
        place.wrong(line, key, f"une date AAAA-MM-JJ, sans guillemets, {span}", str(day))
    if not isinstance(fields, Fields):
        place.wrong(line, key, "{value: …, references: [une-source], standing: …}", fields)
    place.check_keys(fields, _KEYS, key)
    if "value" not in fields:
        place.wrong(line, f"{key}.value", "une valeur, ou null si aucune source ne l’établit", None)
    value = fields["value"]
    place.check_value(fields.lines["value"], f"{key}.value", value)
    references = fields.get("references")
    if references is not None or value is not None:
        _check_references(place, fields.lines.get("references", line), f"{key}.references", references)
    return EntryValue(
        value=tuple(value) if isinstance(value, list) else value,
        references=tuple(references or ()),
        standing=_standing(place, fields, f"{key}.standing", line),
        note=_text(place, fields, f"{key}.note"),
        signed=_text(place, fields, f"{key}.signed"),
        others=tuple(_others(place, fields, f"{key}.others")),
        lines={"day": line, **fields.lines},
    )


def _text(place: Place, fields: Fields, key: str) -> str:
    name = key.rpartition(".")[2]
    text = fields.get(name, "")
    if not isinstance(text, str):
        place.wrong(fields.lines[name], key, "un texte", text)
    return text


def _key_expected(unknown: object, fields: Fields, keys: Sequence[str]) -> str:
    if isinstance(unknown, Decimal):
        return f"un point, et pas de virgule, pour les décimales : {fields.get('value')}.{unknown}"
    if isinstance(unknown, date):
        return "cette date sous values, décalée de deux espaces de plus"
    return f"l’une de ces clés : {', '.join(keys)}{nearest(unknown, keys)}"


def _not_in(unit: Unit, value: object) -> tuple[object, str] | None:
    if unit is Unit.DATE:
        right = isinstance(value, date) and value.year in CENTURY
        span = f"de {CENTURY.start} à {CENTURY.stop - 1}"
        return None if right else (value, f"une date AAAA-MM-JJ, {span}, sans guillemets, ou null si rien ne l’établit")
    if not isinstance(value, Decimal):
        return value, (
            f"un nombre en {unit}, en chiffres, sans espace ni symbole, sans guillemets, avec un point pour les "
            "décimales (19000 ou 7.5), ou null si aucune source ne l’établit"
        )
    whole = unit not in WHOLE or value == value.to_integral_value()
    if whole and 0 <= value <= LARGEST[unit]:
        return None
    return value, f"un nombre {'' if whole else 'entier, '}entre 0 et {LARGEST[unit]}, en {unit}"


def _check_references(place: Place, line: int, key: str, references: object) -> None:
    if not isinstance(references, list) or not references:
        example = f"[{references}]" if isinstance(references, str) else "[une-source]"
        place.wrong(line, key, f"la liste des sources, comme {example} : pas de valeur sans source", references)
    for reference in references:
        if not isinstance(reference, str):
            place.wrong(line, key, "le nom d’une source", reference)


def _standing(place: Place, fields: Fields, key: str, line: int) -> Standing | None:
    standing, line = fields.get("standing"), fields.lines.get("standing", line)
    if fields["value"] is None and standing is None:
        return None
    if fields["value"] is None:
        expected = "rien, car value est null (non établi) : écrivez la valeur, ou retirez standing"
        place.wrong(line, key, expected, standing)
    if not isinstance(standing, str) or standing not in set(Standing):
        place.wrong(line, key, f"l’un de : {', '.join(Standing)}{nearest(standing, Standing)}", standing)
    return Standing(standing)


def _others(place: Place, fields: Fields, key: str) -> Iterator[tuple[Any, tuple[str, ...]]]:
    others = fields.get("others") or []
    line = fields.lines.get("others", 0)
    for other in others if isinstance(others, list) else [others]:
        if not isinstance(other, Fields) or other.keys() != {"value", "references"}:
            place.wrong(line, key, "une liste de {value: …, references: [une-source]}", other)
        place.check_value(other.lines["value"], f"{key}.value", other["value"])
        _check_references(place, other.lines["references"], f"{key}.references", other["references"])
        yield other["value"], tuple(other["references"])
