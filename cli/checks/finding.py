"""What one check has found."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from ui.settings import Settings


class State(StrEnum):
    """How it is: as it should be, to be watched, or to be mended before the assistant can be relied on."""

    GOOD = "ok"
    WATCH = "attention"
    BAD = "faute"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line: what is, and what to do where it is not as it should be. In French."""

    check: str
    state: State
    told: str
    mend: str = ""


Told = tuple[State, str, str]  # of a check, which knows not its own name
Check = Callable[[Settings], Iterator[Told]]


def good(told: str) -> Told:
    """What is as it should be."""
    return State.GOOD, told, ""


def watch(told: str, mend: str) -> Told:
    """What answers, and is to be looked at."""
    return State.WATCH, told, mend


def bad(told: str, mend: str) -> Told:
    """What stops the assistant, or part of it."""
    return State.BAD, told, mend
