"""PDF and Word files of every kind that staff have, written by the tests themselves."""

import io
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field

import docx
from docx.document import Document
from docx.oxml import parse_xml

WIDTH, HEIGHT = 595, 842
_NAMESPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "v": "urn:schemas-microsoft-com:vml",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    }.items()
)


@dataclass
class Page:
    """What is drawn on a page, `y` from its top; `objects` are added to the file as they are."""

    drawing: list[str] = field(default_factory=list)
    annotations: list[str] = field(default_factory=list)
    images: int = 0

    def write(self, x: float, y: float, text: str, size: float = 10, font: str = "F") -> "Page":
        """A line of text in Helvetica (F), bold (B), or in a font that maps no letter (U)."""
        said = (
            text.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)").decode("cp1252")
        )
        self.drawing.append(f"BT /{font} {size} Tf {x} {HEIGHT - y} Td ({said}) Tj ET")
        return self

    def lines(self, x: float, y: float, texts: Sequence[str], leading: float = 14) -> "Page":
        """Lines one under the other."""
        for number, text in enumerate(texts):
            self.write(x, y + leading * number, text)
        return self

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> "Page":
        """A straight line."""
        self.drawing.append(f"{x0} {HEIGHT - y0} m {x1} {HEIGHT - y1} l S")
        return self

    def table(self, x: float, y: float, widths: Sequence[float], rows: Sequence[Sequence[str | None]]) -> "Page":
        """A ruled table; None: the cell goes on the one to its left."""
        height = 20.0
        edges = [x + sum(widths[:count]) for count in range(len(widths) + 1)]
        for number, row in enumerate(rows):
            top = y + height * number
            self.rule(edges[0], top, edges[-1], top)
            for column, text in enumerate(row):
                if text is not None:
                    self.rule(edges[column], top, edges[column], top + height)
                    self.write(edges[column] + 4, top + 14, text)
            self.rule(edges[-1], top, edges[-1], top + height)
        self.rule(edges[0], y + height * len(rows), edges[-1], y + height * len(rows))
        return self

    def scan(self) -> "Page":
        """An image over most of the page."""
        self.images += 1
        self.drawing.append(f"q {WIDTH - 60} 0 0 {HEIGHT - 60} 30 30 cm /I Do Q")
        return self

    def text_field(self, x: float, y: float, value: str) -> "Page":
        """A field of a form, filled in unless `value` is empty."""
        box = f"[{x} {HEIGHT - y - 4} {x + 150} {HEIGHT - y + 10}]"
        self.annotations.append(f"<< /Type /Annot /Subtype /Widget /FT /Tx /T (c) /V ({value}) /Rect {box} >>")
        return self


def pdf(*pages: Page, info: str = "", catalog: str = "", trailer: str = "", more: Sequence[str] = ()) -> bytes:
    """A PDF of these pages; `more` are objects whose numbers follow 7."""
    fixed = [
        f"<< /Type /Catalog /Pages 2 0 R {catalog} >>",
        "",  # the pages, known at the end
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
        "<< /Type /Font /Subtype /Type0 /BaseFont /Odd /Encoding /Identity-H /DescendantFonts [6 0 R] >>",
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Odd /CIDSystemInfo << /Registry (X) /Ordering (Y) "
        "/Supplement 0 >> /DW 600 >>",
        f"<< {info} >>",
        *more,
    ]
    objects = [body.encode("cp1252") for body in fixed]
    kids = []
    for page in pages:
        content = zlib.compress("\n".join(page.drawing).encode("cp1252"))
        number = len(objects) + 1
        kids.append(f"{number} 0 R")
        resources = "/Font << /F 3 0 R /B 4 0 R /U 5 0 R >>" + f" /XObject << /I {number + 2} 0 R >>" * bool(
            page.images
        )
        objects += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Contents {number + 1} 0 R "
            f"/Resources << {resources} >> /Annots [{' '.join(page.annotations)}] >>".encode("cp1252"),
            b"<< /Length %d /Filter /FlateDecode >>\nstream\n%b\nendstream" % (len(content), content),
        ]
        if page.images:
            objects.append(
                b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray "
                b"/Length 1 >>\nstream\n\x80\nendstream"
            )
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode()
    return _file(objects, trailer)


def _file(objects: Sequence[bytes], trailer: str) -> bytes:
    out = io.BytesIO()
    out.write(b"%PDF-1.7\n")
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(out.tell())
        out.write(b"%d 0 obj\n%b\nendobj\n" % (number, body))
    start = out.tell()
    rows = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    out.write(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{rows}".encode())
    out.write(f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R /Info 7 0 R {trailer} >>\n".encode())
    out.write(f"startxref\n{start}\n%%EOF".encode())
    return out.getvalue()


def put(document: Document, *markup: str) -> None:
    """Put raw elements at the end of a Word document, `w:`, `mc:`, `wps:`… being known."""
    for element in markup:
        name, _, rest = element[1:].partition(">")
        closing = "/" if name.endswith("/") else ""
        parsed = parse_xml(f"<{name.removesuffix('/')} {_NAMESPACES}{closing}>{rest}")
        document.element.body.sectPr.addprevious(parsed)


def put_table(document: Document, *rows: Sequence[str]) -> None:
    """Put a table of these texts at the end of a Word document."""
    table = document.add_table(len(rows), len(rows[0]))
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text


def run(text: str) -> str:
    """A run of Word with its blanks."""
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def saved(document: Document) -> bytes:
    """The bytes of a Word document."""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def word(*paragraphs: str) -> Document:
    """A Word document of these paragraphs."""
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    return document
