"""What surrounds the page: its head, its accent colour, its masthead and its footer."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache
from html import escape
from pathlib import Path

from starlette.requests import Request
from starlette.responses import HTMLResponse

from ui import privacy
from ui.color import GROUNDS, readable
from ui.cpts import FIR, Cpts
from ui.markup import badge
from ui.reachable import dialled
from ui.settings import Settings

STATIC = Path(__file__).parent / "static"
ACCENT = "cpts/accent.css"
ORIGIN = "[[ORIGIN]]"  # stands for our address, which only a request tells
DESCRIPTION = "L’aide à l’emploi d’un assistant médical\u00a0: vos questions, chiffres à l’appui."
SCRIPTS = ("answer.js", "chat.js", "page.js")
EARLY = (STATIC / "early.js").read_text("utf-8").strip()  # in the page, before what loads
STYLES = ("page.css", "answer.css", "simulator.css", "print.css", "gradio.css")
TEXT_STYLES = ("page.css", "answer.css", "print.css")  # of a page that has neither a form nor a simulation
_STRENGTH = {
    "official": "la convention ou l’arrêté lui-même",
    "ameli": "le site de l’Assurance Maladie",
    "public": "ministère, ARS, OPCO, URPS",
    "secondary": "presse, syndicat, CPTS",
    "unconfirmed": "une seule source, ancienne ou ajoutée ici",
}


@cache
def link(name: str, up: str = "") -> str:
    """Return the address of a static file, with its fingerprint: a new version is never read from a cache.

    ``up`` leads from the page to the root (« ../ »): addresses are relative, a proxy may serve us under a path.
    """
    return f"{up}am/{name}?v={hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]}"


def head(cpts: Cpts, up: str = "", scripts: tuple[str, ...] = SCRIPTS, styles: tuple[str, ...] = STYLES) -> str:
    """Return what goes into ``<head>``: ``styles``, our icon, ``scripts``, the accent colour. All from this server."""
    links = "".join(f'<link rel="stylesheet" href="{link(name, up)}">' for name in styles)
    loaded = "".join(f'<script defer src="{link(name, up)}"></script>' for name in scripts)
    icons = (
        f'<link rel="icon" type="image/svg+xml" href="{link("icon.svg", up)}">'
        f'<link rel="apple-touch-icon" href="{link("icon.png", up)}">'
    )
    own = cpts.couleur.lower() != FIR
    coloured = f'<link rel="stylesheet" href="{up}{ACCENT}?couleur={cpts.couleur[1:]}">' if own else ""
    return f"{links}{icons}{loaded}{coloured}"


def preview(title: str, settings: Settings, path: str = "") -> str:
    """Return what is shown of a link to ``path`` that somebody sends; ``served`` puts our address in.

    A visitor writes the name she asks for: it goes into a page only where the installation has listed its own.
    """
    told = {
        "og:title": title,
        "og:description": DESCRIPTION,
        "og:type": "website",
        "og:locale": "fr_FR",
    }
    if settings.allowed_hosts:
        image = {"og:image": f"{ORIGIN}{link('icon.png')}", "og:image:alt": ""}
        told |= {"og:url": f"{ORIGIN}{path}", **image}
    tags = "".join(f'<meta property="{name}" content="{escape(value)}">' for name, value in told.items())
    return f'<meta name="description" content="{DESCRIPTION}">{tags}<meta name="twitter:card" content="summary">'


def served(html: str, request: Request, status: int = 200) -> HTMLResponse:
    """Return ``html`` as an answer: the links that leave the page need the address it was asked at."""
    return HTMLResponse(html.replace(ORIGIN, escape(str(request.base_url))), status)


def serving(html: str) -> Callable[[Request], HTMLResponse]:
    """Return the route that always answers ``html``."""

    def page(request: Request) -> HTMLResponse:
        return served(html, request)

    return page


def accent(color: str) -> str:
    """Return the style sheet of a colour, found at ``ACCENT``: that of the installation, or one the staff try."""
    light, dark = (readable(color, ground) for ground in GROUNDS)
    return (
        f":root:root{{--am-brand:light-dark({light},{dark});--am-brand-deep:light-dark({light},{dark});"
        f"--am-on-brand:light-dark(#ffffff,#121815)}}"
    )


def masthead(cpts: Cpts, *, compact: bool = False, up: str | None = None) -> str:
    """Return the icons, the link that skips to the contents, and the title; the panel has only the icons.

    With ``up``, the page is not the first one: its title is its own, and this one leads back.
    """
    icons = (STATIC / "icons.svg").read_text("utf-8")
    if compact:
        return icons
    name = f'<p class="am-cpts">{escape(cpts.nom)}</p>' if cpts.nom else ""
    logo = f'<img class="am-logo" src="{up or ""}cpts/logo" alt="">' if cpts.logo else ""
    title = "Assistant médical\u00a0: <span>vos questions, chiffres à l’appui</span>"
    told = f"<h1>{title}</h1>" if up is None else f'<p class="am-title"><a href="{up or "./"}">{title}</a></p>'
    skip, to = ("#am-question", "Aller à la question") if up is None else ("#contenu", "Aller au contenu")
    return (
        f'{icons}<a class="am-skip" href="{skip}">{to}</a><header class="am-masthead"><div class="am-wrap">'
        f'<p class="am-mark" aria-hidden="true"><span>?<sup>1</sup></span></p><div>{name}{told}</div>{logo}'
        "</div></header>"
    )


def footer(cpts: Cpts, settings: Settings, up: str = "") -> str:
    """Return the promise on privacy, who signs, the contacts and what the badges mean."""
    legend = "".join(f"<li>{badge} {words}</li>" for badge, words in _legend())
    links = [
        f'<a href="{up}{address}"{" data-report" if address == "signaler" else ""}>{words}</a>'
        for address, words in signatures(cpts).items()
    ]
    links += [
        _contact(cpts.contact.coordination, "à la CPTS", "la CPTS"),
        _contact(cpts.contact.delegue, f"à {_DELEGATE}", _DELEGATE),
        f'<a href="{up}api/docs">Pour les développeurs</a>',
        f'<a href="{up}embed/install">Installer sur votre site</a>',
    ]
    listed = "".join(f"<li>{link}</li>" for link in links if link)
    owner = f"{escape(cpts.nom)}\u00a0: service" if cpts.nom else "Service"
    return (
        '<footer class="am-footer"><div class="am-wrap">'
        f'<p class="am-footer__privacy">{privacy.promise(settings)} '
        f'<span class="am-wide">{privacy.IN_TAB}</span></p>'
        f'<nav aria-label="À propos de ce service"><ul>{listed}</ul></nav>'
        f'<details><summary>Ce que disent les badges</summary><ul class="am-legend">{legend}</ul></details>'
        f"<p>{owner} indépendant de l’État et de l’Assurance Maladie.</p></div></footer>"
    )


def signatures(cpts: Cpts) -> dict[str, str]:
    """Return the pages that say who answers, in the order they are listed: address → title."""
    return {
        "qui-repond": "Qui répond\u202f?",
        "signaler": reporting(cpts)[1],
        "mentions-legales": "Mentions légales",
        "confidentialite": "Confidentialité",
        "accessibilite": f"Accessibilité\u00a0: {cpts.accessibilite.etat}",
    }


def reporting(cpts: Cpts) -> tuple[str, str]:
    """Return what telling an error is called, in a word and in full: a message to copy, where nobody receives it."""
    copied = ("Erreur", "Une erreur\u202f? Copier un signalement")
    return ("Signaler", "Signaler une erreur") if cpts.errors_to else copied


def _legend() -> list[tuple[str, str]]:
    told = [(badge(standing), words) for standing, words in _STRENGTH.items()]
    return [told[0], (badge("official", copy=True), "ce texte, lu sur un autre site"), *told[1:]]


_DELEGATE = "votre délégué de l’Assurance Maladie"


def _contact(address: str, to: str, whom: str) -> str:
    if not address:
        return ""
    if address.startswith("https://") or "@" in address:
        return reached(address, f"Écrire {to}")
    return reached(address, f"Joindre {whom}\u00a0: {address}")


def reached(address: str, words: str = "") -> str:
    """Return the link that reaches ``address``, a site, an e-mail or a telephone, shown as ``words`` or itself."""
    shown = escape(words or address)
    if address.startswith("https://"):
        return f'<a href="{escape(address)}">{shown}</a>'
    if "@" in address:
        return f'<a href="mailto:{escape(address)}">{shown}</a>'
    if number := dialled(address):
        return f'<a href="tel:{number}">{shown}</a>'
    return shown
