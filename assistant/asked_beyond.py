"""The facts said before that a message asks beyond: every year, either option, the training of each."""

from __future__ import annotations

import re

from assistant import colleagues
from assistant.heard import Heard
from assistant.turn import Understanding
from rules.profile import Profile

_OF_CARE = frozenset({"infirmier", "aide-soignant", "auxiliaire de puériculture"})
_OF_THE_CQP = frozenset({"training.hours", "missions.consultation"})
_EVERY_YEAR = re.compile(r"\b(?:annee par annee|an par an|chaque annee|d'annee en annee|toutes les annees)\b")
_EITHER_OPTION = re.compile(r"\b(?:2|quelle que soit l'|l'une ou l'autre) ?(?:formule|option|duree)s?\b")
_EACH_OF_THEM = re.compile(r"\b(?:chacune?|(?:les|toutes les|tous les) 2|l'une? et l'autre|l'une? comme l'autre)\b")


def asked_beyond(understanding: Understanding, heard: Heard, words: str, profile: Profile) -> set[str]:
    """Return the fields of ``profile`` that what is asked is not limited to."""
    every_year = understanding.wants_total or len(understanding.asked_years) > 1 or _EVERY_YEAR.search(words)
    beyond = {
        "contract_year": every_year,
        "etp": _EITHER_OPTION.search(words),
        "assistant_profile": _of_another_training(understanding, heard, words, profile),
        "shared_between": colleagues.takes_her_alone(words),
    }
    return {field for field, is_asked in beyond.items() if is_asked}


def _of_another_training(understanding: Understanding, heard: Heard, words: str, profile: Profile) -> bool:
    """« Une secrétaire et une infirmière, quelle formation ? », « chacune ? »; the CQP that a nurse has not to pass."""
    topics = {ask.topic for ask in heard.asks}
    has_none = profile.assistant_profile in _OF_CARE  # to pass: a nurse who has is another one
    told = {item.value for item in understanding.mentions if item.field == "assistant_profile" and item.how == "stated"}
    several = len(told) > 1 or _EACH_OF_THEM.search(words) is not None
    of_each = several and any(topic.startswith("training.") for topic in topics)
    return of_each or ("cqp" in words and has_none and bool(topics & _OF_THE_CQP))
