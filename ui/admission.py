"""The requests being answered: so many at a time, so many waiting, and none for a client that has gone."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncGenerator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, TypeVar

from starlette.types import Receive

IN_FLIGHT = 64  # requests taken: answered, or waiting for a thread
T = TypeVar("T")


class TooBusyError(Exception):
    """As many requests are in flight as the server takes."""


class ClientGoneError(Exception):
    """The client left before its answer was ready."""


class Admission:
    """Runs the work of requests in threads, ``running`` at a time, and takes ``in_flight`` of them at most."""

    def __init__(self, running: int, in_flight: int = IN_FLIGHT) -> None:
        self._threads = ThreadPoolExecutor(running, "answer")
        self._capacity = in_flight
        self._inside = 0

    def check(self) -> None:
        """Raise ``TooBusyError`` when no more request is taken."""
        if self._inside >= self._capacity:
            raise TooBusyError

    async def run(self, receive: Receive, work: Callable[[threading.Event], T]) -> T:
        """Return what ``work`` returns; its argument is set when the client has gone, so that it can stop early.

        ``receive`` must have given the whole body already. Raise ``TooBusyError`` or ``ClientGoneError``.
        """
        gone = threading.Event()
        with self._place():
            answering: asyncio.Future[Any] = asyncio.get_running_loop().run_in_executor(self._threads, work, gone)
            leaving: asyncio.Future[Any] = asyncio.ensure_future(_departure(receive))
            try:
                await asyncio.wait([answering, leaving], return_when=asyncio.FIRST_COMPLETED)
                if answering.done():
                    answer: T = answering.result()
                    return answer
                raise ClientGoneError
            finally:
                gone.set()
                answering.cancel()  # work that has begun keeps its thread until it ends; the rest never begins
                leaving.cancel()

    async def iterate(self, values: Iterator[T]) -> AsyncGenerator[T]:
        """Yield ``values``, each made in a thread. A client that leaves cancels the rest."""
        end = object()
        with self._place():
            while True:
                value = await asyncio.get_running_loop().run_in_executor(self._threads, next, values, end)
                if value is end:
                    return
                yield value  # type: ignore[misc]  # the sentinel has just been told apart

    @contextmanager
    def _place(self) -> Iterator[None]:
        self.check()
        self._inside += 1
        try:
            yield
        finally:
            self._inside -= 1


async def _departure(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
