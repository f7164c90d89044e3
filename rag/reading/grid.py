"""Cells, some merged → rows of texts that each read alone: a merged label is repeated in every row it covers."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.tables import is_value

_LONGEST_LABEL = 60
Row = list[str]


@dataclass(frozen=True)
class Cell:
    """One cell; `columns` and `rows`: how many it covers; `header`: whether it is marked as a name."""

    text: str
    columns: int = 1
    rows: int = 1
    header: bool = False


def caption_of(table: Sequence[Sequence[Cell]]) -> str:
    """The words of a first cell that goes across the whole table: they name it."""
    first = table[0] if len(table) > 1 else ()
    return _text(first[0]) if len(first) == 1 and first[0].columns > 1 and first[0].rows == 1 else ""


def rows_of(table: Sequence[Sequence[Cell]], headers: int | None = None) -> tuple[Row, list[Row]]:
    """The names of the columns of a table, empty where there are none, and its rows.

    `headers`: how many rows name the columns, None when only the cells can tell.
    """
    matrix = _dense(_spread(table))
    if not matrix:
        return [], []
    count = min(_headers(matrix) if headers is None else headers, len(matrix))
    header = [_names(column) for column in zip(*matrix[:count], strict=True)] if count else [""] * len(matrix[0])
    return header, _labelled(matrix[count:], header)


def _spread(table: Sequence[Sequence[Cell]]) -> list[list[Cell | None]]:
    """A matrix in which a merged cell stands at each place it covers."""
    places: dict[tuple[int, int], Cell] = {}
    for y, row in enumerate(table):
        x = 0
        for cell in row:
            while (y, x) in places:
                x += 1
            for below in range(min(max(cell.rows, 1), len(table) - y)):
                for right in range(min(max(cell.columns, 1), 200)):
                    places.setdefault((y + below, x + right), cell)
            x += max(cell.columns, 1)
    width = max((x for _, x in places), default=-1) + 1
    return [[places.get((y, x)) for x in range(width)] for y in range(len(table))]


def _dense(matrix: list[list[Cell | None]]) -> list[list[Cell | None]]:
    """Without the rows and columns in which nothing is written, nor the columns that merged cells alone make."""
    rows = [row for row in matrix if any(map(_text, row))]
    columns = list(zip(*rows, strict=True))
    kept = [
        column
        for before, column in zip([None, *columns], columns, strict=False)
        if any(map(_text, column)) and not (before and all(a is b for a, b in zip(before, column, strict=True)))
    ]
    return [list(row) for row in zip(*kept, strict=True)]


def _across(row: list[Cell | None]) -> bool:
    """Whether one cell covers the whole row."""
    return row[0] is not None and len(row) > 1 and all(cell is row[0] for cell in row)


def _headers(matrix: list[list[Cell | None]]) -> int:
    """How many of the first rows name the columns."""
    marked = 0
    while marked < len(matrix) and all(cell is None or cell.header or not cell.text for cell in matrix[marked]):
        marked += 1
    if marked:
        return min(marked, len(matrix) - 1) or 1
    if any(cell and cell.header for row in matrix for cell in row) or len(matrix) < 2 or not _names_columns(matrix):
        return 0
    spanned = any(cell and cell.columns > 1 for cell in matrix[0])
    return 2 if spanned and len(matrix) > 2 else 1


def _names_columns(matrix: list[list[Cell | None]]) -> bool:
    """Whether the first row, that nothing marks, names the columns.

    Two columns of words are as likely a label and what it says (« Lieu | Mairie »): then no row is a header.
    """
    first = [_text(cell) for cell in matrix[0]]
    if any(map(is_value, first[1:])) or max(map(len, first)) > _LONGEST_LABEL or not all(first[1:]):
        return False
    if len(first) > 2:
        return True
    values = [_text(row[1]) for row in matrix[1:]]
    return sum(map(is_value, values)) * 2 > len(values)


def _labelled(matrix: list[list[Cell | None]], header: Row) -> list[Row]:
    """Rows of texts; one cell across all columns is the label of the rows under it, a header met again is left out."""
    rows: list[Row] = []
    label = ""
    for index, row in enumerate(matrix):
        texts = [_text(cell) for cell in row]
        if _across(row) and index + 1 < len(matrix):
            label = texts[0]
            continue
        if texts == header:
            continue
        if _across(row):
            texts[1:] = [""] * (len(texts) - 1)
        elif label:
            texts[0] = ", ".join(filter(None, [label, texts[0]]))
        rows.append(_once(row, texts))
    return rows


def _once(row: list[Cell | None], texts: Row) -> Row:
    """A cell that covers several columns is written once: it is one fact, under the first of their names."""
    return [
        "" if index and cell is not None and cell is row[index - 1] and texts[index] else texts[index]
        for index, cell in enumerate(row)
    ]


def _names(column: Sequence[Cell | None]) -> str:
    """The names of a column over several rows: « 1 ETP, 1re année »."""
    return ", ".join(dict.fromkeys(filter(None, map(_text, column))))


def _text(cell: Cell | None) -> str:
    return re.sub(r"\s*\n\s*", " / ", cell.text.strip()).replace("|", "/") if cell else ""
