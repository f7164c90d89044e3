"""What lies over the pages of a PDF: the values of a form, put where they show; comments and joined files, counted."""

from typing import Any

from rag.reading.columns import Word

_HIDDEN, _PASSWORD = 1 << 1 | 1 << 5, 1 << 13  # of /F, hidden or not viewed; of /Ff
_COMMENTS = frozenset({"Text", "Highlight", "Underline", "StrikeOut", "Squiggly", "Caret"})


def fields(page: Any) -> tuple[list[Word], int]:
    """The values of the form fields of a page and texts typed over it, as words in their places; how many are empty."""
    words: list[Word] = []
    empty = 0
    for annotation in page.annots:
        data = _resolved(annotation["data"])
        kind = _name(data.get("Subtype"))
        if int(data.get("F") or 0) & _HIDDEN:
            continue
        if kind == "FreeText":
            value = annotation["contents"] or ""
        elif kind == "Widget":
            value = _value(data)
            empty += not value and _inherited(data, "FT") is not None and _name(_inherited(data, "FT")) in ("Tx", "Ch")
        else:
            continue
        top, bottom = annotation["top"], annotation["bottom"]
        for row, line in enumerate(value.split("\n")):
            if line.strip():
                height = min(bottom - top, 14.0)
                middle = (top + bottom) / 2 if "\n" not in value else top + height * (row + 0.5)
                words.append(Word(annotation["x0"], annotation["x1"], middle - 5, middle + 5, line.strip()))
    return words, empty


def comments(page: Any) -> int:
    """How many comments are on a page."""
    kinds = ((_name(_resolved(one["data"]).get("Subtype")), one["contents"]) for one in page.annots)
    return sum(kind in _COMMENTS and bool(contents) for kind, contents in kinds)


def attached(pdf: Any) -> int:
    """How many files are joined to a PDF."""
    names = _resolved(_resolved(pdf.doc.catalog.get("Names") or {}).get("EmbeddedFiles") or {})
    return max(len(_resolved(names.get("Names") or [])) // 2, len(_resolved(names.get("Kids") or [])))


def _value(data: dict[str, Any]) -> str:
    kind = _name(_inherited(data, "FT"))
    value = _inherited(data, "V")
    if kind == "Btn":
        state = _name(_resolved(data.get("AS"))) or _name(value)
        return "" if int(_inherited(data, "Ff") or 0) & (1 << 16) else "☐" if state in ("", "Off") else "☒"
    if value is None or int(_inherited(data, "Ff") or 0) & _PASSWORD:
        return ""
    values = value if isinstance(value, list) else [value]
    return ", ".join(filter(None, map(_text, values)))


def _inherited(data: dict[str, Any], key: str) -> Any:
    """A key of a field, or of the nearest field above that has it."""
    for _ in range(10):
        if key in data:
            return _resolved(data[key])
        parent = _resolved(data.get("Parent"))
        if not isinstance(parent, dict):
            return None
        data = parent
    return None


def _resolved(value: Any) -> Any:
    from pdfminer.pdftypes import resolve1  # noqa: PLC0415 - a second to import, for one type of file

    return resolve1(value)


def _name(value: Any) -> str:
    """A PDF name as text, nothing for what is none."""
    name = getattr(_resolved(value), "name", "")
    return name.decode("latin-1") if isinstance(name, bytes) else str(name)


def _text(value: Any) -> str:
    from pdfminer.utils import decode_text  # noqa: PLC0415 - as above

    found = _resolved(value)
    return (
        decode_text(found).replace("\r\n", "\n").replace("\r", "\n").strip()
        if isinstance(found, bytes)
        else _name(found)
    )
