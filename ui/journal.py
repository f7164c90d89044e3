"""The optional journal of questions: what staff need to see what is asked and badly answered, and nothing else.

Off unless ``AM_JOURNAL=1``. One row for each question: its text without personal data, the day, how it was answered,
what its reader thought of it.
No address, no time, no conversation, no answer, no profile. A question that identifies a patient leaves no row.
"""

from __future__ import annotations

import json
import logging
import re
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from assistant.answer import Answer, Kind, Request
from assistant.reading.privacy import personal_data, without_contacts
from assistant.searching import Standing
from rules.simulation import Simulation
from ui.port import Assistant

_log = logging.getLogger(__name__)

FILE = "journal.sqlite"  # in AM_DATA_DIR
_TABLE = """CREATE TABLE IF NOT EXISTS questions (
    day TEXT NOT NULL, question TEXT NOT NULL, kind TEXT NOT NULL, topic TEXT,
    rules TEXT NOT NULL, sources TEXT NOT NULL, timings_ms TEXT NOT NULL, liked INTEGER, comment TEXT)"""
_LONGEST = 1_000
NOT_ESTABLISHED = "not_established"  # kept as the kind of an answer that says so: a value that staff may complete
# A title and the capitalised words after it: the assistant answers « le Dr Martin », the journal does not keep him.
_NAMED = re.compile(
    r"\b(?:[Dd]r|DR|[Dd]octeur|[Dd]octoresse|[Pp]r|[Pp]rofesseure?|M|MM|[Mm]me|MME|[Mm]lle|[Mm]onsieur|[Mm]adame|"
    r"[Cc]ordialement|[Jj]e m['’]appelle)\b[\s.,:]*[A-ZÀ-Þ][\w'’-]*(?:\s+[A-ZÀ-Þ][\w'’-]*)*"
)
_IDENTIFIER = re.compile(r"\d(?:[ .\-]?\d){8,}")  # nine digits or more: an RPPS, a SIREN; a date has eight


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


class Journal:
    """A SQLite file of `Entry` rows, kept ``days`` days. Whatever happens to the file, answering goes on."""

    def __init__(self, path: Path, days: int = 90, today: Callable[[], date] = date.today) -> None:
        self.path, self.days, self.today = path, days, today

    def record(self, question: str, answer: Answer) -> None:
        """Add a question and how it was answered; a refused one is not kept."""
        text = anonymous(question)
        if text is None or answer.kind == Kind.REFUSAL:
            return
        rules = {figure.rule for figure in answer.figures} | {step.rule for step in answer.trace}
        sources = {citation.source for citation in answer.citations}
        kind = NOT_ESTABLISHED if answer.verdict == "unknown" else answer.kind
        row = (str(self.today()), text, kind, answer.topic, *map(_listed, (rules, sources)))
        row = (*row, json.dumps(answer.timings_ms))
        oldest = self.today() - timedelta(days=self.days)
        self._write("INSERT INTO questions VALUES (?,?,?,?,?,?,?,NULL,NULL)", row)
        self._write("DELETE FROM questions WHERE day < ?", (str(oldest),))

    def rate(self, question: str, *, liked: bool, comment: str = "") -> None:
        """Keep a thumb, and a comment if any, on today's last row of this question; without such a row do nothing.

        The comment loses what a question loses; one that identifies a patient is not kept.
        """
        self._write(
            "UPDATE questions SET liked = ?, comment = coalesce(?, comment) WHERE rowid ="
            " (SELECT max(rowid) FROM questions WHERE question = ? AND day = ?)",
            (liked, anonymous(comment) or None, anonymous(question), str(self.today())),
        )

    def entries(self) -> list[Entry]:
        """Return every row, oldest first; an absent file holds none. Raise ``sqlite3.Error`` on a damaged one."""
        if not self.path.exists():
            return []
        with closing(sqlite3.connect(self.path, timeout=5)) as file:
            return [_entry(row) for row in file.execute("SELECT * FROM questions ORDER BY rowid")]

    def _write(self, change: str, values: tuple[Any, ...]) -> None:
        """Make one change. Deleted rows are overwritten, and only this user may read the file."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self.path.touch(mode=0o600)
            with closing(sqlite3.connect(self.path, timeout=5)) as file, file:
                file.execute("PRAGMA secure_delete = ON")
                file.execute(_TABLE)
                file.execute(change, values)
        except (sqlite3.Error, OSError):
            _log.exception("the journal could not be written")


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


def anonymous(written: str) -> str | None:
    """Return the text without names after a title, contacts and long numbers; ``None`` if it names a patient."""
    if personal_data(written) is not None:
        return None
    text = _IDENTIFIER.sub("…", _NAMED.sub("…", without_contacts(written)))
    return " ".join(text.split())[:_LONGEST]


def _listed(ids: set[str]) -> str:
    return json.dumps(sorted(ids))


def _entry(row: tuple[Any, ...]) -> Entry:
    day, question, kind, topic, rules, sources, timings, liked, comment = row
    lists = (json.loads(rules), json.loads(sources), json.loads(timings))
    return Entry(
        date.fromisoformat(day), question, kind, topic, *lists, None if liked is None else bool(liked), comment
    )
