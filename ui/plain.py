"""One answer as plain text, for a mail: what the screen shows, in its order, with the addresses of its sources."""

from __future__ import annotations

import re
from collections.abc import Iterator

import french
from assistant.answer import Answer, Citation, Part, PartKind, ShownTable
from assistant.messages import MESSAGES
from assistant.shown import aged
from french import HARD
from ui.body import CHANGES, UNKNOWNS
from ui.lead import opened
from ui.markup import EMPHASIS, blocks, day
from ui.proof import numbers
from ui.sheet import own_words

_MARKS = {True: "✓", False: "✗", None: "?"}
_TITLES = {PartKind.CHANGES: CHANGES, PartKind.UNKNOWNS: UNKNOWNS}
_LEFT_OUT = (PartKind.PROVENANCE, PartKind.NEXT_QUESTION)  # said below in full; asked of who was there


def plain(answer: Answer) -> str:
    """Return what the answer says, then its sources, its dates, and who decides."""
    parts = own_words(answer, {})
    framed = [boxed(part) if part.kind is PartKind.LOCAL else "" for part in parts]
    before = next((rank for rank, frame in enumerate(framed) if not frame), len(parts))
    ours = [part for part in parts if part.kind is not PartKind.LOCAL]
    first, rest = opened(answer, ours) if ours else ("", [])
    lines = (line for part in rest if part.kind not in _LEFT_OUT for line in _part(part))
    said = [*framed[:before], _bare(first), *lines, *framed[before:]]
    dates = f"Règles au {french.short_day(answer.dates.rules_on)}"
    if answer.dates.sources_checked_on:
        checked = answer.dates.sources_checked_on
        dates += f", sources consultées le {french.short_day(checked)}{aged(checked, answer.dates.today)}"
    named = {citation.source: citation for citation in answer.citations}
    listed = [f"{number}. {_source(named[source])}" for source, number in numbers(answer).items()]
    sources = ["\n".join([f"Sources{HARD}:", *listed])] if listed else []
    return "\n\n".join([*filter(None, said), *sources, f"{dates}. Réponse indicative{HARD}: votre CPAM décide."])


def boxed(part: Part) -> str:
    """Return the words of a document of the staff in a frame drawn with lines, for a mail or a terminal."""
    said = [line for block in blocks(part.text) for line in _bare(block).splitlines()]
    return "\n".join([f"┌ {part.title}", *(f"│ {line}" for line in said), f"└ {part.origin}"])


def _part(part: Part) -> Iterator[str]:
    if part.table:
        yield _table(part.table)
        return
    title = part.title or (_TITLES.get(part.kind, "") if part.items else "")
    if title:
        yield _bare(f"{title} {part.text}" if part.kind is PartKind.LEAD else f"{title}{HARD}:")
    lines = [f"{_MARKS[reason.met]} {reason.text}" for reason in part.reasons]
    lines += [f"– {item}" for item in part.items] if len(part.items) > 1 else part.items
    if lines:
        yield "\n".join(map(_bare, lines))
    if part.text and part.kind is not PartKind.CHANGES and not (part.title and part.kind is PartKind.LEAD):
        yield from (_bare(block) for block in blocks(part.text))


def _table(table: ShownTable) -> str:
    """One line a row: « 2e année : 14 000 € (cas général), 19 000 € (patientèle P95 et plus) »."""
    lines = [f"{table.caption}{HARD}:"] if table.caption else []
    names = table.columns[1:]
    for heading, *cells in table.rows:
        told = [f"{cell} ({french.lower_first(name)})" for cell, name in zip(cells, names, strict=False)]
        lines.append(f"{heading}{HARD}: {', '.join(told if len(names) > 1 else cells)}")
    return _bare("\n".join(lines))


def _source(citation: Citation) -> str:
    theirs = MESSAGES["local"] if citation.local and citation.document else ""
    told = [citation.title, citation.publisher, theirs, day(citation.published) if citation.published else ""]
    address = f"{HARD}: {citation.url}" if citation.url else ""
    return f"{', '.join(filter(None, told))}{address}"


def _bare(text: str) -> str:
    """Markdown without its marks; a list keeps its lines, each after a dash."""
    text = re.sub(r"^\s*(?:[-*•]|>) ", lambda mark: "" if ">" in mark[0] else "– ", text, flags=re.M)
    text = re.sub(r"^#+ ", "", text, flags=re.M)
    return french.spaced(EMPHASIS.sub(r"\1", text.replace("**", "")))
