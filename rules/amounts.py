"""A value as it is read, with its unit: « 19 000 € », « 17 h 30 », « 1er mai 2023 », « oui », « non établi »."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from french import counted, day, euros, hours, listed, number, percent
from rules.dated import Value
from rules.units import Unit
from rules.verdict import Figure

_NOUNS: dict[Unit | None, tuple[str, str]] = {
    Unit.PATIENTS: ("patient", "patients"),
    Unit.YEARS: ("an", "ans"),
    Unit.MONTHS: ("mois", "mois"),
    Unit.DAYS: ("jour", "jours"),
}
_WRITERS: dict[Unit | None, Callable[[Decimal], str]] = {
    Unit.EUR: euros,
    Unit.PERCENT: percent,
    Unit.HOURS: hours,
}


def amount(value: Value, unit: Unit | None) -> str:
    """Return a value with its unit, ready to read; « non établi » when there is none."""
    if value is None:
        return "non établi"
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, date):
        return day(value)
    if isinstance(value, tuple):
        return listed(value)
    if isinstance(value, str):
        return value
    return counted(value, *_NOUNS[unit]) if unit in _NOUNS else _WRITERS.get(unit, number)(value)


def amount_of(figure: Figure) -> str:
    """Return a figure's value with its unit."""
    return amount(figure.value, figure.unit)
