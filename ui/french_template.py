"""Gradio's own template, in French and without its links to other hosts."""

from __future__ import annotations

import asyncio
import gzip
import re
from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_PAGES = ("/", "/embed/")
_FOREIGN = re.compile(rb'<meta\s+(?:property="og:|name="twitter:)[^>]*>\s*')
_DESCRIPTION = (
    '<meta name="description" content="L’aide à l’emploi d’un assistant médical : vos questions, chiffres à l’appui.">'
).encode()
_NO_SCRIPT = b"<noscript>Cette page a besoin de JavaScript.</noscript>"
_ADDRESS = {b"host", b"x-forwarded-host", b"x-forwarded-proto", b"x-gradio-server"}  # what Gradio builds links from
_KEPT = 16  # pages, of 160 kB: a site has one or two addresses


@dataclass(frozen=True)
class _Page:
    status: int
    headers: dict[str, str]
    plain: bytes
    compressed: bytes

    def response(self, takes: str) -> Response:
        """Return a response of its own to each visitor: what is around it adds headers to it."""
        if "gzip" not in takes:
            return Response(self.plain, self.status, self.headers)
        coding = {"content-encoding": "gzip", "vary": "Accept-Encoding"}
        return Response(self.compressed, self.status, {**self.headers, **coding})


class FrenchTemplate:
    """ASGI middleware that corrects the HTML of a page once, and keeps it: Gradio would write the same again."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._written: dict[object, _Page] = {}
        self._writing = asyncio.Lock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send a page, in French, compressed where the browser takes it; leave everything else alone."""
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD") or scope["path"] not in _PAGES:
            await self._app(scope, receive, send)
            return
        address = [header for header in scope["headers"] if header[0] in _ADDRESS]
        key = (scope["path"], scope["scheme"], *address)
        asked = {**scope, "method": "GET", "headers": address, "query_string": b""}
        async with self._writing:
            page = self._written.get(key) or await self._write(asked, receive)
            if page.status == 200:
                self._keep(key, page)
        await page.response(Headers(scope=scope).get("accept-encoding", ""))(scope, receive, send)

    def _keep(self, key: object, page: _Page) -> None:
        if key not in self._written and len(self._written) >= _KEPT:
            self._written.clear()
        self._written[key] = page

    async def _write(self, scope: Scope, receive: Receive) -> _Page:
        status, headers, body = 500, Headers(), b""

        async def held(message: Message) -> None:
            nonlocal status, headers, body
            if message["type"] == "http.response.start":
                status, headers = message["status"], Headers(raw=message["headers"])
            body += message.get("body", b"")

        await self._app(scope, receive, held)
        page = corrected(body)
        given = {name: value for name, value in headers.items() if name != "content-length"}
        return _Page(status, given, page, gzip.compress(page, 6))


def corrected(page: bytes) -> bytes:
    """Return ``page`` in French, without the addresses of other hosts."""
    page = _FOREIGN.sub(b"", page).replace(b'lang="en"', b'lang="fr"', 1)
    return page.replace(b"</head>", _DESCRIPTION + b"</head>", 1).replace(b"</body>", _NO_SCRIPT + b"</body>", 1)
