"""What two texts that say the same share, whatever file holds them and however their lines are cut."""

import hashlib
import re

from french import bare

_SAID = re.compile(r"\w+|[%€<>≤≥+-]")


def of_words(text: str) -> str:
    """Return the SHA-256 of a text's words, numbers and signs, in order."""
    return hashlib.sha256(" ".join(_SAID.findall(bare(text))).encode()).hexdigest()
