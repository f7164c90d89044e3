"""The page: ask, simulate, read the sources. Plain HTML: only the simulator is Gradio's, fetched when it is opened."""

from __future__ import annotations

import re
from functools import cache
from html import escape
from importlib.metadata import distribution
from pathlib import Path

import french
from assistant.answer import MOST_ASKED
from ui import privacy, shell, sources_tab, theme
from ui.cpts import Cpts
from ui.port import Assistant
from ui.settings import Settings

SIMULATOR = "/simulateur"  # where Gradio is mounted
GRADIO = Path(str(distribution("gradio").locate_file("gradio/templates/frontend")))  # importing it takes seconds
_NOTICE = (
    '<div class="am-notice" role="note"><span class="am-notice__ai">IA</span><p>{text} '
    "<strong>Ses réponses sont indicatives\u00a0: votre CPAM décide.</strong> "
    "{kept}</p></div>"
)
_LONG = (
    "Vous écrivez à un assistant automatique. Ses montants viennent de règles datées, jamais d’un modèle de langage."
)
_LOG = (
    '<section class="am-log" id="am-log" aria-label="Conversation"></section>'
    '<p class="am-sr" id="am-status" role="status"></p>'
    '<p class="am-again" hidden><button type="button" class="am-button am-button--quiet" data-new>'
    "Nouvelle conversation</button></p>"
    '<p class="am-undo" hidden>Conversation effacée. <button type="button" class="am-button am-button--quiet" '
    "data-undo>Annuler</button></p>"
)
_COMPOSER = (
    '<form class="am-composer" id="am-question">'
    '<label for="am-field">Votre question</label><div class="am-composer__field">'
    '<textarea id="am-field" rows="1" placeholder="Posez-la comme elle vient" aria-describedby="am-hint am-over">'
    "</textarea>"
    '<button type="submit" class="am-button am-button--main">Envoyer</button></div>'
    '<div class="am-composer__row"><p class="am-composer__hint am-muted" id="am-hint">Sans nom ni numéro de patient. '
    '<span class="am-wide">Maj + Entrée pour aller à la ligne.</span></p>'
    f'<p class="am-counter"><span id="am-count">0</span> / <span id="am-most">{french.number(MOST_ASKED)}</span> '
    '<span class="am-sr">caractères</span></p></div><p class="am-over" id="am-over" role="alert" hidden></p></form>'
)
_LOADING = '<p class="am-muted" id="am-simulator-wait" role="status">Le simulateur se charge…</p>'


def document(assistant: Assistant, settings: Settings, cpts: Cpts, *, compact: bool = False) -> str:
    """Return the whole page; ``compact`` is the panel shown inside another site: the conversation alone."""
    up, body = "", _chat(settings, cpts, compact=compact)
    if compact:
        up, body = "../", f'<main><h1 class="am-sr">Assistant médical</h1>{body}</main>{_signed_aside(cpts)}'
    else:
        panels = {"discuter": body, "simuler": _simulator(), "sources": _later(sources_tab.render(assistant.sources()))}
        shown = "".join(_panel(name, content) for name, content in panels.items())
        body = f"{_tabs()}<main>{shown}</main>{theme.footer(cpts, settings)}"
    title = _title(cpts)
    return (
        f'<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<script>{theme.EARLY}</script>{theme.preview(title, settings, 'embed/' if compact else '')}"
        f"{theme.head(cpts, up)}</head>"
        f'<body><div id="am" class="{"am-compact" if compact else ""}">{theme.masthead(cpts, compact=compact)}'
        f"<noscript>Cette page a besoin de JavaScript.</noscript>{body}</div></body></html>"
    )


def _title(cpts: Cpts) -> str:
    name = "Assistant médical : vos questions, chiffres à l’appui"
    return f"{name} · {cpts.nom}" if cpts.nom else name


def _tabs() -> str:
    links = " ".join(
        f'<a role="tab" id="tab-{name}" href="#{name}" aria-controls="{name}" '
        f'aria-selected="{"true" if name == "discuter" else "false"}">{label}</a>'
        for name, label in shell.ROOMS.items()
    )
    tabs = f'<div class="am-tabs" role="tablist" aria-label="Rubriques">{links}</div>'
    return f'<nav class="am-wrap" aria-label="Rubriques"><div class="am-rooms">{tabs}{shell.who()}</div></nav>'


def _panel(name: str, content: str) -> str:
    hidden = "" if name == "discuter" else " hidden"
    named = f'role="tabpanel" aria-labelledby="tab-{name}" tabindex="-1"'
    return f'<div class="am-panel am-wrap" id="{name}" {named}{hidden}>{content}</div>'


def _later(content: str) -> str:
    """Keep ``content`` out of the page until its tab is opened: it is longer than all the rest."""
    return f"<template>{content}</template>"


def _chat(settings: Settings, cpts: Cpts, *, compact: bool) -> str:
    return f"{introduction(settings, cpts, compact=compact)}{_LOG}{_COMPOSER}{contents(cpts, compact=compact)}"


_NEW_TAB = '<span class="am-sr"> (nouvel onglet)</span>'


def _signed_aside(cpts: Cpts) -> str:
    """Return what the panel has of the footer: who answers, how to report, each in a tab of its own."""
    links = {
        "../qui-repond": ("Qui répond\u202f?", 'rel="noopener"'),
        "../signaler": (theme.reporting(cpts)[1], "data-report"),
    }
    items = "".join(
        f'<li><a href="{address}" target="_blank" {asks}>{words}{_NEW_TAB}</a></li>'
        for address, (words, asks) in links.items()
    )
    return f'<footer class="am-aside"><ul>{items}</ul></footer>'


def _simulator() -> str:
    """Return the place of Gradio's web component, and what the page fetches for it."""
    script, style = _gradio_files()
    fetched = (
        f'data-src="{SIMULATOR[1:]}" data-script="{script}" data-style="{style}" '
        f'data-start="{theme.link("simulator.js")}"'
    )
    return f'<div id="am-simulator" {fetched}>{_LOADING}</div>'


@cache
def _gradio_files() -> tuple[str, str]:
    """Return the script and the style that Gradio's own page loads; their names change with each of its versions."""
    template = (GRADIO / "index.html").read_text("utf-8")
    script, style = re.findall(r'(?:src|href)="\./(assets/[^"]+\.(?:js|css))"', template)
    return script, style


def introduction(settings: Settings, cpts: Cpts, *, compact: bool) -> str:
    """Return what is read before the first question: the welcome, who answers."""
    text = "Assistant automatique." if compact else _LONG
    kept = f"{escape(privacy.listened(settings))} {privacy.kept(settings)}".strip()
    notice = _NOTICE.format(text=text, kept=kept)
    welcome = f'<p class="am-welcome">{escape(cpts.accueil)}</p>' if cpts.accueil else ""
    return f"{welcome}{notice}"


def contents(cpts: Cpts, *, compact: bool) -> str:
    """Return the suggested questions, by theme; the panel has the first of each, a phone shows it before the others."""
    most = 1 if compact else None
    columns = "".join(
        f"<div><h3>{escape(french.spaced(title))}</h3>{''.join(map(_suggestion, questions[:most]))}</div>"
        for title, questions in cpts.questions.items()
    )
    more = (
        '<button type="button" class="am-button am-button--quiet am-more" aria-controls="am-contents-grid" '
        'aria-expanded="false">Plus d’exemples</button>'
    )
    return (
        '<section class="am-contents" id="am-contents" aria-labelledby="am-contents-title">'
        '<h2 class="am-contents__title" id="am-contents-title">Par exemple</h2>'
        f'<div class="am-contents__grid" id="am-contents-grid">{columns}</div>{"" if compact else more}</section>'
    )


def _suggestion(question: str) -> str:
    shown = escape(french.spaced(question))
    return f'<button type="button" class="am-suggestion" data-ask="{escape(question)}">{shown}</button>'
