"""Explanations: the sentences of the corpus that answer, quoted as they stand, with their sources, or none at all."""

from __future__ import annotations

import logging
import re
from collections.abc import Generator, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

import french
import rag
from assistant import shown
from assistant.answer import Citation, Extract, Part, PartKind, ShownStep, Span
from assistant.answering import ENOUGH, NEIGHBOUR, answers
from assistant.reading.meanings import defined_by
from assistant.reading.prepared import prepared
from assistant.rewording import Proof, UnprovedError, reword
from corpus import Corpus, Source, written
from french import HARD
from rag.chunking import split_document
from rag.generation import GenerationError
from rag.hit import Hit, Quote

if TYPE_CHECKING:  # rag brings numpy and the vector store: figure answers start without them
    from rag import Retriever
    from rag.generation import LanguageModel

log = logging.getLogger(__name__)

# A second passage is quoted only if it answers too, and ranks almost as high as the first: at 0.2 it was off the point
# one time in two, and no more wanted facts were shown.
NEAR = 0.1
# Opens on an answer to the heading: « Oui, si vous le remplacez. » means nothing without the question.
_REPLIES = re.compile(r"(?:Oui|Non|Pas|Plus|Plutôt|En partie|Avis|Rien|Pour que|Cela dépend|Ce point|C’est)\b|La \w+\.")
OFFERED = 3  # subjects to choose from, when none answers
LONGEST = 120  # words: a longer passage is quoted by its best sentences


@dataclass(frozen=True, slots=True)
class Explanation:
    """What the corpus says: its text in Markdown, and who says it.

    On a refusal, ``closest`` names the nearest sheet, and ``nearest`` the questions that the nearest paragraphs answer:
    a heading each, three at most, none where the question is about something else. A heading may hold a number.
    """

    text: str
    citations: list[Citation]
    closest: str
    answered: bool
    quotes: tuple[Quote, ...] = ()
    steps: tuple[ShownStep, ...] = ()  # how a language model's wording was proved, or that it was not followed
    nearest: tuple[str, ...] = ()
    extracts: tuple[Extract, ...] = ()  # the passages of our own sheets
    instead: str = ""  # on a refusal, what is said of it
    framed: tuple[Part, ...] = ()  # the passages of documents of the staff, which are never in ``text``

    @property
    def local(self) -> bool:
        """Whether documents of the staff say it."""
        return bool(self.framed)

    @property
    def parts(self) -> tuple[Part, ...]:
        """What is shown of it."""
        return self.framed or (Part(kind=PartKind.QUOTE, text=self.text),)


def explain(
    question: str,
    retriever: Retriever,
    corpus: Corpus,
    today: date,
    regimes: frozenset[str] | None = None,
    enough: float = ENOUGH,
) -> Explanation:
    """Find in our sheets, quote and cite; or say that nothing answers, with the closest subject.

    What a word means is told by the paragraph that defines it.
    ``enough`` is how near the best passage must be: less where the question is known to be about the aid, and less
    still where it is surely the sheets that explain it (see ``answering``).
    """
    if defined := defined_by(prepared(question).text):
        return quoted(*defined, corpus)
    asked = written(question)
    ours = {sheet.id for sheet in corpus.documents if not sheet.local}
    hits = retriever.search(asked, k=5, on=today, regimes=regimes, among=ours)
    ahead = hits[0].score - hits[1].score if len(hits) > 1 else 0.0
    if not hits or not answers(asked, hits[0], retriever, enough, ahead):
        title = hits[0].passage.title if hits else ""
        return Explanation("", [], title, answered=False, nearest=_nearest(asked, hits, retriever))
    close = (hit for hit in hits[1:] if hit.score >= hits[0].score - NEAR and answers(asked, hit, retriever))
    near = [hits[0], *close]
    quotes = [whole(quote) for quote in rag.best_sentences(asked, near)]
    quotes = list({quote.passage.id: quote for quote in quotes}.values())
    return _explained(quotes, corpus)


def quoted(sheet: str, heading: str, corpus: Corpus) -> Explanation:
    """Return the paragraph under a heading of a sheet as if it had been found: no search, no index, no model.

    Raises LookupError when no sheet has that heading.
    """
    document, paragraph = corpus.sheet(sheet), corpus.paragraph(sheet, heading)
    named = paragraph.heading if paragraph else None
    passages = [passage for passage in split_document(document) if passage.heading == named] if document else []
    if not passages:
        raise LookupError(f"{sheet}#{heading}: no sheet has this paragraph")
    quotes = tuple(Quote(passage.text, passage, 1.0) for passage in passages)
    return _explained(quotes, corpus)


def reworded(
    question: str, explanation: Explanation, corpus: Corpus, model: LanguageModel
) -> Generator[tuple[Explanation, bool]]:
    """Yield the explanation in the model's words as they are proved, each time with whether it is whole. Never raises.

    The last one is whole: every sentence proved, or the quotation as it was.
    """
    sources = " · ".join(f"[{number}] {_who(quote, corpus)}" for number, quote in enumerate(explanation.quotes, 1))
    note = f"*Passages reformulés par un modèle de langage{HARD}: {sources}*"
    proofs: list[Proof] = []
    try:
        for proof in reword(question, explanation.quotes, model):
            proofs.append(proof)
            said = replace(explanation, text=f"{_said(proofs)}\n\n{note}", steps=tuple(map(_step, proofs)))
            yield said, False
    except (GenerationError, UnprovedError) as refused:
        log.warning("the language model was not followed: %s", refused)
        why = "n’est pas prouvée" if isinstance(refused, UnprovedError) else "n’est pas venue à temps"
        step = ShownStep(rule="rewording", text=f"La reformulation {why}{HARD}: les passages sont cités tels quels.")
        said = replace(explanation, steps=(step,))
    yield said, True


def _nearest(asked: str, hits: Sequence[Hit], retriever: Retriever) -> tuple[str, ...]:
    """What the best passages are about, best first: those in force, near enough to be what was meant."""
    near = (hit for hit in hits if hit.current and answers(asked, hit, retriever, NEIGHBOUR))
    return tuple(dict.fromkeys(hit.passage.heading or hit.passage.title for hit in near))[:OFFERED]


def _explained(quotes: Sequence[Quote], corpus: Corpus) -> Explanation:
    citations = [citation for quote in quotes for citation in _citations(quote, corpus)]
    text = "\n\n".join(_paragraph(quote, corpus) for quote in quotes)
    extracts = tuple(extract for quote in quotes if (extract := _extract(quote, corpus)))
    return Explanation(text, citations, quotes[0].passage.title, answered=True, quotes=tuple(quotes), extracts=extracts)


def _extract(quote: Quote, corpus: Corpus) -> Extract | None:
    """The passage as ours, with what carries each of its sentences."""
    sheet = corpus.sheet(quote.passage.document)
    if sheet is None:
        return None
    said = _letters(quote.text)
    spans = [
        Span(text=span.text, sources=[source for source in span.sources if source in corpus.sources])
        for span in sheet.carried
        if _letters(span.text) in said
    ]
    carriers = sheet.sources_of(quote.text)
    return Extract(document=sheet.id, title=sheet.title, text=quote.text, sources=[*carriers], spans=spans)


def _letters(text: str) -> str:
    """The letters and digits alone: a passage may have lost the sheet's bold type and its line breaks."""
    return re.sub(r"[\W_]+", "", text)


def _said(proofs: Iterable[Proof]) -> str:
    return " ".join(proof.sentence for proof in proofs)


def _step(proof: Proof) -> ShownStep:
    figures = f"{HARD}; chiffres repris{HARD}: {', '.join(proof.figures)}" if proof.figures else ""
    return ShownStep(
        rule="rewording", text=f"«{HARD}{proof.sentence}{HARD}» vient du passage {proof.passage}{figures}."
    )


def whole(quote: Quote) -> Quote:
    """The whole passage of a sentence: a short paragraph stands alone, and says the condition with the fact."""
    return replace(quote, text=quote.passage.text) if len(quote.passage.text.split()) <= LONGEST else quote


def _paragraph(quote: Quote, corpus: Corpus) -> str:
    """The words of the corpus, after the question they answer where they mean nothing alone, then who says so."""
    heading = quote.passage.heading
    bare = heading.endswith("?") and quote.text.startswith(quote.passage.sentences[0]) and _REPLIES.match(quote.text)
    return f"{f'**{heading}** ' if bare else ''}{quote.text}\n\n*Source{HARD}: {_who(quote, corpus)}*"


def _who(quote: Quote, corpus: Corpus) -> str:
    names = dict.fromkeys(_name(source) for source in _sources(quote, corpus)[:2])
    return " · ".join(names) or _itself(quote)


def _itself(quote: Quote) -> str:
    """What nobody else carries: our own words of advice."""
    return f"notre fiche «{HARD}{quote.passage.title}{HARD}»"


def _sources(quote: Quote, corpus: Corpus) -> list[Source]:
    """The sources that carry the quoted words, in the order the words rest on them."""
    sheet = corpus.sheet(quote.passage.document)
    carrying = sheet.sources_of(quote.text) if sheet else quote.passage.sources
    return [corpus.sources[source] for source in carrying if source in corpus.sources]


def _name(source: Source) -> str:
    """Who says it and when."""
    published = f", {french.partial_day(source.published)}" if source.published else ""
    return f"{source.publisher}{published}"


def _citations(quote: Quote, corpus: Corpus) -> list[Citation]:
    passage = quote.passage
    quoted = {"quote": quote.text, "document": passage.document, "score": round(quote.score, 4)}
    known = _sources(quote, corpus)
    if not known:  # our own words, or a document added by the staff, are their own source
        return [
            Citation(source=passage.document, title=passage.title, publisher="", published=None, url=None,
                     standing="unconfirmed", local=passage.local, **quoted)
        ]  # fmt: skip
    return [shown.citation(source, local=passage.local, **quoted) for source in known]
