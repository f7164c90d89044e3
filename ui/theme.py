"""What surrounds the page: its head, its accent colour, its masthead and its footer."""

from __future__ import annotations

import hashlib
from functools import cache
from html import escape
from pathlib import Path

from ui import privacy
from ui.color import GROUNDS, readable
from ui.cpts import FIR, Cpts
from ui.markup import BADGES, badge
from ui.settings import Settings

STATIC = Path(__file__).parent / "static"
SCRIPTS = ("chat.js", "page.js")
STYLES = ("page.css", "answer.css", "simulator.css", "print.css", "gradio.css")
_STRENGTH = {
    "official": "la convention ou l’arrêté lui-même",
    "ameli": "le site de l’Assurance Maladie",
    "public": "ministère, ARS, OPCO, URPS",
    "secondary": "presse, syndicat, CPTS",
    "unconfirmed": "une seule source, ou ancienne",
}


@cache
def link(name: str) -> str:
    """Return the address of a static file, with its fingerprint: a new version is never read from a cache."""
    return f"/am/{name}?v={hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]}"


def head(cpts: Cpts) -> str:
    """Return what goes into ``<head>``: our stylesheets, icon and scripts, the accent colour. All from this server."""
    links = "".join(f'<link rel="stylesheet" href="{link(name)}">' for name in STYLES)
    scripts = "".join(f'<script defer src="{link(name)}"></script>' for name in SCRIPTS)
    icon = f'<link rel="icon" type="image/svg+xml" href="{link("icon.svg")}">'
    return f"{links}{icon}{scripts}{_accent_style(cpts.couleur)}"


def _accent_style(color: str) -> str:
    if color.lower() == FIR:
        return ""
    light, dark = (readable(color, ground) for ground in GROUNDS)
    return (
        f"<style>:root:root{{--am-brand:light-dark({light},{dark});--am-brand-deep:light-dark({light},{dark});"
        f"--am-on-brand:light-dark(#ffffff,#121815)}}</style>"
    )


def masthead(cpts: Cpts, *, compact: bool = False) -> str:
    """Return the icons, the link that skips to the question, and the title; the panel has its own bar instead."""
    icons = (STATIC / "icons.svg").read_text("utf-8")
    if compact:
        return f'{icons}<h1 class="am-sr">Assistant médical</h1>'
    name = f'<p class="am-cpts">{escape(cpts.nom)}</p>' if cpts.nom else ""
    logo = '<img class="am-logo" src="/cpts/logo" alt="">' if cpts.logo else ""
    return (
        f'{icons}<a class="am-skip" href="#am-question">Aller à la question</a>'
        '<header class="am-masthead"><div class="am-wrap">'
        '<p class="am-mark" aria-hidden="true"><span>?<sup>1</sup></span></p>'
        f"<div>{name}<h1>Assistant médical\u00a0: <span>vos questions, chiffres à l’appui</span></h1></div>{logo}"
        "</div></header>"
    )


def footer(cpts: Cpts, settings: Settings) -> str:
    """Return the promise on privacy, the contacts and what the badges mean."""
    legend = "".join(
        f"<li>{badge(standing)} {_STRENGTH[standing]}</li>" for standing in BADGES if standing in _STRENGTH
    )
    owner = f"{escape(cpts.nom)}\u00a0: service" if cpts.nom else "Service"
    contacts = _contact(cpts.contact.coordination, "à la CPTS", "la CPTS") + _contact(
        cpts.contact.delegue, "à votre délégué de l’Assurance Maladie", "votre délégué de l’Assurance Maladie"
    )
    return (
        '<footer class="am-footer"><div class="am-wrap">'
        f'<p class="am-footer__privacy">{privacy.promise(settings)} {privacy.IN_TAB}</p>'
        f'<ul>{contacts}<li><a href="/api/docs">Pour les développeurs</a></li>'
        '<li><a href="/embed/install">Installer sur votre site</a></li></ul>'
        f'<h2 class="am-sr">Ce que disent les badges</h2><ul class="am-legend">{legend}</ul>'
        f"<p>{owner} indépendant de l’État et de l’Assurance Maladie.</p></div></footer>"
    )


def _contact(address: str, to: str, whom: str) -> str:
    if not address:
        return ""
    if address.startswith("https://"):
        return f'<li><a href="{escape(address)}">Écrire {to}</a></li>'
    if "@" in address:
        return f'<li><a href="mailto:{escape(address)}">Écrire {to}</a></li>'
    return f"<li>Joindre {whom}\u00a0: {escape(address)}</li>"
