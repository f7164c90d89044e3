"""What a question asks for, learnt from exemplars (`assistant/topics/`, `assistant/exemplars/`): three linear models.

One names the topic, or that there is none; one the aspect; one what the question puts forward, if it wants a yes or a
no. The same question always gets the same scores.
Weights are fitted by `make intents` (`eval/intents.py`); a test fails when they no longer come from the exemplars.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import numpy as np

from assistant.features import counts, weighted
from assistant.polarity import is_closed

WEIGHTS = Path(__file__).with_name("intents.npz")
ASPECTS = Path(__file__).with_name("aspects.npz")
CLAIMS = Path(__file__).with_name("claims.npz")


@dataclass(frozen=True, slots=True)
class Intents:
    """Labels from the likeliest, each with its score: above 0 the model would say yes to it alone."""

    ranked: tuple[tuple[str, float], ...]

    @property
    def label(self) -> str:
        """The likeliest label: a topic of the rules, « explanation », « out_of_scope » or « clarification »."""
        return self.ranked[0][0]

    @property
    def lead(self) -> float:
        """How far the likeliest label is ahead of the next."""
        return self.ranked[0][1] - self.ranked[1][1]

    def score(self, label: str) -> float:
        """Return the score of a label; ``KeyError`` if the model has never met it."""
        return dict(self.ranked)[label]


@dataclass(frozen=True)
class Model:
    """Weights of the two sorts of features for each label, as small integers, and what scales them back."""

    labels: tuple[str, ...]
    rarities: tuple[np.ndarray, np.ndarray]
    weights: tuple[np.ndarray, np.ndarray]  # one row a slot, one column a label
    scale: float
    intercepts: np.ndarray
    exemplars: str  # hash of what the weights were fitted on


@cache
def model(file: Path = WEIGHTS) -> Model:
    """Return a model of the package."""
    with np.load(file, allow_pickle=False) as stored:
        return Model(
            tuple(stored["labels"].tolist()),
            (stored["rarity_words"].astype(np.float64), stored["rarity_letters"].astype(np.float64)),
            (stored["words"], stored["letters"]),
            float(stored["scale"]),
            stored["intercepts"].astype(np.float64),
            str(stored["exemplars"]),
        )


def of_aspect(label: str, words: str) -> str:
    """Return what the model of ``CLAIMS`` reads of a question on an aspect: which side is put depends on both."""
    return f"{''.join(filter(str.isalpha, label))} {words} {'ouiounon' if is_closed(words) else 'ouvert'}".lstrip()


@lru_cache(maxsize=512)
def intents(words: str, file: Path = WEIGHTS) -> Intents:
    """Return what a prepared question asks for: its topic, or its aspect by the model of ``ASPECTS``."""
    known = model(file)
    scores = known.intercepts.copy()
    for found, rare, weights in zip(counts(words), known.rarities, known.weights, strict=True):
        slots, shares = weighted(found, rare)
        scores += known.scale * (shares @ weights[slots])
    order = np.argsort(-scores, kind="stable")
    return Intents(tuple((known.labels[index], float(scores[index])) for index in order))
