"""The names we are served under: where an installation lists them, a request for another one is refused."""

from __future__ import annotations

import re
from ipaddress import IPv6Address, ip_address
from urllib.parse import SplitResult, urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from ui.prefix import inner_path
from ui.problems import unknown_host

_USUAL = {"http": ":80", "https": ":443"}
_PROBES = ("/health/", "/metrics")  # asked by address


class Hosts:
    """ASGI middleware. ``allowed``: names, with their port unless it is the usual one, ``*.`` for any before it."""

    def __init__(self, app: ASGIApp, allowed: tuple[str, ...]) -> None:
        self._app = app
        self._ours = re.compile("|".join(re.escape(name).replace(r"\*\.", r"([a-z0-9-]+\.)+") for name in allowed))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what was asked of us."""
        ours = scope["type"] != "http" or self._is_ours(scope) or inner_path(scope).startswith(_PROBES)
        if not ours:
            scope.setdefault("state", {})["refused"] = "unknown_host"
        await (self._app if ours else unknown_host())(scope, receive, send)

    def _is_ours(self, scope: Scope) -> bool:
        if not self._ours.pattern or is_local(scope):
            return True
        name = Headers(scope=scope).get("host", "").lower().removesuffix(_USUAL.get(scope["scheme"], ""))
        return self._ours.fullmatch(name) is not None


def is_local(scope: Scope) -> bool:
    """Whether this very machine asks, by a name of its own."""
    client = scope["client"][0] if scope.get("client") else ""
    host = split(f"//{Headers(scope=scope).get('host', '')}").hostname or ""
    return _is_here(client) and (host == "localhost" or _is_here(host))


def split(address: str) -> SplitResult:
    """Return the parts of an address that anybody may have written; none of one that is no address (« http://[ »)."""
    try:
        return urlsplit(address)
    except ValueError:
        return urlsplit("")


def _is_here(address: str) -> bool:
    try:
        found = ip_address(address)
    except ValueError:
        return False
    return ((found.ipv4_mapped or found) if isinstance(found, IPv6Address) else found).is_loopback
