"""French typography for figures and dates: « 19 000 € », « 17 h 30 », « 1er mai 2023 »."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from rules.french import MONTHS, day, number
from rules.verdict import Figure, Unit

THIN = "\u202f"  # narrow no-break space: between thousands, before € %
HARD = "\u00a0"  # no-break space: between a number and its word

ORDINALS = ("première", "deuxième", "troisième", "quatrième", "cinquième")
_NOUNS = {
    Unit.PATIENTS: ("patient", "patients"),
    Unit.YEARS: ("an", "ans"),
    Unit.MONTHS: ("mois", "mois"),
    Unit.DAYS: ("jour", "jours"),
}


def amount(value: Decimal | date | None, unit: Unit) -> str:
    """Return a value with its unit, ready to read; « non établi » when there is none."""
    if value is None:
        return "non établi"
    if isinstance(value, date):
        return day(value)
    if unit in _NOUNS:
        singular, plural = _NOUNS[unit]
        return f"{number(value)}{HARD}{singular if abs(value) < 2 else plural}"
    return _SPELLED[unit](value)


def figure(shown: Figure) -> str:
    """Return a figure's value with its unit."""
    return amount(shown.value, shown.unit)


def hours(value: Decimal) -> str:
    """Return hours and minutes: « 17 h 30 », « 279 heures »."""
    whole, minutes = int(value), int(value % 1 * 60)
    return f"{whole}{HARD}h{HARD}{minutes:02d}" if minutes else f"{number(Decimal(whole))}{HARD}heures"


def short_day(value: date) -> str:
    """Return a date in a list: « 21/11/2026 »."""
    return f"{value:%d/%m/%Y}"


def period(first: date, last: date) -> str:
    """Return a whole month or year as it is said: « en juillet 2023 », « en 2022 »; otherwise its two ends."""
    if (first.year, first.month) == (last.year, last.month):
        return f"en {MONTHS[first.month - 1]}{HARD}{first.year}"
    if first.year == last.year and (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        return f"en {first.year}"
    return f"entre le {day(first)} et le {day(last)}"


def partial_day(published: str) -> str:
    """Return a publication date, whole or partial: « 27/06/2024 », « 10/2024 », « 2026 »."""
    return "/".join(reversed(published.split("-")))


def _euros(value: Decimal) -> str:
    cents = value != value.to_integral_value()
    return f"{value:,.2f}".replace(",", THIN).replace(".", ",") + f"{THIN}€" if cents else f"{number(value)}{THIN}€"


_SPELLED = {
    Unit.EUR: _euros,
    Unit.PERCENT: lambda value: f"{number(value)}{THIN}%",
    Unit.HOURS: hours,
    Unit.COUNT: number,
}


def lower_first(text: str) -> str:
    """Return a label as it reads inside a sentence."""
    return text[:1].lower() + text[1:]


def upper_first(text: str) -> str:
    """Return a label as it opens a line."""
    return text[:1].upper() + text[1:]


__all__ = [
    "ORDINALS",
    "amount",
    "day",
    "figure",
    "lower_first",
    "number",
    "partial_day",
    "period",
    "short_day",
    "upper_first",
]
