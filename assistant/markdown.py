"""The parts of an answer as one Markdown text."""

from __future__ import annotations

from assistant.answer import Part, PartKind, ShownTable
from assistant.parts import bullets
from french import HARD

_MARKS = {True: "✓ ", False: "✗ ", None: "? "}


def rendered(part: Part) -> str:
    """Return a part as Markdown; empty where it says nothing."""
    if part.kind is PartKind.PROVENANCE:
        return f"*{part.text}*"
    if part.kind is PartKind.NEXT_QUESTION:
        return " ".join([part.text, *(f"[{choice}]" for choice in part.items)])
    if part.kind is PartKind.CHANGES:
        return part.text
    if part.kind is PartKind.LEAD:
        return f"{part.title} {part.text}".strip()
    if part.table:
        return table(part.table)
    title = f"**{part.title}**" if part.title else ""
    if part.kind is PartKind.READINGS:
        title = f"{title}{HARD}:"
    lines = [*(f"{_MARKS[reason.met]}{reason.text}" for reason in part.reasons), *part.items]
    return "\n\n".join(filter(None, [title, bullets(lines), part.text]))


def table(content: ShownTable) -> str:
    """Return a Markdown table with its caption in bold."""
    lines = [content.columns, ["---", *["---:"] * (len(content.columns) - 1)], *content.rows]
    grid = "\n".join("| " + " | ".join(cells) + " |" for cells in lines)
    return f"**{content.caption}**\n\n{grid}" if content.caption else grid
