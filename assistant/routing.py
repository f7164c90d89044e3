"""Decide what sort of answer a question wants, from a readable lexicon; no model, no randomness.

A question that asks for an amount, a threshold, a deadline or a yes/no goes to its rule topic. Explanations are what
is left of the domain. A question no cue reads follows the exemplars it looks like (`assistant.nearest`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from assistant.nearest import nearest
from assistant.reading.vocabulary import any_of, lexicon
from assistant.topics import ENOUGH, RouteKind, Topic, asked_apart, best, explanations, in_order, kind_of, rule_topic
from assistant.understanding import Understanding, prepared

LIKE = 0.17  # likeness to an exemplar, fitted on questions that were not yet exemplars
AGREED = 0.45  # below this share of the votes, exemplars were right less than one time in two
CLOSELY_LIKE = 0.3  # asked of a question that holds no word of the domain
FOLLOW_UP = "follow-up"  # reason of a route that goes back to the previous topic


@dataclass(frozen=True)
class Route:
    """Where a question goes: ``topic`` answers it, ``also`` a second question asked at once."""

    kind: RouteKind
    topic: str | None
    also: tuple[str, ...] = ()
    reason: str = ""
    premise: str | None = None


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


# Reasons that hold even beside « mon assistante ».
_NEVER_OURS = frozenset({"cotation", "ipa", "asalee", "autre_profession", "droit_du_travail"})


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
            if on_topic and reason not in _NEVER_OURS:
                continue
            return Route("out_of_scope", None, reason=reason)
    return None


def _about_the_aid(words: str, understanding: Understanding, previous: str | None) -> Route:
    premise = None if _dated(understanding) else _premise(words)  # in the past it may have been true
    if understanding.reset and len(words) < 40:
        return Route("small_talk", None, reason="reset")
    if previous and _ABOUT_THE_ANSWER.search(words):
        return Route(kind_of(previous), previous, reason=FOLLOW_UP)
    rule, rule_score = rule_topic(words, understanding)
    explanation, explanation_score = best(explanations(), words)
    if rule and rule_score >= ENOUGH and rule_score >= explanation_score:
        rule, also = in_order(words, rule)
        kind = _asked_kind(words, rule.kind)
        if explanation_score >= ENOUGH and asked_apart(words, rule, understanding):
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


_ABOUT_THE_ANSWER = re.compile(
    r"^(?:mais |et |ah |bon |euh )*(?:pourquoi|comment ca|ah bon|c'est sure?|vous etes sure?s?|depuis quand)"
    r"(?: ca| donc| cela)? ?[?!.]*$|"
    r"\b(?:votre|vos|ta|tes|quelles?|la|les|une) (?:est la |est votre |sont vos )?sources?\b|"
    r"\bd'ou (?:sort|vient|viennent|sortent|tenez|tires?|tirez|ca|vous)|\bquelle? (?:reference|texte le dit)"
)
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
    words: str, understanding: Understanding, previous: str | None, rule: Topic | None, premise: str | None
) -> Route:
    """Route what no cue reads: an ellipsis, a question like one of the exemplars, bare facts, or a question back."""
    if previous and _follows(words, understanding):
        return Route(kind_of(previous), previous, reason=FOLLOW_UP, premise=premise)
    topic, reason = _from_facts(understanding)
    if not (topic and _nothing_but_facts(words, understanding)) and (found := _like_exemplars(words, premise)):
        return found
    if topic is None and rule and rule.name != "missions.consultation":
        topic, reason = rule.name, "weak cue"
    if topic:
        return Route(kind_of(topic), topic, reason=reason, premise=premise)
    if not _DOMAIN.search(words):
        return Route("clarification" if len(words) < 15 else "out_of_scope", None, reason="unknown")
    if _FIGURE.search(words) or _YES_NO.search(words):
        return Route("clarification", None, reason="no topic", premise=premise)
    return Route("explanation", None, reason="domain words", premise=premise)


def _follows(words: str, understanding: Understanding) -> bool:
    """Whether a message without cue is about the previous question: it says facts, or starts like a sequel."""
    dated = understanding.partial_signature or understanding.regime
    years = understanding.asked_years or understanding.wants_total
    said = understanding.facts or understanding.ambiguous or dated or years or understanding.unknown_fields
    return bool(said) or (_ELLIPSIS.match(words) is not None and len(words) < 60)


def _like_exemplars(words: str, premise: str | None) -> Route | None:
    """Follow the exemplars the question looks like; outside the domain's words they must be closer."""
    found = nearest(words)
    if (
        found.label is None
        or found.agreement < AGREED
        or found.likeness < (LIKE if _DOMAIN.search(words) else CLOSELY_LIKE)
    ):
        return None
    reason = f"like exemplars {found.likeness:.2f}"
    if found.label == "out_of_scope":
        return Route("out_of_scope", None, reason=reason) if found.likeness >= CLOSELY_LIKE else None
    if found.label == "explanation":  # a figure is never left to an explanation
        return None if _FIGURE.search(words) else Route("explanation", None, reason=reason, premise=premise)
    return Route(_asked_kind(words, kind_of(found.label)), found.label, reason=reason, premise=premise)


def _asked_kind(words: str, kind: RouteKind) -> RouteKind:
    return "figure" if kind != "explanation" and _FIGURE.search(words) and not _YES_NO.search(words) else kind


_LITTLE_WORDS = re.compile(
    r"\b(?:et|je|j'ai|suis|un|une|le|la|les|l'|en|au|du|de|d'|des|pour|avec|dans|mon|ma|mes|signee?|contrat|medecin|ok|"
    r"annee|bonjour|alors|docteur|il|elle|est|a|ai|c'est|ans|ou|par|sur|fin|debut|nous|sommes|on|combien)\b|[^a-z]"
)


def _nothing_but_facts(words: str, understanding: Understanding) -> bool:
    """Whether a message leaves no more than a word besides its facts: it asks for what these facts give."""
    for item in understanding.facts:
        words = words.replace(prepared(item.text).text.strip(), " ")
    return len(_LITTLE_WORDS.sub(" ", words).split()) <= 1


def _from_facts(understanding: Understanding) -> tuple[str | None, str]:
    """Return the topic of a message that holds facts alone: the amounts, or eligibility."""
    fields = {item.field for item in understanding.facts} | understanding.ambiguous
    of_the_doctor = {"percentile"} if fields & {"specialty", "secteur"} else set()
    if understanding.asked_years or understanding.wants_total or fields & _MONEY_FACTS - of_the_doctor:
        return "aid.amounts", "facts only"
    return ("eligibility.doctor", "facts only") if fields & _DOCTOR_FACTS else (None, "")


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
