"""Whether search alone finds the right document, and the wanted fact in the two best sentences."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence, Set
from math import inf, log2
from typing import TYPE_CHECKING

from assistant.answer import Kind
from corpus import written
from eval.bank import Question
from eval.reading import says

if TYPE_CHECKING:
    from rag import Hit, Retriever

FACT = "fact@2"  # of questions that an explanation may answer
_DEPTH = 60  # passages read, so that ten distinct documents come out of them
_QUOTED = 5  # passages among which sentences are chosen
Ranked = Callable[[Question], dict[str, float] | None]


def ranked_by(retriever: Retriever) -> Ranked:
    """Return the measure of a question's search.

    Each document found counts once, at its best passage. A document is right when it rests on one of the question's
    ``documents``. A question that names none, and no fact to explain, is not measured.
    """
    resting: dict[str, set[str]] = defaultdict(set)
    for passage in retriever.passages:
        resting[passage.document].update(passage.sources)

    def ranked(question: Question) -> dict[str, float] | None:
        right = {name for name, sources in resting.items() if sources & set(question.documents)}
        explains = Kind.EXPLANATION in question.kind and bool(question.must_say)
        if not (right or explains):
            return None
        asked = written(question.question)  # as the product searches
        hits = retriever.search(asked, _DEPTH, question.as_of)
        scores = {FACT: float(_in_best_sentences(asked, hits[:_QUOTED], question.must_say))} if explains else {}
        if right:
            scores |= found_at(documents([hit.passage.document for hit in hits]), right)
        return scores

    return ranked


def found_at(found: Sequence[str], right: Set[str]) -> dict[str, float]:
    """Return how soon ``found`` meets the ``right`` documents, all of one worth, by the names that TREC gives these."""
    ranks = [rank for rank, name in enumerate(found, 1) if name in right]
    first = min(ranks, default=inf)
    return {
        "Success@1": float(first <= 1),
        "Success@5": float(first <= 5),
        "RR@10": 1 / first if first <= 10 else 0.0,
        "nDCG@10": _gain(ranks) / _gain(range(1, len(right) + 1)),
    }


def _gain(ranks: Iterable[int]) -> float:
    return sum(1 / log2(1 + rank) for rank in ranks if rank <= 10)


def documents(passages: Sequence[str]) -> list[str]:
    """Return each document once, in the order of its best passage."""
    return list(dict.fromkeys(passages))


def _in_best_sentences(asked: str, hits: Sequence[Hit], wanted: Sequence[str]) -> bool:
    from rag import best_sentences  # noqa: PLC0415 - heavy, and already loaded by whoever searches

    return says(" ".join(quote.text for quote in best_sentences(asked, hits)), wanted)
