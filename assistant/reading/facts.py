"""What one reader finds and what the gate makes of it, with the small tools the readers share."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Literal

from french import Folded

Whose = Literal["me", "colleague", "group", "assistant", "secretary", "patient", "other"]
How = Literal["stated", "asked", "required", "supposed", "denied", "former", "planned"]

_BREAK = re.compile(r"[?!;\n]|\.(?!\d)|,(?!\d)")


@dataclass(frozen=True, slots=True)
class Found:
    """A value a reader found at ``[start, end)`` of the folded text; whose it is, only the gate knows."""

    field: str
    value: Any
    start: int
    end: int
    approximate: bool = False
    at: tuple[int, int] | None = None  # where the value itself stands, if the words hold more


@dataclass(frozen=True, slots=True)
class Mention:
    """One field of `rules.profile.Profile` spoken of: its value, whose it is, and how it is said.

    ``span`` slices the question. ``me`` is the doctor with her own contract, cabinet and assistant's post.
    """

    field: str
    value: Any
    span: tuple[int, int]
    words: str
    whose: Whose = "me"
    how: How = "stated"
    approximate: bool = False  # « environ 1 100 », or the low bound of « entre 900 et 1 000 »

    @property
    def text(self) -> str:
        """The words of the question."""
        return self.words

    @property
    def counts(self) -> bool:
        """Whether it is a fact of the doctor's own."""
        held = self.how in ("stated", "supposed") or (self.how == "planned" and self.field == "new_installer")
        return self.whose == "me" and held


def found(
    field: str, value: Any, match: re.Match[str], group: int = 0, approximate: bool = False, at: int = 0
) -> Found:
    """Build what ``match`` found: its words are those of ``group``, its value stands in the group ``at``."""
    return Found(field, value, *match.span(group), approximate, match.span(at) if at else None)


def clause_before(text: Folded, position: int, width: int = 80) -> str:
    """Return what stands before ``position`` in the same clause, at most ``width`` characters."""
    window = text.text[max(0, position - width) : position]
    return window[max((match.end() for match in _BREAK.finditer(window)), default=0) :]


def clause_after(text: Folded, position: int, width: int = 60) -> str:
    """Return what stands after ``position`` in the same clause, at most ``width`` characters."""
    window = text.text[position : position + width]
    stop = _BREAK.search(window)
    return window[: stop.start()] if stop else window


_ABOUT_BEFORE = re.compile(
    r"(?:environ|a peu pres|autour d[eu]|dans les|pres de|quelques?|presque|vers|une petite|en gros|grosso modo|"
    r"peut-etre|~) ?$"
)
_ABOUT_AFTER = re.compile(r"\b(?:environ|a peu pres|en gros|grosso modo|a vue de nez|je (?:crois|pense|dirais))\b")


def approximately(before: str, after: str) -> bool:
    """Whether the words around a number say that it is about that."""
    return bool(_ABOUT_BEFORE.search(before) or _ABOUT_AFTER.search(after))
