"""Correct what fast typing does to the words of the domain, and nothing else."""

from __future__ import annotations

import re
from functools import cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from assistant.reading.vocabulary import lexicon
from french import Folded

_WORD = re.compile(r"[a-z]{1,40}")
_SHORTEST = 5  # shorter words have too many neighbours
_LONG = 8  # from this length two slips are still recognisable


def corrected(text: Folded) -> Folded:
    """Expand abbreviations (« cb », « tps ») and correct misspelt domain words; numbers are never touched."""
    return text.replace(_WORD, lambda match: _correct(match[0]))


@cache
def _words() -> tuple[dict[str, str], frozenset[str], tuple[str, ...]]:
    content = lexicon("vocabulaire")
    targets = tuple(content["corriger_vers"].split())
    return content["abreviations"], frozenset((*targets, *content["laisser"].split())), targets


def _correct(word: str) -> str | None:
    abbreviations, known, targets = _words()
    if word in abbreviations:
        return abbreviations[word]
    if elided := _ELIDED.fullmatch(word):
        return f"j'{elided[1]}" if elided[1][0] in "aehiou" else f"je {elided[1]}"
    if len(word) < _SHORTEST or word in known or word.rstrip("sx") in known or f"{word}s" in known:
        return None
    allowed = 2 if len(word) >= _LONG else 1
    near = process.extract(word, targets, scorer=OSA.distance, score_cutoff=allowed, limit=2)
    near = [found for found in near if found[0][0] == word[0]]  # a slip on the first letter is rare
    if any(_inflected(word, found[0]) for found in near):
        return None
    if not near or (len(near) == 2 and near[0][1] == near[1][1] and not _same_word(near[0][0], near[1][0])):
        return None  # nothing near, or two readings: leave what was typed
    return near[0][0]


def _same_word(one: str, other: str) -> bool:
    return one.rstrip("es") == other.rstrip("es")


# « jhesite », « jprends », « jaurai »: no word begins with « j » and a consonant, few verbs are mistaken for a noun.
_ELIDED = re.compile(
    r"j((?:h[aeiou]|[bcdfgklmnpqrstvwxz])[a-z]{2,}|(?:ai|aurais?|avais|etais|exerc|embauch|arriv|aimerai|emploi|engag)[a-z]*)"
)
_ENDING = re.compile(
    r"(?:er|ez|es|ent|ait|aient|ons|ee|ees|ant|era|erai|erais|erait|ai|ation|age|eur|euse|ique|if|ive)s?$"
)


def _inflected(word: str, target: str) -> bool:
    """Whether two words differ only by a French ending: « salarier » is no misspelt « salarié »."""
    stem = next(
        (i for i, pair in enumerate(zip(word, target, strict=False)) if pair[0] != pair[1]), min(len(word), len(target))
    )
    return stem >= _SHORTEST and stem >= min(len(word), len(target)) - 2 and _ENDING.search(word) is not None
