"""Whether search alone finds the right document, by ir-measures, and the wanted fact in the two best sentences."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from assistant.answer import Kind
from corpus import written
from eval.bank import Question
from eval.reading import says

if TYPE_CHECKING:
    from rag import Hit, Retriever

MEASURES = ("Success@1", "Success@5", "RR@10", "nDCG@10")
FACT = "fact@2"  # of questions that an explanation may answer
_DEPTH = 60  # passages read, so that ten distinct documents come out of them
_QUOTED = 5  # passages among which sentences are chosen
Ranked = Callable[[Question], dict[str, float] | None]


def ranked_by(retriever: Retriever) -> Ranked | None:
    """Return the measure of a question's search, or ``None`` without ir-measures, a tool of development.

    Each document found counts once, at its best passage. A document is right when it rests on one of the question's
    ``documents``. A question that names none, and no fact to explain, is not measured.
    """
    try:
        import ir_measures  # noqa: PLC0415 - heavy, and absent from an installation without the development tools
    except ImportError:
        return None
    measures = [ir_measures.parse_measure(name) for name in MEASURES]
    resting = {passage.document: frozenset(passage.sources) for passage in retriever.passages}

    def ranked(question: Question) -> dict[str, float] | None:
        right = [name for name, sources in resting.items() if sources & set(question.documents)]
        explains = Kind.EXPLANATION in question.kind and bool(question.must_say)
        if not (right or explains):
            return None
        asked = written(question.question)  # as the product searches
        hits = retriever.search(asked, _DEPTH, question.as_of)
        scores = {FACT: float(_in_best_sentences(asked, hits[:_QUOTED], question.must_say))} if explains else {}
        if right:
            found = documents([hit.passage.document for hit in hits])
            run = {"q": {name: 1 / rank for rank, name in enumerate(found, 1)}}
            found_at = ir_measures.calc_aggregate(measures, {"q": dict.fromkeys(right, 1)}, run)
            scores |= {str(measure): float(found_at[measure]) for measure in measures}
        return scores

    return ranked


def documents(passages: Sequence[str]) -> list[str]:
    """Return each document once, in the order of its best passage."""
    return list(dict.fromkeys(passages))


def _in_best_sentences(asked: str, hits: Sequence[Hit], wanted: Sequence[str]) -> bool:
    from rag import best_sentences  # noqa: PLC0415 - heavy, and already loaded by whoever searches

    return says(" ".join(quote.text for quote in best_sentences(asked, hits)), wanted)
