"""Gradio's own template, in French and without its links to other hosts."""

from __future__ import annotations

import re

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_PAGES = ("/", "/embed", "/embed/")
_FOREIGN = re.compile(rb'<meta\s+(?:property="og:|name="twitter:)[^>]*>\s*')
_DESCRIPTION = (
    '<meta name="description" content="L’aide à l’emploi d’un assistant médical : vos questions, chiffres à l’appui.">'
).encode()
_NO_SCRIPT = b"<noscript>Cette page a besoin de JavaScript.</noscript>"


class FrenchTemplate:
    """ASGI middleware that corrects the HTML of the pages."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hold the page back until it is whole, correct it, send it; leave everything else alone."""
        if scope["type"] != "http" or scope["path"] not in _PAGES:
            await self._app(scope, receive, send)
            return
        headers = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
        start: Message = {}
        body = b""

        async def held(message: Message) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start":
                start = message
                return
            body += message.get("body", b"")
            if not message.get("more_body"):
                page = corrected(body)
                MutableHeaders(scope=start)["content-length"] = str(len(page))
                await send(start)
                await send({"type": "http.response.body", "body": page})

        await self._app({**scope, "headers": headers}, receive, held)


def corrected(page: bytes) -> bytes:
    """Return ``page`` in French, without the addresses of other hosts."""
    page = _FOREIGN.sub(b"", page).replace(b'lang="en"', b'lang="fr"', 1)
    return page.replace(b"</head>", _DESCRIPTION + b"</head>", 1).replace(b"</body>", _NO_SCRIPT + b"</body>", 1)
