"""What was changed from the staff's room: a line each, with when, which session and what.

Nothing that was typed, but the name of who signs a value.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

_log = logging.getLogger(__name__)

FILE = "audit.jsonl"


@dataclass(frozen=True, slots=True)
class Line:
    """One change. ``who`` is a session; ``about`` an id, or nothing."""

    at: str  # ISO, UTC, to the second
    who: str
    what: str  # French
    about: str = ""


_COLUMNS = "at TEXT NOT NULL, who TEXT NOT NULL, what TEXT NOT NULL, about TEXT NOT NULL"
_INSERT = "INSERT INTO changes (at, who, what, about) VALUES (:at, :who, :what, :about)"
_LAST = "SELECT at, who, what, about FROM changes ORDER BY rowid DESC LIMIT :count"


class Audit:
    """Lines that are only ever added, in a file or in the PostgreSQL that servers share: each is written in one go.

    While PostgreSQL is away, the file takes them.
    """

    def __init__(
        self, folder: Path, now: Callable[[], datetime] = lambda: datetime.now(UTC), shared: str | None = None
    ) -> None:
        """``shared``: the address of a PostgreSQL."""
        self._file, self._now, self._rows = folder / FILE, now, None
        if shared:
            from ui.database import Database  # noqa: PLC0415 — it brings SQLAlchemy

            self._rows = Database(shared, "changes", _COLUMNS)

    def add(self, who: str, what: str, about: str = "") -> None:
        """Write a line before the change is said to be done. Raises OSError where it cannot be."""
        line = asdict(Line(self._now().isoformat(timespec="seconds"), who, what, about))
        if self._rows:
            try:
                self._rows.write((_INSERT, line))
            except OSError as error:
                _log.warning("a change could not be kept in AM_JOURNAL_URL, %s has it: %s", self._file, error)
            else:
                return
        written = json.dumps(line, ensure_ascii=False) + "\n"
        handle = os.open(self._file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            os.write(handle, written.encode())
        finally:
            os.close(handle)

    def last(self, count: int) -> list[Line]:
        """Return the last lines, latest first; one that cannot be read is left aside."""
        if self._rows:
            with suppress(OSError):
                return [Line(*row) for row in self._rows.read(_LAST, count=count)]
        try:
            with self._file.open("rb") as file:
                file.seek(max(0, file.seek(0, os.SEEK_END) - 400 * count))
                written = file.read().decode("utf-8", "replace").splitlines()
        except OSError:
            return []
        found = []
        for line in reversed(written[-count:]):
            try:
                found.append(Line(**json.loads(line)))
            except (ValueError, TypeError):
                continue
        return found
