"""The assistant inside another site: the one-tag loader and the page that explains how to install it."""

from __future__ import annotations

import base64
import hashlib
from html import escape
from pathlib import Path

from fastapi import FastAPI
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from ui.cpts import Cpts
from ui.settings import Settings
from ui.theme import STATIC, head, link

_HERE = Path(__file__).parent
LOADER = (_HERE / "v1.js").read_bytes()


def integrity() -> str:
    """Return the fingerprint browsers check before running the loader."""
    return f"sha384-{base64.b64encode(hashlib.sha384(LOADER).digest()).decode()}"


def add_embed_routes(app: FastAPI, settings: Settings, cpts: Cpts) -> None:
    """Serve ``/embed/v1.js`` and ``/embed/install``; ``/embed/`` itself is the compact page."""

    @app.get("/embed", include_in_schema=False)
    async def compact() -> RedirectResponse:
        return RedirectResponse("embed/")  # relative: the assistant may live under a path of its proxy

    @app.get("/embed/v1.js", include_in_schema=False)
    async def loader() -> Response:
        headers = {"Cache-Control": "public, max-age=86400", "Access-Control-Allow-Origin": "*"}
        return Response(LOADER, media_type="text/javascript; charset=utf-8", headers=headers)

    @app.get("/embed/install", include_in_schema=False)
    async def install() -> HTMLResponse:
        page = (_HERE / "install.html").read_text("utf-8")
        values = {
            "HEAD": head(cpts),
            "ICONS": (STATIC / "icons.svg").read_text("utf-8"),
            "CPTS": escape(cpts.nom),
            "COLOR": cpts.couleur,
            "INTEGRITY": integrity(),
            "ORIGINS": escape(", ".join(settings.allowed_origins) or "aucun"),
            "SCRIPT": link("install.js"),
        }
        for name, value in values.items():
            page = page.replace(f"[[{name}]]", value)
        return HTMLResponse(page)
