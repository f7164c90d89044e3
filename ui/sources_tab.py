"""The « Sources » tab: who signed, every source with its date and standing, what they dispute, and the barème."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any

from assistant.answer import Position, ShownDisagreement
from french import counted, listed, spaced
from rules.regimes import REGIMES
from rules.units import Standing
from ui import proof
from ui.markup import day, table

_WHY = "Chaque réponse cite les siennes. Le badge dit ce que vaut chacune."
_FIRMNESS = [standing.value for standing in Standing]


def render(register: dict[str, Any]) -> str:
    """Return the tab's HTML from ``Assistant.sources()``."""
    sources, disputes = register.get("sources", []), register.get("disagreements", [])
    known = {source["id"]: source for source in sources}
    parts = {
        "am-register": (f"Nos sources ({len(sources)})", [_search(len(sources)), *_register(register)]),
        "am-bareme": ("Le barème, texte par texte", _bareme(register.get("bareme", []))),
        "am-disputes": (f"Ce que les sources se disputent ({len(disputes)})", _disagreements(disputes, known)),
    }
    shown = {anchor: part for anchor, part in parts.items() if part[1]}
    links = "".join(f'<li><a href="#{anchor}">{title}</a></li>' for anchor, (title, _) in shown.items())
    body = "".join(
        f'<h2 id="{anchor}" tabindex="-1">{title}</h2>{"".join(pieces)}' for anchor, (title, pieces) in shown.items()
    )
    dated = f'<p class="am-muted">Sources {checked(sources)}. {_WHY}</p>' if sources else ""
    top = f'{signed(register)}{dated}<ul class="am-summary">{links}</ul>'
    return f'<div class="am-plain">{top}{body}</div>'


def signed(register: dict[str, Any]) -> str:
    """Say who compared our values with the texts, or that nobody has yet, and what the staff added and signed."""
    files: dict[str, str | None] = register.get("reviewed_by", {})
    if not files:
        return ""
    return f"{_ours(files)}{_theirs(register.get('added', []))}"


def _theirs(added: list[dict[str, str]]) -> str:
    if not added:
        return ""
    told = "".join(
        f"<li>{spaced(escape(one['description']))}\u00a0: {escape(one['value'])}{_by(one['signed'])}.</li>"
        for one in added
    )
    count = counted(len(added), "valeur ajoutée", "valeurs ajoutées")
    return f'<p class="am-signed">{count} par votre CPTS\u00a0:</p><ul class="am-list">{told}</ul>'


def _by(signed: str) -> str:
    return f", signée par {escape(signed)}" if signed else ""


def _ours(files: dict[str, str | None]) -> str:
    names = sorted({name for name in files.values() if name})
    if not names:
        return (
            '<p class="am-signed"><strong>Aucune de nos valeurs n’est encore signée.</strong> Nous les avons recopiées '
            "des sources\u202f; personne n’a encore signé qu’il les avait comparées aux textes.</p>"
        )
    unsigned = sum(name is None for name in files.values())
    left = f"\u202f; fichiers restant à signer\u00a0: {unsigned}" if unsigned else ""
    return f'<p class="am-signed">Valeurs signées par {escape(", ".join(names))}{left}.</p>'


def checked(sources: list[dict[str, Any]]) -> str:
    """Return « consultées le 21/11/2026 », or between which days."""
    days = sorted({source["checked_on"] for source in sources if source.get("checked_on")})
    if not days:
        return "sans date de consultation"
    return f"consultées le {day(days[0])}" if len(days) == 1 else f"consultées du {day(days[0])} au {day(days[-1])}"


def _search(total: int) -> str:
    return (
        '<form class="am-find" role="search"><label for="am-find">Chercher une source</label>'
        '<input type="search" id="am-find" placeholder="Titre, éditeur, année" autocomplete="off">'
        f'<p class="am-muted" role="status" data-found="{total}">{counted(total, "source", "sources")}</p></form>'
    )


def _register(register: dict[str, Any]) -> list[str]:
    """Return the sources of what applies today, then the others; in each, the firmest and the latest first."""
    latest = sorted(register.get("sources", []), key=lambda source: str(source.get("published") or ""), reverse=True)
    firmest = sorted(latest, key=lambda source: _FIRMNESS.index(source.get("standing") or "unconfirmed"))
    past = {text["id"] for text in register.get("texts", [])[:-1]}
    current = [source for source in firmest if _applies(source, past)]
    others = [source for source in firmest if not _applies(source, past)]
    groups = {"Sur les contrats signés aujourd’hui": current, "Sur les contrats plus anciens, et le contexte": others}
    return [
        f'<section class="am-sources-group"><h3 class="am-h">{title}</h3>'
        f'<ul class="am-rows">{"".join(map(_row, sources))}</ul></section>'
        for title, sources in groups.items()
        if sources
    ]


def _applies(source: dict[str, Any], past: set[str]) -> bool:
    """Whether a source speaks of a text that governs the contracts signed today."""
    texts = [REGIMES[regime].amends or regime for regime in source.get("regimes", [])]
    return any(text not in past for text in texts)


def _row(source: dict[str, Any]) -> str:
    told = [str(source.get("publisher") or ""), day(source.get("published") or "sans date")]
    seen = f"consultée le {day(source['checked_on'])}" if source.get("checked_on") else "jamais consultée"
    meta = " · ".join(escape(text) for text in (*told, seen) if text)
    title = _linked(str(source.get("title") or source["id"]), source.get("url"))
    more = "".join(f'<p class="am-row__more">{line}</p>' for line in _further(source))
    return (
        f'<li class="am-row"><p class="am-row__title">{title}</p>'
        f'<p class="am-source__meta">{proof.badge_of(source)} <span>{meta}</span></p>'
        f"{more}</li>"
    )


def _further(source: dict[str, Any]) -> Iterator[str]:
    """Yield the text that a source is a copy of, with its official address where we hold one, and its further pages."""
    if source.get("copy_of"):
        yield f"Copie de\u00a0: {_linked(source['copy_of'], source.get('official_url'))}"
    if others := source.get("other_urls"):
        yield f"Et {listed([_linked(f'page {number}', url) for number, url in enumerate(others, 2)])}"


def _linked(text: str, url: str | None) -> str:
    if not (url or "").startswith(("https://", "http://")):
        return escape(text)
    return f'<a href="{escape(str(url))}">{escape(text)}</a>'  # in the same tab: back returns where one was


def _bareme(tables: list[dict[str, Any]]) -> list[str]:
    """Return the amounts: those of the text in force, then the older ones folded."""
    shown = {item["caption"]: table(item["caption"], item["columns"], item["rows"]) for item in tables}
    current = [html for caption, html in shown.items() if "(depuis" in caption]
    older = "".join(html for caption, html in shown.items() if "(depuis" not in caption)
    return [*current, f"<details><summary>Les textes précédents</summary>{older}</details>"] if older else current


def _disagreements(entries: list[dict[str, Any]], known: proof.Register) -> list[str]:
    return [proof.disagreement(_shown(entry), known) for entry in entries]


def _shown(entry: dict[str, Any]) -> ShownDisagreement:
    positions = [
        Position(
            value=side["value"] + (f" ({side['period']})" if side.get("period") else ""),
            sources=side["sources"],
            followed=side.get("followed", False),
        )
        for side in entry["positions"]
    ]
    return ShownDisagreement(positions=positions, **{name: entry[name] for name in ("id", "what", "followed", "why")})
