"""What every request passes through: limits of size, time and frequency."""

from __future__ import annotations

import asyncio
import re
from contextlib import suppress

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.prefix import inner_path
from ui.problems import headers_too_large, too_frequent, too_large, too_slow
from ui.rate import Rate

MAX_BODY = 128 * 1024  # sixty messages of a conversation fit; a real one is under 30 kB with its answers
MAX_HEADERS = 32 * 1024
BODY_SECONDS = 15.0
_LENGTH = re.compile(r"[0-9]{1,9}")
DRAINED, DRAIN_SECONDS = 4 * 1024 * 1024, 2.0


class Guard:
    """ASGI middleware around the whole application."""

    def __init__(self, app: ASGIApp, rate: Rate, body_seconds: float = BODY_SECONDS) -> None:
        self._app = app
        self._rate = rate
        self._body_seconds = body_seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse what is too large, too slow, too frequent or not ours; pass the rest on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        refusal = _refuse(scope) or await self._too_frequent(scope)
        if not refusal:
            receive = bounded(receive, self._body_seconds)
        elif refusal.status_code == 413:
            await drain(receive)
        answer: ASGIApp = refusal or self._app
        await answer(scope, receive, send)

    async def _too_frequent(self, scope: Scope) -> JSONResponse | None:
        path = inner_path(scope)
        if not path.startswith("/api/v1/") or scope["method"] == "OPTIONS":
            return None
        client = scope["client"][0] if scope.get("client") else ""
        wait = await self._rate.wait_aside(client, path.removeprefix("/api/v1/"))
        return too_frequent(wait) if wait else None


class RefusedBody(Exception):  # noqa: N818 — raised inside ``receive``, turned into its answer by whoever reads
    """A body that goes over a limit while it is read; ``response`` says which."""

    def __init__(self, response: JSONResponse) -> None:
        super().__init__(response.status_code)
        self.response = response


def _refuse(scope: Scope) -> JSONResponse | None:
    """Refuse what the first lines of a request are enough to refuse."""
    if heavy(scope):
        return headers_too_large()
    length = Headers(scope=scope).get("content-length", "0")
    return None if _LENGTH.fullmatch(length) and int(length) <= MAX_BODY else too_large(MAX_BODY)


def heavy(scope: Scope) -> bool:
    """Whether the headers of a request are larger than is taken."""
    return sum(len(name) + len(value) for name, value in scope["headers"]) > MAX_HEADERS


async def drain(receive: Receive, most: int = DRAINED, seconds: float = DRAIN_SECONDS) -> None:
    """Throw away a body of a few megabytes at most: a client that is still sending would not read its refusal."""
    total, more = 0, True
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            while more and total < most:
                message = await receive()
                total, more = total + len(message.get("body", b"")), message.get("more_body", False)


def bounded(receive: Receive, allowed: float, most: int = MAX_BODY) -> Receive:
    """Count the bytes and the seconds of a body: a chunked one announces no length, a slow one has no end."""
    total, whole, deadline = 0, False, asyncio.get_running_loop().time() + allowed

    async def counted() -> Message:
        nonlocal total, whole
        if whole:  # what comes now is the client's departure: nothing hurries it
            return await receive()
        try:
            async with asyncio.timeout_at(deadline):
                message = await receive()
        except TimeoutError:
            raise RefusedBody(too_slow()) from None
        total += len(message.get("body", b""))
        whole = not message.get("more_body", False)
        if total > most:
            raise RefusedBody(too_large(most))
        return message

    return counted
