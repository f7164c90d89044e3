"""The security headers of every answer: pages may run our own files and nothing else, data may run nothing at all."""

from __future__ import annotations

import base64
import hashlib

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.prefix import inner_path
from ui.theme import EARLY

_EARLY = base64.b64encode(hashlib.sha256(EARLY.encode()).digest()).decode()
_PAGE = (
    f"default-src 'none'; script-src 'self' 'sha256-{_EARLY}'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'self' {origins}"
)
_ALL = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
DATA = {
    **_ALL,
    "Content-Security-Policy": "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
}  # of what is no page
_OPENED = "/signaler"  # by the panel of another site, which it asks for the answer concerned
_ELSEWHERE = ("/embed/", "/am/", "/cpts/")  # what other sites show or load, and the staff's preview, which is isolated
_FRESH = ("/api/", "/health/", "/metrics")
_HSTS = "max-age=31536000"


class Dressed:
    """ASGI middleware, outside what answers unexpected errors. A header that an answer has already is left as it is."""

    def __init__(self, app: ASGIApp, origins: tuple[str, ...]) -> None:
        """``origins``: the sites that may show our pages in a frame."""
        self._app = app
        self._page = {**_ALL, "Content-Security-Policy": _PAGE.format(origins=" ".join(origins)).strip()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, with them."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        path = inner_path(scope)  # what is mounted under a path of ours changes the scope
        ours = scope["scheme"] == "https" and not scope.get("root_path")  # else the name is another site's

        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._of(path, message["status"], headers.get("content-type", "")).items():
                    headers.setdefault(name, value)
                if ours:
                    headers.setdefault("Strict-Transport-Security", _HSTS)
            await send(message)

        await self._app(scope, receive, dressed)

    def _of(self, path: str, status: int, kind: str) -> dict[str, str]:
        found = dict(self._page if kind.startswith("text/html") else DATA)
        found["Cross-Origin-Resource-Policy"] = "cross-origin" if path.startswith(_ELSEWHERE) else "same-origin"
        if kind.startswith("text/html"):
            found["Cross-Origin-Opener-Policy"] = "unsafe-none" if path == _OPENED else "same-origin-allow-popups"
        if status >= 400 or path.startswith(_FRESH):
            found["Cache-Control"] = "no-store"
        return found
