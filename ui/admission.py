"""The requests being answered: so many at a time, so many waiting, and none for a client that has gone."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from contextvars import copy_context
from typing import Any, TypeVar

from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

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

    async def run(self, receive: Receive, work: Callable[[threading.Event], T]) -> T:
        """Return what ``work`` returns; its argument is set when the client has gone, so that it can stop early.

        ``receive`` must have given the whole body already. Raise ``TooBusyError`` or ``ClientGoneError``.
        """
        gone = threading.Event()
        with self.place():
            answering: asyncio.Future[Any] = self._aside(work, gone)
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

    async def iterate(self, values: Iterator[tuple[T, bool]]) -> AsyncGenerator[tuple[T, bool]]:
        """Yield ``values``, each made in a thread, up to the one that is whole; a client that leaves stops them.

        Their end is not asked for: behind the others that wait for a thread, it would take as long as an answer.
        """
        whole = False
        while not whole:
            value, whole = await self._aside(_following, values)
            yield value, whole

    def _aside(self, work: Callable[[Any], T], given: object) -> asyncio.Future[T]:
        """Work in a thread, in the context of the request: what is logged there knows that a visitor is answered."""
        return asyncio.get_running_loop().run_in_executor(self._threads, copy_context().run, work, given)

    @contextmanager
    def place(self) -> Iterator[None]:
        """Hold one of the places. Raise ``TooBusyError`` when none is free."""
        if self._inside >= self._capacity:
            raise TooBusyError
        self._inside += 1
        try:
            yield
        finally:
            self._inside -= 1


class Admitted(StreamingResponse):
    """What is sent as it comes, from a place held before the first byte: a refusal still has its status."""

    def __init__(self, admission: Admission, content: AsyncIterator[str], media_type: str) -> None:
        super().__init__(content, media_type=media_type)
        self._admission = admission

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or raise ``TooBusyError`` before anything is sent."""
        with ExitStack() as held:
            held.enter_context(self._admission.place())
            self.body_iterator = _then(self.body_iterator, held.close)
            await super().__call__(scope, receive, send)


async def _then(content: AsyncIterable[T], done: Callable[[], None]) -> AsyncIterator[T]:
    """Yield ``content``, then call ``done``: before the client knows that it has all, and asks again."""
    async for each in content:
        yield each
    done()


def _following(values: Iterator[T]) -> T:
    for value in values:
        return value
    raise RuntimeError("the last of the values is whole")  # a future would keep a StopIteration to itself


async def _departure(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
