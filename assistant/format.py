"""French typography for figures and dates: « 19 000 € », « 17 h 30 », « 1er mai 2023 »."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

from rules.verdict import Figure, Unit

THIN = "\u202f"  # narrow no-break space: between thousands, before € %
HARD = "\u00a0"  # no-break space: between a number and its word

MONTHS = (
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()  # noqa: SIM905 (reads as a calendar)
)
ORDINALS = ("première", "deuxième", "troisième", "quatrième", "cinquième")
_NOUNS = {
    Unit.PATIENTS: ("patient", "patients"),
    Unit.YEARS: ("an", "ans"),
    Unit.MONTHS: ("mois", "mois"),
    Unit.DAYS: ("jour", "jours"),
}
_ETP = {
    Fraction(1, 3): "tiers-temps (1/3 ETP)",
    Fraction(1, 2): "mi-temps (0,5 ETP)",
    Fraction(1): "temps plein (1 ETP)",
}


def number(value: Decimal) -> str:
    """Return a French number: « 1 045 », « 12,5 », « 1 815,79 »."""
    whole, _, decimals = f"{value:,f}".partition(".")
    decimals = decimals.rstrip("0")
    return whole.replace(",", THIN) + (f",{decimals}" if decimals else "")


def amount(value: Decimal | date | None, unit: Unit) -> str:
    """Return a value with its unit, ready to read; « non établi » when there is none."""
    if value is None:
        return "non établi"
    if isinstance(value, date):
        return day(value)
    if unit is Unit.EUR:
        cents = value != value.to_integral_value()
        return f"{number(value.quantize(Decimal('0.01'))) if cents else number(value)}{THIN}€"
    if unit is Unit.PERCENT:
        return f"{number(value)}{THIN}%"
    if unit is Unit.HOURS:
        return hours(value)
    if unit is Unit.COUNT:
        return number(value)
    singular, plural = _NOUNS[unit]
    return f"{number(value)}{HARD}{singular if abs(value) < 2 else plural}"


def figure(shown: Figure) -> str:
    """Return a figure's value with its unit."""
    return amount(shown.value, shown.unit)


def hours(value: Decimal) -> str:
    """Return hours and minutes: « 17 h 30 », « 279 heures »."""
    whole, minutes = int(value), int(value % 1 * 60)
    return f"{whole}{HARD}h{HARD}{minutes:02d}" if minutes else f"{number(Decimal(whole))}{HARD}heures"


def day(value: date) -> str:
    """Return a date in a sentence: « 1er mai 2023 »."""
    return f"{'1er' if value.day == 1 else value.day}{HARD}{MONTHS[value.month - 1]}{HARD}{value.year}"


def short_day(value: date) -> str:
    """Return a date in a list: « 21/11/2026 »."""
    return f"{value:%d/%m/%Y}"


def etp(value: Fraction) -> str:
    """Return a working time: « mi-temps (0,5 ETP) »."""
    known = _ETP.get(value)
    return known or f"{number(Decimal(value.numerator) / Decimal(value.denominator))}{HARD}ETP"
