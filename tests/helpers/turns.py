"""A conversation, message after message, by the words alone."""

from __future__ import annotations

from datetime import date

from assistant.conversation import take_turn
from assistant.turn import State

TODAY = date(2026, 11, 28)


def after(*messages: str) -> State:
    """Return what is known once these messages are said."""
    state = State()
    for message in messages:
        state = take_turn(state, message, TODAY).state
    return state
