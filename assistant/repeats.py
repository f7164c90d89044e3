"""An answer that says again what was just said is not given: what else the message may mean is, or is asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from assistant import fixed
from assistant.answer import Answer, PartKind
from assistant.aspects import GENERAL, aspects, of_topic
from assistant.hearing import FACTS_ONLY, SAME_QUESTION, topic_of_facts
from assistant.turn import State, Turn
from rules.catalogue import TOPICS

COLLECTIVE = "collective"  # area of what a group signs
MOST_CHOICES = 4  # offered at once


def never_twice(
    answers: Iterable[tuple[Answer, bool]],
    turn: Turn,
    state: State,
    before: str,
    on: Callable[[str, Turn, date], Answer],
    today: date,
) -> Iterator[tuple[Answer, bool]]:
    """Yield the answers, but one that says again what was just said: then, what is understood is said and asked.

    What else it may mean comes first, as answered ``on`` another aspect; a fact that an aspect does not read (« et en
    secteur 2 ? ») is then asked of the whole topic, and of its own. A mere fact that changes nothing anywhere leaves
    the answer as it was. ``state`` is what was known: with a fact that is told again (« combien, pour un ORL ? »), the
    question is the same.
    """
    anew = bool(turn.understanding.facts) and turn.state.known() != state.known()
    about = aspects().get(turn.state.about or "")
    for answer, whole in answers:
        again = (
            turn.corrected
            or turn.state.person
            or turn.understanding.vague
            or turn.heard.changes is False
            or _asks_again(turn, anew=anew)
        )
        if not whole or not about or again or not _repeats(answer, before):
            yield answer, whole
            continue
        named = topic_of_facts(turn.understanding) or about.topic
        if TOPICS[about.topic].area == COLLECTIVE:
            named = (TOPICS[named].collective or named).partition("/")[0]
        near = named if TOPICS[named].area == TOPICS[about.topic].area else about.topic
        wider = dict.fromkeys((near, named)) if turn.understanding.facts else ()
        meant = (*turn.heard.asks[0].rivals, *(f"{topic}/{GENERAL}" for topic in wider))
        new = (other for label in meant if not _repeats(other := on(label, turn, today), before))
        others = [aspect.name for aspect in of_topic(about.topic) if aspect.id not in (about.id, GENERAL)]
        same = answer if turn.heard.reason == FACTS_ONLY else None
        yield next(new, same) or fixed.nothing_new(turn, about.name, others[:MOST_CHOICES], today), True


def _asks_again(turn: Turn, *, anew: bool) -> bool:
    """Whether the message puts in words of its own the question that was answered: « donc pas de CPTS non plus ? »."""
    heard = turn.heard
    return heard.asks[0].sure and heard.reason not in SAME_QUESTION and not anew


def _repeats(answer: Answer, before: str) -> bool:
    """Whether the first sentence of an answer stands in the one before it."""
    lead = next((part.text for part in answer.parts if part.kind is PartKind.LEAD), None)
    return bool(lead) and str(lead) in before
