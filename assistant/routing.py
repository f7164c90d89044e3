"""Decide what sort of answer a question wants: no language model, no randomness, the same route for the same words.

A question that asks for an amount, a threshold, a deadline or a yes/no goes to its rule topic. Explanations are what
is left of the domain. What it asks for is learnt from exemplars (`assistant.intents`); what is no question, what only
adds facts, and what goes on from the previous question are read first.
"""

from __future__ import annotations

import re
from functools import cache

from assistant.intents import Intents, intents
from assistant.reading.prepared import prepared
from assistant.reading.vocabulary import any_of, lexicon
from assistant.sequels import UNLIKELY, about_the_answer, asks_anew, beside_facts, follows
from assistant.topics import OTHERS, asked_together, kind_of, of_tasks
from assistant.turn import Route, RouteKind, Understanding
from rules.catalogue import TOPICS

FOLLOW_UP = "follow-up"  # reason of a route that goes back to the previous topic
A_SENTENCE = 25  # letters from which a question like no exemplar is searched rather than asked again
UNSURE = "unsure"  # reason of a route that the corpus decides: it answers, or has no source
SURE = 0.0  # score from which a topic was right 19 times in 20 on questions never seen
SURELY_OUT = 0.1  # score from which nothing is searched for a question on something else
NEVER_OURS_LEAD = 0.6
RELATED = -0.9  # score from which a topic of the rules is what an explanation is about
EXPLAINED_TOO = 0.4  # a rule's answer gets an explanation as well unless it is this much likelier
RULE_TOO = 0.15  # an explanation gets the answer of a rule as well unless it is this much likelier
FIGURE_FIRST = 0.6  # the same, when the question asks for a figure: it is never left to an explanation


def route(text: str, understanding: Understanding, previous_topic: str | None = None) -> Route:
    """Return the route of ``text``; ``previous_topic`` is what « et à P93 ? » goes back to."""
    words = prepared(text).text.strip()
    return _not_a_question(words) or _about_the_aid(words, understanding, previous_topic)


@cache
def _off_topic() -> dict[str, re.Pattern[str]]:
    return {reason: any_of(patterns) for reason, patterns in lexicon("hors_sujet").items()}


@cache
def _premises() -> dict[str, re.Pattern[str]]:
    return {name: any_of(patterns) for name, patterns in lexicon("premisses").items()}


_NEVER_OURS = frozenset({"cotation", "ipa", "asalee", "autre_profession"})  # even beside « assistante »
_NO_REASON = frozenset({"abus", "injection", "politesse", "confidentialite"})  # entries that are not another subject


def _not_a_question(words: str) -> Route | None:
    off = _off_topic()
    if off["abus"].search(words):
        return Route("refusal", None, reason="abuse")
    if off["injection"].search(words):
        return Route("out_of_scope", None, reason="injection")
    if _is_foreign(words):
        return Route("out_of_scope", None, reason="language")
    if off["confidentialite"].search(words):
        return Route("small_talk", None, reason="privacy")
    left = off["politesse"].sub(" ", words)
    if left != words and not re.search(r"[a-z]{2}|\d", left):  # « et à trois ? » is no greeting
        return Route("small_talk", None, reason="politeness")
    return None


def _about_the_aid(words: str, understanding: Understanding, previous: str | None) -> Route:
    if understanding.reset and len(words) < 40:
        return Route("small_talk", None, reason="reset")
    if previous and about_the_answer(words):
        return Route(kind_of(previous), previous, reason=FOLLOW_UP)
    premise = None if _dated(understanding) else _premise(words)  # in the past it may have been true
    found, left = intents(words), beside_facts(words, understanding, previous)
    if previous and follows(words, understanding, previous):
        subject = _other_subject(words)
        off = subject in _NEVER_OURS or (subject != "unknown" and found.score("out_of_scope") > found.score(previous))
        if not (left and (off or asks_anew(words, found, previous))):
            return Route(kind_of(previous), previous, reason=FOLLOW_UP, premise=premise)
    if not left and (topic := _from_facts(understanding)):
        return Route(kind_of(topic), topic, reason="facts only", premise=premise)
    return _from_intents(words, understanding, found, premise)


def _from_intents(words: str, understanding: Understanding, found: Intents, premise: str | None) -> Route:
    label, score = found.ranked[0]
    reason, subject = f"like exemplars {score:.2f}", _other_subject(words)
    like_none = score < UNLIKELY and label != "clarification" and len(words) >= A_SENTENCE
    if like_none or (label == "out_of_scope" and score < SURELY_OUT and subject == "unknown"):
        return Route("explanation", None, reason=UNSURE)
    if label == "out_of_scope" or (subject in _NEVER_OURS and found.score("out_of_scope") > score - NEVER_OURS_LEAD):
        return Route("out_of_scope", None, reason=subject)
    if label == "clarification" or score < UNLIKELY:
        return Route("clarification", None, reason="no topic", premise=premise)
    asked = [of_tasks(name, understanding.tasks) for name in asked_together(words, found)]
    rules = [name for name in asked if name not in OTHERS]
    if not rules:
        near, likely = next((name, likely) for name, likely in found.ranked if name not in OTHERS)
        if score - likely >= (FIGURE_FIRST if _FIGURE.search(words) else RULE_TOO):
            return Route("explanation", near if likely >= RELATED else None, reason=reason, premise=premise)
        rules = [near]
    first, *others = dict.fromkeys(_minimum(name, words, understanding) for name in rules)
    kind = _asked_kind(words, kind_of(first))
    explained = "explanation" in asked or score - found.score("explanation") < EXPLAINED_TOO
    if explained and kind != "explanation":
        kind = "both"
    return Route(kind, first, tuple(others)[:2], reason, premise, sure=score >= SURE)


_LEAST = re.compile(r"\b(?:minimum|mini|minimale?|seuil|plancher|au moins)\b|combien de (?:patients|mt|personnes)")


def _minimum(topic: str, words: str, understanding: Understanding) -> str:
    """« Combien de patients au minimum ? » wants the figure, not whether the doctor has them."""
    counted = {"patientele_mt", "file_active"} & {fact.field for fact in understanding.facts}
    minimum = TOPICS[topic].minimum
    return minimum if minimum and _LEAST.search(words) and not counted else topic


def _other_subject(words: str) -> str:
    """Name the subject of a question that is not about the aid, so that the answer can say whom to ask."""
    off = _off_topic()
    return next((name for name in off if name not in _NO_REASON and off[name].search(words)), "unknown")


def _dated(understanding: Understanding) -> bool:
    signed = any(item.field == "signed_on" for item in understanding.facts)
    return signed or understanding.partial_signature is not None or understanding.regime is not None


def _premise(words: str) -> str | None:
    return next((name for name, pattern in _premises().items() if pattern.search(words)), None)


_FIGURE = re.compile(
    r"\b(?:combien|montants?|taux|delais?|duree|nombre|seuils?|pourcentage|plafond|minimum|maximum|quand|"
    r"date|chiffres?|"
    r"prix|cout\w*|tarif|quelle? (?:est )?la? ?(?:aide|somme|part))\b|€|\beuros?\b"
)
_YES_NO = re.compile(
    r"\b(?:est-ce (?:que|qu)|puis-je|peut-on|peut-elle|peut-il|faut-il|dois-je|doit-on|ai-je|suis-je|peux|"
    r"possible|oblig\w+|droit|\w+-t-(?:elle|il|on)|\w+-(?:elles?|ils?|on|je))\b"
)


def _asked_kind(words: str, kind: RouteKind) -> RouteKind:
    return "figure" if kind != "explanation" and _FIGURE.search(words) and not _YES_NO.search(words) else kind


def _from_facts(understanding: Understanding) -> str | None:
    """Return the topic of a message that holds facts alone: the first that one of them asks about."""
    fields = {item.field for item in understanding.facts} | understanding.ambiguous
    if fields & {"specialty", "secteur"}:
        fields -= {"percentile"}  # then it is said of the doctor, not of what she is paid
    if understanding.asked_years or understanding.wants_total:
        fields |= {"contract_year"}
    return next((topic.id for topic in TOPICS.values() if topic.facts & fields), None)


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
