"""Things to do in order, out of the way of whoever waits for an answer; tried again where what they need is away."""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable

_log = logging.getLogger(__name__)

MOST = 1_000  # waiting
PAUSE = 2.0  # seconds between two tries


class Aside:
    """One thread, which does what it is given. ``done`` returns whether to go on to the next one."""

    def __init__(self, name: str, most: int = MOST) -> None:
        self._name, self._waiting = name, queue.Queue[Callable[[], bool]](most)
        self._closed = threading.Event()
        threading.Thread(target=self._run, name=name, daemon=True).start()

    def give(self, done: Callable[[], bool]) -> None:
        """Take one more; when too many wait, it is lost, and the log says so."""
        try:
            self._waiting.put_nowait(done)
        except queue.Full:
            _log.warning("%s: %d are waiting to be kept, this one is lost", self._name, self._waiting.maxsize)

    def settle(self, seconds: float) -> None:
        """Wait until nothing waits any more, ``seconds`` at most."""
        deadline = time.monotonic() + seconds
        while self._waiting.unfinished_tasks and time.monotonic() < deadline:
            time.sleep(0.02)

    def close(self, seconds: float) -> None:
        """Do what is left, ``seconds`` at most; the rest never is."""
        self.settle(seconds)
        self._closed.set()

    def _run(self) -> None:
        while not self._closed.is_set():
            done = self._waiting.get()
            while not done() and not self._closed.wait(PAUSE):
                pass
            self._waiting.task_done()
