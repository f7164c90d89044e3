"""A fact read from a question, and the small tools its readers share."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from french import Folded

_BREAK = re.compile(r"[?!;\n]|\.(?!\d)|,(?!\d)")
_NEED = re.compile(
    r"(?:faut|falloir|fallait|faudr\w+|necessaire|obligatoire|obliges?|oblige d|condition|reservee?s?|doit on|"
    r"doit-on|dois|exige\w*|requis\w*|uniquement|que pour|seulement|minimum|minimal)"
)


@dataclass(frozen=True)
class Fact:
    """One field of `rules.profile.Profile`, and where it was read (``span`` slices the question)."""

    field: str
    value: Any
    span: tuple[int, int]
    text: str


def fact(text: Folded, field: str, value: Any, match: re.Match[str], group: int = 0) -> Fact:
    """Build the fact read by ``match``."""
    start, end = text.span(match.start(group), match.end(group))
    return Fact(field, value, (start, end), text.original[start:end])


def clause_before(text: Folded, position: int, width: int = 80) -> str:
    """Return what stands before ``position`` in the same clause, at most ``width`` characters."""
    window = text.text[max(0, position - width) : position]
    return window[max((match.end() for match in _BREAK.finditer(window)), default=0) :]


def clause_after(text: Folded, position: int, width: int = 60) -> str:
    """Return what stands after ``position`` in the same clause, at most ``width`` characters."""
    window = text.text[position : position + width]
    found = _BREAK.search(window)
    return window[: found.start()] if found else window


def is_required(text: Folded, match: re.Match[str]) -> bool:
    """Whether the doctor asks if this is required (« faut-il être en ZIP ? ») instead of stating it."""
    return _NEED.search(clause_before(text, match.start(), 45)) is not None
