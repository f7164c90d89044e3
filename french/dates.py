"""Days, months and periods: « 1er mai 2023 », « en juillet 2023 »."""

from datetime import date

from french.folding import bare
from french.typography import HARD

MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()
_SHORT = ("janv jan", "fevr fev", "", "avr", "", "", "juil", "", "sept", "oct", "nov", "dec")
# Every name a month is read by, folded: « fevrier », « fevr ».
MONTH_NUMBERS = {
    name: number
    for number, (month, short) in enumerate(zip(MONTHS, _SHORT, strict=True), start=1)
    for name in (bare(month), *short.split())
}


def day(value: date) -> str:
    """Return « 1er mai 2023 », « 22 juin 2024 »."""
    return f"{'1er' if value.day == 1 else value.day} {MONTHS[value.month - 1]} {value.year}"


def short_day(value: date) -> str:
    """Return a date in a list: « 21/11/2026 »."""
    return f"{value:%d/%m/%Y}"


def partial_day(published: str) -> str:
    """Return an ISO date, whole or partial: « 27/06/2024 », « 10/2024 », « 2026 »."""
    return "/".join(reversed(published.split("-")))


def period(first: date, last: date) -> str:
    """Return a whole month or year as it is said: « en juillet 2023 », « en 2022 »; otherwise its two ends."""
    if (first.year, first.month) == (last.year, last.month):
        return f"en {MONTHS[first.month - 1]}{HARD}{first.year}"
    if first.year == last.year and (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        return f"en {first.year}"
    return f"entre le {day(first)} et le {day(last)}"
