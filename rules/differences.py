"""What two days differ by: the parameters that a text published in between, or coming, changes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from rules.dated import DatedValue, Parameter, Parameters


class Difference(NamedTuple):
    """A parameter worth one thing on a day, another on a later one; ``before`` is ``None`` where it was not known."""

    parameter: Parameter
    before: DatedValue | None
    after: DatedValue


def differences(parameters: Parameters, day: date, later: date, known_on: date | None = None) -> Iterator[Difference]:
    """Yield what differs from ``day`` to ``later``, as the texts published by ``known_on`` (default: all) say it."""
    for parameter in parameters.values():
        before, after = _at(parameter, day, known_on), _at(parameter, later, known_on)
        if after is not None and after.value != (before.value if before else None):
            yield Difference(parameter, before, after)


def days_of_change(parameters: Parameters, known_on: date) -> list[date]:
    """Return, oldest first, the days on which a text published by ``known_on`` changes a value."""
    days = set()
    for parameter in parameters.values():
        known = [value for value in parameter.values if value.known_from <= known_on]
        days |= {new.since for old, new in pairwise(known) if old.value != new.value}
    return sorted(days)


def _at(parameter: Parameter, day: date, known_on: date | None) -> DatedValue | None:
    known = (value for value in reversed(parameter.values) if known_on is None or value.known_from <= known_on)
    return next((value for value in known if value.since <= day), None)
