"""Work asked by several threads at the same moment, done at once by one of them."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from threading import Lock
from typing import Generic, TypeVar

Asked = TypeVar("Asked")
Found = TypeVar("Found")


class Together(Generic[Asked, Found]):
    """Calls ``work`` with what is asked while it is at work, ``most`` at a time. Thread-safe.

    Whoever comes first works for those who wait; nobody waits for others to come.
    """

    def __init__(self, work: Callable[[list[Asked]], Sequence[Found]], most: int) -> None:
        """``work`` returns as many values as it is given, in their order; where it fails, all those it was for fail."""
        self._work, self._most = work, most
        self._waiting: deque[tuple[Asked, Future[Found]]] = deque()
        self._turn = Lock()

    def __call__(self, asked: Asked) -> Found:
        """Return what was found for ``asked``, or raise what its work raised."""
        mine: Future[Found] = Future()
        self._waiting.append((asked, mine))
        with self._turn:
            while not mine.done():  # nobody took it along
                self._serve()
        return mine.result()

    def _serve(self) -> None:
        batch = [self._waiting.popleft() for _ in range(min(self._most, len(self._waiting)))]
        try:
            found = self._work([asked for asked, _ in batch])
        except BaseException as error:  # noqa: BLE001 — Rust's panics too; raised again where it was asked for
            for _, future in batch:
                future.set_exception(error)
        else:
            for (_, future), value in zip(batch, found, strict=True):
                future.set_result(value)
