"""Gradio's own template, in French and without its links to other hosts."""

from __future__ import annotations

import asyncio
import gzip
import re

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


class FrenchTemplate:
    """ASGI middleware that corrects the HTML of a page once, and keeps it: Gradio would write the same again."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._written: dict[object, tuple[Response, Response]] = {}
        self._writing = asyncio.Lock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send a page, in French, compressed where the browser takes it; leave everything else alone."""
        if scope["type"] != "http" or scope["method"] != "GET" or scope["path"] not in _PAGES:
            await self._app(scope, receive, send)
            return
        address = [header for header in scope["headers"] if header[0] in _ADDRESS]
        key = (scope["path"], scope["scheme"], *address)
        asked = {**scope, "headers": address, "query_string": b""}
        async with self._writing:
            page = self._written.get(key) or await self._write(asked, receive)
            if page[0].status_code == 200:
                self._keep(key, page)
        plain, compressed = page
        takes = Headers(scope=scope).get("accept-encoding", "")
        await (compressed if "gzip" in takes else plain)(scope, receive, send)

    def _keep(self, key: object, page: tuple[Response, Response]) -> None:
        if key not in self._written and len(self._written) >= _KEPT:
            self._written.clear()
        self._written[key] = page

    async def _write(self, scope: Scope, receive: Receive) -> tuple[Response, Response]:
        """Return the corrected page, plain and compressed."""
        status, headers, body = 500, Headers(), b""

        async def held(message: Message) -> None:
            nonlocal status, headers, body
            if message["type"] == "http.response.start":
                status, headers = message["status"], Headers(raw=message["headers"])
            body += message.get("body", b"")

        await self._app(scope, receive, held)
        page = corrected(body)
        given = {name: value for name, value in headers.items() if name != "content-length"}
        coding = {"content-encoding": "gzip", "vary": "Accept-Encoding"}
        return Response(page, status, given), Response(gzip.compress(page, 6), status, {**given, **coding})


def corrected(page: bytes) -> bytes:
    """Return ``page`` in French, without the addresses of other hosts."""
    page = _FOREIGN.sub(b"", page).replace(b'lang="en"', b'lang="fr"', 1)
    return page.replace(b"</head>", _DESCRIPTION + b"</head>", 1).replace(b"</body>", _NO_SCRIPT + b"</body>", 1)
