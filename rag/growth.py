"""How search grows with the corpus: made-up passages and random vectors, nothing on disk.

Two times are given: that of a search alone, and that of a whole query, which embeds its question first.
"""

import random
import sys
import time
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from rag.embeddings import Fingerprint, SentenceModel
from rag.index import Index
from rag.lexical import LexicalIndex
from rag.measure import percentiles
from rag.passages import Passage
from rag.retrieval import Retriever
from rag.store import Vectors

SIZES = (1_000, 10_000, 100_000)
_DIMENSION = 384
_SENTENCES = 3  # a passage, 18 words each: about what ours have
_WORDS = 18
_QUESTIONS = 50
_SYLLABLES = "mé de cin as sis tan te pa ti en con trat ca bi net sec teur aide ré gi on for ma tion lib é ral".split()


def measure_growth(
    sizes: Sequence[int] = SIZES, embed: Callable[[str], object] | None = None
) -> list[dict[str, float | dict[str, float]]]:
    """For each number of passages: times (ms, p50 and p95), memory of the index (MB) and seconds to build it.

    `embed` is what the real model does of a question: with it, `query_ms` is the time of both. A minute and 3 GB for
    100 000 passages. The random numbers are the same at each run.
    """
    return [_measured(size, embed) for size in sizes]


def _measured(size: int, embed: Callable[[str], object] | None) -> dict[str, float | dict[str, float]]:
    words = _Words()
    started = time.perf_counter()
    passages = [_passage(number, words) for number in range(size)]
    lexical = LexicalIndex.build(passage.worded_text for passage in passages)
    generator = np.random.default_rng(0)
    vectors = Vectors(_random(generator, size), _random(generator, size * _SENTENCES))
    retriever = Retriever(Index("growth", passages, lexical, vectors), _RandomModel())
    seconds = time.perf_counter() - started
    questions = [words.sentence(8) for _ in range(_QUESTIONS)]
    retriever.search(questions[0])  # the first one meets memory that was never read
    scores = lexical.model.scores
    arrays = (*vectors, scores["data"], scores["indices"], scores["indptr"])
    measured: dict[str, float | dict[str, float]] = {
        "passages": size,
        "search_ms": percentiles(retriever.search, questions),
        "index_mb": round((sum(array.nbytes for array in arrays) + sum(map(_bytes, passages))) / 1e6, 1),
        "build_s": round(seconds, 1),
    }
    if embed:
        # In turn, as in use: what the model reads pushes the vectors out of the processor's caches.
        measured["query_ms"] = percentiles(lambda question: (embed(question), retriever.search(question)), questions)
    return measured


class _Words:
    """Words that look French, as unequally frequent as real ones are (Zipf)."""

    def __init__(self) -> None:
        self.random = random.Random(0)  # noqa: S311 - repeatable on purpose
        self.words = ["".join(self.random.choices(_SYLLABLES, k=self.random.randint(1, 4))) for _ in range(20_000)]
        self.weights = np.cumsum(1 / np.arange(1, len(self.words) + 1)).tolist()

    def sentence(self, length: int = _WORDS) -> str:
        """A sentence of so many words."""
        return " ".join(self.random.choices(self.words, cum_weights=self.weights, k=length)).capitalize() + "."


class _RandomModel(SentenceModel):
    """A model that costs nothing: only the search itself is timed."""

    def __init__(self) -> None:
        super().__init__(lambda: None, Fingerprint("random", "0" * 64, "", "", _DIMENSION))
        self.generator = np.random.default_rng(1)

    def embed_query(self, _: str) -> list[float]:
        """A random direction."""
        return _random(self.generator, 1)[0].tolist()  # type: ignore[no-any-return]  # numpy's tolist is untyped


def _random(generator: np.random.Generator, rows: int) -> npt.NDArray[np.float32]:
    vectors = generator.standard_normal((rows, _DIMENSION), np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors


def _bytes(passage: Passage) -> int:
    return sum(map(sys.getsizeof, (passage, vars(passage), passage.text, *passage.sentences)))


def _passage(number: int, words: _Words) -> Passage:
    sentences = tuple(words.sentence() for _ in range(_SENTENCES))
    return Passage(f"doc{number}#0", f"doc{number}", "", "", " ".join(sentences), sentences)
