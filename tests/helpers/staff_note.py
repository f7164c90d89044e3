"""A note of a CPTS that says otherwise than the texts, as the tests of the staff’s room keep it."""

from pathlib import Path
from typing import Literal

from staff import TODAY

from assistant.answer import Answer, Dates, Kind
from assistant.service import Assistant, build
from corpus.local import LocalDocument, save_local
from ui.journal import FILE, Journal

WRONG = "L’aide pour un assistant à temps plein est de 40 000 € la première année."
NOTE = f"{WRONG}\n\n## Accueil\n\nLe café est offert aux adhérents."
DATES = Dates(rules_on=TODAY, sources_checked_on=None, today=TODAY)


def note(**fields: object) -> LocalDocument:
    given = {"id": "local-note", "title": "Note aux cabinets", "sha256": "0" * 64, "origin": "note.md",
             "added_on": TODAY, "text": NOTE}  # fmt: skip
    return LocalDocument.model_validate(given | fields)


def with_note(data: Path) -> Assistant:
    """Return the assistant over ``data``, where the note is put."""
    save_local(data / "documents", note())
    built = build(data, embedding_model="lexical", today=lambda: TODAY)
    built.retriever()
    return built


def asked(
    data: Path,
    question: str,
    kind: Kind,
    *,
    liked: bool | None = None,
    topic: str | None = None,
    verdict: Literal["yes", "no", "unknown"] | None = None,
) -> None:
    journal = Journal(data / FILE, today=lambda: TODAY)
    journal.record(question, Answer(kind=kind, text="…", dates=DATES, topic=topic, verdict=verdict))
    if liked is not None:
        journal.rate(question, liked=liked, comment="il manque la date")
