"""Answers that need neither rule nor source: greetings, refusals, what is out of scope, what cannot be."""

from __future__ import annotations

from datetime import date

from assistant import shown
from assistant.answer import Answer, Kind
from assistant.messages import MESSAGES
from assistant.spellings import numbers
from assistant.turn import Turn


def patient_data(today: date) -> Answer:
    """Refuse a message that identifies a patient. Nothing of it is repeated."""
    return _answer(Kind.REFUSAL, MESSAGES["patient_data"], today)


def impossible(turn: Turn, today: date) -> Answer:
    """Say which fact cannot be, and the range there is."""
    lines = [MESSAGES["impossible"][field] for field in turn.impossible if field in MESSAGES["impossible"]]
    return _answer(Kind.CLARIFICATION, " ".join(lines) or MESSAGES["unclear"], today, turn)


def off_topic(turn: Turn, today: date) -> Answer:
    """Answer a message that asks nothing of the aid: greeting, other subject, other language, abuse."""
    route = turn.route
    if turn.understanding.reset:
        return _answer(Kind.CLARIFICATION, MESSAGES["restart"], today, turn)
    if route.kind == "refusal":
        return _answer(Kind.REFUSAL, MESSAGES["abuse"], today, turn)
    if route.kind == "small_talk":
        return _answer(Kind.CLARIFICATION, MESSAGES.get(route.reason, MESSAGES["welcome"]), today, turn)
    if route.kind == "clarification":
        return _answer(Kind.CLARIFICATION, MESSAGES["unclear"], today, turn)
    if route.reason == "language":
        return _answer(Kind.OUT_OF_SCOPE, MESSAGES["language"], today, turn)
    steps = MESSAGES["next_steps"]
    text = MESSAGES["out_of_scope"].format(next_step=steps.get(route.reason, steps["default"]))
    return _answer(Kind.OUT_OF_SCOPE, text, today, turn)


def no_source(turn: Turn, closest: str, today: date) -> Answer:
    """Say that nothing in the corpus answers, and the closest subject there is."""
    named = closest and not numbers(closest)  # a figure in a title is proved by nothing here
    text = MESSAGES["no_source"].format(closest=MESSAGES["closest"].format(closest=closest) if named else "")
    return _answer(Kind.OUT_OF_SCOPE, text, today, turn)


def _answer(kind: Kind, text: str, today: date, turn: Turn | None = None) -> Answer:
    return Answer(
        kind=kind,
        topic=turn.route.topic if turn else None,
        text=" ".join(text.split(" ")).strip(),
        understood=turn.state.known() if turn else {},
        dates=shown.dates(today, [], today),
    )
