"""When a model that failed may be asked again: after a while, and twice as long after each failure that follows."""

from __future__ import annotations

import threading
from collections.abc import Callable
from time import monotonic

FIRST, LONGEST = 60.0, 3600.0  # seconds
MISTAKES = 3  # useless replies in a row that make a failure


class Rest:
    """Tells whether to ask. Thread-safe; ``now`` is a clock in seconds."""

    def __init__(self, now: Callable[[], float] = monotonic):
        self._now, self._lock = now, threading.Lock()
        self._until, self._pause, self._mistakes = 0.0, FIRST, 0

    @property
    def over(self) -> bool:
        """Whether the model may be asked."""
        with self._lock:
            return self._now() >= self._until

    def failed(self) -> float:
        """Begin a rest and return its seconds. Of calls that were under way together, the first alone counts."""
        with self._lock:
            if self._now() >= self._until:
                self._until = self._now() + self._pause
                self._pause, self._mistakes = min(LONGEST, 2 * self._pause), 0
            return self._until - self._now()

    def mistook(self) -> None:
        """Count a reply of which nothing could be used; after a few in a row, begin a rest."""
        with self._lock:
            self._mistakes += 1
            enough = self._mistakes >= MISTAKES
        if enough:
            self.failed()

    def answered(self) -> None:
        """End what failures have begun."""
        with self._lock:
            self._until, self._pause, self._mistakes = 0.0, FIRST, 0
