"""The exemplars a question looks like most decide when no cue of the lexicon reads it: no model, no randomness."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from assistant.reading.normalise import fold
from assistant.reading.numbers import in_digits
from assistant.reading.typos import corrected
from assistant.reading.vocabulary import lexicon

VOTERS = 8  # exemplars that vote, each by the square of its likeness
_NUMBER = re.compile(r"\d+(?:[,.]\d+)?")
_WORD = re.compile(r"[a-z0]+")


@dataclass(frozen=True)
class Neighbours:
    """What the exemplars most like a question ask for, how much they agree and how like it the closest is (0 to 1)."""

    label: str | None  # a topic of the rules, « explanation » or « out_of_scope »
    likeness: float
    agreement: float


@dataclass(frozen=True)
class _Exemplars:
    labels: tuple[str, ...]
    lengths: tuple[float, ...]
    rarity: dict[str, float]
    holding: dict[str, list[int]]  # feature → exemplars that hold it


def features(words: str) -> frozenset[str]:
    """Word stems, pairs of stems and 4-letter runs of a prepared question; its numbers all count alike."""
    found = _WORD.findall(_NUMBER.sub("0", words))
    spaced = f" {' '.join(found)} "
    stems = [word[:6] for word in found]
    pairs = (f"{one}+{other}" for one, other in pairwise(stems))
    return frozenset([*(f"={stem}" for stem in stems), *pairs, *(spaced[i : i + 4] for i in range(len(spaced) - 3))])


@cache
def _exemplars() -> _Exemplars:
    labelled = [(label, question) for label, questions in lexicon("exemplaires").items() for question in questions]
    held = [features(in_digits(corrected(fold(question))).text) for _, question in labelled]
    counts = Counter(feature for features_ in held for feature in features_)
    rarity = {feature: math.log(1 + len(held) / count) ** 2 for feature, count in counts.items()}
    holding: dict[str, list[int]] = defaultdict(list)
    for index, features_ in enumerate(held):
        for feature in features_:
            holding[feature].append(index)
    lengths = tuple(math.sqrt(sum(rarity[feature] for feature in features_)) for features_ in held)
    return _Exemplars(tuple(label for label, _ in labelled), lengths, rarity, dict(holding))


def nearest(words: str) -> Neighbours:
    """Return what the exemplars nearest to a prepared question ask for."""
    known, asked = _exemplars(), features(words)
    unseen = max(known.rarity.values())
    length = math.sqrt(sum(known.rarity.get(feature, unseen) for feature in sorted(asked))) or 1.0
    shared: dict[int, float] = defaultdict(float)
    for feature in sorted(asked):  # sorted: sums of floats depend on their order
        for index in known.holding.get(feature, ()):
            shared[index] += known.rarity[feature]
    alike = sorted(((value / length / known.lengths[index], -index) for index, value in shared.items()), reverse=True)
    votes: dict[str, float] = defaultdict(float)
    for likeness, index in alike[:VOTERS]:
        votes[known.labels[-index]] += likeness**2
    if not votes:
        return Neighbours(None, 0.0, 0.0)
    label = max(votes, key=lambda label: votes[label])
    return Neighbours(label, alike[0][0], votes[label] / sum(votes.values()))
