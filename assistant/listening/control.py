"""A message whose meaning is known, heard beside the doctor's: a model that mishears it is not believed on hers.

It is one of our exemplars, drawn by the message itself: a model that answers at random, or obeys what a message orders
it, mistakes the one as it does the other. Who knows our exemplars may tell it from a doctor's: see `record`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from hashlib import sha256

from assistant.aspects import GENERAL, aspects
from assistant.spellings import numbers

SHORTEST, LONGEST = 25, 90  # letters of an exemplar that asks by itself, and like a message


@dataclass(frozen=True, slots=True)
class Control:
    """An exemplar and the aspect that it asks about; ``after``: the one spoken of before it."""

    text: str
    label: str
    after: str | None
    first: bool  # whether it is told before the doctor's message


def control(text: str, *, goes_on: bool) -> Control:
    """Return the one told beside ``text``: the same for the same message, and another for almost any other."""
    drawn = int.from_bytes(sha256(text.encode("utf-8", "replace")).digest()[:8])
    known = _exemplars(goes_on)
    said, label = known[drawn % len(known)]
    topic = label.partition("/")[0]
    return Control(said, label, f"{topic}/{GENERAL}" if goes_on else None, bool(drawn >> 32 & 1))


@cache
def _exemplars(goes_on: bool) -> tuple[tuple[str, str], ...]:
    """Return the exemplars that hold no number: a prompt tells no amount."""
    return tuple(
        (text, aspect.label)
        for aspect in aspects().values()
        if aspect.say and aspect.id != GENERAL
        for text in (aspect.then if goes_on else aspect.asked)
        if SHORTEST <= len(text) <= LONGEST and not any(numbers(text))
    )
