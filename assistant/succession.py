"""What is asked after what: how often each aspect followed each other in the conversations that the reader learns from.

« c’est obligé ? » after the training is seldom about the secretary. Counted by `make intents` (`eval/intents.py`).
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
    """Return how many times likelier each aspect is after a question on the aspect ``previous``, if it ever followed."""
    topic = previous.partition("/")[0]
    times: Counter[str] = Counter()
    near: Counter[str] = Counter()
    for (first, then), count in pairs().items():
        times[then] += count * (first == previous)
        near[then] += count * (first.partition("/")[0] == topic)
    return {
        label: float(((times[label] + OF_THE_TOPIC * count + UNSEEN) / UNSEEN) ** TRUST)
        for label, count in near.items()
        if count
    }


@lru_cache(maxsize=1)
def pairs() -> Pairs:
    """Return what was counted."""
    with np.load(SUCCESSION, allow_pickle=False) as stored:
        labels, rows = stored["labels"].tolist(), stored["pairs"].tolist()
    return {(labels[first], labels[then]): count for first, then, count in rows}


def count(asked: Iterable[tuple[str, str]], file: Path = SUCCESSION) -> Pairs:
    """Count what followed what, and write it to ``file``."""
    found = Counter(asked)
    labels = sorted({label for pair in found for label in pair})
    place = {label: index for index, label in enumerate(labels)}
    rows = [(place[first], place[then], times) for (first, then), times in sorted(found.items())]
    np.savez_compressed(file, labels=np.array(labels), pairs=np.array(rows, np.uint16))
    return found
