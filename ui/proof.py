"""What an answer rests on, under one fold: its sources, what they dispute, how it was reached, the three dates."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

import french
from assistant.answer import Answer, Citation, Dates, ShownDisagreement, ShownStep
from ui.markup import badge, day, icon, inline, section

Register = Mapping[str, Mapping[str, Any]]  # source id → its title and standing


_SHOWN = 4  # source cards before the others are folded


def proofs(answer: Answer, turn: int, known: Register) -> str:
    """Return all that proves ``answer``, folded: a phone shows the sentence, what decides, and the question back."""
    named = list(dict.fromkeys(citation.source for citation in answer.citations))
    quoted = any(citation.quote and citation.quote not in answer.text for citation in answer.citations)
    told = [
        french.counted(len(named), "source", "sources") if named else "",
        french.counted(len(answer.disagreements), "désaccord", "désaccords") if answer.disagreements else "",
        "calcul" if answer.trace else "",
        "dates",
    ]
    parts = [
        sources(answer.citations, turn, answer.text),
        disagreements(answer.disagreements, known),
        trace(answer.trace),
        dates(answer.dates),
    ]
    summary = f"Preuves\u00a0: {', '.join(filter(None, told))}"
    state = " open" if quoted else ""  # words that are not in the answer are read before they are believed
    return f'<details class="am-proofs"{state}><summary>{summary}</summary>{"".join(parts)}</details>'


def disagreements(entries: list[ShownDisagreement], known: Register) -> str:
    """Return what sources dispute: each question with the side followed, folded over who says what and why."""
    cards = [disagreement(entry, known) for entry in entries]
    if len(cards) > 3:
        others = "".join(cards[2:])
        cards[2:] = [f"<details><summary>Et {len(entries) - 2} autres désaccords</summary>{others}</details>"]
    return section("Ce que les sources se disputent", "".join(cards))


def disagreement(entry: ShownDisagreement, known: Register) -> str:
    """Return one question that sources dispute, folded over who says what and why."""
    sides = []
    for position in entry.positions:
        followed = position.value == entry.followed
        tag = f'<p class="am-dispute__tag">{icon("yes")}Retenu</p>' if followed else ""
        origins = "".join(f"<li>{_named(source, known)}</li>" for source in position.sources)
        sides.append(
            f'<div class="am-dispute__side {"is-followed" if followed else ""}">'
            f'<p class="am-dispute__value">{inline(position.value)}</p>{tag}<ul>{origins}</ul></div>'
        )
    return (
        f'<details class="am-dispute"><summary class="am-dispute__title">{icon("scales", "Désaccord")}'
        f"<span>{inline(entry.what)}<small>Retenu\u00a0: {inline(entry.followed)}</small></span></summary>"
        f'<div class="am-dispute__sides">{"".join(sides)}</div>'
        f'<p class="am-dispute__why"><strong>Pourquoi.</strong> {inline(entry.why)}</p></details>'
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
    """Return one card for each source, its quoted passages highlighted; the first four are shown, the others folded."""
    cards = []
    for number, source in enumerate(dict.fromkeys(citation.source for citation in citations), 1):
        cited = [citation for citation in citations if citation.source == source]
        quotes = _quotes([quote for quote in dict.fromkeys(citation.quote for citation in cited) if quote], text)
        entry = cited[0].model_dump()
        anchor = f'id="r{turn}-s{number}" tabindex="-1"'
        cards.append(f'<li class="am-source" {anchor}>{title(entry)}{origin(entry)}{quotes}</li>')
    return section("Sources", source_cards(cards))


def source_cards(cards: list[str]) -> str:
    """Return the cards as a numbered list; a long one is folded after its first ones."""
    first, others = cards[:_SHOWN], cards[_SHOWN:]
    if len(others) < 2:
        first, others = cards, []
    shown = f'<ol class="am-sources">{"".join(first)}</ol>' if first else ""
    if not others:
        return shown
    folded = f'<ol class="am-sources" style="counter-reset: am-source {_SHOWN}">{"".join(others)}</ol>'
    return f"{shown}<details><summary>Les {len(others)} autres sources</summary>{folded}</details>"


def _quotes(quotes: list[str], text: str) -> str:
    """Return the passages of one source, folded when the ``text`` of the answer already says them."""
    if not quotes:
        return ""
    state = "" if all(quote in text for quote in quotes) else " open"
    label = "Passages cités" if len(quotes) > 1 else "Passage cité"
    passages = "".join(f'<blockquote><span class="am-quote">{inline(quote)}</span></blockquote>' for quote in quotes)
    return f"<details{state}><summary>{label}</summary>{passages}</details>"


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
        ("Sources consultées le", day(dates.sources_checked_on) if dates.sources_checked_on else "date inconnue"),
        ("Aujourd’hui", day(dates.today)),
    ]
    items = "".join(f"<div><dt>{term}</dt><dd>{value}</dd></div>" for term, value in shown)
    return f'<dl class="am-dates">{items}</dl>'
