"""The ruled tables of a page: their cells, merged or not, two tables that touch taken apart."""

from collections.abc import Sequence
from typing import Any

from rag.reading.blocks import Table
from rag.reading.columns import Word, read_in_order
from rag.reading.grid import Cell
from rag.reading.hyphens import Hyphens

Box = tuple[float, float, float, float]  # x0, top, x1, bottom
_NEAR = 2.0  # points: edges drawn twice


def tables_of(page: Any, words: Sequence[Word]) -> tuple[list[tuple[Box, Table]], list[Word]]:
    """The tables of a page of pdfplumber with their boxes, and the words that stand in none.

    A frame around a text is no table, nor are the lines of a drawing.
    """
    found: list[tuple[Box, Table]] = []
    left = list(words)
    for drawn in page.find_tables():
        inside = [word for word in left if _within(word, drawn.bbox)]
        for cells in _apart([cell for cell in drawn.cells if cell is not None]):
            rows = _rows(cells, inside)
            filled = sum(bool(cell.text) for row in rows for cell in row)
            if len(rows) > 1 and max(map(len, rows)) > 1 and 3 * filled >= sum(map(len, rows)):
                box = _around(cells)
                found.append((box, Table(rows, _bold_rows(cells, inside))))
                left = [word for word in left if not _within(word, box)]
    return found, left


def _apart(cells: Sequence[Box]) -> list[list[Box]]:
    """Cells as tables: rows whose columns begin elsewhere than those of the row above are another table."""
    tops = _distinct(cell[1] for cell in cells)
    tables: list[list[Box]] = []
    edges: set[int] = set()
    for top in tops:
        row = [cell for cell in cells if abs(cell[1] - top) < _NEAR]
        covering = [cell for cell in cells if cell[1] < top - _NEAR and cell[3] > top + _NEAR]
        inner = {round(cell[0] / 3) for cell in row + covering}
        if tables and (covering or inner <= edges or edges <= inner):
            tables[-1] += row
            edges |= inner
        else:
            tables.append(row)
            edges = inner
    return tables


def _rows(cells: Sequence[Box], words: Sequence[Word]) -> list[list[Cell]]:
    """Rows of cells, each with the columns and rows it covers."""
    lefts = _distinct(cell[0] for cell in cells)
    tops = _distinct(cell[1] for cell in cells)
    rows: list[list[Cell]] = []
    for top in tops:
        row = sorted(cell for cell in cells if abs(cell[1] - top) < _NEAR)
        rows.append(
            [
                Cell(
                    _text(cell, words),
                    columns=sum(cell[0] - _NEAR < x < cell[2] - _NEAR for x in lefts),
                    rows=sum(cell[1] - _NEAR < y < cell[3] - _NEAR for y in tops),
                )
                for cell in row
            ]
        )
    return rows


def _text(cell: Box, words: Sequence[Word]) -> str:
    """What stands in a cell, its lines joined."""
    lines = read_in_order([word for word in words if _within(word, cell)])
    hyphens = Hyphens(line.text for line in lines)
    text = ""
    for line in lines:
        text = hyphens.join(text, line.text) if text else line.text
    return text


def _bold_rows(cells: Sequence[Box], words: Sequence[Word]) -> int | None:
    """How many of the first rows are in bold, when others are not: they name the columns. None when none is."""
    rows = [
        [word.bold for word in words if any(_within(word, cell) for cell in cells if abs(cell[1] - top) < _NEAR)]
        for top in _distinct(cell[1] for cell in cells)
    ]
    count = next((index for index, row in enumerate(rows) if row and not all(row)), 0)
    return count or None


def _distinct(places: Any) -> list[float]:
    kept: list[float] = []
    for place in sorted(places):
        if not kept or place - kept[-1] > _NEAR:
            kept.append(place)
    return kept


def _around(cells: Sequence[Box]) -> Box:
    left, tops, right, bottoms = zip(*cells, strict=True)
    return min(left), min(tops), max(right), max(bottoms)


def _within(word: Word, box: Box) -> bool:
    x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]
