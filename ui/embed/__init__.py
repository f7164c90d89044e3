"""The assistant inside another site: the one-tag loaders and the page that explains how to install them.

A loader that was published never changes: the tags that sites have pasted carry its fingerprint, and their browsers
would refuse another file. What is new goes to the next one.

How ``v2.js`` stands hostile ground: all it shows is in a shadow root, styled by a constructed sheet that no
``style-src`` stops, in the top layer, under nothing but a modal dialog, and beside ``<body>``, which sites replace; a
mark on each tag it has served and on the window makes one button of doubled tags; where ``v1.js`` has its button, it
leaves it alone.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Annotated

from fastapi import FastAPI, Header
from fastapi.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response

from ui.cpts import Cpts
from ui.settings import Settings
from ui.theme import STATIC, head, link

_HERE = Path(__file__).parent
LOADERS = {name: (_HERE / name).read_bytes() for name in ("v1.js", "v2.js")}
_NEWEST = "v2.js"
_BLOCKED = "L’assistant ne s’affiche pas\u00a0: ce site l’empêche, ou le réseau est lent."
_UNDECLARED = (
    "L’assistant ne s’affiche pas\u00a0: ce site n’est pas déclaré auprès de lui. La personne qui tient l’assistant "
    "doit l’ajouter à ses réglages."
)
_STYLES = ("page.css", "answer.css", "simulator.css", "print.css", "install.css")  # the form has its controls


def integrity(loader: bytes) -> str:
    """Return the fingerprint browsers check before running ``loader``."""
    return f"sha384-{base64.b64encode(hashlib.sha384(loader).digest()).decode()}"


def add_embed_routes(app: FastAPI, settings: Settings, cpts: Cpts) -> None:
    """Serve the loaders and ``/embed/install``; ``/embed/`` itself is the compact page."""

    @app.get("/embed", include_in_schema=False)
    async def compact() -> RedirectResponse:
        return RedirectResponse("embed/")  # relative: the assistant may live under a path of its proxy

    for name, content in LOADERS.items():
        app.add_api_route(f"/embed/{name}", _served(content), include_in_schema=False)

    @app.get("/embed/why", include_in_schema=False)
    async def why(origin: Annotated[str, Header()] = "null") -> Response:
        """Say to a loader why its frame stays empty, as far as we can tell; an isolated page does not name its site."""
        told = _BLOCKED if origin in ("null", *settings.allowed_origins) else _UNDECLARED
        return PlainTextResponse(told, headers={"Access-Control-Allow-Origin": "*"})

    @app.get("/embed/install", include_in_schema=False)
    async def install() -> HTMLResponse:
        page = (_HERE / "install.html").read_text("utf-8")
        values = {
            "HEAD": head(cpts, "../", ("install.js",), _STYLES),
            "ICONS": (STATIC / "icons.svg").read_text("utf-8"),
            "CPTS": escape(cpts.nom),
            "COLOR": cpts.couleur,
            "PREVIEW": link("preview.css", "../"),
            "INTEGRITY": integrity(LOADERS[_NEWEST]),
            "ORIGINS": escape(", ".join(settings.allowed_origins) or "aucun"),
        }
        for name, value in values.items():
            page = page.replace(f"[[{name}]]", value)
        return HTMLResponse(page)


def _served(loader: bytes) -> Callable[[], Response]:
    headers = {"Cache-Control": "public, max-age=86400", "Access-Control-Allow-Origin": "*"}
    return lambda: Response(loader, media_type="text/javascript; charset=utf-8", headers=headers)
