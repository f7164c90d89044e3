"""Whether a message goes on from the previous question (« et à P93 ? », « pourquoi ? ») or asks something else."""

from __future__ import annotations

import re

from assistant.intents import Intents
from assistant.reading.prepared import prepared
from assistant.turn import Understanding
from rules.catalogue import TOPICS

UNLIKELY = -0.6  # below this score for its best label, a question is like no exemplar
# Fitted on 130 sequels, half of which go on and half of which change the subject (`tests/assistant/test_sequels.py`).
NEW_SUBJECT = {"explanation": 0.5, "out_of_scope": 0.8}  # lead above which a sequel asks something else
NEW_RULE_SUBJECT = 0.15
CLEARLY_NEW = 0.05  # score below which a bare « et … ? » goes on

_ABOUT_THE_ANSWER = re.compile(
    r"^(?:mais|et|ah|bon|euh|ok|oui|non|la|merci|attendez|[ ,.!?])*"
    r"(?:pourquoi|comment ca(?: se fait)?|ah bon|serieux|vraiment|c'est (?:sure?|vrai|certain|officiel|fiable|a jour)|"
    r"(?:vous )?(?:en )?etes[- ](?:vous )?(?:en )?(?:bien )?(?:sure?s?|certaine?s?)(?: de (?:ca|vous|cela))?|"
    r"pour quelles? raisons?|qui (?:le )?dit(?: ca)?|depuis quand|justifiez|c'est ecrit ou|ou (?:c'est|est-ce) ecrit)"
    r"(?: ca| donc| cela|(?: de)? ce (?:chiffre|montant|refus)| cette reponse)*[ ?!.]*$|"
    r"\b(?:votre|vos|ta|tes|quelles?|la|les|une) (?:est la |est votre |sont vos )?sources?\b|"
    r"\bd'ou (?:sort|vient|viennent|sortent|tenez|tires?|tirez|ca|vous)|\bquelle? (?:reference|texte le dit)"
)


def about_the_answer(words: str) -> bool:
    """Whether a message questions the answer just given: « pourquoi ? », « vous êtes sûr ? », « votre source ? »."""
    return _ABOUT_THE_ANSWER.search(words) is not None


_ELLIPSIS = re.compile(
    r"^(?:et|ou|mais|non|ok|oui|donc|alors|plutot|sinon|pardon|finalement|en fait|idem|pareil|sur|avec|sans|pour|"
    r"si|la|en|a|ah|bon|du coup|meme|ensuite|puis|apres|"
    r"super|parfait|pourtant|la meme)\b"
)
_SHORT = 60  # letters of the longest ellipsis
_BARE = 40  # letters of those with too few words to be like an exemplar
SUMMED_UP = frozenset(topic.id for topic in TOPICS.values() if topic.summed_up)  # « sur 5 ans »
_OF_AN_AMOUNT = frozenset({"etp", "percentile", "contract_year"})


def follows(words: str, understanding: Understanding, previous: str) -> bool:
    """Whether a message may be about the previous question: it says facts, or starts like a sequel.

    « et sur 5 ans ? » is about an amount, whatever was spoken of before.
    """
    fields = {item.field for item in understanding.facts}
    dated = understanding.partial_signature or understanding.regime
    years = understanding.asked_years or understanding.wants_total
    if understanding.wants_total and previous not in SUMMED_UP and fields <= _OF_AN_AMOUNT:
        return False
    said = understanding.facts or understanding.ambiguous or dated or years or understanding.unknown_fields
    return bool(said) or _is_elliptic(words, _SHORT)


def _is_elliptic(words: str, longest: int) -> bool:
    return _ELLIPSIS.match(words) is not None and len(words) < longest


def asks_anew(words: str, found: Intents, previous: str | None) -> bool:
    """Whether what a sequel is like is another subject than ``previous``."""
    label, score = found.ranked[0]
    known = label not in (previous, "clarification")
    least = CLEARLY_NEW if len(words) < _BARE else UNLIKELY
    return known and score >= least and found.lead >= NEW_SUBJECT.get(label, NEW_RULE_SUBJECT)


_LITTLE_WORDS = re.compile(
    r"\b(?:et|je|j'ai|j'|suis|un|une|le|la|les|l'|en|au|du|de|d'|des|pour|avec|sans|dans|mon|ma|mes|signee?|signe[rz]?|"
    r"signais|signait|contrat|medecin|ok|annees?|bonjour|alors|docteur|ils?|elles?|lui|est|a|ai|c'est|ans?|mois|ou|"
    r"par|sur|fin|debut|bout|nous|sommes|on|si|c'etait|etaient|etais|etait|j'etais|bon|ben|ah|donc|plutot|pardon|"
    r"finalement|sinon|merci|maintenant|aujourd'hui|avant|apres|ensuite|quand|partir|suivante?s?|derniere?s?|aussi|meme|qui|que|"
    r"n'|ne|sous|reglement|arbitral|avenant|convention|ancien\w*|nouvelle|moi|cas)\b|[^a-z]"
)
_COUNTED = re.compile(r"\b(?:file active|fa|patients?|patientele|percentile|mt|traitants?)\b")
# Facts that name a subject, except for the topic that is about them.
_NAMING_A_SUBJECT = {topic.named_by: topic.id for topic in TOPICS.values() if topic.named_by}
_TRAININGS = frozenset({"cqp", "fae", "formation"})


def beside_facts(words: str, understanding: Understanding, previous: str | None = None) -> list[str]:
    """Return the words that a message holds besides its facts; without any, it asks for what these facts give.

    « et la FAE ? » after a question on training is about the same thing for the other certificate.
    """
    if understanding.unknown_fields and "?" not in words:  # « je ne connais pas mon percentile »
        return []
    for item in understanding.facts:
        if _NAMING_A_SUBJECT.get(item.field, previous) == previous:
            words = words.replace(prepared(item.text).text.strip(), " ")
    if understanding.facts:
        words = _COUNTED.sub(" ", words)
    known = _TRAININGS if previous and TOPICS[previous].area == "training" else frozenset[str]()
    return [word for word in _LITTLE_WORDS.sub(" ", words).split() if len(word) > 1 and word not in known]
