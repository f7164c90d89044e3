"""A part of a whole, however it is said: « un quart », « les trois quarts », « 2/3 », « 93 sur 100 », « 15 % »."""

from __future__ import annotations

import re
from fractions import Fraction

_PARTS = {"moitie": 2, "tiers": 3, "quart": 4, "5e": 5, "sixieme": 6, "huitieme": 8, "dixieme": 10, "vingtieme": 20}
FRACTION = (  # « les trois quarts » with its numbers in digits
    rf"(?:la (?P<half>moitie)|(?P<top>une?|[1-9]) (?:petite?s? |bon |gros )?(?P<part>{'|'.join(_PARTS)})s?\b|"
    r"(?<![\d/])(?<!\d )(?P<over>[1-9])/(?P<under>[2-9]|10)(?![\d/])(?:e|emes?)?)"
)
PERCENT = r"(?<![\d,.])(?P<percent>\d{1,3}(?:[,.]\d+)?) ?%"


def share_of(match: re.Match[str]) -> Fraction:
    """Return the share that the groups of ``FRACTION``, or of ``PERCENT``, hold."""
    said = {name: value for name, value in match.groupdict().items() if value}
    if "percent" in said:
        return Fraction(said["percent"].replace(",", ".")) / 100
    if "over" in said:
        return Fraction(int(said["over"]), int(said["under"]))
    top = said.get("top", "un")
    return Fraction(int(top) if top.isdigit() else 1, _PARTS[said.get("half") or said["part"]])
