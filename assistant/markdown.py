"""The parts of an answer as one Markdown text."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from assistant.answer import Part, PartKind, ShownTable
from assistant.parts import bullets
from french import HARD

_MARKS = {True: "✓ ", False: "✗ ", None: "? "}


def rendered(part: Part) -> str:
    """Return a part as Markdown; empty where it says nothing."""
    if part.kind in _WAYS:
        return _WAYS[part.kind](part)
    if part.table:
        return table(part.table)
    title = f"**{part.title}**" if part.title else ""
    if part.kind is PartKind.READINGS:
        title = f"{title}{HARD}:"
    lines = [*(f"{_MARKS[reason.met]}{reason.text}" for reason in part.reasons), *part.items]
    return "\n\n".join(filter(None, [title, bullets(lines), part.text]))


def framed(part: Part) -> str:
    """Return the words of a document of the staff as one block quotation, under what they are and over whose."""
    lines = [f"**{part.title}**", "", *part.text.splitlines(), "", f"*{part.origin}*"]
    return "\n".join(f"> {line}".rstrip() for line in lines)


def table(content: ShownTable) -> str:
    """Return a Markdown table with its caption in bold."""
    lines = [content.columns, ["---", *["---:"] * (len(content.columns) - 1)], *content.rows]
    grid = "\n".join("| " + " | ".join(cells) + " |" for cells in lines)
    return f"**{content.caption}**\n\n{grid}" if content.caption else grid


_WAYS: Mapping[PartKind, Callable[[Part], str]] = {
    PartKind.PROVENANCE: lambda part: f"*{part.text}*",
    PartKind.NEXT_QUESTION: lambda part: " ".join([part.text, *(f"[{choice}]" for choice in part.items)]),
    PartKind.LOCAL: framed,
    PartKind.CHANGES: lambda part: part.text,
    PartKind.LEAD: lambda part: f"{part.title} {part.text}".strip(),
}
