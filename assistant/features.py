"""What the model of intents reads in a question: its words, their beginnings, their pairs, runs of their letters."""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise

import numpy as np

from assistant.reading.courtesies import without_courtesies

SLOTS = 1 << 15  # features of one sort are hashed into as many slots
STEM = 6  # letters that « embaucher », « embauche » and « embauchée » share
RUNS = (2, 3, 4, 5)

_NUMBER = re.compile(r"\d+(?:[,.]\d+)?")
_WORD = re.compile(r"[a-z0]+")


def counts(words: str) -> tuple[Counter[int], Counter[int]]:
    """Return the slots that the words, then the letters, of a prepared question fill, its numbers all alike."""
    found = _WORD.findall(_NUMBER.sub("0", without_courtesies(words)))
    return Counter(map(_slot, _words(found))), Counter(map(_slot, _letters(found)))


def _slot(feature: str) -> int:
    return zlib.crc32(feature.encode()) % SLOTS


def _words(found: list[str]) -> Iterator[str]:
    yield from (f"={word}" for word in found)
    yield from (f"~{word[:STEM]}" for word in found)
    yield from (f"{one}+{other}" for one, other in pairwise(found))


def _letters(found: list[str]) -> Iterator[str]:
    for word in found:
        spaced = f" {word} "
        for run in RUNS:
            yield from (spaced[start : start + run] for start in range(len(spaced) - run + 1))


def rarity(documents: Iterable[Counter[int]]) -> np.ndarray:
    """Return how rare each slot is among ``documents``: the inverse document frequency, smoothed."""
    held, total = np.zeros(SLOTS), 0
    for document in documents:
        held[list(document)] += 1
        total += 1
    return np.log((1 + total) / (1 + held)) + 1


def weighted(found: Counter[int], rare: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the slots of a question and their weights, of unit length: tf-idf with dampened counts."""
    slots = np.fromiter(found, dtype=np.int64, count=len(found))
    weights = (1 + np.log(np.fromiter(found.values(), dtype=np.float64, count=len(found)))) * rare[slots]
    return slots, weights / (np.sqrt((weights**2).sum()) or 1.0)
