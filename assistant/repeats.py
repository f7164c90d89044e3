"""Whether an answer says again what was just said, and whether that is what was asked."""

from __future__ import annotations

from assistant.answer import Answer, PartKind
from assistant.hearing import SAME_QUESTION
from assistant.turn import Turn


def asks_again(turn: Turn) -> bool:
    """Whether the message puts in words of its own the question that was answered: « donc pas de CPTS non plus ? »."""
    heard = turn.heard
    return heard.asks[0].sure and heard.reason not in SAME_QUESTION and not turn.understanding.facts


def repeats(answer: Answer, before: str) -> bool:
    """Whether the first sentence of an answer stands in the one before it."""
    lead = next((part.text for part in answer.parts if part.kind is PartKind.LEAD), None)
    return bool(lead) and str(lead) in before
