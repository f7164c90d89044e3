"""Answers that need neither rule nor source: greetings, refusals, what is out of scope, what cannot be."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import french
from assistant import parts, shown
from assistant.answer import Answer, Kind, Part, PartKind
from assistant.heard import Act
from assistant.markdown import rendered
from assistant.messages import MESSAGES
from assistant.spellings import numbers
from assistant.turn import Turn


def patient_data(today: date) -> Answer:
    """Refuse a message that identifies a patient. Nothing of it is repeated."""
    return _answer(Kind.REFUSAL, MESSAGES["patient_data"], today)


def impossible(turn: Turn, today: date) -> Answer:
    """Say which fact cannot be, and the range there is."""
    told, days = MESSAGES["impossible"], french.listed(turn.understanding.unreal)
    lines = [told[field].format(days=days) for field in turn.impossible if field in told]
    return _answer(Kind.CLARIFICATION, " ".join(lines) or MESSAGES[Act.UNCLEAR], today, turn)


_KINDS = {
    Act.ABUSE: Kind.REFUSAL, Act.OUT_OF_SCOPE: Kind.OUT_OF_SCOPE, Act.INJECTION: Kind.OUT_OF_SCOPE,
    Act.FOREIGN: Kind.OUT_OF_SCOPE,
}  # fmt: skip


def off_topic(turn: Turn, today: date) -> Answer:
    """Answer a message that asks nothing of the aid: greeting, other subject, other language, abuse."""
    heard, kind = turn.heard, _KINDS.get(turn.heard.act, Kind.CLARIFICATION)
    if heard.act in (Act.OUT_OF_SCOPE, Act.INJECTION):
        steps = MESSAGES["next_steps"]
        text = MESSAGES["out_of_scope"].format(next_step=steps.get(heard.subject, steps["default"]))
        return _answer(kind, text, today, turn)
    return _answer(kind, MESSAGES.get(heard.act, MESSAGES[Act.UNCLEAR]), today, turn)


def no_document(turn: Turn, text: str, today: date) -> Answer:
    """Say that no document of the CPTS answers a question about it, and whom to ask."""
    return _answer(Kind.OUT_OF_SCOPE, text, today, turn)


def no_source(turn: Turn, nearest: Sequence[str], today: date) -> Answer:
    """Say that nothing in the corpus answers, and offer the nearest subjects there are."""
    told = [heading for heading in nearest if not numbers(heading)]  # a figure in a heading is proved by nothing here
    answer = _answer(Kind.OUT_OF_SCOPE, MESSAGES["no_source"], today, turn)
    return _asking(answer, MESSAGES["nearest"], told) if told else answer


def _asking(answer: Answer, question: str, choices: Sequence[str]) -> Answer:
    asked = parts.question(question, choices)
    text = f"{answer.text}\n\n{rendered(asked)}"
    update = {"text": text, "parts": [*answer.parts, asked], "choices": list(choices), "next_question": question}
    return answer.model_copy(update=update)


def nothing_new(turn: Turn, name: str, choices: Sequence[str], today: date) -> Answer:
    """Say what is understood, and that the message adds nothing to it: the same answer is never given twice."""
    answer = _answer(Kind.CLARIFICATION, MESSAGES["nothing_new"].format(name=name), today, turn)
    return _asking(answer, MESSAGES["what_else"], choices)


def _answer(kind: Kind, text: str, today: date, turn: Turn | None = None) -> Answer:
    return Answer(
        kind=kind,
        topic=turn.topic if turn else None,
        text=text.strip(),
        parts=[Part(kind=PartKind.MESSAGE, text=text.strip())],
        heard=shown.heard(turn) if turn else None,
        understood=turn.state.known() if turn else {},
        dates=shown.dates(today, [], today),
    )
