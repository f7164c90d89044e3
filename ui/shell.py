"""A page of text in the house's dress: who answers, legal notices, an address that does not exist."""

from __future__ import annotations

from html import escape

from ui import theme
from ui.cpts import Cpts
from ui.settings import Settings

ROOMS = {"discuter": "Discuter", "simuler": "Simuler", "sources": "Sources"}
WHO = "qui-repond"


def document(cpts: Cpts, settings: Settings, title: str, body: str, *, path: str = "", up: str = "") -> str:
    """Return the page titled ``title``, found at ``path``; ``up`` leads from it to the root. ``body`` is HTML."""
    site = f"Assistant médical{' · ' + cpts.nom if cpts.nom else ''}"
    return (
        f'<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>{escape(f"{title} · {site}")}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"{theme.preview(title, settings, path)}{theme.head(cpts, up, (), theme.TEXT_STYLES)}</head>"
        f'<body><div id="am">{theme.masthead(cpts, up=up)}{_rooms(up, path)}'
        '<main class="am-main am-wrap am-plain am-prose" id="contenu" tabindex="-1">'
        f"<h1>{escape(title)}</h1>{body}</main>{theme.footer(cpts, settings, up)}</div></body></html>"
    )


def who(up: str = "", path: str = "") -> str:
    """Return the link, at hand on every page, to who answers."""
    here = ' aria-current="page"' if path == WHO else ""
    return f'<a class="am-who-link" href="{up}{WHO}"{here}>Qui répond\u202f?</a>'


def _rooms(up: str, path: str) -> str:
    links = "".join(f'<a href="{up or "./"}#{name}">{label}</a>' for name, label in ROOMS.items())
    return (
        f'<nav class="am-wrap" aria-label="Rubriques"><div class="am-rooms"><div class="am-tabs">{links}</div>'
        f"{who(up, path)}</div></nav>"
    )
