"""What an answer rests on, under one fold: its sources, what they dispute, how it was reached, the three dates."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

import french
from assistant.answer import Answer, Citation, Dates, Position, ShownDisagreement
from assistant.messages import MESSAGES
from assistant.shown import aged
from rules.regimes import REGIMES
from ui import sheet
from ui.lead import sources as leading
from ui.markup import Register, badge, day, icon, inline, outside, section
from ui.trace import trace

__all__ = ["Register", "dates", "disagreement", "origin", "proofs", "source_cards", "title", "trace"]

_SHOWN = 4  # source cards before the others are folded, whose numbers go on from it (answer.css)
_NATIONAL = "national."  # topics whose figures no text of the aid governs


def numbers(answer: Answer) -> dict[str, int]:
    """Return the number of each source, from 1: those of the first sentence, then the others as they are cited.

    Documents of the staff come last: they have a list of their own.
    """
    ordered = sorted(answer.citations, key=lambda citation: citation.document is not None and citation.local)
    cited = list(dict.fromkeys(citation.source for citation in ordered))
    first = [source for source in leading(answer) if source in cited]
    return {source: number for number, source in enumerate(dict.fromkeys([*first, *cited]), 1)}


def proofs(answer: Answer, turn: int, known: Register) -> str:
    """Return all that proves ``answer``, folded: a phone shows the sentence, what decides, and the question back."""
    order = numbers(answer)
    disputed = [entry for entry in answer.disagreements if _is_live(entry, answer, known)]
    disputes = french.counted(len(disputed), "désaccord", "désaccords") if disputed else ""
    told = [
        french.counted(len(order), "source", "sources") if order else "",
        f"<span data-disputes>{disputes}, </span>"
        if disputes
        else "",  # those told already are counted out (answer.js)
        "calcul" if answer.trace else "",
        "dates",
    ]
    counted = ", ".join(filter(None, told)).replace(" </span>, ", " </span>")
    documents = {citation.source for citation in answer.citations if citation.local and citation.document}
    theirs = {source: number for source, number in order.items() if source in documents}
    ours = {source: number for source, number in order.items() if source not in documents}
    headed = sheet.headed(answer.extracts) if answer.extracts else "Sources"
    parts = [
        *sheet.unsaid(answer),
        section(headed, _sources(answer, ours, turn, known)),
        section(MESSAGES["locals"], _sources(answer, theirs, turn, known)),
        disagreements(disputed, answer.regime, known),
        trace(answer.trace, answer, known),
        dates(answer.dates, answer.regime, len(order)),
    ]
    return (
        f'<details class="am-proofs"><summary><span>Preuves\u00a0: {counted}</span></summary>{"".join(parts)}</details>'
    )


def _is_live(entry: ShownDisagreement, answer: Answer, known: Register) -> bool:
    """Whether two sides at least speak of the text that governs: what was disputed of another one is history."""
    if not answer.regime or (answer.topic or "").startswith(_NATIONAL):
        return True
    return sum(_concerns(side, answer.regime, known) for side in entry.positions) > 1


def _concerns(side: Position, regime: str, known: Register) -> bool:
    if not isinstance(side.followed, bool):
        return regime in side.followed
    texts = [known.get(source, {}).get("regimes") for source in side.sources]
    return side.followed or any(not text or regime in text for text in texts)


def _is_followed(side: Position, regime: str | None) -> bool:
    """Whether answers follow a side: under the text that governs, or under any when none is named."""
    return side.followed if isinstance(side.followed, bool) else regime is None or regime in side.followed


def disagreements(entries: list[ShownDisagreement], regime: str | None, known: Register) -> str:
    """Return what sources dispute: each question with the side followed, folded over who says what and why."""
    cards = [disagreement(entry, known, regime) for entry in entries]
    if len(cards) > 3:
        others = "".join(cards[2:])
        cards[2:] = [f"<details><summary>Et {len(entries) - 2} autres désaccords</summary>{others}</details>"]
    return section("Nos sources ne disent pas la même chose", "".join(cards))


def disagreement(entry: ShownDisagreement, known: Register, regime: str | None = None) -> str:
    """Return one question that sources dispute, folded over who says what and why.

    The side followed under ``regime`` is ticked, or each that some text makes ours when none is named.
    """
    sides = []
    for position in entry.positions:
        followed = _is_followed(position, regime)
        tag = f'<p class="am-dispute__tag">{icon("yes")}Retenu</p>' if followed else ""
        origins = "".join(f"<li>{_named(source, known)}</li>" for source in position.sources)
        sides.append(
            f'<div class="am-dispute__side {"is-followed" if followed else ""}">'
            f'<p class="am-dispute__value">{inline(position.value)}</p>{tag}<ul>{origins}</ul></div>'
        )
    return (
        f'<details class="am-dispute" data-dispute="{escape(entry.id)}">'
        f'<summary class="am-dispute__title">{icon("scales", "Désaccord")}'
        f"<span>{inline(entry.what)} <small>Retenu\u00a0: {inline(entry.followed)}</small></span></summary>"
        f'<div class="am-dispute__sides">{"".join(sides)}</div>'
        f'<p class="am-dispute__why"><strong>Pourquoi.</strong> {inline(entry.why)}</p></details>'
    )


def _named(source: str, known: Register) -> str:
    entry = known.get(source, {})
    return f"{escape(str(entry.get('title') or source))} {badge_of(entry)}"


def badge_of(source: Mapping[str, Any]) -> str:
    """Return the badge of a source of the register."""
    return badge(source.get("standing"), copy=bool(source.get("copy_of")), theirs=bool(source.get("local")))


def _sources(answer: Answer, order: Mapping[str, int], turn: int, known: Register) -> str:
    """One card for each source, with what it says in its own words; the first four are shown, the others folded."""
    cards = []
    for source, number in order.items():
        cited = [citation for citation in answer.citations if citation.source == source]
        entry = {**known.get(source, {}), **cited[0].model_dump()}
        anchor = f'id="r{turn}-s{number}" tabindex="-1"'
        cards.append(
            f'<li class="am-source" data-number="{number}" {anchor}>{title(entry)}{origin(entry)}{_quotes(cited)}</li>'
        )
    return source_cards(cards)


def source_cards(cards: list[str]) -> str:
    """Return the cards, which say their own numbers, as a list; a long one is folded after its first ones."""
    first, others = cards[:_SHOWN], cards[_SHOWN:]
    if len(others) < 2:
        first, others = cards, []
    shown = f'<ol class="am-sources">{"".join(first)}</ol>' if first else ""
    if not others:
        return shown
    folded = f'<ol class="am-sources">{"".join(others)}</ol>'
    return f"{shown}<details><summary>Les {len(others)} autres sources</summary>{folded}</details>"


def _quotes(cited: list[Citation]) -> str:
    """Return what a source says in its own words: of the staff's documents alone we hold them."""
    quotes = dict.fromkeys(citation.quote for citation in cited if citation.local and citation.quote)
    if not quotes:
        return ""
    label = "Passages cités" if len(quotes) > 1 else "Passage cité"
    passages = "".join(f'<blockquote><span class="am-quote">{inline(quote)}</span></blockquote>' for quote in quotes)
    return f"<details><summary>{label}</summary>{passages}</details>"


def title(source: Mapping[str, Any]) -> str:
    """Return a source's title, linked when it has an address."""
    text, url = escape(str(source["title"])), str(source.get("url") or "")
    if not url.startswith(("https://", "http://")):
        return f'<p class="am-source__title">{text}</p>'
    return outside(url, text, "am-source__title")


def origin(source: Mapping[str, Any]) -> str:
    """Return the line under a title: how firm the source is, who publishes it, when; of a copy, the text itself.

    A source that the CPTS registered beside a value of its own says so before anything.
    """
    told = ", ".join(escape(text) for text in (str(source["publisher"]), day(source.get("published") or "")) if text)
    official = str(source.get("official_url") or "")
    itself = outside(official, "le texte lui-même") if official.startswith("https://") else ""
    added = f"<strong>{MESSAGES['added_source']}</strong>" if source.get("local") and not source.get("document") else ""
    return f'<p class="am-source__meta">{added} {badge_of(source)} {told} {itself}</p>'


def dates(dates: Dates, regime: str | None = None, counted: int = 0) -> str:
    """Return the three dates: of the rules, of the last check of the sources, of today."""
    text = f"<small>{escape(REGIMES[regime].name)}</small>" if regime and regime in REGIMES else ""
    oldest = f"<small>la plus ancienne des {counted}</small>" if counted > 1 else ""
    late = aged(dates.sources_checked_on, dates.today) if dates.sources_checked_on else ""
    age = f"<small>{late.removeprefix(', ')}</small>" if late else ""
    checked = f"{day(dates.sources_checked_on)} {oldest}{age}" if dates.sources_checked_on else "date inconnue"
    shown = [
        ("Règles au", f"{day(dates.rules_on)} {text}"),
        ("Sources consultées le", checked),
        ("Aujourd’hui", day(dates.today)),
    ]
    items = "".join(f"<div><dt>{term}</dt><dd>{value}</dd></div>" for term, value in shown)
    return f'<dl class="am-dates">{items}</dl>'
