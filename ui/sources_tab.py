"""The « Sources » tab: every source with its date and standing, what sources dispute, and the barème."""

from __future__ import annotations

from html import escape
from typing import Any

from assistant.answer import Position, ShownDisagreement
from french import listed
from ui import proof
from ui.markup import badge, day, table

_WHY = '<p class="am-muted">Chaque réponse cite les siennes. Le badge dit ce que vaut chacune.</p>'


def render(register: dict[str, Any]) -> str:
    """Return the tab's HTML from ``Assistant.sources()``."""
    sources, disputes = register.get("sources", []), register.get("disagreements", [])
    known = {source["id"]: source for source in sources}
    parts = {
        "am-register": (f"Nos sources ({len(sources)})", [_WHY, _register(sources)]),
        "am-bareme": ("Le barème, texte par texte", _bareme(register.get("bareme", []))),
        "am-disputes": (f"Ce que les sources se disputent ({len(disputes)})", _disagreements(disputes, known)),
    }
    shown = {anchor: part for anchor, part in parts.items() if part[1]}
    links = "".join(f'<li><a href="#{anchor}">{title}</a></li>' for anchor, (title, _) in shown.items())
    body = "".join(
        f'<h2 id="{anchor}" tabindex="-1">{title}</h2>{"".join(pieces)}' for anchor, (title, pieces) in shown.items()
    )
    signed = _reviewed(register.get("reviewed_by", {}))
    return f'<div class="am-plain"><ul class="am-summary">{links}</ul>{body}{signed}</div>'


def _register(sources: list[dict[str, Any]]) -> str:
    rows = "".join(
        f'<tr><th scope="row">{_title(source)}</th><td>{escape(str(source.get("publisher") or ""))}</td>'
        f"<td>{escape(day(source.get('published') or 'sans date'))}</td><td>{badge(source.get('standing'))}</td>"
        f"<td>{escape(day(source.get('checked_on') or 'date inconnue'))}</td></tr>"
        for source in sources
    )
    return (
        '<div class="am-scroll" tabindex="0" role="region" aria-label="Registre des sources">'
        '<table class="am-table am-table--text"><thead><tr><th scope="col">Source</th><th scope="col">Éditeur</th>'
        '<th scope="col">Date</th><th scope="col">Valeur</th><th scope="col">Consultée le</th></tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def _title(source: dict[str, Any]) -> str:
    """The title of a source, with its further pages; of a copy, also the text that it is a copy of."""
    lines = [_linked(str(source.get("title") or source["id"]), source.get("url"))]
    if others := source.get("other_urls"):
        pages = [_linked(f"page {number}", url) for number, url in enumerate(others, 2)]
        lines.append(f"Et {listed(pages)}")
    if source.get("copy_of"):
        lines.append(f"Copie de\u00a0: {_linked(source['copy_of'], source.get('official_url'))}")
    return "<br>".join(lines)


def _linked(text: str, url: str | None) -> str:
    if not (url or "").startswith(("https://", "http://")):
        return escape(text)
    return f'<a href="{escape(str(url))}" target="_blank" rel="noopener">{escape(text)}</a>'


def _bareme(tables: list[dict[str, Any]]) -> list[str]:
    """Return the amounts: those of the text in force, then the older ones folded."""
    shown = {item["caption"]: table(item["caption"], item["columns"], item["rows"]) for item in tables}
    current = [html for caption, html in shown.items() if "(depuis" in caption]
    older = "".join(html for caption, html in shown.items() if "(depuis" not in caption)
    return [*current, f"<details><summary>Les textes précédents</summary>{older}</details>"] if older else current


def _reviewed(files: dict[str, str | None]) -> str:
    """Say who compared the rules with the texts, or that nobody has signed them yet."""
    names = sorted({name for name in files.values() if name})
    if not files:
        return ""
    if not names:
        return '<p class="am-muted">Les paramètres des règles ne sont encore signés par personne.</p>'
    unsigned = sum(name is None for name in files.values())
    left = f"\u202f; fichiers restant à signer\u00a0: {unsigned}" if unsigned else ""
    return f'<p class="am-muted">Paramètres des règles signés par {escape(", ".join(names))}{left}.</p>'


def _disagreements(entries: list[dict[str, Any]], known: proof.Register) -> list[str]:
    return [proof.disagreement(_shown(entry), known) for entry in entries]


def _shown(entry: dict[str, Any]) -> ShownDisagreement:
    positions = [
        Position(value=side["value"] + (f" ({side['period']})" if side.get("period") else ""), sources=side["sources"])
        for side in entry["positions"]
    ]
    return ShownDisagreement(positions=positions, **{name: entry[name] for name in ("id", "what", "followed", "why")})
