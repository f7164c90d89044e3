"""Which encoding a French text was written in, from its bytes: no library tells the ones of Windows apart on a page.

charset-normalizer takes « Réunion » in Windows-1252 for Czech, and a short note of DOS for Windows; French uses few
letters beyond ASCII, and the right encoding is the one in which they are these, in lower case inside a word.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # begins as the mark of UTF-16 does
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# As they are named to people, the likeliest first.
_WITHOUT_A_MARK = {
    "cp1252": "Windows-1252",
    "iso8859-15": "ISO 8859-15",
    "cp850": "DOS (850)",
    "mac_roman": "Mac",
}
_FRENCH = re.compile(r"(?<![a-z])[ÀÂÇÈÉÊËÎÏÔÙÛÜŒÆ]|[àâäçèéêëîïôöùûüÿœæ«»’‘“”–—…€°²³•·×©®\u00a0]")


class Decoded(NamedTuple):
    """A text; ``supposed`` names the encoding, in words, where the bytes do not say it."""

    text: str
    supposed: str = ""


def decode(content: bytes) -> Decoded:
    """Return the text of ``content``, whose lines end with ``\\n``.

    Raises UnicodeError where a mark names an encoding that the rest is not in; any other bytes give some text.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return Decoded(_lines(content.decode(encoding)))
    if encoding := _two_bytes(content):
        return Decoded(_lines(content.decode(encoding)), "UTF-16")
    try:
        return Decoded(_lines(content.decode("utf-8")))
    except UnicodeDecodeError:
        return _guessed(content)


def _two_bytes(content: bytes) -> str:
    """UTF-16 without its mark: every other byte of a text in Latin letters is null."""
    head = content[:400]
    even, odd = head[::2].count(0), head[1::2].count(0)
    if max(even, odd) <= len(head) // 5 or min(even, odd) > len(head) // 50:
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"


def _guessed(content: bytes) -> Decoded:
    found: list[tuple[int, Decoded]] = []
    for encoding, name in _WITHOUT_A_MARK.items():
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        strange = sum(not character.isascii() for character in text) - len(_FRENCH.findall(text))
        found.append((strange, Decoded(_lines(text), name)))
    return min(found, key=lambda one: one[0])[1]  # the first of equals


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
