"""Explanations: the sentences of the corpus that answer, quoted as they stand, with their sources, or none at all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from assistant import format as french
from assistant import shown
from assistant.answer import Citation
from corpus import Corpus

if TYPE_CHECKING:  # rag brings numpy and the vector store: figure answers start without them
    from rag import Hit, Quote, Retriever

# Below either, the best passage speaks of something else.
LEAST_COSINE = 0.84
LEAST_COVERAGE = 0.34


@dataclass(frozen=True, slots=True)
class Explanation:
    """What the corpus says: its text in Markdown, and who says it. ``closest`` names the nearest sheet on a refusal."""

    text: str
    citations: list[Citation]
    closest: str
    answered: bool


def explain(
    question: str, retriever: Retriever, corpus: Corpus, today: date, regimes: frozenset[str] | None = None
) -> Explanation:
    """Find, quote and cite; or say that nothing answers, with the closest subject."""
    from rag import best_sentences  # noqa: PLC0415 (loaded on the first explanation only)

    hits = retriever.search(question, k=5, on=today, regimes=regimes)
    if not hits or not _answers(hits[0]):
        return Explanation("", [], hits[0].passage.title if hits else "", answered=False)
    quotes = best_sentences(question, hits)
    citations = [citation for quote in quotes for citation in _citations(quote, corpus)]
    return Explanation(
        "\n\n".join(_paragraph(quote, corpus) for quote in quotes), citations, hits[0].passage.title, True
    )


def _answers(hit: Hit) -> bool:
    close = hit.dense_cosine is None or hit.dense_cosine >= LEAST_COSINE
    return close and hit.lexical_coverage >= LEAST_COVERAGE


def _paragraph(quote: Quote, corpus: Corpus) -> str:
    """The sentence, then the sheet it stands in and who it rests on."""
    known = [corpus.sources[source] for source in quote.passage.sources if source in corpus.sources]
    names = [
        f"{source.publisher}, {french.partial_day(source.published)}" if source.published else source.publisher
        for source in known[:2]
    ]
    return f"{quote.text}\n*{' · '.join([quote.passage.title, *names])}*"


def _citations(quote: Quote, corpus: Corpus) -> list[Citation]:
    passage = quote.passage
    quoted = {"quote": quote.text, "document": passage.document, "score": round(quote.score, 4)}
    known = [corpus.sources[source] for source in passage.sources if source in corpus.sources]
    if not known:  # a document added by the staff is its own source
        return [
            Citation(source=passage.document, title=passage.title, publisher="", published=None, url=None,
                     standing="unconfirmed", local=True, **quoted)
        ]  # fmt: skip
    return [shown.citation(source, local=passage.local, **quoted) for source in known]
