"""Fold letters for matching: lower case, no accents; with :class:`Folded`, without losing where each came from."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

_ACCENTS = re.compile("[\u0300-\u036f]+")
_TYPOGRAPHY = {
    **dict.fromkeys("’‘ʼ´`′＇", "'"),
    **dict.fromkeys("‐‑‒–—−", "-"),
    **dict.fromkeys("«»“”„", '"'),
    **{"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "⁄": "/", "≥": ">=", "≤": "<=", "€": "€", "\n": "\n", "\r": "\n"},
}
_LONGEST = 5  # letters one character stands for, as « ⒇ » or « ㎏ »; one that stands for a sentence is left alone


def bare(text: str) -> str:
    """Lower case, no accents, ligatures opened: the form in which words are compared."""
    opened = text.lower().replace("œ", "oe").replace("æ", "ae")
    return _ACCENTS.sub("", unicodedata.normalize("NFKD", opened))


def slug(text: str) -> str:
    """Return a name made of bare letters, digits and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", bare(text)).strip("-")


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


@lru_cache(maxsize=4096)
def _plain(char: str) -> str:
    """Return what one character is read as: lower case, no accent, plain quotes and dashes; nothing when invisible."""
    if char in _TYPOGRAPHY:
        return _TYPOGRAPHY[char]
    decomposed = unicodedata.normalize("NFKD", char)
    if char.isspace() or unicodedata.category(char) == "Cc":
        return " "
    kept = [c for c in decomposed if not unicodedata.combining(c) and unicodedata.category(c) != "Cf"]
    if len(kept) > _LONGEST:
        return char
    return "".join(_TYPOGRAPHY.get(c, c) for c in kept).lower()


def fold(original: str, read: Callable[[str], str] = _plain) -> Folded:
    """Read each character, one space for several (line breaks kept); « ½ » becomes « 1/2 ».

    Another ``read`` folds otherwise. A character read as nothing belongs to the one before it.
    """
    text: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for index, char in enumerate(original):
        folded = read(char)
        if not folded and ends:
            ends[-1] = index + 1
        if "/" in folded and len(folded) > 1 and text and text[-1].isdigit():
            folded = f" {folded}"  # « 1½ » is one and a half, not eleven halves
        if folded == " " and text and text[-1] == " ":
            continue
        text += folded
        starts += [index] * len(folded)
        ends += [index + 1] * len(folded)
    return Folded("".join(text), tuple(starts), tuple(ends), original)
