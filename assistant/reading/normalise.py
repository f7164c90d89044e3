"""Fold a question for matching, without losing where each character came from."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

_TYPOGRAPHY = {
    **dict.fromkeys("’‘ʼ´`′＇", "'"),
    **dict.fromkeys("‐‑‒–—−", "-"),
    **dict.fromkeys("«»“”„", '"'),
    **{"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "⁄": "/", "≥": ">=", "≤": "<=", "€": "€", "\n": "\n", "\r": "\n"},
}

_LONGEST = 5  # letters one character stands for, as « ⒇ » or « ㎏ »; one that stands for a sentence is left alone


@dataclass(frozen=True)
class Folded:
    """Lower-case text without accents; ``starts[i]`` and ``ends[i]`` bound character ``i`` in the original."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    original: str

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where ``text[start:end]`` stands in the original."""
        return self.starts[start], self.ends[end - 1]

    def slice(self, start: int, end: int) -> str:
        """Return the original characters behind ``text[start:end]``."""
        first, last = self.span(start, end)
        return self.original[first:last]

    def replace(self, pattern: re.Pattern[str], new: Callable[[re.Match[str]], str | None]) -> Folded:
        """Rewrite matches (``None`` keeps one); every new character stands for the whole of what it replaced."""
        pieces: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        position = 0
        for match in pattern.finditer(self.text):
            replacement = new(match)
            if replacement is None or match.end() == match.start():
                continue
            first, last = self.span(match.start(), match.end())
            pieces += [self.text[position : match.start()], replacement]
            starts += [*self.starts[position : match.start()], *[first] * len(replacement)]
            ends += [*self.ends[position : match.start()], *[last] * len(replacement)]
            position = match.end()
        if not pieces:
            return self
        text = "".join([*pieces, self.text[position:]])
        return Folded(text, (*starts, *self.starts[position:]), (*ends, *self.ends[position:]), self.original)


def fold(original: str) -> Folded:
    """Lower case, no accents, plain quotes, dashes and spaces (line breaks kept); « ½ » becomes « 1/2 »."""
    text: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for index, char in enumerate(original):
        folded = _fold_char(char)
        if not folded and ends and unicodedata.combining(char):
            ends[-1] = index + 1  # a separate accent belongs to the letter before it
        if "/" in folded and len(folded) > 1 and text and text[-1].isdigit():
            folded = f" {folded}"  # « 1½ » is one and a half, not eleven halves
        if folded == " " and text and text[-1] == " ":
            continue
        text += folded
        starts += [index] * len(folded)
        ends += [index + 1] * len(folded)
    return Folded("".join(text), tuple(starts), tuple(ends), original)


@lru_cache(maxsize=4096)
def _fold_char(char: str) -> str:
    if char in _TYPOGRAPHY:
        return _TYPOGRAPHY[char]
    decomposed = unicodedata.normalize("NFKD", char)
    if char.isspace() or unicodedata.category(char) == "Cc":
        return " "
    kept = [c for c in decomposed if not unicodedata.combining(c) and unicodedata.category(c) != "Cf"]
    if len(kept) > _LONGEST:
        return char
    return "".join(_TYPOGRAPHY.get(c, c) for c in kept).lower()


def just_before(text: str, position: int) -> str:
    """Return the words that end at ``position``: enough for a pattern that ends there, in a message of any length."""
    return text[max(0, position - 80) : position]


class Taken:
    """The characters of a text that some reader has already read: no two readings overlap."""

    def __init__(self, text: Folded) -> None:
        self._taken = bytearray(len(text.text))

    def free(self, start: int, end: int) -> bool:
        """Whether nothing between ``start`` and ``end`` is taken."""
        return not any(self._taken[start:end])

    def take(self, start: int, end: int) -> None:
        """Take what stands between ``start`` and ``end``."""
        self._taken[start:end] = b"\1" * (end - start)
