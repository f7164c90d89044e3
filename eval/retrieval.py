"""Whether search alone finds the right document: ranks of a question's expected sources, by ir-measures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from eval.bank import Question

if TYPE_CHECKING:
    from rag import Retriever

MEASURES = ("Success@1", "Success@5", "RR@10", "nDCG@10")
_DEPTH = 60  # passages read, so that ten distinct documents come out of them
Ranked = Callable[[Question], dict[str, float] | None]


def ranked_by(retriever: Retriever) -> Ranked | None:
    """Return the measure of a question's search, or ``None`` without ir-measures, a tool of development.

    Each document found counts once, at its best passage. A document is right when it rests on one of the question's
    ``documents``; a question that names none is not measured.
    """
    try:
        import ir_measures  # noqa: PLC0415 - heavy, and absent from an installation without the development tools
    except ImportError:
        return None
    measures = [ir_measures.parse_measure(name) for name in MEASURES]
    resting = {passage.document: frozenset(passage.sources) for passage in retriever.passages}

    def ranked(question: Question) -> dict[str, float] | None:
        right = [name for name, sources in resting.items() if sources & set(question.documents)]
        if not right:
            return None
        found = documents([hit.passage.document for hit in retriever.search(question.question, _DEPTH, question.as_of)])
        qrels = {"q": dict.fromkeys(right, 1)}
        run = {"q": {name: 1 / rank for rank, name in enumerate(found, 1)}}
        found_at = ir_measures.calc_aggregate(measures, qrels, run)
        return {str(measure): float(found_at[measure]) for measure in measures}

    return ranked


def documents(passages: Sequence[str]) -> list[str]:
    """Return each document once, in the order of its best passage."""
    return list(dict.fromkeys(passages))
