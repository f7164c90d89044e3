"""What a doubtful question may mean otherwise."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from assistant.aspects import Aspect, aspects
from assistant.decided import Decided
from assistant.heard import Act
from assistant.turn import Turn
from assistant.wording import says_again


def rivals(turn: Turn, decided: Sequence[Decided | None], decide: Callable[[Aspect], Decided]) -> list[Decided]:
    """Return what a doubtful question may mean otherwise, where it would be answered otherwise."""
    if turn.heard.act is not Act.ASK or turn.heard.asks[0].sure:
        return []
    others = [aspects()[label] for label in turn.heard.asks[0].rivals if label in aspects()]
    said = [lead for item in decided if item for lead in item.leads]
    kept: list[Decided] = []
    for other in (decide(rival) for rival in others if rival.say):
        if not any(says_again(other.leads[0], lead) for lead in said):
            kept.append(other)
            said.append(other.leads[0])
    return kept
