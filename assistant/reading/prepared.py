"""A question as its readers read it."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.reading.numbers import in_digits
from assistant.reading.typos import corrected
from french import Folded, fold

_PER_CENT = re.compile(r"\bpour ?cents?\b(?! (?:patients?|euros?|mille))")


@lru_cache(maxsize=256)  # a question is read for its facts, then for its route
def prepared(text: str) -> Folded:
    """Fold a question, expand its abbreviations, correct its typos and put its numbers in digits."""
    return in_digits(corrected(fold(text)).replace(_PER_CENT, lambda _: "%"))
