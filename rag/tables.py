"""Table rows, written with pipes (Markdown) or tabs (slides, spreadsheets pasted as text)."""

import re

_RULE = re.compile(r"^[\s|:-]*-[\s|:-]*$")
_VALUE = re.compile(
    r"[<>≥≤+±-]?\s?\d[\d\s.,\u00a0\u202f]*(?:€|%|euros?\b|\(|$)"  # an amount, a rate, a telephone number
    r"|\d{1,4}[/-]\d{1,2}[/-]\d{2,4}|\d{1,2}\s?h(?:\s?\d\d)?\b|\S+@\S+\.\S+$"  # a day, an hour, an address
)


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


def is_value(cell: str) -> bool:
    """Whether a cell holds an amount, a rate, a day, an hour, a telephone number or an address, rather than a name."""
    return bool(_VALUE.match(cell))


def names_columns(cells: list[str]) -> bool:
    """Whether the first row of a table names its columns: most of its cells are not amounts or rates."""
    values = sum(map(is_value, cells[1:]))
    return 2 * values < len(cells)


def row_text(cells: list[str], header: list[str]) -> str:
    """A row that reads alone: « Mi-temps : 1re année : 18 000 € ; 2e année : 13 500 € ».

    A first cell that is itself a value needs its name: « Date : 14/01/2027 ; Lieu : Mairie ».
    """
    names = header if len(cells) <= len(header) else [""] * len(cells)
    pairs = [f"{name} : {cell}" if name else cell for name, cell in zip(names, cells, strict=False) if cell]
    if cells[0] and names[0] and is_value(cells[0]):
        return " ; ".join(pairs)
    return " : ".join(filter(None, [cells[0], " ; ".join(pairs[1:] if cells[0] else pairs)]))
