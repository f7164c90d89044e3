"""What a message of a conversation holds besides its facts (« et à P93 ? »)."""

from __future__ import annotations

import re

from assistant.reading.prepared import prepared
from assistant.turn import Understanding
from french import MONTHS, fold
from rules.catalogue import TOPICS


def says_facts(understanding: Understanding) -> bool:
    """Whether a message says something of the doctor or of her contract, if only that she does not know it."""
    dated = understanding.partial_signature or understanding.regime
    years = understanding.asked_years or understanding.wants_total
    return bool(understanding.facts or understanding.ambiguous or dated or years or understanding.unknown_fields)


def goes_on(words: str) -> bool:
    """Whether a clause means nothing without the one before it: « et après ? », « et la deuxième ? »."""
    return _BARE.match(words) is not None


_BARE = re.compile(  # « et la deuxième ? », « c’est combien ? »
    r"^(?:(?:et|puis|ou) (?:(?:la|le|les|a|en|pour|au) )?\S+(?: \S+)?|"
    r"(?:(?:et|puis|alors|du coup) )?(?:c'est |ca fait |de )?(?:combien|quand)"
    r"(?: (?:exactement|au juste|du coup|alors))?) ?\?*$"
)


_LITTLE_WORDS = re.compile(
    r"\b(?:memes? (?:jour|date)s?(?: de (?:signature|contrat))?|docteure? [a-z'-]{3,}|av(?:ait|ais|ez)|aur(?:ait|"
    r"ais|iez)|"
    r"pri[st]|choisie?|prenait|prenais|2 (?:formules|options|durees)|et|mais|je|j'ai|j'|suis|un|une|le|la|les|l'|en|"
    r"au|du|de|d'|des|pour|avec|sans|dans|mon|ma|mes|signee?|signe[rz]?|"
    r"signais|signait|contrat|medecin|ok|annees?|bonjour|alors|docteur|ils?|elles?|lui|est|a|ai|c'est|ans?|mois|ou|"
    r"par|sur|fin|debut|bout|nous|sommes|on|si|c'etait|etaient|etais|etait|j'etais|bon|ben|ah|donc|plutot|pardon|"
    r"finalement|sinon|merci|realite|fait|maintenant|aujourd'hui|avant|apres|ensuite|quand|partir|suivante?s?|"
    r"derniere?s?|aussi|meme|qui|que|"
    r"n'|ne|sous|reglement|arbitral|avenant|convention|ancien\w*|nouvelle|moi|cas)\b|[^a-z]"
)
_COUNTED = re.compile(r"\b(?:file active|fa|patients?|patientele|percentile|mt|traitants?)\b")
_MONTH = re.compile(rf"\b(?:{'|'.join(fold(month).text for month in MONTHS)})\b")
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
    if understanding.partial_signature:  # « signé en mars 2025 »: the month is a fact too
        words = _MONTH.sub(" ", words)
    known = _TRAININGS if previous and TOPICS[previous].area == "training" else frozenset[str]()
    return [word for word in _LITTLE_WORDS.sub(" ", words).split() if len(word) > 1 and word not in known]


_SENTENCE = re.compile(r"(?<=[.!;?\n])\s+")
_LEAST = 2  # words of three letters without which nothing is asked: « Combien ? »


def without_told_facts(words: str, understanding: Understanding) -> str:
    """Return a message without the sentences that tell facts alone, wherever they stand beside what is asked.

    « Je suis cardiologue en secteur 2. Qui paie la formation ? » asks what it asks of anybody.
    """
    sentences = _SENTENCE.split(words)
    if len(sentences) < 2 or not understanding.facts:
        return words
    left = " ".join(one for one in sentences if "?" in one or beside_facts(one, understanding))
    return left if len(re.findall(r"[a-z]{3,}", left)) >= _LEAST else words
