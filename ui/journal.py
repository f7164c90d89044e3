"""The optional journal of questions: what staff need to see what is asked and badly answered, and nothing else.

Off unless ``AM_JOURNAL=1``. One row for each question: its text without personal data, the day, how it was answered,
what its reader thought of it.
No address, no time, no conversation, no answer, no profile. A question that identifies a patient leaves no row.

Kept in a SQLite file, or in the PostgreSQL that several servers share.
"""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.answer import Answer, Kind, Request
from assistant.nameless import nameless
from assistant.reading.privacy import personal_data
from assistant.searching import Standing
from rules.simulation import Simulation
from ui.aside import Aside
from ui.port import Assistant
from ui.settings import Settings

if TYPE_CHECKING:  # it brings SQLAlchemy
    from ui.database import Change

_log = logging.getLogger(__name__)

FILE = "journal.sqlite"  # in AM_DATA_DIR
_COLUMNS = """day TEXT NOT NULL, question TEXT NOT NULL, kind TEXT NOT NULL, topic TEXT,
    rules TEXT NOT NULL, sources TEXT NOT NULL, timings_ms TEXT NOT NULL, liked INTEGER, comment TEXT"""
_INSERT = """INSERT INTO questions (day, question, kind, topic, rules, sources, timings_ms)
    VALUES (:day, :question, :kind, :topic, :rules, :sources, :timings_ms)"""
_DELETE = "DELETE FROM questions WHERE day < :oldest"
_RATE = """UPDATE questions SET liked = :liked, comment = coalesce(:comment, comment) WHERE rowid =
    (SELECT max(rowid) FROM questions WHERE question = :question AND day = :day)"""
_READ = """SELECT day, question, kind, topic, rules, sources, timings_ms, liked, comment
    FROM questions ORDER BY rowid DESC LIMIT :most"""
_LONGEST = 1_000
MOST = 50_000  # rows read: those of a whole country would fill the memory
_BEGIN_AGAIN, _LOOK = "Supprimez ce fichier, il sera recommencé.", "Démarrez-le, ou corrigez AM_JOURNAL_URL."
NOT_ESTABLISHED = "not_established"  # kept as the kind of an answer that says so: a value that staff may complete


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the journal."""

    day: date
    question: str
    kind: str
    topic: str | None
    rules: list[str]
    sources: list[str]
    timings_ms: dict[str, float]
    liked: bool | None
    comment: str | None

    @property
    def unanswered(self) -> bool:
        """Whether the question got neither a figure nor an explanation."""
        return self.kind in (Kind.OUT_OF_SCOPE, Kind.CLARIFICATION)

    @property
    def not_established(self) -> bool:
        """Whether the answer was that no source says it."""
        return self.kind == NOT_ESTABLISHED


class JournalError(Exception):
    """The journal cannot be read: ``why`` and what to do (``mend``), in French."""

    def __init__(self, why: str, mend: str) -> None:
        super().__init__(f"{why} {mend}")
        self.why, self.mend = why, mend


class Journal:
    """Rows of `Entry`, kept ``days`` days. Whatever happens to what keeps them, answering goes on."""

    def __init__(self, place: Path | str, days: int = 90, today: Callable[[], date] = date.today) -> None:
        """Keep in a file, or in the PostgreSQL at an address: there, in the background, as soon as it can be."""
        from ui.database import Database  # noqa: PLC0415 — SQLAlchemy, where there is a journal

        self.days, self.today = days, today
        self._rows = Database(place, "questions", _COLUMNS, sought="day")
        self.path = self._rows.file
        self._aside, self._away = None if self.path else Aside("journal"), False

    def record(self, question: str, answer: Answer) -> None:
        """Add a question and how it was answered; a refused one is not kept."""
        text = anonymous(question)
        if text is None or answer.kind == Kind.REFUSAL:
            return
        rules = {figure.rule for figure in answer.figures} | {step.rule for step in answer.trace}
        sources = {citation.source for citation in answer.citations}
        kind = NOT_ESTABLISHED if answer.verdict == "unknown" else answer.kind
        row = {
            "day": str(self.today()), "question": text, "kind": str(kind), "topic": answer.topic,
            "rules": _listed(rules), "sources": _listed(sources), "timings_ms": json.dumps(answer.timings_ms),
        }  # fmt: skip
        self._write((_INSERT, row), self._past())

    def sweep(self) -> None:
        """Forget the rows past their days; an absent file is left absent."""
        if self.path is None or self.path.exists():
            self._write(self._past())

    def _past(self) -> Change:
        return _DELETE, {"oldest": str(self.today() - timedelta(days=self.days))}

    def rate(self, question: str, *, liked: bool, comment: str = "") -> None:
        """Keep a thumb, and a comment if any, on today's last row of this question; without such a row do nothing.

        The comment loses what a question loses; one that identifies a patient is not kept.
        """
        said = {"liked": int(liked), "comment": anonymous(comment) or None}
        self._write((_RATE, {**said, "question": anonymous(question), "day": str(self.today())}))

    def entries(self) -> list[Entry]:
        """Return the last rows, oldest first: all, unless there are more than ``MOST``. Raises JournalError."""
        from ui.database import DatabaseError  # noqa: PLC0415 — loaded already

        try:
            return [_entry(row) for row in reversed(self._rows.read(_READ, most=MOST))]
        except DatabaseError:
            where, mend = (self.path, _BEGIN_AGAIN) if self.path else ("PostgreSQL ne répond pas", _LOOK)
            raise JournalError(f"Le journal est illisible\u00a0: {where}.", mend) from None

    def settle(self, seconds: float) -> None:
        """Wait for what is still to be kept, ``seconds`` at most."""
        if self._aside:
            self._aside.settle(seconds)

    def close(self, seconds: float) -> None:
        """Keep what is still to be kept, ``seconds`` at most: the server stops."""
        if self._aside:
            self._aside.close(seconds)
        self._rows.close()

    def _write(self, *changes: Change) -> None:
        if self._aside:
            self._aside.give(lambda: self._written(changes))
        else:
            self._written(changes)

    def _written(self, changes: Sequence[Change]) -> bool:
        """Make changes; return whether there is nothing to do any more: they are made, or never will be."""
        from ui.database import DatabaseError  # noqa: PLC0415 — loaded already

        try:
            self._rows.write(*changes)
        except DatabaseError as error:
            if not self._away:
                _log.error("the journal could not be written: %s", error)
            self._away = error.away
        else:
            self._away = False
        return not self._away


def journal_of(settings: Settings) -> Journal:
    """Return the journal of an installation, whether it is kept now or was."""
    url = settings.journal_url
    place = url.get_secret_value() if url else settings.data_dir / FILE
    return Journal(place, settings.journal_days)


def was_kept(settings: Settings) -> bool:
    """Whether a journal that is no longer kept has left its file: its rows are still to be forgotten."""
    return (settings.data_dir / FILE).exists()


class JournaledAssistant:
    """An assistant that records each question it answers; it is used wherever the other one is."""

    def __init__(self, assistant: Assistant, journal: Journal) -> None:
        self.assistant, self.journal = assistant, journal

    @property
    def standing(self) -> Standing:
        """How explanations stand."""
        return self.assistant.standing

    def ask(self, request: Request) -> Answer:
        """Answer one question, then record it."""
        answer = self.assistant.ask(request)
        self.journal.record(request.question, answer)
        return answer

    def stream(self, request: Request) -> Iterator[tuple[Answer, bool]]:
        """Yield the answer as it grows, then record it."""
        for answer, whole in self.assistant.stream(request):
            if whole:
                self.journal.record(request.question, answer)
            yield answer, whole

    def simulate(self, profile: dict[str, Any], today: date | None = None) -> Simulation:
        """Return the five years of a profile: nothing is recorded."""
        return self.assistant.simulate(profile, today)

    def simulate_between(self, profile: dict[str, Any], first: date, last: date) -> Simulation | None:
        """Return what holds whichever day was that of the signature: nothing is recorded."""
        return self.assistant.simulate_between(profile, first, last)

    def sources(self) -> dict[str, Any]:
        """Return the register of sources."""
        return self.assistant.sources()

    def warm_up(self) -> None:
        """Load retrieval."""
        self.assistant.warm_up()

    @property
    def edition(self) -> int:
        """A number that changes when the documents do."""
        return self.assistant.edition

    def follow(self, stop: threading.Event) -> None:
        """Keep up with the documents and the index on disk until ``stop``."""
        self.assistant.follow(stop)


def anonymous(written: str, *, reread: bool = False) -> str | None:
    """Return the text without what tells a person; ``None`` if it names a patient. ``reread``: see ``nameless``."""
    if personal_data(written) is not None:
        return None
    return nameless(written, reread=reread).replace("\0", "")[:_LONGEST]  # PostgreSQL takes no such letter


def _listed(ids: set[str]) -> str:
    return json.dumps(sorted(ids))


def _entry(row: Sequence[Any]) -> Entry:
    day, question, kind, topic, rules, sources, timings, liked, comment = row
    lists = (json.loads(rules), json.loads(sources), json.loads(timings))
    return Entry(
        date.fromisoformat(day), question, kind, topic, *lists, None if liked is None else bool(liked), comment
    )
