"""The subjects a question may be about, and the sort of answer each wants."""

from __future__ import annotations

import re
from collections.abc import Mapping

from assistant.intents import Intents, intents
from assistant.turn import RouteKind, Task
from rules.catalogue import TOPICS
from rules.topics import Asks

OTHERS = frozenset({"explanation", "out_of_scope", "clarification"})  # labels that are no topic of the rules
CLEAR = 0.0  # from this score a clause is a question of its own

_KINDS: Mapping[Asks, RouteKind] = {
    Asks.FIGURE: "figure",
    Asks.YES_NO: "eligibility",
    Asks.STEPS: "explanation",
}


def kind_of(topic: str) -> RouteKind:
    """Return the kind of answer a topic gets: a figure, a yes or no, or an explanation."""
    return "explanation" if topic in OTHERS else _KINDS[TOPICS[topic].asks]


def of_tasks(topic: str, tasks: tuple[Task, ...]) -> str:
    """Return the topic of the most delicate of the tasks named, when the question is about tasks."""
    about_tasks = topic in TOPICS and TOPICS[topic].tasks
    return max((task.topic for task in tasks), key=lambda name: TOPICS[name].tasks) if about_tasks and tasks else topic


_CLAUSES = re.compile(
    r"[?!;\n]+|\.(?!\d)|,? (?:et|mais|puis|sinon|ou|aussi) (?=combien|quel|qu'|que |comment|est-ce|a quel|quand|faut|"
    r"dois|peut|puis|"
    r"peux|ai-je|en echange|en contrepartie|sous quel|pour combien|pendant|a partir|y a|c'est|elle peut|ca dure|"
    r"on me demande|je touche|je dois|a quoi|qui |ou )"
)
_SHORTEST = 12  # letters of a clause that can be a question of its own


def asked_together(words: str, whole: Intents) -> tuple[str, ...]:
    """Return what the clauses of a question ask for, in their order, the question as a whole among them."""
    clauses = [clause.strip() for clause in _CLAUSES.split(words) if clause and len(clause.strip()) >= _SHORTEST]
    if len(clauses) < 2:
        return (whole.label,)
    asked = [found.label for found in map(intents, clauses) if found.ranked[0][1] >= CLEAR]
    asked = [label for label in asked if label not in ("clarification", "out_of_scope")]
    return tuple(dict.fromkeys(asked if whole.label in asked else [whole.label, *asked]))
