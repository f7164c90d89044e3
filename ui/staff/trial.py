"""What would be quoted of a document, and where it contradicts the rules, before it is added."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from assistant.answer import Part, PartKind, Request
from assistant.contradictions import Contradiction, once
from assistant.encoder import load_encoder
from assistant.names import periods
from assistant.our_cpts import OurCpts
from assistant.reader import WORDS_ALONE, Reader
from assistant.reading.cpts import names_the_cpts
from assistant.service import Assistant
from corpus.local import LocalDocument, with_local
from french import lower_first
from ui.staff.desk import Desk

QUESTIONS = 3
TRIED = 6  # to keep those that the document answers
BARE = 4  # words of a heading, the mark being one, that is no question by itself
LONGEST = 300  # letters of one
COMPARED = 12_000  # letters of a document that is compared with the rules while somebody waits


@dataclass(frozen=True)
class Said:
    """What is answered to one question: the first sentence, and what is quoted of the document."""

    question: str
    first: str
    quoted: Sequence[Part]


@dataclass(frozen=True)
class Trial:
    """``contradictions`` is ``None`` where the document is too long to be compared at once."""

    said: Sequence[Said]
    whole: bool  # whether all the document was searched
    contradictions: Sequence[Contradiction] | None


def tried(desk: Desk, document: LocalDocument, read: Path, replaces: str, questions: Sequence[str]) -> Trial:
    """Ask ``questions`` as if ``document``, kept in the folder ``read``, were added. The index must be open."""
    from rag.trying import tried as searched  # noqa: PLC0415 (rag is loaded by the first explanation)

    known, today = desk.assistant, desk.assistant.today()
    others = tuple(sheet for sheet in known.corpus.documents if sheet.id not in (replaces, document.id))
    base = known.corpus.model_copy(update={"documents": others})
    with_it = with_local(base, read, periods(known.parameters))
    retriever, whole = searched(known.retriever(), with_it.documents[-1], replaces)
    reader = WORDS_ALONE if desk.settings.embedding_model == "lexical" else Reader(load_encoder)
    cpts = OurCpts(desk.cpts.nom, desk.cpts.contact.coordination, desk.cpts.contact.delegue)
    met: list[Contradiction] = []
    trial = Assistant(
        known.parameters, with_it, lambda: retriever, known.today, reader=reader, cpts=cpts, record=met.extend
    )
    trial.retriever()  # open from now on
    said = [_said(trial, question, document.id, today) for question in questions]
    if len(document.text) > COMPARED:
        return Trial(said, whole, None)
    ours = base.model_copy(update={"documents": tuple(sheet for sheet in others if not sheet.local)})
    alone = Assistant(
        known.parameters, with_local(ours, read, periods(known.parameters)), lambda: retriever, known.today,
        reader=reader, cpts=cpts,
    )  # fmt: skip
    mine = [one for one in met if one.document == document.id]
    return Trial(said, whole, once([*mine, *alone.contradictions()]))


def suggested(document: LocalDocument) -> list[str]:
    """Return the questions that a document may answer, from its headings, those that are questions first.

    A bare one (« Combien ? ») is put to the CPTS: by itself it would ask for the aid of the scheme.
    """
    headings = [line.lstrip("# ").strip() for line in document.text.splitlines() if line.startswith("#")]
    asked = [heading for heading in headings if heading.endswith("?")]
    whole = [heading for heading in asked if names_the_cpts(heading) or len(heading.split()) > BARE]
    bare = [f"À la CPTS, {lower_first(heading)}" for heading in asked if heading not in whole]
    named = [
        f"Que dit la CPTS de «\u00a0{heading}\u00a0»\u202f?"
        for heading in (document.title, *headings)
        if heading and not heading.endswith("?")
    ]
    return [question for question in dict.fromkeys([*whole, *bare, *named]) if len(question) <= LONGEST][:TRIED]


def answering(trial: Trial) -> Trial:
    """Return the trial of the questions that the document is quoted for, three at most."""
    return replace(trial, said=[one for one in trial.said if one.quoted][:QUESTIONS])


def _said(assistant: Assistant, question: str, document: str, today: date) -> Said:
    answer = assistant.ask(Request(question=question, as_of=today))
    first = next((part.text for part in answer.parts if part.kind is PartKind.LEAD and part.text), "")
    quoted = [part for part in answer.parts if part.kind is PartKind.LOCAL and part.document == document]
    return Said(question, first, quoted)
