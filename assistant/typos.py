"""Correct what fast typing does to the words of the domain, and nothing else."""

from __future__ import annotations

import re
from functools import cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from assistant.normalise import Folded
from assistant.vocabulary import lexicon

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
    if len(word) < _SHORTEST or word in known or word.rstrip("sx") in known or f"{word}s" in known:
        return None
    allowed = 2 if len(word) >= _LONG else 1
    near = process.extract(word, targets, scorer=OSA.distance, score_cutoff=allowed, limit=2)
    near = [found for found in near if found[0][0] == word[0]]  # a slip on the first letter is rare
    if not near or (len(near) == 2 and near[0][1] == near[1][1] and not _same_word(near[0][0], near[1][0])):
        return None  # nothing near, or two readings: leave what was typed
    return near[0][0]


def _same_word(one: str, other: str) -> bool:
    return one.rstrip("es") == other.rstrip("es")
