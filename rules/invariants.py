"""What must hold of the values whatever the texts say: a value that breaks it is a slip, or forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import combinations

from french import HARD, THIN, number
from french import day as french_day
from rules.dated import Parameter, Parameters

_NEVER_RISING = (  # neighbours, from the highest to the lowest
    ("annee_1", "annee_2", "annee_3"),
    ("p95", "p90_annee_3", "annee_3"),
    ("p95", "annee_1"),
    ("p95", "p90", "p70", "p50", "p30"),
    ("p30_p50", "p50_p70", "p70_p90", "p90_p95", "p95_plus"),
)


def broken(parameters: Parameters) -> Iterator[str]:
    """Yield, in French, each pair of neighbours that are in the wrong order on a day, with what to do."""
    for high, low in _neighbours(parameters):
        for day in sorted({value.since for parameter in (high, low) for value in parameter.values}):
            most, least = _number(high, day), _number(low, day)
            if most is not None and least is not None and most < least:
                yield (
                    f"{high.id} vaut {number(most)} au {french_day(day)}, moins que {low.id} ({number(least)}){HARD}: "
                    f"datez aussi sa nouvelle valeur{THIN}; si l’un est toujours égal à l’autre, écrivez same_as."
                )
                break


def _neighbours(parameters: Parameters) -> Iterator[tuple[Parameter, Parameter]]:
    for group in sorted({id.rpartition(".")[0] for id in parameters}):
        for order in _NEVER_RISING:
            present = [parameters[id] for name in order if (id := f"{group}.{name}") in parameters]
            yield from combinations(present, 2)


def _number(parameter: Parameter, day: date) -> Decimal | None:
    value = parameter.at(day).value if parameter.values[0].since <= day else None
    return value if isinstance(value, Decimal) else None
