"""A workbook: each sheet under its name, its cells as a person sees them in Excel."""

import io
import re
import warnings
import zipfile
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any

from french import THIN, hours, number, short_day
from rag.reading.archive import parse, unpack
from rag.reading.blocks import Block, Heading, write
from rag.reading.grid import Cell
from rag.reading.plain import MAX_CELLS, sheet
from rag.reading.text import ReadError, Text
from rag.reading.unseen import SMALLEST, WHITE, alike
from rag.reading.web import remarks_of

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_UNNAMED = re.compile(r"(?:Feuil|Feuille|Sheet)\s?\d*")
_TELEPHONE = re.compile(r"0#[\" ]|0{10}")


def read_xlsx(content: bytes) -> Text:
    """The sheets of a workbook, with the last results of its formulas. Raises ReadError."""
    import openpyxl  # noqa: PLC0415 - a second to import, for one type of file

    archive = unpack(content)
    seen = Counter(
        comments=sum(name.startswith("xl/comments") for name in archive.namelist()),
        charts=sum(name.startswith("xl/charts/chart") for name in archive.namelist()),
        images=sum(name.startswith("xl/media/") for name in archive.namelist()),
        attachments=sum(name.startswith("xl/embeddings/") for name in archive.namelist()),
    )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # on what it does not keep: nothing is saved
            book = openpyxl.load_workbook(io.BytesIO(content), data_only=True, keep_links=False)
            seen["empty_formulas"] = sum(
                _without_result(archive, name) for name in archive.namelist() if name.startswith("xl/worksheets/sheet")
            )
    except MemoryError:
        raise
    except Exception as error:
        raise ReadError("Classeur endommagé : rouvrez-le dans Excel et enregistrez-le de nouveau.") from error
    blocks: list[Block] = []
    for page in book.worksheets:
        if page.sheet_state != "visible":
            seen["hidden_sheets"] += 1
            continue
        if page.max_row * page.max_column > 5 * MAX_CELLS:
            raise ReadError("Feuille trop grande : supprimez les lignes et colonnes vides, ou découpez le classeur.")
        if filled := list(sheet(list(_rows(page, seen)))):
            blocks += [*[Heading(page.title)] * (not _UNNAMED.fullmatch(page.title)), *filled]
    about = book.properties
    written = about.modified or about.created
    return Text(
        write(blocks),
        about.title or "",
        about.creator if about.creator != "openpyxl" else "",
        written.date().isoformat() if written else "",
        remarks=remarks_of(seen),
    )


def _without_result(archive: zipfile.ZipFile, name: str) -> int:
    """How many formulas of a sheet no program has worked out."""
    tree = parse(archive, name)
    cells = tree.iter(f"{_MAIN}c") if tree is not None else ()
    return sum(cell.find(f"{_MAIN}f") is not None and not cell.findtext(f"{_MAIN}v") for cell in cells)


def _rows(page: Any, seen: Counter[str]) -> Iterator[list[Cell]]:
    """The visible rows of a sheet, merged cells as one."""
    spans = {(merged.min_row, merged.min_col): merged for merged in page.merged_cells.ranges}
    masked = {
        column
        for dimension in page.column_dimensions.values()
        if dimension.hidden
        for column in range(dimension.min, dimension.max + 1)
    }
    for line in page.iter_rows():
        if page.row_dimensions[line[0].row].hidden:
            seen["hidden"] += any(cell.value is not None for cell in line)
            continue
        row: list[Cell] = []
        for cell in line:
            if cell.column in masked or type(cell).__name__ == "MergedCell":
                seen["hidden"] += cell.column in masked and cell.value is not None
                continue
            span = spans.get((cell.row, cell.column))
            size = (span.size["columns"], span.size["rows"]) if span else (1, 1)
            if cell.value is not None and _is_unseen(cell, page):
                seen["hidden"] += 1
                row.append(Cell("", *size))
                continue
            row.append(Cell(shown(cell.value, cell.number_format), *size))
        yield row


def _is_unseen(cell: Any, page: Any) -> bool:
    """Whether a cell shows nothing of its value: a format that hides it, letters too small or of its own colour."""
    from openpyxl.worksheet.cell_range import CellRange  # noqa: PLC0415 - as above

    if cell.number_format.strip() == ";;;" or 0 < (cell.font.sz or 11) < SMALLEST:
        return True
    filled = cell.fill.fill_type == "solid"
    ink, ground = _rgb(cell.font.color), _rgb(cell.fill.fgColor) if filled else WHITE
    if ink is None or ground is None or cell.fill.fill_type not in (None, "solid"):
        return False
    styled = any(cell.coordinate in CellRange(table.ref) for table in page.tables.values())  # which colours its rows
    return alike(ink, ground) and not styled


def _rgb(color: Any) -> tuple[float, ...] | None:
    """A colour that a cell names, from 0 to 1; of those of a theme, only the first, which is that of paper."""
    if color is not None and color.type == "theme" and color.theme == 0 and not color.tint:
        return WHITE
    if color is None or color.type != "rgb":
        return None
    digits = color.rgb[-6:]
    return tuple(int(digits[start : start + 2], 16) / 255 for start in (0, 2, 4))


def shown(value: Any, number_format: str = "General") -> str:
    """A value as Excel shows it, near enough to be quoted: « 14/01/2027 », « 12,5 % », « 1 500 € », « 02 97… »."""
    if value is None or (isinstance(value, str) and value.startswith("#") and value.endswith(("!", "?", "A"))):
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, datetime | time | timedelta):
        return _moment(value)
    if isinstance(value, int | float):
        return _number(value, number_format)
    return str(value).strip()


def _moment(value: datetime | time | timedelta) -> str:
    if isinstance(value, datetime):
        hour = f" {hours(Decimal(value.hour * 60 + value.minute) / 60)}" if (value.hour, value.minute) != (0, 0) else ""
        return short_day(value.date()) + hour
    if isinstance(value, time):
        return f"{value.hour} h {value.minute:02d}" if value.minute else f"{value.hour} h"
    return hours(Decimal(value // timedelta(minutes=1)) / 60)


def _number(value: float, number_format: str) -> str:
    pattern = number_format.partition(";")[0]
    if _TELEPHONE.match(pattern):
        digits = f"{value:.0f}".zfill(10)
        return " ".join(digits[place : place + 2] for place in range(0, len(digits), 2))
    written = str(value) if isinstance(value, int) else f"{value:.15g}"  # all the digits that Excel keeps
    exact = Decimal(written) * (100 if "%" in pattern else 1)
    if decimals := re.search(r"0[.,](0+)", pattern) or re.search(r"#,##0()|^0()", pattern):
        exact = round(exact, len(decimals[1] or ""))
    grouped = "#,##0" in pattern
    text = number(exact) if grouped else f"{exact:f}".replace(".", ",")
    unit = "%" if "%" in pattern else "€" if "€" in pattern else ""
    return f"{text}{THIN}{unit}" if unit else text
