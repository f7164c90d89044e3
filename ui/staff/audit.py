"""What was changed from the staff's room: a line each, with when, which session and what.

Nothing that was typed, but the name of who signs a value.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

FILE = "audit.jsonl"


@dataclass(frozen=True, slots=True)
class Line:
    """One change. ``who`` is a session; ``about`` an id, or nothing."""

    at: str  # ISO, UTC, to the second
    who: str
    what: str  # French
    about: str = ""


class Audit:
    """A file of lines, only ever added to. Several servers may share it: a line is written in one go."""

    def __init__(self, folder: Path, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._file, self._now = folder / FILE, now

    def add(self, who: str, what: str, about: str = "") -> None:
        """Write a line before the change is said to be done. Raises OSError where it cannot be."""
        line = Line(self._now().isoformat(timespec="seconds"), who, what, about)
        written = json.dumps(asdict(line), ensure_ascii=False) + "\n"
        handle = os.open(self._file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            os.write(handle, written.encode())
        finally:
            os.close(handle)

    def last(self, count: int) -> list[Line]:
        """Return the last lines, latest first; one that cannot be read is left aside."""
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
