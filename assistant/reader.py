"""What a question asks for, as probabilities: of its topic and of its aspect, by the linear models together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from assistant.intents import ASPECTS, intents

# Of the scores of the linear models, as exponents: fitted on questions that were not exemplars (`eval/unseen`).
SHARPNESS = 4.0
ALIKE = 2.0  # the same, of how much a sequel is like those of the topic spoken of
UNMET = -1.5  # score of a topic that the model of topics has not met


@dataclass(frozen=True, slots=True)
class Likely:
    """Labels from the likeliest, each with its probability: « topic/aspect », or the name of what is no topic."""

    ranked: tuple[tuple[str, float], ...]

    @property
    def label(self) -> str:
        """The likeliest label."""
        return self.ranked[0][0]

    @property
    def share(self) -> float:
        """The probability of the likeliest label."""
        return self.ranked[0][1]

    def of(self, name: str) -> float:
        """Return the probability of a label, or of all the aspects of a topic together."""
        return sum(share for label, share in self.ranked if label == name or label.startswith(f"{name}/"))

    def first(self, *names: str) -> str:
        """Return the likeliest label of a topic; with none, of any topic."""
        prefixes = tuple(f"{name}/" for name in names) or ("",)
        return next(label for label, _ in self.ranked if "/" in label and label.startswith(prefixes))

    def leaning(self, weights: Mapping[str, float]) -> Likely:
        """Return the same with some labels, or all those of some topics, so many times likelier."""
        weighed = [
            (label, share * weights.get(label, 1.0) * weights.get(label.partition("/")[0], 1.0))
            for label, share in self.ranked
        ]
        total = sum(share for _, share in weighed) or 1.0
        return _ranked({label: share / total for label, share in weighed})


@lru_cache(maxsize=512)
def read(words: str) -> Likely:
    """Return what a prepared question that stands alone asks for: the scores of its topic and aspect are added up."""
    topics = dict(intents(words).ranked)
    aspects = dict(intents(words, ASPECTS).ranked)
    named = {label.partition("/")[0] for label in aspects}
    scores = {label: score + topics.get(label.partition("/")[0], UNMET) for label, score in aspects.items()}
    others = {name: 2 * score for name, score in topics.items() if name not in named}
    return _ranked(_shares(scores | others))


@lru_cache(maxsize=512)
def read_on(words: str) -> Likely:
    """Return what a message of a conversation asks for: its topic by what is asked standing alone, then its aspect.

    « et à mi-temps ? » is said after any topic: how an aspect is asked in a conversation tells nothing of the topic.
    """
    topics = _shares(dict(intents(words).ranked))
    by_topic: dict[str, dict[str, float]] = {}
    for label, score in intents(words, ASPECTS).ranked:
        by_topic.setdefault(label.partition("/")[0], {})[label] = score
    found: dict[str, float] = {}
    for name, share in topics.items():
        aspects = _shares(by_topic[name]) if name in by_topic else {name: 1.0}
        found |= {label: share * part for label, part in aspects.items()}
    return _ranked(found)


def alike(words: str, topic: str) -> float:
    """Return how many times likelier words are said of a topic in a conversation on it, by what is asked there."""
    scores = (score for label, score in intents(words, ASPECTS).ranked if label.startswith(f"{topic}/"))
    return float(np.exp(ALIKE * (max(scores, default=-1.0) + 1)))


def _ranked(shares: Mapping[str, float]) -> Likely:
    return Likely(tuple(sorted(shares.items(), key=lambda item: (-item[1], item[0]))))


def _shares(scores: Mapping[str, float]) -> dict[str, float]:
    values = np.exp(SHARPNESS * (np.fromiter(scores.values(), float) - max(scores.values())))
    return dict(zip(scores, (values / values.sum()).tolist(), strict=True))
