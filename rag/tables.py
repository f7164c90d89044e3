"""Table rows, written with pipes (Markdown) or tabs (slides, spreadsheets pasted as text)."""

import re

_RULE = re.compile(r"^[\s|:-]*-[\s|:-]*$")
_VALUE = re.compile(r"^[<>≥≤+±-]?\s?\d[\d\s.,\u00a0\u202f]*(?:€|%|euros?\b|\(|$)")


def is_row(line: str) -> bool:
    """Whether the line belongs to a table."""
    return "\t" in line or (line.startswith("|") and line.count("|") > 2)


def is_rule(line: str) -> bool:
    """Whether the line is the |---|---| under a Markdown header."""
    return line.startswith("|") and bool(_RULE.match(line))


def cells_of(line: str) -> list[str]:
    """The cells of a row, stripped."""
    parts = line.strip("|").split("|") if line.startswith("|") else line.split("\t")
    return [part.strip() for part in parts]


def names_columns(cells: list[str]) -> bool:
    """Whether the first row of a table names its columns: most of its cells are not amounts or rates."""
    values = sum(bool(_VALUE.match(cell)) for cell in cells[1:])
    return 2 * values < len(cells)


def row_text(cells: list[str], header: list[str]) -> str:
    """A row that reads alone: « Mi-temps : 1re année : 18 000 € ; 2e année : 13 500 € »."""
    names = header if len(cells) <= len(header) else [""] * len(cells)
    pairs = [f"{name} : {cell}" if name else cell for name, cell in zip(names[1:], cells[1:], strict=False) if cell]
    return " : ".join(filter(None, [cells[0], " ; ".join(pairs)]))
