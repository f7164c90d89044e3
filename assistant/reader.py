"""What a question asks for, as probabilities: the linear models, and the encoder where they hesitate.

The linear models answer at once. The encoder also knows words that no exemplar holds; it is asked once it is loaded.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from functools import lru_cache

import numpy as np

from assistant.aspects import Claim, aspects
from assistant.intents import ASPECTS, CLAIMS, intents, of_aspect
from assistant.polarity import is_closed, last_question, plain_side
from assistant.reading.courtesies import without_courtesies
from assistant.reading.prepared import prepared

_log = logging.getLogger(__name__)

# Of the scores of the linear models, as exponents: fitted on questions that were not exemplars (`eval/unseen`).
SHARPNESS = 4.0
ALIKE = 2.0  # the same, of how much a sequel is like those of the topic spoken of
ENOUGH = 0.8  # probability from which the linear models are believed alone, of a question that stands alone
LINEAR, ENCODER = 0.6, 1.2  # exponents of their probabilities: right as often as they say (`eval.labels`)
UNHEARD, LEAST = 1e-4, 1e-12  # probability of a label that the encoder has not met, and of the least likely
CLAIM_SHARPNESS = 3.0  # the same, of what a question puts forward
CLAIM_LINEAR, CLAIM_ENCODER = 1.0, 0.5  # the same two: the linear model knows the aspect, the encoder does not
CLOSED = 0.25  # times less likely that a question to say yes or no to puts nothing forward
PLAIN_WORDS = 20.0  # times likelier that a question puts the side that its last words say
PLAINLY_PUT = 0.6  # probability from which what a question puts forward is believed: it turns a yes into a no
_OPEN = f"claim.{Claim.OPEN}"
UNMET = -1.5  # score of a topic that the model of topics has not met


class _Labels:
    """Labels in alphabetical order, and the rows of each name: of one label, or of all the aspects of a topic."""

    def __init__(self, names: tuple[str, ...]) -> None:
        self.names = names
        rows: dict[str, list[int]] = {}
        for row, name in enumerate(names):
            for of in {name, name.partition("/")[0]}:
                rows.setdefault(of, []).append(row)
        self.rows = {name: np.array(found) for name, found in rows.items()}


_labels = lru_cache(maxsize=8)(_Labels)
_NONE = np.empty(0, int)


class Likely:
    """Labels, each with its probability: « topic/aspect », or the name of what is no topic.

    There are nine hundred, weighed several times an answer: as arrays, that takes a tenth of what it takes one by one.
    """

    __slots__ = ("_labels", "_shares")

    def __init__(self, labels: _Labels, shares: np.ndarray) -> None:
        self._labels, self._shares = labels, shares

    @classmethod
    def read(cls, shares: Mapping[str, float]) -> Likely:
        """Return these labels, each with its share."""
        names = tuple(sorted(shares))
        return cls(_labels(names), np.array([shares[name] for name in names]))

    @property
    def label(self) -> str:
        """The likeliest label; of two as likely, the first in the alphabet, here and below."""
        return self._labels.names[int(self._shares.argmax())]

    @property
    def share(self) -> float:
        """The probability of the likeliest label."""
        return float(self._shares.max())

    @property
    def shares(self) -> dict[str, float]:
        """The probability of each label."""
        return dict(zip(self._labels.names, self._shares.tolist(), strict=True))

    def above(self, least: float = 0.0) -> list[str]:
        """Return the labels that are at least so likely, from the likeliest."""
        rows = np.flatnonzero(self._shares >= least)
        return [self._labels.names[row] for row in rows[np.argsort(-self._shares[rows], kind="stable")]]

    def of(self, name: str) -> float:
        """Return the probability of a label, or of all the aspects of a topic together."""
        return float(self._shares[self._labels.rows.get(name, _NONE)].sum())

    def first(self, topic: str) -> str:
        """Return the likeliest aspect of a topic."""
        return next(label for label in self.above() if label.startswith(f"{topic}/"))

    def leaning(self, weights: Mapping[str, float]) -> Likely:
        """Return the same with some labels, or all those of some topics, so many times likelier.

        A label that is of no topic counts as both.
        """
        shares = self._shares.copy()
        for name, weight in weights.items():
            rows = self._labels.rows.get(name, _NONE)
            shares[rows] *= weight
            if "/" not in name and len(rows) and self._labels.names[rows[0]] == name:
                shares[rows[0]] *= weight
        return Likely(self._labels, shares / (shares.sum() or 1.0))


Encoder = Callable[[str], Mapping[str, float]]  # `assistant.encoder`


def after(previous: str, words: str) -> str:
    """Return what the encoder reads where a message follows a question on the aspect labelled ``previous``."""
    name = aspects()[previous].name if previous in aspects() else ""
    return f"{prepared(name).text.strip()} : {words}"


def put(words: str) -> str:
    """Return what the encoder reads to know what a question puts forward."""
    return f"oui ou non ? {words}"


class Reader:
    """Reads prepared words; the same words always give the same. Thread-safe."""

    def __init__(self, encoder: Callable[[], Encoder | None] = lambda: None) -> None:
        """``encoder`` opens it when it is first needed; ``None`` where there is none."""
        self.open, self._failed = encoder, False
        self._alone = lru_cache(maxsize=512)(self._read)
        self._after = lru_cache(maxsize=512)(self._read_on)
        self._side = lru_cache(maxsize=512)(self._puts)

    def read(self, words: str) -> Likely:
        """Return what a question that stands alone asks for."""
        return self._alone(without_courtesies(words))

    def read_on(self, words: str, previous: str) -> Likely:
        """Return what a message asks for after a question on the aspect ``previous``."""
        return self._after(without_courtesies(words), previous)

    def puts(self, words: str, label: str) -> Claim:
        """Return what a question on an aspect puts forward, for the yes or no to be about it; open if not plain."""
        return self._side(without_courtesies(words), label)

    def _forget(self) -> None:
        for cached in (self._alone, self._after, self._side):
            cached.cache_clear()

    def _read(self, words: str) -> Likely:
        """The scores of its topic and of its aspect are added up."""
        topics = dict(intents(words).ranked)
        finer = dict(intents(words, ASPECTS).ranked)
        named = {label.partition("/")[0] for label in finer}
        scores = {label: score + topics.get(label.partition("/")[0], UNMET) for label, score in finer.items()}
        others = {name: 2 * score for name, score in topics.items() if name not in named}
        found = _shares(scores | others)
        return Likely.read(found) if max(found.values()) >= ENOUGH else self._seconded(words, found)

    def _read_on(self, words: str, previous: str) -> Likely:
        """Its topic by what is asked standing alone, then its aspect: « et à mi-temps ? » is said after any topic.

        How an aspect is asked in a conversation tells nothing of the topic. What was said before only the encoder
        reads: it always has a say.
        """
        topics = _shares(dict(intents(words).ranked))
        by_topic: dict[str, dict[str, float]] = {}
        for label, score in intents(words, ASPECTS).ranked:
            by_topic.setdefault(label.partition("/")[0], {})[label] = score
        found: dict[str, float] = {}
        for topic, share in topics.items():
            finer = _shares(by_topic[topic]) if topic in by_topic else {topic: 1.0}
            found |= {label: share * part for label, part in finer.items()}
        return self._seconded(after(previous, words), found)

    def _puts(self, words: str, label: str) -> Claim:
        """By the model that knows the aspect, and the encoder where it is not sure."""
        words, plain = last_question(words), plain_side(words)
        scores = {
            f"claim.{claim}": CLAIM_SHARPNESS / SHARPNESS * score
            for claim, score in intents(of_aspect(label, words), CLAIMS).ranked
        }
        leaning = {_OPEN: CLOSED} if is_closed(words) else {}
        leaning |= {f"claim.{plain}": PLAIN_WORDS} if plain else {}
        found = Likely.read(_shares(scores)).leaning(leaning)
        if found.share < ENOUGH:
            found = self._seconded(put(words), found.shares, CLAIM_LINEAR, CLAIM_ENCODER)
        of = aspects().get(label)
        either = of is not None and of.claim is Claim.EITHER  # the answer is the same whatever side is put
        sure = 1 - found.of(_OPEN) if either and found.label != _OPEN else found.share
        return Claim(found.label.removeprefix("claim.")) if sure >= PLAINLY_PUT else Claim.OPEN

    def _seconded(
        self, words: str, shares: dict[str, float], linear: float = LINEAR, weight: float = ENCODER
    ) -> Likely:
        """Ask the encoder as well, where there is one: it and the linear models err on different questions.

        A label that one of them has never met counts as unlikely for it.
        """
        if (encoder := self.open()) is None:
            return Likely.read(shares)
        try:
            second = encoder(words)
        except (MemoryError, RuntimeError):  # torch's own, where memory is refused: what it would say is not waited for
            _log.exception("the encoder failed: this question is read by the linear models alone")
            self._failed = True
            return Likely.read(shares)
        if self._failed:  # works again: what was read without it is forgotten
            self._failed = False
            self._forget()
        both = {label: share**linear * second.get(label, UNHEARD) ** weight + LEAST for label, share in shares.items()}
        total = sum(both.values())
        return Likely.read({label: share / total for label, share in both.items()})


WORDS_ALONE = Reader()  # no encoder: where no model is wanted, and until it is loaded


def alike(words: str, topic: str) -> float:
    """Return how many times likelier words are said of a topic in a conversation on it, by what is asked there."""
    scores = (score for label, score in intents(words, ASPECTS).ranked if label.startswith(f"{topic}/"))
    return float(np.exp(ALIKE * (max(scores, default=-1.0) + 1)))


def _shares(scores: Mapping[str, float]) -> dict[str, float]:
    values = np.exp(SHARPNESS * (np.fromiter(scores.values(), float) - max(scores.values())))
    return dict(zip(scores, (values / values.sum()).tolist(), strict=True))
