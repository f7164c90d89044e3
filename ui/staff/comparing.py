"""All documents compared with the rules, in the background: it takes seconds a page."""

from __future__ import annotations

import logging
import threading
from typing import Protocol

from assistant.contradictions import Contradiction

_log = logging.getLogger(__name__)


class Compared(Protocol):
    """The assistant, of which two things are asked."""

    @property
    def edition(self) -> int:
        """A number that changes when the documents do."""

    def contradictions(self) -> list[Contradiction]:
        """Return what the documents of the staff say otherwise than the rules."""


class Comparison:
    """What was found in the documents as they are; compared again when their edition changes. Thread-safe."""

    def __init__(self, assistant: Compared) -> None:
        self._assistant = assistant
        self._lock = threading.Lock()
        self._of: int | None = None
        self._found: list[Contradiction] | None = None

    def found(self) -> list[Contradiction] | None:
        """Return what documents say otherwise than the rules; ``None`` while they are being compared."""
        with self._lock:
            if self._of != (now := self._assistant.edition):
                self._of, self._found = now, None
                threading.Thread(target=self._run, args=(now,), name="compare", daemon=True).start()
            return self._found

    def _run(self, edition: int) -> None:
        found = None
        try:
            found = self._assistant.contradictions()
        except Exception:  # noqa: BLE001 — whatever it is, the log says it, and the next look compares again
            _log.exception("the documents could not be compared with the rules")
        with self._lock:
            if self._of == edition:
                self._of, self._found = (None if found is None else edition), found
