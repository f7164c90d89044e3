"""What a word or an acronym of the scheme means, where a message asks that and nothing else."""

from __future__ import annotations

import re
from functools import cache

from assistant.reading.vocabulary import lexicon

_ASKS = re.compile(
    r"\b(?:c'est|c'etait) (?:quoi|qui|koi)(?: (?:ca|deja))?\b|\bqu'est[- ]ce qu(?:e|')(?: ?c'est)?(?: que)?(?: ca)?\b|"
    r"\bce que c'est(?: que)?\b|\b(?:que |qu'est-ce que |ce que |quoi )?(?:veu(?:t|lent)|voulait) dire(?: quoi)?\b|"
    r"\b(?:que |ce que )?(?:signifi\w+|designe\w*)(?: quoi)?\b|\bcorrespond\w* a quoi\b|"
    r"\bqu'(?:appel|entend)\w*(?:[- ](?:on|vous|t-on))*(?: par)?\b|\b(?:definition|signification|sens)\b|"
    r"\b(?:kesako|keskeces|kezako)\b|= ?(?:quoi)?(?=\W*$)|\bdefini\w*\b"
)
_BESIDE = re.compile(
    r"\b(?:et|mais|alors|donc|au fait|dites?(?:-moi| moi)?|sinon|pardon|desolee?|bonjour|bonsoir|svp|s'il vous plait|"
    r"s'il te plait|merci|exactement|au juste|precisement|simple|simplement|deja|ca|cela|je|ne|sais|connais|comprends|"
    r"pas|rien|ce|c'est|que|les?|la|une?|des?|de|du|aux?|cette|ces|sigles?|mots?|termes?|acronymes?|expression|leurs?|"
    r"votre|vos|pouvez-vous|peux-tu|expliquez|explique|me|moi|docteur|madame)(?![\w'])|\b[dln]'|[^\w\s'-]"
)


def defined_by(words: str) -> tuple[str, str] | None:
    """Return the sheet and the heading of the paragraph that tells what a word means, where prepared words ask it."""
    if not _ASKS.search(words):
        return None
    left = _BESIDE.sub(" ", _ASKS.sub(" ", words))
    return _meanings().get(" ".join(left.split()).strip(" ,'-"))


@cache
def _meanings() -> dict[str, tuple[str, str]]:
    return {word: tuple(place.split("#", 1)) for place, words in lexicon("sigles").items() for word in words}
