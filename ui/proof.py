"""What an answer rests on: how it was reached, its sources, what they dispute, and the three dates."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from assistant.answer import Citation, Dates, ShownDisagreement, ShownStep
from ui.markup import badge, day, icon, inline, section

Register = Mapping[str, Mapping[str, Any]]  # source id → its title and standing


def disagreement(entry: ShownDisagreement, known: Register, *, folded: bool = False) -> str:
    """Return what sources dispute: each side with who says it, the side followed and why."""
    sides = []
    for position in entry.positions:
        followed = position.value == entry.followed
        tag = f'<p class="am-dispute__tag">{icon("yes")}Retenu</p>' if followed else ""
        origins = "".join(f"<li>{_named(source, known)}</li>" for source in position.sources)
        sides.append(
            f'<div class="am-dispute__side {"is-followed" if followed else ""}">'
            f'<p class="am-dispute__value">{inline(position.value)}</p>{tag}<ul>{origins}</ul></div>'
        )
    body = (
        f'<div class="am-dispute__sides">{"".join(sides)}</div>'
        f'<div class="am-dispute__why"><p><strong>Retenu\u00a0:</strong> {inline(entry.followed)}</p>'
        f"<p><strong>Pourquoi.</strong> {inline(entry.why)}</p></div>"
    )
    if folded:
        return (
            f'<details class="am-dispute"><summary class="am-dispute__title">{icon("scales", "Désaccord")}'
            f"{inline(entry.what)}</summary>{body}</details>"
        )
    return (
        f'<div class="am-dispute"><h3 class="am-dispute__title">{icon("scales")}Nos sources ne disent pas la même chose'
        f'</h3><p class="am-dispute__what">{inline(entry.what)}</p>{body}</div>'
    )


def _named(source: str, known: Register) -> str:
    entry = known.get(source, {})
    return f"{escape(str(entry.get('title') or source))} {badge(entry.get('standing'))}"


def trace(steps: list[ShownStep]) -> str:
    """Return how the answer was reached, folded."""
    if not steps:
        return ""
    items = "".join(
        f"<li><p>{inline(step.text)}</p><code>{escape(' · '.join([step.rule, *step.parameters]))}</code></li>"
        for step in steps
    )
    return (
        '<details class="am-trace"><summary>Comment cette réponse est établie</summary>'
        f'<ol class="am-steps">{items}</ol></details>'
    )


def sources(citations: list[Citation], turn: int, text: str) -> str:
    """Return one card for each source, its quoted passages highlighted; folded when the ``text`` already says them."""
    cards = []
    for number, source in enumerate(dict.fromkeys(citation.source for citation in citations), 1):
        cited = [citation for citation in citations if citation.source == source]
        quotes = "".join(_quote(quote, text) for quote in dict.fromkeys(citation.quote for citation in cited) if quote)
        entry = cited[0].model_dump()
        anchor = f'id="r{turn}-s{number}" tabindex="-1"'
        cards.append(f'<li class="am-source" {anchor}>{title(entry)}{origin(entry)}{quotes}</li>')
    return section("Sources", f'<ol class="am-sources">{"".join(cards)}</ol>' if cards else "")


def _quote(quote: str, text: str) -> str:
    state = "" if quote in text else " open"
    return (
        f"<details{state}><summary>Passage cité</summary><blockquote>"
        f'<span class="am-quote">{inline(quote)}</span></blockquote></details>'
    )


def title(source: Mapping[str, Any]) -> str:
    """Return a source's title, linked when it has an address."""
    text, url = escape(str(source["title"])), str(source.get("url") or "")
    if not url.startswith(("https://", "http://")):
        return f'<p class="am-source__title">{text}</p>'
    return f'<a class="am-source__title" href="{escape(url)}" target="_blank" rel="noopener">{text}</a>'


def origin(source: Mapping[str, Any]) -> str:
    """Return the line under a title: how firm the source is, who publishes it, when."""
    told = ", ".join(escape(text) for text in (str(source["publisher"]), day(source.get("published") or "")) if text)
    return f'<p class="am-source__meta">{badge(source.get("standing"))} {told}</p>'


def dates(dates: Dates) -> str:
    """Return the three dates: of the rules, of the last check of the sources, of today."""
    shown = [
        ("Règles au", day(dates.rules_on)),
        ("Sources relues le", day(dates.sources_checked_on) if dates.sources_checked_on else "date inconnue"),
        ("Aujourd’hui", day(dates.today)),
    ]
    items = "".join(f"<div><dt>{term}</dt><dd>{value}</dd></div>" for term, value in shown)
    return f'<dl class="am-dates">{items}</dl>'
