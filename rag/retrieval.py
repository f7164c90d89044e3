"""Search: a measured mix of meaning and words, then what is in force before what is not.

Score = 0.7 × dense + 0.3 × lexical, each rescaled to 0–1; dense is half the cosine of the passage, half that of its
best sentence, or of the best of the questions it answers, where one was written nearer. On 300 independent French
questions without any written, the mix finds the right paragraph among the first five 89 times in 100, against 84 for
the cosine and 82 for BM25 alone. On 86 questions about our sheets, set before theirs were written, the right one of
451 paragraphs comes first 77 times in 100 with them, and 48 without.

Beyond a few hundred passages, cosines are computed for the candidates only: those that words and a rough comparison of
meanings put first, and the farthest ones, which tell where the scale of cosines begins. On the same questions and 2 289
passages, even 50 candidates find as much: 893 in 1 000 among the first five, reciprocal rank .761 against .762.
"""

from collections.abc import Collection, Sequence
from datetime import date
from itertools import compress
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from rag.embeddings import SentenceModel
from rag.hit import Hit
from rag.index import Index
from rag.nearest import Signs
from rag.passages import Passage
from rag.reranking import DEPTH, Reranker
from rag.store import Vector, Vectors
from rag.words import coverage, stems

DENSE_WEIGHT = 0.7
# Taken off the score of a passage that is not in force on the asked date, or not of the asked regimes. Scores of
# passages on the subject lie within 0.3 of the best one: the outdated one comes after any current one that answers,
# and still comes out when nothing current speaks of the matter.
OUTDATED_PENALTY = 0.35
CANDIDATES = 500
_FARTHEST = 100
# By how much questions lie nearer to each other than to sentences, whatever they ask: without it, a document nobody
# wrote questions for would come after those that have some.
_BETWEEN_QUESTIONS = 0.02

Array = npt.NDArray[np.floating[Any]]
Rows = npt.NDArray[np.intp]
Mask = npt.NDArray[np.bool_]


class _Meanings(NamedTuple):
    """Cosines of the candidates, one row for each, and of all their sentences: `ends` says where each one's end.

    `questions`: that of the nearest question each one answers, minus infinity where none was written.
    """

    passages: Array
    sentences: Array
    ends: Rows
    questions: Array

    def dense(self) -> Array:
        """Half the passage, half the best of its sentences and questions."""
        best: Array = np.maximum.reduceat(self.sentences, np.r_[0, self.ends[:-1]])
        mixed: Array = (self.passages + np.maximum(best, self.questions - _BETWEEN_QUESTIONS)) / 2
        return mixed


class _Scores(NamedTuple):
    """What is known of each candidate; `rows` are their places among all passages."""

    rows: Rows
    mixed: Array
    current: Mask
    lexical: Array
    meanings: _Meanings | None
    local: Array | None = None  # cosines by the tuned model, of all passages of the staff and their sentences


class _Validity:
    """Which passages are in force, as arrays: asked at every search."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self.since = np.array([(p.valid_from or date.min).toordinal() for p in passages])
        self.until = np.array([(p.valid_to or date.max).toordinal() for p in passages])
        self.of_none = np.array([not p.regimes for p in passages], bool)
        named = {regime for p in passages for regime in p.regimes}
        self.of = {regime: np.array([regime in p.regimes for p in passages]) for regime in named}

    def current(self, on: date | None, regimes: frozenset[str] | None) -> Mask:
        """True where the passage is of an asked regime (or of none), else where it is in force on the day asked."""
        if regimes is not None:
            asked = self.of_none.copy()
            for regime in regimes & self.of.keys():
                asked |= self.of[regime]
            return asked
        if on is None:
            return np.ones(len(self.since), bool)
        return (self.since <= on.toordinal()) & (on.toordinal() <= self.until)


class Retriever:
    """Searches one open index. Thread-safe: nothing changes after construction."""

    def __init__(self, index: Index, model: SentenceModel | None, reranker: Reranker | None = None) -> None:
        self.index = index
        self.model = model
        self.reranker = reranker
        self.signs = Signs(index.vectors.passages) if index.vectors and len(index.passages) > CANDIDATES else None
        self.ends = np.cumsum([len(passage.sentences) for passage in index.passages])
        self.question_ends = np.cumsum([len(passage.questions) for passage in index.passages])
        self.local_ends = np.cumsum([1 + len(passage.sentences) if passage.local else 0 for passage in index.passages])
        self.validity = _Validity(index.passages)
        self.documents, self.document_of = np.unique([p.document for p in index.passages], return_inverse=True)
        order = sorted(range(len(index.passages)), key=lambda i: index.passages[i].id)
        self.tie_break = np.argsort(order)  # equal scores come out in the order of the passages' ids

    @property
    def passages(self) -> list[Passage]:
        """All passages of the index."""
        return self.index.passages

    def search(
        self,
        query: str,
        k: int = 5,
        on: date | None = None,
        regimes: frozenset[str] | None = None,
        among: Collection[str] | None = None,
    ) -> list[Hit]:
        """The k best passages, best first. `on`: what must be in force; `regimes`: which texts, whatever the date.

        `among`: the ids of the documents to search, all when not given. Scores stay those of a search among all.
        """
        searched = self._of(among)
        if not query.strip() or not searched.any() or k < 1:
            return []
        wanted, depth = stems(query), k if self.reranker is None else max(k, DEPTH)
        scores = self._scores(query, self.validity.current(on, regimes), searched, depth)
        hits = [self._hit(i, wanted, scores) for i in self._best(scores.rows, scores.mixed, depth)]
        return hits if self.reranker is None else self.reranker.reorder(query, hits, OUTDATED_PENALTY)[:k]

    def _of(self, among: Collection[str] | None) -> Mask:
        """Which passages are of the documents to search."""
        if among is None:
            return np.ones(len(self.passages), bool)
        known = np.isin(self.documents, list(among)) if self.passages else np.zeros(0, bool)
        return np.asarray(known[self.document_of], bool)

    def _scores(self, query: str, current: Mask, searched: Mask, depth: int) -> _Scores:
        lexical = self.index.lexical.scores(query)
        words = _rescaled(lexical)
        if self.model is None or self.index.vectors is None:
            mixed = _left(_penalised(words, current), searched)
            return _Scores(np.arange(len(words)), mixed, current, lexical, None)
        vector = np.asarray(self.model.embed_query(query), np.float32)
        rows = self._candidates(vector, words, current, searched, max(depth, CANDIDATES))
        meanings = self._meanings(self.index.vectors, rows, vector)
        mixed = _left(_penalised(_mixed(meanings.dense(), words[rows]), current[rows]), searched[rows])
        return _Scores(rows, mixed, current[rows], lexical[rows], meanings, self._local(query, searched))

    def _local(self, query: str, searched: Mask) -> Array | None:
        """Cosines by the tuned model, where passages of the staff are searched and it has read them."""
        read = self.index.vectors.local if self.index.vectors else ()
        if self.model is None or not len(read) or not any(p.local for p in compress(self.passages, searched)):
            return None
        return _cosines(np.asarray(read), self.model.ask_local(query))

    def _candidates(self, vector: Vector, words: Array, current: Mask, searched: Mask, count: int) -> Rows:
        """Rows of the passages to compare exactly, in order."""
        if self.signs is None or count + _FARTHEST >= len(words):
            return np.arange(len(words))
        rough = self.signs.agreement(vector)
        first = np.argpartition(_left(_penalised(_mixed(rough, words), current), searched), -count)[-count:]
        return np.union1d(first, np.argpartition(rough, _FARTHEST)[:_FARTHEST])

    def _meanings(self, vectors: Vectors, rows: Rows, vector: Vector) -> _Meanings:
        sentences, counts = _pieces(self.ends, rows)
        asked, asked_counts = _pieces(self.question_ends, rows)
        questions = np.full(len(rows), -np.inf, np.float32)
        if len(asked):
            nearest = _cosines(vectors.questions[asked], vector)
            np.maximum.at(questions, np.repeat(np.arange(len(rows)), asked_counts), nearest)
        return _Meanings(
            passages=_cosines(vectors.passages[rows], vector),
            sentences=_cosines(vectors.sentences[sentences], vector),
            ends=np.cumsum(counts),
            questions=questions,
        )

    def _best(self, rows: Rows, mixed: Array, k: int) -> list[int]:
        """Places among `rows` of the k highest scores, ties by id; only those that may be among them are sorted."""
        k = min(k, int(np.isfinite(mixed).sum()))  # those of documents that are not searched have none
        among = np.flatnonzero(mixed >= np.partition(mixed, -k)[-k]) if k < len(mixed) else np.arange(len(mixed))
        ranking = np.lexsort((self.tie_break[rows[among]], -mixed[among]))[:k]
        return among[ranking].tolist()  # type: ignore[no-any-return]  # numpy's tolist is untyped

    def _hit(self, i: int, wanted: list[str], scores: _Scores) -> Hit:
        passage, meanings = self.passages[scores.rows[i]], scores.meanings
        if meanings is None:
            sentences = [coverage(wanted, sentence) for sentence in passage.sentences]
        else:
            end = meanings.ends[i]
            sentences = meanings.sentences[end - len(passage.sentences) : end].tolist()
        return Hit(
            passage=passage,
            score=float(scores.mixed[i]),
            current=bool(scores.current[i]),
            dense_cosine=None if meanings is None else float(meanings.passages[i]),
            question_cosine=float(meanings.questions[i]) if meanings and passage.questions else None,
            sentence_scores=tuple(sentences),
            lexical_score=float(scores.lexical[i]),
            lexical_coverage=coverage(wanted, passage.worded_text),
            local_cosines=self._local_of(scores.rows[i], scores.local),
        )

    def _local_of(self, row: int, local: Array | None) -> tuple[float, ...]:
        passage, end = self.passages[row], self.local_ends[row]
        if local is None or not passage.local:
            return ()
        return tuple(local[end - 1 - len(passage.sentences) : end].tolist())


def _pieces(ends: Rows, rows: Rows) -> tuple[Rows, Rows]:
    """Where the pieces of each row are, all of them in a row, and how many each has; `ends`: of those of all rows."""
    counts = np.diff(ends, prepend=0)[rows]
    kept = np.cumsum(counts)
    return np.arange(kept[-1]) + np.repeat(ends[rows] - kept, counts), counts


def _cosines(kept: Vector, vector: Vector) -> Array:
    # Not `@`: BLAS wakes threads that fight with torch's for the same cores, 40 ms instead of 2.
    found: Array = np.einsum("ij,j->i", kept, vector)
    return found


def _mixed(dense: Array, words: Array) -> Array:
    return DENSE_WEIGHT * _rescaled(dense) + (1 - DENSE_WEIGHT) * words


def _penalised(scores: Array, current: Mask) -> Array:
    return np.round(scores - OUTDATED_PENALTY * ~current, 6)  # beyond, only the order of additions shows


def _left(scores: Array, searched: Mask) -> Array:
    """The scores of what is searched, minus infinity for the rest."""
    return scores if searched.all() else np.where(searched, scores, -np.inf)


def _rescaled(scores: Array) -> Array:
    low, high = scores.min(), scores.max()
    return (scores - low) / (high - low) if high > low else np.zeros_like(scores)
