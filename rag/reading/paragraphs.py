"""Lines in their order → headings, paragraphs, items and tables without rules."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from statistics import median

from rag.reading.blocks import Block, Heading, Item, Paragraph, Table
from rag.reading.columns import Line
from rag.reading.grid import Cell
from rag.reading.hyphens import Hyphens

_BULLET = re.compile(r"^(?:[-–—•▪●○◦‣*■□➢➤✓✔·\uf0a7\uf0a8\uf0b7\uf0d8\uf0fc]|o(?=\s))\s+(?=\S)")
_NUMBERED = re.compile(r"\d{1,2}[.)]\s|[a-z]\)\s")
_STOPS = (".", ":", ";", "!", "?", "…")
_LEADERS = re.compile(r"\s*(?:\.\s?){4,}\s*")
_DIGITS = re.compile(r"\d+")
_LARGER = 1.12  # than the text: a heading
_LONGEST_HEADING = 140
_MARGIN = 0.07  # of the height of a page
_PAGE_NUMBER = 25  # letters, at most


class Page:
    """The lines of one page, in order, and the tables that stand among them."""

    def __init__(self, lines: Sequence[Line], tables: Sequence[Table], height: float) -> None:
        self.lines, self.tables, self.height = list(lines), tables, height

    def margins(self) -> list[Line]:
        """The highest line of the page and the lowest, where they stand in the margins, apart from the text."""
        by_height = sorted(self.lines, key=lambda line: line.top)
        edge = _MARGIN * self.height
        found = []
        if len(by_height) > 1 and by_height[0].bottom < edge and _apart(*by_height[:2]):
            found.append(by_height[0])
        if len(by_height) > 1 and by_height[-1].top > self.height - edge and _apart(*by_height[-2:]):
            found.append(by_height[-1])
        return found

    def without(self, furniture: set[str]) -> list[Line]:
        """The lines but those that every page repeats."""
        margins = {id(line) for line in self.margins() if _masked(line) in furniture}
        return [line for line in self.lines if id(line) not in margins]


def repeated(pages: Sequence[Page]) -> set[str]:
    """The lines in the margins of half of the pages: running titles, and page numbers."""
    counts = Counter(key for page in pages for key in {_masked(line) for line in page.margins()})
    return {key for key, count in counts.items() if count >= 3 and 2 * count >= len(pages)}


def running(pages: Sequence[Page]) -> str:
    """The words of those lines, as they first stand."""
    furniture, found = repeated(pages), dict[str, str]()
    for line in (line for page in pages for line in page.margins()):
        if _masked(line) in furniture:
            found.setdefault(_masked(line), line.text)
    return "\n".join(found.values())


def blocks_of(pages: Sequence[Page]) -> Iterator[Block]:
    """The blocks of a document; a paragraph goes on from one page, or column, to the next."""
    furniture = repeated(pages)
    body, title = _sizes(pages)
    hyphens = Hyphens(line.text for page in pages for line in page.lines)
    text, last = "", None  # the paragraph being read, its last line
    for page in pages:
        lines = page.without(furniture)
        index = 0
        while index < len(lines):
            line = lines[index]
            cells = _aligned(lines[index:])
            special = line.table is not None or cells or _is_heading(line, body)
            if special or last is None or not _goes_on(last, line, text):
                yield from _block(text)
                text, last = "", None
            if line.table is not None:
                yield page.tables[line.table]
            elif cells:
                yield Table([[Cell(cell.text) for cell in row] for row in cells])
                index += len(cells)
                continue
            elif special:
                index += 1
                heading = line.text
                while index < len(lines) and _same_heading(lines[index - 1], lines[index], body):
                    heading = hyphens.join(heading, lines[index].text)
                    index += 1
                yield Heading(heading, 0 if line.size == title else 1 if line.size > body * _LARGER else 2)
                continue
            else:
                text = hyphens.join(text, line.text) if text else line.text
                last = line
            index += 1
    yield from _block(text)


def _block(text: str) -> Iterator[Block]:
    text = _LEADERS.sub(" : ", text)
    if bullet := _BULLET.match(text):
        yield Item(text[bullet.end() :])
    elif text:
        yield Paragraph(text)


def _sizes(pages: Sequence[Page]) -> tuple[float, float]:
    """The size of the text, and that of the title: the largest of the first page, when it is larger than the text."""
    letters: Counter[float] = Counter()
    for page in pages:
        for line in page.lines:
            letters[line.size] += len(line.text)
    body = letters.most_common(1)[0][0] if letters else 0.0
    first = next((page.lines for page in pages if page.lines), [])
    title = max((line.size for line in first if any(map(str.isalpha, line.text))), default=0.0)
    return body, title if title > body * _LARGER else -1.0


def _is_heading(line: Line, body: float) -> bool:
    text = line.text
    if len(text) > _LONGEST_HEADING or not any(map(str.isalpha, text)) or _BULLET.match(text):
        return False
    if line.size > body * _LARGER:
        return True
    return line.bold and len(text) > 3 and not text.endswith((".", ",", ";", ":")) and len(text.split()) <= 14


def _same_heading(before: Line, line: Line, body: float) -> bool:
    """Whether a heading goes on over two lines."""
    same = line.size == before.size and line.bold == before.bold and _is_heading(line, body)
    return same and line.table is None and 0 <= line.top - before.bottom < 0.6 * line.size


def _goes_on(before: Line, line: Line, text: str) -> bool:
    """Whether a line belongs to the paragraph of the one before."""
    if _BULLET.match(line.text) or line.bold != before.bold:
        return False
    if _NUMBERED.match(line.text) and (text.endswith(_STOPS) or _NUMBERED.match(text)):
        return False
    begun = line.text[0].islower() or text.endswith(("-", "\u00ad", ",", "’"))
    gap = line.top - before.bottom
    if gap < -before.bottom + before.top:  # the next column, or the next page
        return begun
    if gap > 0.9 * before.size:
        return begun and gap < 2 * before.size
    indented = line.x0 > before.x0 + 2 * line.size
    ended = text.endswith(_STOPS) and (line.x1 > before.x1 + 8 * line.size)
    return begun or not (indented or ended)


def _aligned(lines: Sequence[Line]) -> list[list[Line]]:
    """The rows at the head of `lines` that make a table without rules: two or more, their cells one under the other."""
    rows: list[list[Line]] = []
    for line in lines:
        cells = line.cells() if line.table is None else []
        if len(cells) < 2 or (rows and not _under(rows[-1], cells, line.size)):
            break
        rows.append(cells)
    return rows if len(rows) > 1 and median(len(cell.words) for row in rows for cell in row) <= 6 else []


def _under(above: list[Line], cells: list[Line], size: float) -> bool:
    """Whether cells stand under those above, by their left or their right, and close to them."""
    if len(above) != len(cells) or cells[0].top - above[0].bottom > 2.5 * size:
        return False
    return all(abs(a.x0 - b.x0) < size or abs(a.x1 - b.x1) < size for a, b in zip(above, cells, strict=True))


def _apart(line: Line, below: Line) -> bool:
    return below.top - line.bottom > 0.8 * min(line.size, below.size)


def _masked(line: Line) -> str:
    """A line, the number of its page left out where it holds little else: « Page 3 / 12 »."""
    text = line.text
    return _DIGITS.sub("#", text) if sum(map(str.isalpha, text)) <= _PAGE_NUMBER else text
