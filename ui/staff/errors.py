"""The last warnings and errors of this server, for staff who have no log to read."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

KEPT = 20


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the log: its first line alone, and the sort of error that came with it."""

    at: datetime
    level: str
    where: str
    what: str


class Recent(logging.Handler):
    """Keeps the last lines of the log in memory. The log names no question and nobody who asks."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self._events: deque[Event] = deque(maxlen=KEPT)

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a line, without its traceback."""
        kind = f" ({record.exc_info[0].__name__})" if record.exc_info and record.exc_info[0] else ""
        what = record.getMessage().partition("\n")[0][:300] + kind
        self._events.append(Event(datetime.fromtimestamp(record.created, UTC), record.levelname, record.name, what))

    def last(self) -> Sequence[Event]:
        """Return them, latest first."""
        return list(reversed(self._events))


RECENT = Recent()


def listen() -> None:
    """Keep the log of this process from now on; once, however often it is asked."""
    logging.getLogger().addHandler(RECENT)
