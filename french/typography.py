"""The spaces that French puts before its signs, and that never break."""

import re

THIN = "\u202f"  # narrow no-break space: between thousands, before ? ! ; % €
HARD = "\u00a0"  # no-break space: between a number and its word, before a colon, inside « »

_BEFORE_A_SIGN = re.compile(r" (?=[?!;»%€])")
_AROUND_WORDS = re.compile(r" (?=:)|(?<=«) |(?<=\d) (?=(?:ETP|patients|ans|mois|heures)\b)")


def spaced(text: str) -> str:
    """Return a text typed with plain spaces as it is set: « 19 000 € », « Pourquoi ? »."""
    return _AROUND_WORDS.sub(HARD, _BEFORE_A_SIGN.sub(THIN, text))
