"""What surrounds the page: its head, its accent colour, its masthead and its footer."""

from __future__ import annotations

import hashlib
from functools import cache
from html import escape
from pathlib import Path

from ui.markup import BADGES, badge
from ui.settings import Settings

STATIC = Path(__file__).parent / "static"
STYLES = ("page.css", "answer.css", "simulator.css", "gradio.css")
_WHITE, _NIGHT = "#ffffff", "#121815"
_FIR = "#1b5140"  # the accent the stylesheet already has
_STRENGTH = {
    "official": "la convention ou l’arrêté lui-même",
    "ameli": "le site de l’Assurance Maladie",
    "secondary": "presse, syndicat, CPTS",
    "unconfirmed": "une seule source, ou ancienne",
}


@cache
def link(name: str) -> str:
    """Return the address of a static file, with its fingerprint: a new version is never read from a cache."""
    return f"/am/{name}?v={hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]}"


def head(settings: Settings) -> str:
    """Return what goes into ``<head>``: our stylesheets, our script, the accent colour. Nothing from another host."""
    links = "".join(f'<link rel="stylesheet" href="{link(name)}">' for name in STYLES)
    return f'{links}<script defer src="{link("page.js")}"></script>{_accent_style(settings.accent_color)}'


def _accent_style(color: str) -> str:
    if color.lower() == _FIR:
        return ""
    light, dark = readable(color, _WHITE), readable(color, _NIGHT)
    return (
        f"<style>:root:root{{--am-brand:light-dark({light},{dark});--am-brand-deep:light-dark({light},{dark});"
        f"--am-on-brand:light-dark({_WHITE},{_NIGHT})}}</style>"
    )


def readable(color: str, against: str) -> str:
    """Return ``color``, darkened or lightened until it stands out 4.5 to 1 ``against`` a background (WCAG 2.2 AA)."""
    target = 0 if _luminance(against) > 0.5 else 255
    channels = _channels(color)
    for step in range(21):
        mixed = [round(channel + (target - channel) * step / 20) for channel in channels]
        shade = "#{:02x}{:02x}{:02x}".format(*mixed)
        if contrast(shade, against) >= 4.5:
            return shade
    return color


def contrast(one: str, other: str) -> float:
    """Return the WCAG contrast ratio of two colours, from 1 to 21."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _channels(color: str) -> list[int]:
    return [int(color[start : start + 2], 16) for start in (1, 3, 5)]


def _luminance(color: str) -> float:
    linear = [
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
        for share in (channel / 255 for channel in _channels(color))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def masthead(settings: Settings, *, compact: bool = False) -> str:
    """Return the icons, the link that skips to the question, and the title; the panel has its own bar instead."""
    icons = (STATIC / "icons.svg").read_text("utf-8")
    if compact:
        return f'{icons}<h1 class="am-sr">Assistant médical</h1>'
    cpts = f'<p class="am-cpts">{escape(settings.cpts_name)}</p>' if settings.cpts_name else ""
    return (
        f'{icons}<a class="am-skip" href="#am-question">Aller à la question</a>'
        '<div class="am-masthead"><div class="am-wrap">'
        '<p class="am-mark" aria-hidden="true"><span>?<sup>1</sup></span></p>'
        f"<div>{cpts}<h1>Assistant médical\u00a0: <span>vos questions, chiffres à l’appui</span></h1></div></div></div>"
    )


def footer(settings: Settings) -> str:
    """Return the promise on privacy, the contact and what the badges mean."""
    legend = "".join(
        f"<li>{badge(standing)} {_STRENGTH[standing]}</li>" for standing in BADGES if standing in _STRENGTH
    )
    owner = f"{escape(settings.cpts_name)}\u00a0: service" if settings.cpts_name else "Service"
    return (
        '<div class="am-footer"><div class="am-wrap">'
        '<p class="am-footer__privacy">Vos questions ne sont pas conservées et ne quittent pas ce serveur.</p>'
        f'<ul>{_contact(settings)}<li><a href="/api/docs">Interface pour programmes</a></li>'
        '<li><a href="/embed/install">Installer sur votre site</a></li></ul>'
        f'<h2 class="am-sr">Ce que disent les badges</h2><ul class="am-legend">{legend}</ul>'
        f"<p>{owner} indépendant de l’État et de l’Assurance Maladie.</p></div></div>"
    )


def _contact(settings: Settings) -> str:
    contact = settings.cpts_contact
    if not contact:
        return ""
    if contact.startswith("https://"):
        return f'<li><a href="{escape(contact)}">Écrire à la CPTS</a></li>'
    if "@" in contact:
        return f'<li><a href="mailto:{escape(contact)}">Écrire à la CPTS</a></li>'
    return f"<li>Joindre la CPTS\u00a0: {escape(contact)}</li>"
