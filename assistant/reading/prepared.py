"""A question as its readers read it."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.reading.numbers import in_digits
from assistant.reading.typos import corrected
from french import Folded, fold

_SPELT = re.compile(  # dictated letter by letter: « c q p »
    r"\b(?:o r l|c c a m|c q p|f a e|z i p|z a c|c p a m|a l d|r q t h|s i s a|m s p|c p t s|e t p|s c m|d a m)\b"
)
_PER_CENT = re.compile(r"\bpour ?cents?\b(?! (?:patients?|euros?|mille))")


@lru_cache(maxsize=256)  # a question is read for its facts, then for its route
def prepared(text: str) -> Folded:
    """Fold a question, expand its abbreviations, correct its typos and put its numbers in digits."""
    folded = fold(text).replace(_SPELT, lambda match: match[0].replace(" ", ""))
    return in_digits(corrected(folded).replace(_PER_CENT, lambda _: "%"))
