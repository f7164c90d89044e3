"""Where readers of a question look: just before a place, and only where nobody has read yet."""

from __future__ import annotations

from french import Folded


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
