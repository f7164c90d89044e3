"""Dated values: what a parameter was worth on a day, who says so, and how firmly."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from rules.parameter_files import Entry, ParameterError, read_entries
from rules.verdict import Standing, Unit

PARAMETERS = Path(__file__).with_name("parameters")

Value = Decimal | bool | str | tuple[str, ...] | date | None


@dataclass(frozen=True, slots=True)
class Other:
    """What another source gives for the same parameter and period: the register of disagreements says why not."""

    value: Value
    references: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DatedValue:
    """A value and the days it applies. ``value`` is ``None`` when no source establishes it."""

    parameter: str
    value: Value
    since: date
    until: date | None  # first day it no longer applies; ``None`` for the latest known
    references: tuple[str, ...]
    standing: Standing | None  # ``None`` when the value is
    note: str = ""
    others: tuple[Other, ...] = ()


@dataclass(frozen=True, slots=True)
class Parameter:
    """A named series of dated values, oldest first."""

    id: str
    description: str  # French, shown to readers
    unit: Unit | None  # ``None`` for yes/no values, texts and lists
    values: tuple[DatedValue, ...]
    file: str
    reviewed_by: str | None

    def at(self, day: date) -> DatedValue:
        """Return the value in force on ``day``; before the first known text, raise ``ParameterError``."""
        for value in reversed(self.values):
            if value.since <= day:
                return value
        raise ParameterError(f"{self.id} n’est connu que depuis le {self.values[0].since}, demandé au {day}")


class Parameters(Mapping[str, Parameter]):
    """Every parameter by id (« aide.mi_temps.annee_1 »)."""

    def __init__(self, parameters: Mapping[str, Parameter]):
        self._parameters = dict(parameters)

    def __getitem__(self, parameter: str) -> Parameter:
        return self._parameters[parameter]

    def __iter__(self) -> Iterator[str]:
        return iter(self._parameters)

    def __len__(self) -> int:
        return len(self._parameters)


def load(folder: Path = PARAMETERS, overlay: Path | None = None) -> Parameters:
    """Read every ``*.yaml`` of ``folder``, then of ``overlay``, whose parameters replace ours of the same id.

    Raises ``ParameterError`` on the first wrong file, or when the overlay names a parameter we do not have.
    """
    found = {entry.id: _parameter(entry) for entry in read_entries(folder)}
    if overlay is not None:
        for entry in read_entries(overlay):
            if entry.id not in found:
                raise entry.error("id", f"un des paramètres de docs/rules.md, trouvé {entry.id!r}")
            _check_replaces(entry, found[entry.id])
            found[entry.id] = _parameter(entry)
    return Parameters(found)


def _check_replaces(entry: Entry, ours: Parameter) -> None:
    """Refuse an overlay that a rule could not read: another unit, another kind of value, or a later first day."""
    if entry.unit != ours.unit:
        raise entry.error("metadata.unit", f"{ours.unit}, comme le nôtre, trouvé {entry.unit}")
    first = ours.values[0].since
    if min(entry.values) > first:
        raise entry.error("values", f"une première valeur au {first} au plus tard (null si non établie)")
    kinds = {type(value.value) for value in ours.values if value.value is not None}
    for day, fields in entry.values.items():
        if kinds and fields.value is not None and type(fields.value) not in kinds:
            wanted = " ou ".join(sorted(kind.__name__ for kind in kinds))
            raise entry.error(f"values.{day}.value", f"un {wanted}, comme le nôtre, trouvé {fields.value!r}")


def _parameter(entry: Entry) -> Parameter:
    days = sorted(entry.values)
    ends = [*days[1:], None]
    return Parameter(
        id=entry.id,
        description=entry.description,
        unit=entry.unit,
        values=tuple(_dated(entry, since, until) for since, until in zip(days, ends, strict=True)),
        file=entry.file.name,
        reviewed_by=entry.reviewed_by,
    )


def _dated(entry: Entry, since: date, until: date | None) -> DatedValue:
    fields = entry.values[since]
    others = tuple(Other(value, references) for value, references in fields.others)
    return DatedValue(entry.id, fields.value, since, until, fields.references, fields.standing, fields.note, others)


__all__ = ["PARAMETERS", "DatedValue", "Other", "Parameter", "ParameterError", "Parameters", "Value", "load"]
