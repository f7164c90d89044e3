"""The pages that sign: who answers, how to check, how to report, what the law asks to be said."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastapi import FastAPI

from ui import shell, theme
from ui.about import accessibility, legal, personal_data, report, who
from ui.cpts import Cpts
from ui.settings import Settings

Register = dict[str, Any]
_BODIES: dict[str, Callable[[Cpts, Settings, Register], str]] = {
    "qui-repond": who.body,
    "signaler": report.body,
    "mentions-legales": legal.body,
    "confidentialite": personal_data.body,
    "accessibilite": accessibility.body,
}
_TITLES = {"accessibilite": "Déclaration d’accessibilité"}


def add_about_routes(app: FastAPI, settings: Settings, cpts: Cpts, register: Register) -> None:
    """Serve each page at its own address. ``register`` is what ``Assistant.sources()`` returns."""
    for path, words in theme.signatures(cpts).items():
        title, body = _TITLES.get(path, words), _BODIES[path](cpts, settings, register)
        html = shell.document(cpts, settings, title, body, path=path)
        app.add_api_route(f"/{path}", theme.serving(html), include_in_schema=False)
