"""One reader per type of file: bytes → text in which tables are rows of pipes. Refusals are in French."""

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

_SCANNED = "PDF sans texte (numérisé) : passez-le par une reconnaissance de caractères (OCR), puis redonnez-le."
_MAX_UNZIPPED = 200_000_000
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")


class ReadError(ValueError):
    """A file that cannot be read; the message is shown to the person who gave it."""


class Text(NamedTuple):
    """What a file says, and says of itself. ``published``: an ISO date, in full or in part. ``warning``: in French."""

    text: str
    title: str = ""
    publisher: str = ""
    published: str = ""
    warning: str = ""


def read_text(content: bytes) -> Text:
    """Plain text or Markdown, in UTF-8, in UTF-16 with its mark, or in the Windows encoding with a warning."""
    utf16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    warning = ""
    try:
        text = content.decode("utf-16" if utf16 else "utf-8-sig")
    except UnicodeDecodeError:
        text, warning = _windows(content), "Encodage Windows (cp1252) supposé : vérifiez les accents."
    if _CONTROL.search(text):
        raise ReadError("Ce n’est pas un fichier texte.")
    return Text(text.replace("\r\n", "\n").replace("\r", "\n").strip(), warning=warning)


def _windows(content: bytes) -> str:
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError as error:
        raise ReadError("Encodage illisible : enregistrez le fichier en UTF-8.") from error


def read_html(content: bytes) -> Text:
    """The main text of a web page, without menus and banners."""
    import trafilatura  # noqa: PLC0415 - a second to import, for one type of file

    text = trafilatura.extract(content, output_format="markdown", include_tables=True, favor_recall=True)
    if not text:
        raise ReadError("Aucun texte principal dans cette page : enregistrez l’article lui-même.")
    metadata = trafilatura.extract_metadata(content)
    return Text(text, metadata.title or "", metadata.sitename or "", metadata.date or "") if metadata else Text(text)


def read_docx(content: bytes) -> Text:
    """Paragraphs, headings and tables of a Word document, in their order."""
    import docx  # noqa: PLC0415 - as above
    from docx.table import Table  # noqa: PLC0415

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > _MAX_UNZIPPED:
                raise ReadError("Document Word anormalement volumineux une fois décompressé.")
        document = docx.Document(io.BytesIO(content))
    except ReadError:
        raise
    except (zipfile.BadZipFile, KeyError, ValueError) as error:
        raise ReadError("Document Word illisible ou protégé par un mot de passe.") from error
    parts: list[str] = []
    for item in document.iter_inner_content():
        if isinstance(item, Table):
            parts += _rows([cell.text for cell in row.cells] for row in item.rows)
        else:
            parts.append(_docx_paragraph(item))
    about = document.core_properties
    written = about.modified or about.created
    day = written.date().isoformat() if written else ""
    return Text("\n\n".join(filter(None, parts)), about.title or "", about.author or "", day)


def read_pdf(content: bytes) -> Text:
    """Text and tables of a PDF, page by page."""
    import pdfplumber  # noqa: PLC0415 - as above
    from pdfminer.pdfdocument import PDFPasswordIncorrect  # noqa: PLC0415

    try:
        with pdfplumber.open(io.BytesIO(content)) as pdf:
            pages = [_pdf_page(page) for page in pdf.pages]
            about = {name: str(value) for name, value in (pdf.metadata or {}).items()}
    except Exception as error:
        if isinstance(error, PDFPasswordIncorrect) or isinstance(error.__context__, PDFPasswordIncorrect):
            raise ReadError("PDF protégé par un mot de passe : retirez la protection.") from error
        raise ReadError("PDF endommagé ou illisible.") from error
    if not any(page.strip() for page in pages):
        raise ReadError(_SCANNED)
    day = re.match(r"D:(\d{4})(\d{2})(\d{2})", about.get("CreationDate", ""))
    return Text(
        "\n\n".join(pages), about.get("Title", ""), about.get("Author", ""), "-".join(day.groups()) if day else ""
    )


def _pdf_page(page: Any) -> str:
    tables = page.find_tables()
    prose = page.filter(lambda item: not any(_inside(item, table.bbox) for table in tables))
    text = prose.extract_text() or ""
    rows = [row for table in tables for row in _rows(table.extract())]
    return "\n\n".join([text, "\n".join(rows)] if rows else [text])


def _inside(item: dict[str, Any], box: tuple[float, float, float, float]) -> bool:
    if item.get("object_type") != "char":
        return False
    x, y = (item["x0"] + item["x1"]) / 2, (item["top"] + item["bottom"]) / 2
    return bool(box[0] <= x <= box[2] and box[1] <= y <= box[3])


def _docx_paragraph(paragraph: Any) -> str:
    text: str = paragraph.text.strip()
    style: str = paragraph.style.name if paragraph.style is not None else ""
    if style.startswith("Heading") and text:
        return f"{'#' * (int(style[-1]) if style[-1].isdigit() else 2)} {text}"
    return f"- {text}" if style.startswith("List") and text else text


def _rows(table: Iterable[Iterable[str | None]]) -> Iterator[str]:
    for row in table:
        yield "| " + " | ".join(" ".join((cell or "").replace("|", "/").split()) for cell in row) + " |"


READERS: dict[str, Callable[[bytes], Text]] = {
    ".docx": read_docx,
    ".htm": read_html,
    ".html": read_html,
    ".md": read_text,
    ".pdf": read_pdf,
    ".txt": read_text,
}
