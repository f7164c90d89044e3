"""HTML → blocks, in the order of the page. Word files come here too, once mammoth has made HTML of them."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from rag.reading.blocks import Block, Heading, Item, Paragraph, Table, tidy
from rag.reading.grid import Cell

Element = Any  # of lxml, which has no types
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure footer form "
    "header hr legend main ol p pre section summary table tbody td tfoot th thead tr ul".split()
) | set(_HEADINGS)
_NEVER = frozenset(
    "script style noscript template iframe object svg canvas nav select textarea button video audio".split()
)
_STRUCK = frozenset({"del", "s", "strike"})


class Walk:
    """Reads one tree; `seen` counts what was met and not read, by kind of remark."""

    def __init__(self) -> None:
        self.seen: Counter[str] = Counter()
        self._text: list[str] = []
        self._heading: Heading | None = None  # the last one
        self._asked = False  # whether that one is the question of a list of questions
        self._back_under: Heading | None = None  # written again before what follows a box that was opened

    def blocks(self, root: Element) -> Iterator[Block]:
        """The blocks of an element."""
        yield from self._inside(root)
        yield from self._flush()

    def _inside(self, node: Element) -> Iterator[Block]:
        self._text.append(_collapsed(node.text))
        for child in node:
            if isinstance(child.tag, str):
                yield from self._element(child)
            self._text.append(_collapsed(child.tail))

    def _element(self, node: Element) -> Iterator[Block]:
        tag = str(node.tag)
        if tag in _NEVER:
            self.seen["scripts"] += tag == "script"
        elif tag in _STRUCK:
            self.seen["struck"] += bool(node.text_content().strip())
        elif tag == "img":
            self.seen["images"] += 1
        elif tag == "br":
            self._text.append("\n")
        elif tag == "input":
            self._text.append(_ticked(node))
        elif tag == "sup":
            self._text.append(_raised(node.text_content()))
        elif tag in _BLOCKS or tag == "li":
            yield from self._flush()
            yield from self._block(tag, node)
        else:
            yield from self._inside(node)
            self._text.append(_address(node))

    def _block(self, tag: str, node: Element) -> Iterator[Block]:
        if tag in _HEADINGS:
            yield from self._headed(Heading(_one_line(node), 0 if "title" in node.get("class", "") else _HEADINGS[tag]))
        elif tag == "summary" or (tag == "dt" and _one_line(node).endswith("?")):
            yield from self._headed(Heading(_one_line(node), self._level() + (tag == "summary" or not self._asked)))
            self._asked = tag == "dt"
        elif tag == "li":
            yield from self._as(Item, node)
        elif tag == "table" and _of_data(node):
            yield from self._back()
            yield from (Paragraph(_one_line(caption)) for caption in node.iterchildren("caption"))
            yield self._table(node)
        elif tag == "details":
            before = self._heading
            yield from self._inside(node)
            yield from self._flush()
            self._heading, self._back_under = before, before
        else:
            yield from self._inside(node)
            yield from self._flush()

    def _headed(self, heading: Heading) -> Iterator[Block]:
        if heading.text:
            self._heading, self._back_under, self._asked = heading, None, False
            yield heading

    def _level(self) -> int:
        return self._heading.level if self._heading else 1

    def _back(self) -> Iterator[Block]:
        if self._back_under is not None:
            yield self._back_under
            self._back_under = None

    def _as(self, kind: type[Paragraph] | type[Item], node: Element) -> Iterator[Block]:
        """The own text of an element as one block, then the blocks inside it."""
        for index, block in enumerate([*self._inside(node), *self._flush()]):
            yield kind(block.text) if index == 0 and isinstance(block, Paragraph) else block

    def _flush(self) -> Iterator[Block]:
        text = tidy("".join(self._text))
        self._text = []
        if text:
            yield from self._back()
            yield Paragraph(text)

    def _table(self, node: Element) -> Table:
        rows = [row for row in node.iter("tr") if next(row.iterancestors("table")) is node]
        head = sum(next(row.iterancestors("thead", "table")).tag == "thead" for row in rows)
        return Table([[self._cell(cell) for cell in row.iterchildren("td", "th")] for row in rows], head or None)

    def _cell(self, node: Element) -> Cell:
        self.seen["nested_tables"] += sum(1 for _ in node.iter("table"))
        inside = Walk()
        texts = list(inside.blocks(node))
        self.seen += inside.seen
        return Cell(
            "\n".join(_flat(block) for block in texts), _span(node, "colspan"), _span(node, "rowspan"), node.tag == "th"
        )


def _collapsed(text: str | None) -> str:
    """Text without the new lines of its source: only a <br> ends a line."""
    return _BLANKS.sub(" ", text or "")


def _one_line(node: Element) -> str:
    inside = Walk()
    for button in node.iter("button"):
        button.tag = "span"  # the question of an accordion
    return " ".join(" ".join(block.text.split("\n")) for block in inside.blocks(node) if not isinstance(block, Table))


def _flat(block: Block) -> str:
    if isinstance(block, Table):
        return " ; ".join(" : ".join(filter(None, (cell.text for cell in row))) for row in block.rows)
    return block.text


def _of_data(table: Element) -> bool:
    """Whether a table holds data, rather than the layout of a page."""
    rows = [row for row in table.iter("tr") if next(row.iterancestors("table")) is table]
    widest = max((sum(1 for _ in row.iterchildren("td", "th")) for row in rows), default=0)
    laid_out = table.get("role") in ("presentation", "none") or table.find(".//h1") is not None
    return not laid_out and widest > 1


def _span(node: Element, name: str) -> int:
    value = node.get(name, "1")
    return min(int(value), 1000) if value.isdigit() and value.isascii() else 1


def _raised(text: str) -> str:
    """« 1er », « m² », and the number of a note kept apart from the word it follows."""
    return text.translate(_SUPERSCRIPTS) if text.strip().isdigit() else text


def _ticked(box: Element) -> str:
    if box.get("type") not in ("checkbox", "radio"):
        return ""
    return "☒ " if box.get("checked") is not None else "☐ "


def _address(link: Element) -> str:
    """The address that a link hides behind its words: « Écrire au secrétariat (a@b.fr) »."""
    scheme, _, rest = (link.get("href") or "").partition(":") if link.tag == "a" else ("", "", "")
    address = rest.partition("?")[0].strip()
    known = "".join(link.text_content().split())
    if scheme not in ("mailto", "tel") or not address or address in known or address.removeprefix("+33") in known:
        return ""
    return f" ({address})"
