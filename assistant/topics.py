"""Scores of the subjects a question may be about, from the readable cues of the lexicon."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from assistant.reading.vocabulary import any_of, lexicon
from assistant.understanding import Understanding

RouteKind = Literal[
    "figure", "eligibility", "explanation", "both", "clarification", "out_of_scope", "small_talk", "refusal"
]
ENOUGH = 3.0  # below this score a topic is a guess
CLEAR = 5.0  # from this score a clause is a question of its own


@dataclass(frozen=True)
class Topic:
    """A subject, the sort of answer it wants, and the weighted cues that lead to it."""

    name: str
    kind: RouteKind
    cues: tuple[tuple[float, re.Pattern[str]], ...]
    unless: re.Pattern[str] | None

    def score(self, text: str) -> float:
        """Return the sum of the weights of the cues ``text`` holds."""
        total = sum(weight for weight, pattern in self.cues if pattern.search(text))
        return 0 if total and self.unless and self.unless.search(text) else total


@cache
def rule_topics() -> tuple[Topic, ...]:
    """Return the topics the rules answer, in the order that settles ties."""
    return tuple(_topic(name, content) for name, content in lexicon("sujets").items())


@cache
def explanations() -> tuple[Topic, ...]:
    """Return the topics that are explained from the corpus; one has no name."""
    return tuple(_topic(name, {"kind": "explanation", "cues": cues}) for name, cues in lexicon("explications").items())


def _topic(name: str, content: dict[str, Any]) -> Topic:
    cues = tuple((float(weight), any_of(patterns)) for weight, patterns in content["cues"].items())
    return Topic(name, content["kind"], cues, any_of(content["unless"]) if "unless" in content else None)


def kind_of(topic: str) -> RouteKind:
    """Return the kind of answer a rule topic gives; any other subject is explained."""
    return next((known.kind for known in rule_topics() if known.name == topic), "explanation")


def best(topics: tuple[Topic, ...], words: str) -> tuple[Topic | None, float]:
    """Return the topic with the highest score; the first one wins a tie."""
    scored = [(topic.score(words), -index, topic) for index, topic in enumerate(topics)]
    score, _, topic = max(scored, key=lambda item: item[:2])
    return (topic, score) if score > 0 else (None, 0.0)


def rule_topic(words: str, understanding: Understanding) -> tuple[Topic | None, float]:
    """Return the best rule topic; a named task and a yes/no form lead to its group of missions."""
    found, score = best(rule_topics(), words)
    groups = [task.group for task in understanding.tasks]
    fees = any(item.field == "ccam_share" for item in understanding.facts)  # technical acts billed, not delegated
    if groups and not fees and _DELEGATES.search(words):
        group = next((group for group in _MOST_DELICATE if group in groups), groups[0])
        if score < 9 or found is None or found.name in _YIELDS_TO_TASKS:
            return next(topic for topic in rule_topics() if topic.name == f"missions.{group}"), 8.0
    return found, score


_MOST_DELICATE = ("unlisted", "consultation")  # of several tasks named at once, the one that decides
_DELEGATES = re.compile(
    r"\b(?:peut|peux|puis|peuvent|pourra|pourrait|droit|autoris\w+|possible|permis|interdit|deleguer|"
    r"confier|laisser|habilitee?|"
    r"capable|fait|faire|legal\w*|ok|accueil|doit|s'occup\w+|gerer|prendre|prend|charge)\b"
)
_YIELDS_TO_TASKS = frozenset(
    [
        "training.certificate",
        "training.deadline",
        "contract.secretary",
        "eligibility.doctor",
        "aid.amounts",
        "contract.steps",
        "contract.absence",
        "objectives.scope",
        "missions.consultation",
        "missions.administrative",
        "missions.coordination",
    ]
)
_CLAUSES = re.compile(
    r"[?!;\n]+|\.(?!\d)|,? (?:et|mais|puis|sinon|ou|aussi) (?=combien|quel|qu'|que |comment|est-ce|a quel|quand|faut|"
    r"dois|peut|puis|"
    r"peux|ai-je|en echange|en contrepartie|sous quel|pour combien|pendant|a partir|y a|c'est|elle peut|ca dure|"
    r"on me demande|je touche|je dois|a quoi|qui |ou )"
)


def in_order(words: str, found: Topic) -> tuple[Topic, tuple[str, ...]]:
    """Return the topic asked about first and, in order, those of the other questions asked in the same breath."""
    clauses = [clause for clause in _CLAUSES.split(words) if len(clause) > 3]
    asked = [found]
    if len(clauses) > 1:
        scored = [best(rule_topics(), clause) for clause in clauses]
        apart = [topic for topic, score in scored if topic and score >= CLEAR]
        asked = [*apart, found] if found in apart else [found, *apart]
    first, *others = dict.fromkeys(asked)
    return first, tuple(topic.name for topic in others)[:2]


def asked_apart(words: str, rule: Topic, understanding: Understanding) -> bool:
    """Whether one clause asks for the rule and another for the explanation."""
    clauses = [clause for clause in _CLAUSES.split(words) if clause and clause.strip()]
    explained = [clause for clause in clauses if best(explanations(), clause)[1] >= ENOUGH]
    ruled = [clause for clause in clauses if rule.score(clause) >= ENOUGH or understanding.tasks]
    return len(clauses) > 1 and any(one is not other for one in explained for other in ruled)
