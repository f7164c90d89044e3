"""What a search finds and costs: on our own questions, on a file of questions, and as the corpus grows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import rag
from assistant.errors import InvalidInput
from assistant.service import Assistant
from cli.product import product
from eval import bank
from eval.asking import answered
from eval.summary import metrics

_MEASURED = {  # as the evaluation names it, as the other measures do
    "Success@1": "recall_at_1",
    "Success@5": "recall_at_5",
    "RR@10": "mrr_at_10",
    "citation": "right_source_cited",
    "fact_quoted": "wanted_fact_quoted",
    "fact@2": "wanted_fact_in_two_sentences",
}
_INDEXED = 20  # sheets: enough for a rate, a few seconds to embed


def on_our_bank(assistant: Assistant, embedding: str) -> dict[str, Any]:
    """Ask the questions of the bank that name their documents: what is found and cited, and the time of a search."""
    asked = product(assistant)
    questions = [question for question in bank.load(bank.QUESTIONS) if question.documents]
    cases = [answered(asked, question) for question in questions]
    rates = metrics(cases)
    return {
        "questions": len(questions),
        **{name: round(rates[metric]["rate"], 3) for metric, name in _MEASURED.items() if metric in rates},
        **rag.measure_queries(assistant.retriever(), [question.question for question in questions]),
        "indexed_documents_per_second": rag.measure_indexing(assistant.corpus.documents[:_INDEXED], embedding),
    }


def on_file(file: Path, embedding: str) -> dict[str, Any]:
    """Measure search on a file of documents and questions."""
    try:
        return dict(rag.measure_search(file, embedding))
    except (OSError, ValueError, KeyError, TypeError) as error:
        told = 'Attendu\u00a0: {"docs": [{"id", "text"}], "questions": [{"question", "gold"}]}.'
        raise InvalidInput("--retrieval", "Ce fichier ne peut pas être lu.", told) from error


def as_corpus_grows(assistant: Assistant) -> dict[str, Any]:
    """Measure search on made-up passages, and how many times slower the largest corpus is than the smallest."""
    model = assistant.retriever().model

    def embed(question: str) -> None:
        if model:
            model.forget()
            model.embed_query(question)

    sizes: list[dict[str, Any]] = list(rag.measure_growth(embed=embed if model else None))
    kinds = [name for name in ("search_ms", "query_ms") if name in sizes[0]]
    slower = {name: round(sizes[-1][name]["p95"] / sizes[0][name]["p95"], 2) for name in kinds}
    return {**{str(size["passages"]): size for size in sizes}, "p95_largest_to_smallest": slower}
