"""Pages that are images, read by tesseract where it is installed: it is optional, and what it read is to be checked."""

import io
import os
import shutil
import subprocess
import time
from functools import cached_property

_DOTS_PER_INCH = 200
_MOST_DOTS = 8_000  # on a side: a page may say that it is five metres long
_PAGE_LIMIT_S = 40.0
_LIMIT_S = 80.0  # for one file, under what its reading may take in all


def languages() -> set[str] | None:
    """The languages that tesseract reads on this machine; None where it is absent or out of order."""
    try:
        return set(_run("--list-langs", limit=10).decode("utf-8", "replace").split())
    except (OSError, subprocess.SubprocessError):
        return None


class Ocr:
    """Recognises the pages of one PDF; nothing is drawn until a page is asked for."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._until = time.monotonic() + _LIMIT_S

    def read(self, number: int) -> str:
        """The text of a page, from 1; empty when tesseract is absent, out of order or late, or finds nothing."""
        left = min(_PAGE_LIMIT_S, self._until - time.monotonic())
        if left <= 0:
            return ""
        try:
            said = _run("stdin", "stdout", "-l", self._language, given=self._drawn(number), limit=left)
        except (OSError, subprocess.SubprocessError, RuntimeError):  # the last is pdfium's, on a page it cannot draw
            return ""
        return said.decode("utf-8", "replace").replace("\f", "").strip()

    @cached_property
    def _language(self) -> str:
        """French where it is installed, else what tesseract reads by default."""
        return "fra" if "fra" in (languages() or ()) else "eng"

    def _drawn(self, number: int) -> bytes:
        import pypdfium2  # noqa: PLC0415 - only for a page that is an image

        with pypdfium2.PdfDocument(self._content) as document:
            page = document[number - 1]
            scale = min(_DOTS_PER_INCH / 72, _MOST_DOTS / max(page.get_size()))
            drawn = io.BytesIO()
            page.render(scale=scale, grayscale=True).to_pil().save(drawn, "PNG")
            return drawn.getvalue()


def _run(*arguments: str, limit: float, given: bytes = b"") -> bytes:
    program = shutil.which("tesseract")
    if program is None:
        raise FileNotFoundError("tesseract")
    return subprocess.run(  # noqa: S603 - the program found on the path, no word of the file in the command
        [program, *arguments],
        input=given,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        timeout=limit,
        check=True,
        env={**os.environ, "OMP_THREAD_LIMIT": "1"},
    ).stdout
