"""Plain text, Markdown and tables of text: whatever Windows wrote them in."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator

from corpus.read_report import Remark
from french.encodings import decode
from rag.reading.blocks import Block, Paragraph, Table, write
from rag.reading.grid import Cell
from rag.reading.text import ReadError, Text, with_hidden

MAX_CELLS = 200_000
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
_DELIMITERS = ";,\t|"
_EXCEL_SAYS = re.compile(r"sep=(.)\n")


def read_plain(content: bytes) -> Text:
    """Plain text or Markdown."""
    text, remarks = _decoded(content)
    first, *others = text.split("<!--")  # a comment of Markdown, which nobody who reads the page sees
    ends = [other.partition("-->") for other in others]
    commented = sum(bool(said.strip()) for said, _, _ in ends)
    return Text("".join([first, *(after for _, _, after in ends)]).strip(), remarks=with_hidden(remarks, commented))


def read_csv(content: bytes) -> Text:
    """A table of text, whose cells commas, semicolons, tabs or bars part; lines above the table are kept as such."""
    text, remarks = _decoded(content)
    said = _EXCEL_SAYS.match(text)
    text = text[said.end() :] if said else text
    delimiter = said[1] if said else _delimiter(text)
    try:
        rows = [[Cell(cell.strip()) for cell in row] for row in csv.reader(io.StringIO(text), delimiter=delimiter)]
    except csv.Error as error:
        raise ReadError("Tableau illisible : enregistrez-le de nouveau en CSV (UTF-8), ou en .xlsx.") from error
    return Text(write(sheet(rows)), remarks=remarks)


def sheet(rows: list[list[Cell]]) -> Iterator[Block]:
    """The tables of a sheet: a line with one cell introduces the one below, a blank line and such a line part two."""
    if sum(map(len, rows)) > MAX_CELLS:
        raise ReadError("Tableau trop grand : 200 000 cases au plus. Gardez les colonnes utiles, ou découpez-le.")
    table: list[list[Cell]] = []
    blank = True
    for row in rows:
        filled = [cell for cell in row if cell.text]
        if len(filled) == 1 and blank:
            yield from [Table(table)] * bool(table)
            yield Paragraph(filled[0].text)
            table = []
        elif filled:
            table.append(row)
        blank = not filled or (blank and not table)
    yield from [Table(table)] * bool(table)


def _decoded(content: bytes) -> tuple[str, tuple[Remark, ...]]:
    try:
        text, supposed = decode(content)
    except UnicodeError as error:
        raise ReadError("Encodage illisible : enregistrez le fichier en UTF-8.") from error
    if _CONTROL.search(text):
        raise ReadError("Ce n’est pas un fichier texte.")
    return text, (Remark(kind="encoding", detail=supposed),) if supposed else ()


def _delimiter(text: str) -> str:
    """The sign that cuts the most lines into the same number of cells, two or more."""

    def regular(delimiter: str) -> tuple[int, int]:
        counts = Counter(len(row) for row in csv.reader(io.StringIO(text[:20_000]), delimiter=delimiter) if row)
        ((cells, lines),) = counts.most_common(1) or [(1, 0)]
        return (lines, cells) if cells > 1 else (0, 0)

    return max(_DELIMITERS, key=regular)
