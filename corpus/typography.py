"""The typography of what readers are shown: each fault, and what to write instead."""

from __future__ import annotations

import re
from collections.abc import Iterator

_AROUND = 15  # characters shown on each side of a fault
_THIN = "une espace fine insécable (U+202F)"
_HARD = "une espace insécable (U+00A0)"
_NUMBERED = r"(?<!RNCP\u00a0)(?<!IDCC\u00a0)(?<!n°\u00a0)(?<!L\. )"  # a number after these is a name
_EXPECTED = {
    r"['\"]": "l’apostrophe ’ ou des guillemets «\u00a0»",
    r"(?<!\u202f)[;?!%€]": f"{_THIN} devant «\u00a0;\u00a0», «\u00a0?\u00a0», «\u00a0!\u00a0», % et €",
    r"(?<!\u00a0):(?=\s|$)": f"{_HARD} devant le deux-points",
    r"«(?!\u00a0)|(?<!\u00a0)»": f"{_HARD} à l’intérieur des guillemets",
    _NUMBERED + r"\b(?!(?:19|20)\d\d\b)\d{4,}|\d[ \u00a0]\d{3}\b": f"{_THIN} entre les milliers",
    r"\.\.\.": "le signe …",
    r"(?<!-)\bA [a-zà-ÿ]|\bE(?:tat|tre|tabli|tape|valu|chang|ligib|quip|tud)": "les accents des capitales",
    r"[^\S\n]{2,}|[^\S\n]$": "une seule espace entre deux mots, aucune en fin de ligne",
}


def faults(text: str) -> Iterator[tuple[str, str]]:
    """Yield, for each rule that is not kept, what stands at the first such place, and in French what to write."""
    for wrong, expected in _EXPECTED.items():
        if match := re.search(wrong, text, re.MULTILINE):
            yield text[max(0, match.start() - _AROUND) : match.end() + _AROUND], expected
