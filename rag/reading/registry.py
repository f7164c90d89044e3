"""Which reader reads which type of file."""

from collections.abc import Callable

from rag.reading.pdf import read_pdf
from rag.reading.plain import read_csv, read_plain
from rag.reading.text import Text
from rag.reading.web import read_html
from rag.reading.word import read_docx
from rag.reading.workbook import read_xlsx

READERS: dict[str, Callable[[bytes], Text]] = {
    ".csv": read_csv,
    ".docx": read_docx,
    ".htm": read_html,
    ".html": read_html,
    ".md": read_plain,
    ".pdf": read_pdf,
    ".txt": read_plain,
    ".xlsx": read_xlsx,
}
