"""What every request passes through: a size limit, a rate limit, security headers, and the page's own corrections."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable

import limits
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.errors import InvalidInput

MAX_BODY = 512 * 1024  # a full history of 60 long messages fits
_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; worker-src 'self' blob:; object-src 'none'; "
    "base-uri 'self'; form-action 'self'; frame-ancestors 'self' {origins}"
)
# Gradio opens more doors than the page uses (uploads, proxy, code generation): only these stay open.
_GRADIO = re.compile(
    r"(/embed)?/gradio_api/(queue/(join|data)|heartbeat/\w+|startup-events|theme\.css|info|cancel|reset)/?"
)

Respond = Callable[[Scope, Receive, Send], Awaitable[None]]


class Rate:
    """Allows each client address a number of requests over a moving window."""

    def __init__(self, rate: str, storage: str) -> None:
        self._item = limits.parse(rate)
        self._limiter = limits.strategies.MovingWindowRateLimiter(limits.storage.storage_from_string(storage))

    def wait(self, client: str) -> int:
        """Count one request of ``client``; return 0 if it may go on, else the seconds to wait."""
        return 0 if self._limiter.hit(self._item, client) else int(self._item.get_expiry())


class Guard:
    """ASGI middleware around the whole application."""

    def __init__(self, app: ASGIApp, rate: Rate, origins: tuple[str, ...]) -> None:
        self._app = app
        self._rate = rate
        self._policy = _POLICY.format(origins=" ".join(origins)).strip()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse what is too large, too frequent or not ours; pass the rest on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        refusal = self._refuse(scope)
        answer: ASGIApp = refusal or self._app
        await answer(scope, receive if refusal else _limited(receive), self._with_headers(send))

    def _refuse(self, scope: Scope) -> JSONResponse | None:
        path: str = scope["path"]
        if "/gradio_api/" in path and not _GRADIO.fullmatch(path):
            return problem(404, InvalidInput("chemin", "Cette adresse n’existe pas.", "Voyez /api/docs."))
        length = Headers(scope=scope).get("content-length", "0")
        if not length.isdigit() or int(length) > MAX_BODY:
            return too_large()
        if path.startswith("/api/v1/") and scope["method"] != "OPTIONS":
            wait = self._rate.wait(scope["client"][0] if scope.get("client") else "")
            return too_frequent(wait) if wait else None
        return None

    def _with_headers(self, send: Send) -> Send:
        async def wrapped(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["Content-Security-Policy"] = self._policy
                headers["X-Content-Type-Options"] = "nosniff"
                headers["Referrer-Policy"] = "strict-origin-when-cross-origin"
                headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()"
            await send(message)

        return wrapped


class BodyTooLarge(Exception):  # noqa: N818 — raised inside ``receive``, caught by the application's handlers
    """A body sent without its length that goes over the limit."""


def _limited(receive: Receive) -> Receive:
    """Count the bytes received: a chunked body announces no length."""
    total = 0

    async def counted() -> Message:
        nonlocal total
        message = await receive()
        total += len(message.get("body", b""))
        if total > MAX_BODY:
            raise BodyTooLarge
        return message

    return counted


def problem(status: int, error: InvalidInput, **headers: str) -> JSONResponse:
    """Return the API's error: field, message, expected, in French."""
    return JSONResponse(error.as_json(), status, {name.replace("_", "-"): value for name, value in headers.items()})


def too_large() -> JSONResponse:
    """Return the refusal of a body over the limit; the connection is closed rather than read to its end."""
    error = InvalidInput("corps", "Cet envoi est trop gros.", f"Envoyez {MAX_BODY // 1024} Kio au plus.")
    return problem(413, error, Connection="close")


def too_frequent(wait: int) -> JSONResponse:
    """Return the refusal of a client that asks too often."""
    error = InvalidInput("fréquence", "Trop de demandes en peu de temps.", f"Réessayez dans {wait} secondes.")
    return problem(429, error, Retry_After=str(wait))
