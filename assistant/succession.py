"""What is asked after what: how often each aspect followed each other in the conversations that the reader learns from.

« c’est obligé ? » after a question on training is seldom about the secretary. Counted by `make intents`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

import numpy as np

SUCCESSION = Path(__file__).with_name("succession.npz")
OF_THE_TOPIC = 0.1  # of a time that an aspect followed another one of the same topic
UNSEEN = 0.1  # times that whatever never followed is held to have
TRUST = 0.6  # exponent of these counts beside the reader's probabilities: fitted on conversations that are not counted

Pairs = Mapping[tuple[str, str], int]  # how many times the second followed the first


@lru_cache(maxsize=256)
def likelier(previous: str) -> Mapping[str, float]:
    """Return how many times likelier than one that never followed ``previous``, or its topic, each aspect is."""
    topic = previous.partition("/")[0]
    times: Counter[str] = Counter()
    near: Counter[str] = Counter()
    for (first, then), number in pairs().items():
        times[then] += number * (first == previous)
        near[then] += number * (first.partition("/")[0] == topic)
    return {
        label: float(((times[label] + OF_THE_TOPIC * number + UNSEEN) / UNSEEN) ** TRUST)
        for label, number in near.items()
        if number
    }


@lru_cache(maxsize=1)
def pairs() -> Pairs:
    """Return what was counted."""
    with np.load(SUCCESSION, allow_pickle=False) as stored:
        labels, rows = stored["labels"].tolist(), stored["pairs"].tolist()
    return {(labels[first], labels[then]): number for first, then, number in rows}


def count(asked: Iterable[tuple[str, str]], file: Path = SUCCESSION) -> Pairs:
    """Count which aspect followed which, and write it to ``file``."""
    found = Counter(asked)
    labels = sorted({label for pair in found for label in pair})
    place = {label: index for index, label in enumerate(labels)}
    rows = [(place[first], place[then], number) for (first, then), number in sorted(found.items())]
    np.savez_compressed(file, labels=np.array(labels), pairs=np.array(rows, np.uint16))
    return found
