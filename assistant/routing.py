"""Decide what sort of answer a question wants, from a readable lexicon; no model, no randomness.

A question that asks for an amount, a threshold, a deadline or a yes/no goes to its rule topic. Explanations are what
is left of the domain. Semantic neighbours can be consulted where `_fallback` stands, for questions no cue reads.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from assistant.reading.vocabulary import any_of, lexicon
from assistant.understanding import Understanding, prepared

RouteKind = Literal[
    "figure", "eligibility", "explanation", "both", "clarification", "out_of_scope", "small_talk", "refusal"
]
FOLLOW_UP = "follow-up"  # reason of a route that goes back to the previous topic
ENOUGH = 3.0  # below this score a topic is a guess
CLEAR = 5.0  # from this score a clause is a question of its own
MISSION_GROUPS = ("consultation", "administrative", "coordination")


@dataclass(frozen=True)
class Route:
    """Where a question goes: ``topic`` answers it, ``also`` a second question asked at once."""

    kind: RouteKind
    topic: str | None
    also: tuple[str, ...] = ()
    reason: str = ""
    premise: str | None = None


@dataclass(frozen=True)
class _Topic:
    name: str
    kind: RouteKind
    cues: tuple[tuple[float, re.Pattern[str]], ...]
    unless: re.Pattern[str] | None

    def score(self, text: str) -> float:
        total = sum(weight for weight, pattern in self.cues if pattern.search(text))
        return 0 if total and self.unless and self.unless.search(text) else total


@cache
def _topics() -> tuple[_Topic, ...]:
    return tuple(_topic(name, content) for name, content in lexicon("sujets").items())


@cache
def _explanations() -> tuple[_Topic, ...]:
    return tuple(_topic(name, {"kind": "explanation", "cues": cues}) for name, cues in lexicon("explications").items())


def _topic(name: str, content: dict[str, Any]) -> _Topic:
    cues = tuple((float(weight), any_of(patterns)) for weight, patterns in content["cues"].items())
    return _Topic(name, content["kind"], cues, any_of(content["unless"]) if "unless" in content else None)


@cache
def _off_topic() -> dict[str, re.Pattern[str]]:
    return {reason: any_of(patterns) for reason, patterns in lexicon("hors_sujet").items()}


@cache
def _premises() -> dict[str, re.Pattern[str]]:
    return {name: any_of(patterns) for name, patterns in lexicon("premisses").items()}


def route(text: str, understanding: Understanding, previous_topic: str | None = None) -> Route:
    """Return the route of ``text``; ``previous_topic`` is what « et à P93 ? » goes back to."""
    words = prepared(text).text.strip()
    return _not_a_question(words) or _about_the_aid(words, understanding, previous_topic)


def _not_a_question(words: str) -> Route | None:
    off = _off_topic()
    if off["abus"].search(words):
        return Route("refusal", None, reason="abuse")
    if off["injection"].search(words):
        return Route("out_of_scope", None, reason="injection")
    if _is_foreign(words):
        return Route("out_of_scope", None, reason="language")
    left = off["politesse"].sub(" ", words)
    if left != words and not re.search(r"[a-z0-9]{2}", left):
        return Route("small_talk", None, reason="politeness")
    on_topic = off["au_sujet"].search(words)
    for reason, pattern in off.items():
        if reason not in ("abus", "injection", "politesse", "au_sujet") and pattern.search(words):
            if on_topic and reason not in ("cotation", "ipa", "asalee", "autre_profession"):
                continue
            return Route("out_of_scope", None, reason=reason)
    return None


def _about_the_aid(words: str, understanding: Understanding, previous: str | None) -> Route:
    premise = None if _dated(understanding) else _premise(words)  # in the past it may have been true
    if understanding.reset and len(words) < 40:
        return Route("small_talk", None, reason="reset")
    rule, rule_score = _rule_topic(words, understanding)
    explanation, explanation_score = _best(_explanations(), words)
    if rule and rule_score >= ENOUGH and rule_score >= explanation_score:
        rule, also = _in_order(words, rule)
        kind: RouteKind = "figure" if _FIGURE.search(words) and not _YES_NO.search(words) else rule.kind
        if explanation_score >= ENOUGH and _asked_apart(words, rule, understanding):
            kind = "both"
            also = (*also, explanation.name) if explanation and explanation.name not in ("", rule.name) else also
        return Route(kind, rule.name, tuple(dict.fromkeys(also)), f"cues {rule_score:g}", premise)
    if explanation and explanation_score >= ENOUGH:
        also = (rule.name,) if rule and rule_score >= ENOUGH else ()
        return Route("explanation", explanation.name or None, also, f"cues {explanation_score:g}", premise)
    return _fallback(words, understanding, previous, rule, premise)


def _dated(understanding: Understanding) -> bool:
    signed = any(item.field == "signed_on" for item in understanding.facts)
    return signed or understanding.partial_signature is not None or understanding.regime is not None


def _premise(words: str) -> str | None:
    return next((name for name, pattern in _premises().items() if pattern.search(words)), None)


def _rule_topic(words: str, understanding: Understanding) -> tuple[_Topic | None, float]:
    """Return the best rule topic; a named task and a yes/no form lead to its group of missions."""
    best, score = _best(_topics(), words)
    groups = [task.group for task in understanding.tasks]
    fees = any(item.field == "ccam_share" for item in understanding.facts)  # technical acts billed, not delegated
    if groups and not fees and _DELEGATES.search(words):
        group = "consultation" if "non_citee" in groups or "consultation" in groups else groups[0]
        mission = next(topic for topic in _topics() if topic.name == f"missions.{group}")
        if score < 9 or best is None or best.name in _YIELDS_TO_TASKS:
            return mission, 8.0
    return best, score


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


def _best(topics: tuple[_Topic, ...], words: str) -> tuple[_Topic | None, float]:
    scored = [(topic.score(words), -index, topic) for index, topic in enumerate(topics)]
    score, _, topic = max(scored, key=lambda item: item[:2])
    return (topic, score) if score > 0 else (None, 0.0)


_CLAUSES = re.compile(
    r"[?!;\n]+|\.(?!\d)|,? (?:et|mais|puis|sinon) (?=combien|quel|qu'|que |comment|est-ce|a quel|quand|faut|"
    r"dois|peut|puis|"
    r"peux|ai-je|en echange|sous quel|pour combien|pendant|a partir|y a|c'est|elle peut|ca dure)"
)


def _in_order(words: str, best: _Topic) -> tuple[_Topic, tuple[str, ...]]:
    """Return the topic asked about first and, in order, those of the other questions asked in the same breath."""
    found = [best]
    clauses = [clause for clause in _CLAUSES.split(words) if len(clause) > 3]
    if len(clauses) > 1:
        scored = [_best(_topics(), clause) for clause in clauses]
        apart = [topic for topic, score in scored if topic and score >= CLEAR]
        found = [*apart, best] if best in apart else [best, *apart]
    first, *others = dict.fromkeys(found)
    return first, tuple(topic.name for topic in others)[:2]


def _asked_apart(words: str, rule: _Topic, understanding: Understanding) -> bool:
    """Whether one clause asks for the rule and another for the explanation."""
    clauses = [clause for clause in _CLAUSES.split(words) if clause and clause.strip()]
    explained = [clause for clause in clauses if _best(_explanations(), clause)[1] >= ENOUGH]
    ruled = [clause for clause in clauses if rule.score(clause) >= ENOUGH or understanding.tasks]
    return len(clauses) > 1 and any(one is not other for one in explained for other in ruled)


_DOMAIN = re.compile(
    r"\b(?:assistante?s?|am|aides?|contrat\w*|objectif\w*|cqp|fae|cpam|formation|mission\w*|embauch\w*|"
    r"recrut\w*|patientele|convention|infirmiere?s?|argent|prime|"
    r"avenant|optam|etp|secretaire|subvention|cnam|dispositif|salariee?|employ\w+|mi-temps|temps plein|"
    r"eligib\w*|ameli|caisse)\b"
)
_FIGURE = re.compile(
    r"\b(?:combien|montants?|taux|delais?|duree|nombre|seuils?|pourcentage|plafond|minimum|maximum|quand|"
    r"date|chiffres?|"
    r"prix|cout\w*|tarif|quelle? (?:est )?la? ?(?:aide|somme|part))\b|€|\beuros?\b"
)
_YES_NO = re.compile(
    r"\b(?:est-ce (?:que|qu)|puis-je|peut-on|peut-elle|peut-il|faut-il|dois-je|doit-on|ai-je|suis-je|peux|"
    r"possible|oblig\w+|droit|\w+-t-(?:elle|il|on)|\w+-(?:elles?|ils?|on|je))\b"
)
_ELLIPSIS = re.compile(
    r"^(?:et|ou|mais|non|ok|oui|donc|alors|plutot|sinon|pardon|finalement|en fait|idem|pareil|sur|avec|pour|"
    r"si|la|en|a)\b"
)
_MONEY_FACTS = frozenset({"etp", "percentile", "signed_on", "contract_year"})
_DOCTOR_FACTS = frozenset(
    {
        "specialty",
        "secteur",
        "optam",
        "patientele_mt",
        "file_active",
        "age",
        "department",
        "zone",
        "mep",
        "new_installer",
        "group_size",
        "ccam_share",
        "status",
        "coordinated",
    }
)


def _fallback(
    words: str, understanding: Understanding, previous: str | None, rule: _Topic | None, premise: str | None
) -> Route:
    """Route what no cue reads: an ellipsis, bare facts, or a question to ask back about."""
    topic, reason = _from_what_is_said(words, understanding, previous)
    if topic is None and rule and rule.name != "missions.consultation":
        topic, reason = rule.name, "weak cue"
    if topic:
        return Route(kind_of(topic), topic, reason=reason, premise=premise)
    if not _DOMAIN.search(words):
        return Route("clarification" if len(words) < 15 else "out_of_scope", None, reason="unknown")
    if _FIGURE.search(words) or _YES_NO.search(words):
        return Route("clarification", None, reason="no topic", premise=premise)
    return Route("explanation", None, reason="domain words", premise=premise)


def _from_what_is_said(words: str, understanding: Understanding, previous: str | None) -> tuple[str | None, str]:
    """Return the topic of a question that holds facts and no cue: the one before, the amounts, or eligibility."""
    fields = {item.field for item in understanding.facts} | understanding.ambiguous
    dated = understanding.partial_signature or understanding.regime
    years = understanding.asked_years or understanding.wants_total
    said = fields or dated or years or understanding.unknown_fields
    if previous and (said or (_ELLIPSIS.match(words) and len(words) < 60)):
        return previous, FOLLOW_UP
    of_the_doctor = {"percentile"} if fields & {"specialty", "secteur"} else set()
    if years or fields & _MONEY_FACTS - of_the_doctor:
        return "aid.amounts", "facts only"
    return ("eligibility.doctor", "facts only") if fields & _DOCTOR_FACTS else (None, "")


def kind_of(topic: str) -> RouteKind:
    """Return the kind of answer a rule topic gives; any other subject is explained."""
    return next((known.kind for known in _topics() if known.name == topic), "explanation")


@cache
def _languages() -> tuple[frozenset[str], frozenset[str]]:
    words = lexicon("langues")
    french = frozenset(words["francais"].split())
    return french, frozenset(words["etrangeres"].split()) - french


def _is_foreign(words: str) -> bool:
    """Whether the question is not in French: another script, or more foreign little words than French ones."""
    letters = [char for char in words if char.isalpha()]
    if letters and sum("a" <= char <= "z" for char in letters) < len(letters) / 2:
        return True
    french, foreign = _languages()
    tokens = re.findall(r"[a-z']+", words)
    strange = sum(token in foreign for token in tokens)
    return strange >= 2 and strange > sum(token in french for token in tokens)
