"""The « Sources » tab: every source with its date and standing, what sources dispute, and the barème."""

from __future__ import annotations

from html import escape
from typing import Any

from ui.markup import badge, day, inline, table


def render(register: dict[str, Any]) -> str:
    """Return the tab's HTML from ``Assistant.sources()``."""
    parts = [
        "<h2>Nos sources</h2>",
        '<p class="am-muted">Chaque réponse cite les siennes. Le badge dit ce que vaut chacune.</p>',
        _register(register.get("sources", [])),
        *_bareme(register.get("bareme", [])),
        _reviewed(register.get("reviewed_by", {})),
        *_disagreements(register.get("disagreements", [])),
    ]
    return f'<div class="am-plain">{"".join(parts)}</div>'


def _register(sources: list[dict[str, Any]]) -> str:
    rows = "".join(
        f'<tr><th scope="row">{_title(source)}</th><td>{escape(str(source.get("publisher") or ""))}</td>'
        f"<td>{escape(day(source.get('published') or 'sans date'))}</td><td>{badge(source.get('standing'))}</td>"
        f"<td>{escape(day(source.get('checked_on') or 'non relue'))}</td></tr>"
        for source in sources
    )
    return (
        '<div class="am-scroll" tabindex="0" role="region" aria-label="Registre des sources">'
        '<table class="am-table am-table--text"><thead><tr><th scope="col">Source</th><th scope="col">Éditeur</th>'
        '<th scope="col">Date</th><th scope="col">Valeur</th><th scope="col">Relue le</th></tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def _title(source: dict[str, Any]) -> str:
    title, url = escape(str(source.get("title") or source["id"])), str(source.get("url") or "")
    if url.startswith(("https://", "http://")):
        return f'<a href="{escape(url)}" target="_blank" rel="noopener">{title}</a>'
    return title


def _bareme(tables: list[dict[str, Any]]) -> list[str]:
    if not tables:
        return []
    return ["<h2>Le barème, texte par texte</h2>"] + [
        table(item.get("caption", ""), item["columns"], item["rows"]) for item in tables
    ]


def _reviewed(files: dict[str, str | None]) -> str:
    """Say who compared the rules with the texts, or that nobody has signed them yet."""
    names = sorted({name for name in files.values() if name})
    if not files:
        return ""
    if not names:
        return (
            '<p class="am-muted">Les paramètres des règles n’ont pas encore été relus ni signés par une personne.</p>'
        )
    unsigned = sum(name is None for name in files.values())
    left = f"\u202f; fichiers restant à signer\u00a0: {unsigned}" if unsigned else ""
    return f'<p class="am-muted">Paramètres des règles relus par {escape(", ".join(names))}{left}.</p>'


def _disagreements(disagreements: list[dict[str, Any]]) -> list[str]:
    if not disagreements:
        return []
    items = "".join(
        f'<li><h3>{inline(item["what"])}</h3><ul class="am-list">'
        + "".join(
            f"<li>{inline(str(position['value']))} <small>{escape(', '.join(position['sources']))}</small></li>"
            for position in item["positions"]
        )
        + f"</ul><p><strong>Retenu\u00a0:</strong> {inline(str(item['followed']))}. {inline(item['why'])}</p></li>"
        for item in disagreements
    )
    return ["<h2>Ce que les sources se disputent</h2>", f'<ul class="am-disputes">{items}</ul>']
