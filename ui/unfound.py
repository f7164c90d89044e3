"""Addresses that do not exist: a French page for a browser, French JSON for a program. And HEAD wherever GET is."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui import shell, theme
from ui.cpts import Cpts
from ui.page import SIMULATOR
from ui.prefix import inner_path
from ui.problems import unknown_address
from ui.settings import Settings

_PROGRAMS = ("/api/", "/health/", f"{SIMULATOR}/")
_BODY = (
    '<p class="am-standfirst">L’adresse est peut-être incomplète, ou la page a changé de nom.</p>'
    '<ul class="am-list"><li><a href="{up}#discuter">Poser une question</a></li>'
    '<li><a href="{up}#simuler">Simuler cinq années d’aide</a></li>'
    '<li><a href="{up}#sources">Lire les sources</a></li>'
    '<li><a href="{up}signaler">Signaler un lien qui ne marche pas</a></li></ul>'
)


def answer(request: Request, settings: Settings, cpts: Cpts) -> Response:
    """Return the 404 that whoever asks can read; one slash too many is forgiven."""
    path = inner_path(request.scope)
    bare = path.rstrip("/")
    if path != bare and any(getattr(route, "path", "") == bare for route in request.app.routes):
        return RedirectResponse(f"../{bare.rpartition('/')[2]}")  # relative: a visitor writes the name she asks for
    if path.startswith(_PROGRAMS) or "text/html" not in request.headers.get("accept", ""):
        return unknown_address()
    up = "../" * (path.count("/") - 1)
    html = shell.document(cpts, settings, "Cette page n’existe pas", _BODY.format(up=up or "./"), up=up)
    return theme.served(html, request, 404)


class HeadToo:
    """ASGI middleware: HEAD is answered as GET is, without its body. Gradio's streams, which have no end, apart."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer."""
        if scope["type"] != "http" or scope["method"] != "HEAD" or inner_path(scope).startswith(f"{SIMULATOR}/"):
            await self._app(scope, receive, send)
            return

        async def bodiless(message: Message) -> None:
            await send({**message, "body": b""} if message["type"] == "http.response.body" else message)

        asked = {**scope, "method": "GET"}
        await self._app(asked, receive, bodiless)
        scope["route"] = asked.get("route")  # which the copy alone has learnt
