"""Search: a measured mix of meaning and words, then what is in force before what is not.

Score = 0.7 × dense + 0.3 × lexical, each rescaled to 0–1 over all passages; dense is half the cosine of the passage,
half that of its best sentence. On 300 independent French questions the mix finds the right paragraph among the first
five 88 times in 100, against 84 for the cosine and 82 for BM25 alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from rag.embeddings import SentenceModel
from rag.index import Index
from rag.lexical import coverage, stems
from rag.passages import Passage
from rag.reranking import DEPTH, Reranker

DENSE_WEIGHT = 0.7
# Taken off the score of a passage that is not in force on the asked date, or not of the asked regimes. Scores of
# passages on the subject lie within 0.3 of the best one: the outdated one comes after any current one that answers,
# and still comes out when nothing current speaks of the matter.
OUTDATED_PENALTY = 0.35

Array = npt.NDArray[np.floating[Any]]


@dataclass(frozen=True)
class Hit:
    """A passage found, with what is needed to decide whether it answers."""

    passage: Passage
    score: float  # the mix, 0 to 1, less the penalty: ranks within one search, means nothing between two
    current: bool  # in force on the asked date, or of an asked regime
    dense_cosine: float | None  # of the passage; None in lexical search. e5 lives between .78 and .90: not a percentage
    sentence_scores: tuple[float, ...]  # of each sentence of the passage: cosine, or coverage in lexical search
    lexical_score: float  # BM25, 0 where no term is shared
    lexical_coverage: float  # share of the query's stems that the passage and its title hold


class _Scores(NamedTuple):
    """One row per passage, except `sentences`."""

    mixed: Array
    current: npt.NDArray[np.bool_]
    lexical: Array
    passages: Array | None
    sentences: Array | None


class _Validity:
    """Which passages are in force, as arrays: asked at every search."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self.since = np.array([(p.valid_from or date.min).toordinal() for p in passages])
        self.until = np.array([(p.valid_to or date.max).toordinal() for p in passages])
        self.regimes = [frozenset(p.regimes) for p in passages]

    def current(self, on: date | None, regimes: frozenset[str] | None) -> npt.NDArray[np.bool_]:
        """True where the passage is of an asked regime (or of none), else where it is in force on the day asked."""
        if regimes is not None:
            return np.array([not own or not own.isdisjoint(regimes) for own in self.regimes])
        if on is None:
            return np.ones(len(self.since), bool)
        return (self.since <= on.toordinal()) & (on.toordinal() <= self.until)


class Retriever:
    """Searches one open index. Thread-safe: nothing changes after construction."""

    def __init__(self, index: Index, model: SentenceModel | None, reranker: Reranker | None = None) -> None:
        self.index = index
        self.model = model
        self.reranker = reranker
        self.starts = _starts(index.passages)
        self.validity = _Validity(index.passages)
        order = sorted(range(len(index.passages)), key=lambda i: index.passages[i].id)
        self.tie_break = np.argsort(order)  # equal scores come out in the order of the passages' ids

    @property
    def passages(self) -> list[Passage]:
        """All passages of the index."""
        return self.index.passages

    def search(
        self, query: str, k: int = 5, on: date | None = None, regimes: frozenset[str] | None = None
    ) -> list[Hit]:
        """The k best passages, best first. `on`: what must be in force; `regimes`: which texts, whatever the date."""
        if not query.strip() or not self.passages or k < 1:
            return []
        scores = self._scores(query, on, regimes)
        wanted = stems(query)
        if self.reranker is None:
            return [self._hit(i, wanted, scores) for i in self._best(scores.mixed, k)]
        hits = [self._hit(i, wanted, scores) for i in self._best(scores.mixed, max(k, DEPTH))]
        return self.reranker.reorder(query, hits, OUTDATED_PENALTY)[:k]

    def _best(self, mixed: Array, k: int) -> list[int]:
        """Rows of the k highest scores, ties by id; only those that may be among them are sorted."""
        among = np.flatnonzero(mixed >= np.partition(mixed, -k)[-k]) if k < len(mixed) else np.arange(len(mixed))
        ranking = np.lexsort((self.tie_break[among], -mixed[among]))[:k]
        return among[ranking].tolist()  # type: ignore[no-any-return]  # numpy's tolist is untyped

    def _scores(self, query: str, on: date | None, regimes: frozenset[str] | None) -> _Scores:
        lexical = self.index.lexical.scores(query)
        mixed = _rescaled(lexical)
        passages = sentences = None
        if self.model is not None and self.index.vectors is not None:
            vector = np.asarray(self.model.embed_query(query), np.float32)
            # Not `@`: BLAS wakes threads that fight with torch's for the same cores, 40 ms instead of 2.
            passages, sentences = (np.einsum("ij,j->i", vectors, vector) for vectors in self.index.vectors)
            best = np.maximum.reduceat(sentences, self.starts)
            mixed = DENSE_WEIGHT * _rescaled((passages + best) / 2) + (1 - DENSE_WEIGHT) * mixed
        current = self.validity.current(on, regimes)
        mixed = np.round(mixed - OUTDATED_PENALTY * ~current, 6)  # beyond, only the order of additions shows
        return _Scores(mixed, current, lexical, passages, sentences)

    def _hit(self, i: int, wanted: list[str], scores: _Scores) -> Hit:
        passage = self.passages[i]
        if scores.sentences is None:
            sentences = [coverage(wanted, sentence) for sentence in passage.sentences]
        else:
            sentences = scores.sentences[self.starts[i] : self.starts[i] + len(passage.sentences)].tolist()
        return Hit(
            passage=passage,
            score=float(scores.mixed[i]),
            current=bool(scores.current[i]),
            dense_cosine=None if scores.passages is None else float(scores.passages[i]),
            sentence_scores=tuple(sentences),
            lexical_score=float(scores.lexical[i]),
            lexical_coverage=coverage(wanted, passage.counted_text),
        )


def _starts(passages: Sequence[Passage]) -> npt.NDArray[np.int64]:
    """Row of the first sentence of each passage among all sentence vectors."""
    return np.cumsum([0, *(len(passage.sentences) for passage in passages)])[:-1]


def _rescaled(scores: Array) -> Array:
    low, high = scores.min(), scores.max()
    return (scores - low) / (high - low) if high > low else np.zeros_like(scores)
