"""A message understood in its conversation by two readers, where a language model is to hear it too."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from assistant.conversation import take_turn
from assistant.listening.listener import Listener
from assistant.listening.second import Second
from assistant.of_all import with_all
from assistant.reader import Reader
from assistant.turn import State, Turn


def take_turn_twice(
    listener: Listener | None, state: State, text: str, today: date, reader: Reader, *, new: bool
) -> Turn:
    """Understand one message after ``state``; ``new``: it was just sent, and the model may be asked what it hears."""
    turn = take_turn(state, text, today, reader)
    second = listener.second(text, state.about, turn.heard, reader, ask=new) if listener else None
    if isinstance(second, Second):
        turn = take_turn(state, text, today, reader, second)
    elif second is not None:
        turn = replace(turn, listened=second)
    return with_all(turn, state)
