"""What is looked for of a message: the words of each question, its numbers, and the texts they are about."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from assistant.heard import ABOUT_THE_ANSWER, Ask
from assistant.names import ended
from assistant.reading.prepared import prepared
from assistant.reading.privacy import without_contacts
from assistant.turn import Turn
from rules.dated import Parameters


def words_of(turn: Turn, ask: Ask) -> str:
    """Return the words that are searched: hers, those of one question of several, or those asked before."""
    if turn.heard.act in ABOUT_THE_ANSWER:
        return turn.state.question
    return without_contacts(turn.text if len(turn.heard.asks) == 1 else ask.words)


def regimes_of(turn: Turn, parameters: Parameters, today: date) -> frozenset[str] | None:
    """Return the texts searched, ``None`` for what is in force today: a past one only where she asks for it."""
    if then := turn.state.rules_of:
        governing = parameters["regimes.individuel"]
        first, last, now = (str(governing.at(day, today).value) for day in (*then, today))
        return None if now in (first, last) else frozenset({first, last})
    if turn.state.regime:
        return frozenset({turn.state.regime})
    return ended(parameters, today) if turn.understanding.history_wanted else None


def of_its_clause(turn: Turn, ask: Ask) -> Turn:
    """Return the turn with the numbers of one question among several, where it says some, or of one doctor."""
    if ask.of:
        return turn.each[ask.of]
    words = {item: prepared(turn.text[slice(*item.span)]).text.strip() for item in turn.understanding.quantities}
    said = tuple(item for item in words if words[item] in ask.words)
    if len(turn.heard.asks) == 1 or not said:
        return turn
    return replace(turn, understanding=replace(turn.understanding, quantities=said))
