"""A figure as it is read, with its unit: « 19 000 € », « 17 h 30 », « 1er mai 2023 », « non établi »."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from french import counted, day, euros, hours, number, percent
from rules.units import Unit
from rules.verdict import Figure

_NOUNS = {
    Unit.PATIENTS: ("patient", "patients"),
    Unit.YEARS: ("an", "ans"),
    Unit.MONTHS: ("mois", "mois"),
    Unit.DAYS: ("jour", "jours"),
}
_WRITERS: dict[Unit, Callable[[Decimal], str]] = {
    Unit.EUR: euros,
    Unit.PERCENT: percent,
    Unit.HOURS: hours,
    Unit.COUNT: number,
}


def amount(value: Decimal | date | None, unit: Unit) -> str:
    """Return a value with its unit, ready to read; « non établi » when there is none."""
    if value is None:
        return "non établi"
    if isinstance(value, date):
        return day(value)
    if unit in _NOUNS:
        return counted(value, *_NOUNS[unit])
    return _WRITERS[unit](value)


def amount_of(figure: Figure) -> str:
    """Return a figure's value with its unit."""
    return amount(figure.value, figure.unit)
