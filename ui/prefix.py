"""Served under a path of a proxy (« /assistant/ »): which one, from the setting or from what a declared proxy says."""

from __future__ import annotations

import re

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from ui.networks import Networks

PREFIX = re.compile(r"(/[\w.~-]+)+")


class Prefix:
    """ASGI middleware around the whole application, under uvicorn's own: it sees the address of the proxy itself."""

    def __init__(self, app: ASGIApp, root_path: str, trusted: tuple[str, ...]) -> None:
        self._app = app
        self._root_path = root_path
        self._trusted = Networks(trusted)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with its ``root_path``, and a path that begins with it, as ASGI wants."""
        if scope["type"] == "http" and (root := self._root(scope)):
            path = scope["path"]
            within = path == root or path.startswith(f"{root}/")  # some proxies keep the prefix, others take it off
            scope = {**scope, "root_path": root, "path": path if within else root + path}
        await self._app(scope, receive, send)

    def _root(self, scope: Scope) -> str:
        told = Headers(scope=scope).get("x-forwarded-prefix", "").rstrip("/")
        return told if PREFIX.fullmatch(told) and self._trusted.hold(scope.get("client")) else self._root_path


def inner_path(scope: Scope) -> str:
    """Return the path as we name it, whatever the proxy serves us under."""
    path: str = scope["path"]
    return path.removeprefix(scope.get("root_path", "")) or "/"
