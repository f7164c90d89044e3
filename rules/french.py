"""Dates, numbers and short lists written in French."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

MONTHS = (
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()  # noqa: SIM905 (reads better)
)


def day(value: date) -> str:
    """Return « 1er mai 2023 », « 22 juin 2024 »."""
    return f"{'1er' if value.day == 1 else value.day} {MONTHS[value.month - 1]} {value.year}"


def number(value: Decimal | int) -> str:
    """Return « 1 045 », « 7,5 »: U+202F between thousands, decimal comma, no useless zero."""
    text = f"{Decimal(value):,f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace(",", "\u202f").replace(".", ",").replace("-", "\u2212")


def listed(items: Sequence[str], word: str = "et") -> str:
    """Return « a, b et c »."""
    return f" {word} ".join(filter(None, [", ".join(items[:-1]), *items[-1:]]))


def ordinal(value: int) -> str:
    """Return « 1re », « 2e »: feminine, for a year of contract."""
    return "1re" if value == 1 else f"{value}e"
