"""Dated values: what a parameter is worth on a day, who says so, how firmly, and since when it is known."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from french.refusals import nearest
from rules.kinds import Kind
from rules.parameter_files import SOURCES, Entry, EntryValue, ParameterError, follow, read_entries
from rules.profile import FIRST_DAY
from rules.units import Standing, Unit

PARAMETERS = Path(__file__).with_name("parameters")
GOVERNING = "regimes.individuel"  # the text of an individual contract, by its day of signature

Value = Decimal | bool | str | tuple[str, ...] | date | None


@dataclass(frozen=True, slots=True)
class Other:
    """What another source gives for the same parameter and period: the register of disagreements says why not."""

    value: Value
    references: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DatedValue:
    """A value and the days it applies. ``value`` is ``None`` when no source establishes it.

    ``since`` is the day it applies from, ``known_from`` the day it was published: never after ``since``.
    """

    parameter: str
    value: Value
    since: date
    until: date | None  # first day it no longer applies; ``None`` for the latest known
    known_from: date
    references: tuple[str, ...]
    standing: Standing | None  # ``None`` when the value is
    note: str = ""
    others: tuple[Other, ...] = ()
    signed: str = ""  # who says that its source says so, and when: « Alix Exemple, le 28/11/2026 »
    added: bool = False  # by the staff of an installation: not what our files say of that day


@dataclass(frozen=True, slots=True)
class Parameter:
    """A named series of dated values, oldest first."""

    id: str
    description: str  # French, shown to readers
    unit: Unit | None  # ``None`` for yes/no values, texts and lists
    kind: Kind | None  # what these hold
    values: tuple[DatedValue, ...]
    file: str
    reviewed_by: str | None

    def at(self, day: date, known_on: date | None = None) -> DatedValue:
        """Return the value that applies on ``day``, as the texts published by ``known_on`` (default: all) say it.

        Raises ``ParameterError`` before the first known text.
        """
        for value in reversed(self.values):
            if value.since <= day and (known_on is None or value.known_from <= known_on):
                return value
        raise ParameterError(f"{self.id} n’est connu que depuis le {self.values[0].since}, demandé au {day}")

    def next(self, value: DatedValue, known_on: date) -> DatedValue | None:
        """Return the value that a text published by ``known_on`` puts in place of ``value``; ``None`` if none does."""
        later = self.values[self.values.index(value) + 1 :]
        return next((following for following in later if following.known_from <= known_on), None)


class Parameters(Mapping[str, Parameter]):
    """Every parameter by id (« aide.mi_temps.annee_1 »)."""

    def __init__(self, parameters: Mapping[str, Parameter]):
        self._parameters = dict(parameters)
        every = (value for parameter in self._parameters.values() for value in parameter.values)
        self._days = sorted({(value.since, value.known_from) for value in every})

    def __getitem__(self, parameter: str) -> Parameter:
        return self._parameters[parameter]

    def __iter__(self) -> Iterator[str]:
        return iter(self._parameters)

    def __len__(self) -> int:
        return len(self._parameters)

    def __eq__(self, other: object) -> bool:
        return self is other

    def __hash__(self) -> int:  # they never change, so what is decided by them can be kept
        return id(self)

    def settled_on(self, day: date, today: date) -> date:
        """Return the last day, ``day`` at most, whose rules are published ``today``.

        A past day is itself. A day to come is ``today``, or the first day of a text that is published already.
        """
        if day <= today:
            return day
        coming = [since for since, known_from in self._days if today < since <= day and known_from <= today]
        return max([today, *coming])


def load(
    folder: Path = PARAMETERS,
    overlay: Path | None = None,
    published: Mapping[str, date] | None = None,
    sources: Collection[str] | None = None,
) -> Parameters:
    """Read every ``*.yaml`` of ``folder``, then of ``overlay``, whose parameters replace ours of the same id.

    ``published`` gives, by source, the day it was published: without it a value is known from the day it applies.
    ``sources``: those a value may rest on, any when not given. Raises ``ParameterError`` on the first wrong file.
    """
    found = {entry.id: entry for entry in read_entries(folder)}
    ours = {id: follow(entry, found) for id, entry in found.items()}
    if overlay is not None:
        found |= {entry.id: entry for entry in read_entries(overlay, ours)}
    followed = {id: follow(entry, found) for id, entry in found.items()}
    for id, entry in followed.items():
        _check_first_day(entry, min(ours[id].values))
    if GOVERNING in followed:
        _check_governed(followed[GOVERNING])
    if sources is not None:
        for entry in found.values():
            _check_sources(entry, sources)
    return Parameters({id: _parameter(entry, published or {}, ours[id]) for id, entry in followed.items()})


def _check_first_day(entry: Entry, ours: date) -> None:
    """Refuse values that begin after ours, when a rule already reads them, or before any text of the aid."""
    first = min(entry.values)
    if first > ours:
        raise entry.error("values", f"une première valeur au {ours} au plus tard (null si rien ne l’établit)", first)
    if first < min(ours, FIRST_DAY):
        expected = f"une date à partir du {min(ours, FIRST_DAY)}, premier texte connu"
        line = entry.values[first].lines["day"]
        raise ParameterError.at(entry.file, line, f"{entry.id}.values.{first}", expected, first)


def _check_governed(entry: Entry) -> None:
    """Refuse a day on which no text governs a contract: no answer could be given from it."""
    for day, fields in entry.values.items():
        if fields.value is None:
            expected = "le nom d’un texte de rules/regimes.py : il y en a toujours un"
            line = fields.lines["value"]
            raise ParameterError.at(entry.file, line, f"{entry.id}.values.{day}.value", expected, None)


def _check_sources(entry: Entry, known: Collection[str]) -> None:
    register = f"corpus/{SOURCES}" if entry.file.parent == PARAMETERS else f"{SOURCES}, dans le même dossier"
    for day, fields in entry.values.items():
        cited = [(name, "references") for name in fields.references]
        cited += [(name, "others") for _, references in fields.others for name in references]
        for name, key in cited:
            if name not in known:
                expected = f"une source connue : celle-ci n’est dans aucun registre ; ajoutez-la à {register}"
                where = f"{entry.id}.values.{day}.{key}"
                raise ParameterError.at(entry.file, fields.lines[key], where, expected + nearest(name, known), name)


def _parameter(entry: Entry, published: Mapping[str, date], ours: Entry) -> Parameter:
    days = sorted(entry.values)
    ends = [*days[1:], None]
    return Parameter(
        id=entry.id,
        description=entry.description,
        unit=entry.unit,
        kind=entry.kind,
        values=tuple(_dated(entry, since, until, published, ours) for since, until in zip(days, ends, strict=True)),
        file=entry.file.name,
        reviewed_by=entry.reviewed_by,
    )


def _dated(entry: Entry, since: date, until: date | None, published: Mapping[str, date], ours: Entry) -> DatedValue:
    fields = entry.values[since]
    before = [day for day in ours.values if day <= since]
    added = not before or ours.values[max(before)].value != fields.value
    known_from = _known_from(fields, since, published)
    others = tuple(Other(value, references) for value, references in fields.others)
    return DatedValue(
        entry.id,
        fields.value,
        since,
        until,
        known_from,
        fields.references,
        fields.standing,
        fields.note,
        others,
        fields.signed,
        added,
    )


def _known_from(fields: EntryValue, since: date, published: Mapping[str, date]) -> date:
    """Return the day the last of its sources was published: an older text may be cited beside the one that changes it.

    Nobody publishes that a value is not established: it is so from its day.
    """
    days = [published[source] for source in fields.references if source in published and fields.value is not None]
    return min(since, max(days, default=since))


__all__ = ["PARAMETERS", "DatedValue", "Other", "Parameter", "ParameterError", "Parameters", "Value", "load"]
