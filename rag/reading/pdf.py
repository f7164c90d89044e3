"""A PDF, page after page: each is released once read, so that memory does not grow with them.

pdfplumber, for its rules and boxes: pypdf and pdfium give text alone, and PyMuPDF is under the AGPL.
"""

import io
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from corpus.read_report import Remark
from rag.reading.annotations import attached, comments, fields
from rag.reading.blocks import title_of, write
from rag.reading.columns import Line, Word, read_in_order
from rag.reading.ocr import Ocr
from rag.reading.paragraphs import Page, blocks_of, repeated, running
from rag.reading.pdf_tables import tables_of
from rag.reading.text import ReadError, Text

_UNMAPPED = re.compile(r"\(cid:\d+\)|[\ufffd\ue000-\uf8ff]")
_BULLETS = frozenset("\uf0a7\uf0a8\uf0b7\uf0d8\uf0fc")  # of Wingdings, which Word puts before items
_BOLD = re.compile(r"bold|black|heavy|semibold|,b", re.I)
_FEW_LETTERS = 25  # a stamp, a page number: not the text of a page that an image fills
_LARGE = 0.3  # of a page
_ANY_IMAGE = 0.03  # of a page: smaller is a logo
_SCANNED = (
    "PDF sans texte (numérisé) : passez-le par une reconnaissance de caractères (OCR), avec ocrmypdf par exemple, "
    "puis redonnez-le."
)
_JAVASCRIPT = re.compile(rb"/(?:JavaScript|JS)\b")


class _Losses:
    """What was not read, with the pages it was on."""

    def __init__(self) -> None:
        self._pages: defaultdict[str, set[int]] = defaultdict(set)
        self._counts: Counter[str] = Counter()

    def add(self, kind: str, page: int | None = None, count: int = 1) -> None:
        if count:
            self._counts[kind] += count
            self._pages[kind] |= {page} if page else set()

    def remarks(self) -> tuple[Remark, ...]:
        return tuple(
            Remark.model_validate({"kind": kind, "count": count, "pages": tuple(sorted(self._pages[kind]))})
            for kind, count in self._counts.items()
        )


def read_pdf(content: bytes) -> Text:
    """Text, form values and tables of a PDF, in the order they are read. Raises ReadError."""
    import pdfplumber  # noqa: PLC0415 - a second to import, for one type of file
    from pdfminer.pdfdocument import PDFPasswordIncorrect  # noqa: PLC0415

    losses = _Losses()
    ocr = Ocr(content)
    try:
        with pdfplumber.open(io.BytesIO(content)) as pdf:
            about = {name: str(value) for name, value in (pdf.metadata or {}).items()}
            pages = list(_pages(pdf, losses, ocr.read))
            losses.add("attachments", count=attached(pdf))
    except (MemoryError, ReadError):
        raise
    except Exception as error:
        if isinstance(error, PDFPasswordIncorrect) or isinstance(error.__context__, PDFPasswordIncorrect):
            raise ReadError("PDF protégé par un mot de passe : retirez la protection.") from error
        raise ReadError("PDF endommagé ou illisible : ouvrez-le et enregistrez-le de nouveau.") from error
    losses.add("scripts", count=len(_JAVASCRIPT.findall(content)))
    losses.add("furniture", count=len(repeated(pages)))
    blocks = list(blocks_of(pages))
    text = write(blocks)
    if not any(map(str.isalpha, text)):
        raise ReadError(_SCANNED)
    day = re.match(r"D:(\d{4})(\d{2})(\d{2})", about.get("CreationDate", ""))
    return Text(
        text,
        title_of(blocks) or about.get("Title", ""),
        about.get("Author", ""),
        "-".join(day.groups()) if day else "",
        len(pages),
        losses.remarks(),
        running(pages),
    )


def _pages(pdf: Any, losses: _Losses, recognise: Callable[[int], str]) -> Iterator[Page]:
    for page in pdf.pages:
        yield _page(page, losses, recognise)
        page.close()


def _page(page: Any, losses: _Losses, recognise: Callable[[int], str]) -> Page:
    from rag.reading.pdf_sight import Sight  # noqa: PLC0415 - as above

    number, sight = page.page_number, Sight(page)
    page.process_object = _hurried(page, sight)
    seen, hidden = _seen(page.chars)
    losses.add("hidden", number, hidden)
    words, unmapped = _words(seen)
    values, empty = fields(page)
    losses.add("empty_fields", number, empty)
    losses.add("comments", number, comments(page))
    letters = sum(map(len, (word.text for word in words + values)))
    covered = [abs(image["width"] * image["height"]) / (page.width * page.height) for image in page.images]
    drawn = bool(page.images) or len(page.curves) + len(page.lines) + len(page.rects) > 0
    unreadable = unmapped > letters or (letters < _FEW_LETTERS and max(covered, default=0) > _LARGE)
    if unreadable or (not letters and drawn):
        return Page([*_recognised(number, losses, recognise), *read_in_order(words + values)], [], page.height)
    losses.add("ocr_pages", number, bool(sight.recognised))
    losses.add("unmapped_letters", number, unmapped)
    losses.add("images", number, sum(share > _ANY_IMAGE for share in covered))
    tables, words = tables_of(page, words + values)
    places = [
        Word(box[0], box[2], box[1], box[1] + 1, "", table=index) for index, (box, _) in enumerate(tables)
    ]  # low, so that what stands beside a table is not read as being on its line
    return Page(read_in_order([*words, *places]), [table for _, table in tables], page.height)


def _hurried(page: Any, sight: Any) -> Callable[[Any], dict[str, Any]]:
    """What makes an object of a page, with no more of each letter than is used: half of the time goes there."""
    from pdfminer.layout import LTChar  # noqa: PLC0415 - as above

    whole, height, (left, top) = page.process_object, page.height, page.mediabox[:2]

    def process(item: Any) -> dict[str, Any]:
        if not isinstance(item, LTChar):
            return whole(item)  # type: ignore[no-any-return]  # pdfplumber's, untyped
        return {
            "object_type": "char",
            "text": item.get_text(),
            "x0": item.x0 + left,
            "x1": item.x1 + left,
            "top": height - item.y1 + top,
            "bottom": height - item.y0 + top,
            "doctop": height - item.y1 + top,
            "upright": item.upright,
            "matrix": item.matrix,
            "size": item.size,
            "fontname": str(item.fontname),
            "seen": sight.sees(item),
        }

    return process


def _seen(letters: Sequence[dict[str, Any]]) -> tuple[list[dict[str, Any]], int]:
    """The letters of a page that are seen, and how many passages are not."""
    written = [letter for letter in letters if letter["text"].strip()]
    passages = sum(not seen for seen, _ in groupby(written, key=itemgetter("seen")))
    return [letter for letter in letters if letter["seen"]], passages


def _words(drawn: list[dict[str, Any]]) -> tuple[list[Word], int]:
    """The words of letters, each letter once, and how many letters stand for nothing that can be read."""
    from pdfplumber.utils.text import extract_words  # noqa: PLC0415 - as above

    letters = list(_once(drawn))
    readable = [letter for letter in letters if letter["text"] in _BULLETS or not _UNMAPPED.search(letter["text"])]
    found = extract_words(readable, x_tolerance_ratio=0.2, extra_attrs=["fontname"])
    words = [
        Word(
            word["x0"],
            word["x1"],
            word["top"],
            word["bottom"],
            word["text"],
            round(word["bottom"] - word["top"], 1),
            bool(_BOLD.search(word["fontname"])),
        )
        for word in found
    ]
    return words, len(letters) - len(readable)


def _once(letters: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Letters that are drawn twice, a hair apart, to look bold, are read once."""
    drawn: defaultdict[tuple[str, int], list[dict[str, Any]]] = defaultdict(list)
    for letter in letters:
        hair, row = 0.15 * letter["size"], round(letter["top"] / 4)
        near = (other for close in (row - 1, row, row + 1) for other in drawn[letter["text"], close])
        if any(abs(o["x0"] - letter["x0"]) < hair and abs(o["top"] - letter["top"]) < hair for o in near):
            continue
        drawn[letter["text"], row].append(letter)
        yield letter


def _recognised(number: int, losses: _Losses, recognise: Callable[[int], str]) -> list[Line]:
    """The lines of a page that is an image, where tesseract is installed; else it is counted as not read."""
    lines = [line for line in recognise(number).splitlines() if line.strip()]
    losses.add("ocr_pages" if lines else "scanned_pages", number)
    return [Line((Word(0, 10 * len(line), 12 * row, 12 * row + 10, line),)) for row, line in enumerate(lines)]
