"""The door of the staff's room: only in private, only from our own pages, so many bytes, never in a frame.

It stands before the rest of the application: what is compressed, framed or shared with other sites there is not here.
"""

from __future__ import annotations

from collections.abc import Callable

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.guard import BODY_SECONDS, MAX_BODY, bounded, drain, heavy
from ui.hosts import is_local, split
from ui.prefix import inner_path
from ui.problems import headers_too_large

HOME = "/gestion"
MOST = 51 * 1024 * 1024  # bytes of an upload: a file of 50 MB and the fields beside it
SECONDS = 180.0  # for one to arrive
PATIENCE = 4 * MOST, 60.0  # bytes and seconds of a refused one that are thrown away, for its sender to read why
TOO_MUCH, NOT_PRIVATE, NOT_OURS = "am.too_much", "am.not_private", "am.not_ours"  # told to the room in the scope
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {  # besides those of every answer, unless a page says otherwise
    "Content-Security-Policy": POLICY,
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow",
}


class Door:
    """ASGI middleware, outermost: what is under ``/gestion`` goes to the room, the rest goes on."""

    def __init__(self, app: ASGIApp, room: ASGIApp, uploads: frozenset[str], is_in: Callable[[Headers], bool]) -> None:
        """``uploads``: the first words of the paths that take a file, from who ``is_in``."""
        self._app, self._room, self._uploads, self._is_in = app, room, uploads, is_in

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let in, with the limits of the address."""
        path = inner_path(scope) if scope["type"] == "http" else ""
        if path != HOME and not path.startswith(f"{HOME}/"):
            await self._app(scope, receive, send)
            return
        if heavy(scope):
            await headers_too_large()(scope, receive, _dressed(send))
            return
        headers = Headers(scope=scope)
        takes_files = path.removeprefix(HOME).strip("/").partition("/")[0] in self._uploads and self._is_in(headers)
        most, seconds = (MOST, SECONDS) if takes_files else (MAX_BODY, BODY_SECONDS)
        scope = {**scope, NOT_PRIVATE: not is_private(scope), NOT_OURS: not _is_ours(scope["method"], headers)}
        if _announced(headers) > most:
            scope[TOO_MUCH] = True
            await drain(receive, *(PATIENCE if takes_files else ()))
        await self._room(scope, bounded(receive, seconds, most), _dressed(send))


def is_private(scope: Scope) -> bool:
    """Whether nobody on the way can read: HTTPS, up to a declared proxy at least, or this very machine."""
    return scope["scheme"] == "https" or is_local(scope)


def _is_ours(method: str, headers: Headers) -> bool:
    """Whether what changes something was sent from a page of ours, as far as the browser tells."""
    if method in ("GET", "HEAD"):
        return True
    if site := headers.get("sec-fetch-site"):
        return site == "same-origin"
    origin = headers.get("origin")
    return origin is None or split(origin).netloc == headers.get("host")


def _announced(headers: Headers) -> int:
    length = headers.get("content-length", "0")
    return int(length) if length.isdecimal() and len(length) < 16 else MOST + 1


def _dressed(send: Send) -> Send:
    async def wrapped(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers.update({name: value for name, value in _HEADERS.items() if name not in headers})
        await send(message)

    return wrapped
