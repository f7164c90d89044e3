"""What a page is made of, in the order it is read, and how it is written as Markdown."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest

from rag.reading.grid import Cell, caption_of, rows_of

_SPACES = re.compile(r"[^\S\n\u00a0\u202f]+")
_SOFT = str.maketrans({"\u00ad": None, "\u200b": None, "\u2011": "-"})  # where a word may or may not be cut
_CAPTION = 150


@dataclass(frozen=True)
class Heading:
    """`level`: 0 for the title of the document, then 1, 2… `caption`: a line over a table, never the title."""

    text: str
    level: int = 1
    caption: bool = False


@dataclass(frozen=True)
class Paragraph:
    """Its lines, where they matter, are apart."""

    text: str


@dataclass(frozen=True)
class Item:
    """An item of a list."""

    text: str


@dataclass(frozen=True)
class Table:
    """Rows of cells; `headers`: how many rows name the columns, None when nothing says it."""

    rows: Sequence[Sequence[Cell]] = field(default_factory=list)
    headers: int | None = None


Block = Heading | Paragraph | Item | Table


def tidy(text: str) -> str:
    """A text whose blanks are single, French no-break spaces kept, each line stripped and none empty."""
    lines = (_SPACES.sub(" ", line).strip(" \u00a0\u202f") for line in text.translate(_SOFT).splitlines())
    return "\n".join(filter(None, lines))


def write(blocks: Iterable[Block]) -> str:
    """The Markdown of a document; one level of headings is kept for its title."""
    shown = _levelled(_captioned(list(blocks)))
    parts: list[str] = []
    for before, block in zip([None, *shown], shown, strict=False):
        text = _written(block)
        if text and isinstance(block, Item) and isinstance(before, Item) and parts:
            parts[-1] += "\n" + text
        elif text:
            parts.append(text)
    return "\n\n".join(parts)


def title_of(blocks: Iterable[Block]) -> str:
    """The title that a reader sees: the one styled as such, else the first heading when it is the only one so high."""
    headings = [block for block in blocks if isinstance(block, Heading) and block.text]
    alone = headings and all(heading.level > headings[0].level for heading in headings[1:])
    return headings[0].text.replace("\n", " ") if alone else ""


def _levelled(blocks: list[Block]) -> list[Block]:
    """Levels from 1, the title's, without holes: what stands under a heading must not look like a title."""
    headings = [block for block in blocks if isinstance(block, Heading) and block.text]
    levels = sorted({heading.level for heading in headings})
    titled = bool(title_of(headings)) and not headings[0].caption
    rank = {level: place + (1 if titled else 2) for place, level in enumerate(levels)}
    return [
        replace(block, level=rank[block.level]) if isinstance(block, Heading) and block.text else block
        for block in blocks
    ]


def _captioned(blocks: list[Block]) -> list[Block]:
    """A line that stands alone over a table is its heading: each row is found under it."""
    level = 0
    shown: list[Block] = []
    for block, after in zip_longest(blocks, blocks[1:]):
        if isinstance(block, Heading):
            level = block.level
            shown.append(block)
        elif isinstance(block, Paragraph) and isinstance(after, Table) and _names_a_table(block.text):
            shown.append(Heading(block.text, level + 1, caption=True))
        elif isinstance(block, Table) and (caption := caption_of(block.rows)):
            marked = block.headers or 0
            below = Table(block.rows[1:], marked - 1 if marked > 1 else None)
            shown += [Heading(caption, level + 1, caption=True), below]
        else:
            shown.append(block)
    return shown


def _names_a_table(text: str) -> bool:
    return len(text) <= _CAPTION and "\n" not in text and not text.endswith((".", ":", ";", ","))


def _written(block: Block) -> str:
    if isinstance(block, Table):
        return "\n".join(_table(block))
    text = tidy(block.text)
    if isinstance(block, Heading):
        return f"{'#' * min(block.level, 6)} {text.replace(chr(10), ' ')}" if text else ""
    if isinstance(block, Item):
        return f"- {text.replace(chr(10), ' ')}" if text else ""
    return text


def _table(table: Table) -> list[str]:
    """Pipes under a header, empty when nothing names the columns: a row must not be taken for names."""
    header, rows = rows_of(table.rows, table.headers)
    if not rows:
        return list(filter(None, [" ; ".join(filter(None, header))]))
    if len(header) == 1:
        return ["\n\n".join(filter(None, [header[0], *(row[0] for row in rows)]))]
    return [_row(header), "|" + "---|" * len(header), *map(_row, rows)]


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"
