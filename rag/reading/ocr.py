"""Pages that are images, read by tesseract where it is installed: it is optional, and what it read is to be checked."""

import io
import os
import shutil
import subprocess
import time
from functools import cached_property

_DOTS_PER_INCH = 200
_PAGE_LIMIT_S = 40.0
_LIMIT_S = 80.0  # for one file, under what its reading may take in all


class Ocr:
    """Recognises the pages of one PDF; nothing is drawn until a page is asked for."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._program = shutil.which("tesseract")
        self._until = time.monotonic() + _LIMIT_S

    def read(self, number: int) -> str:
        """The text of a page, from 1; empty when tesseract is absent, late or finds nothing."""
        left = min(_PAGE_LIMIT_S, self._until - time.monotonic())
        if self._program is None or left <= 0:
            return ""
        command = [self._program, "stdin", "stdout", "-l", self._language]
        try:
            done = subprocess.run(  # noqa: S603 - the program found on the path, no word of the file in the command
                command,
                input=self._drawn(number),
                capture_output=True,
                timeout=left,
                check=True,
                env={**os.environ, "OMP_THREAD_LIMIT": "1"},
            )
        except (OSError, subprocess.SubprocessError):
            return ""
        return done.stdout.decode("utf-8", "replace").replace("\f", "").strip()

    @cached_property
    def _language(self) -> str:
        """French where it is installed, else what tesseract reads by default."""
        listed = subprocess.run([str(self._program), "--list-langs"], capture_output=True, check=False, timeout=10)  # noqa: S603
        return "fra" if b"fra" in listed.stdout.split() else "eng"

    def _drawn(self, number: int) -> bytes:
        import pypdfium2  # noqa: PLC0415 - only for a page that is an image

        with pypdfium2.PdfDocument(self._content) as document:
            image = document[number - 1].render(scale=_DOTS_PER_INCH / 72, grayscale=True).to_pil()
            drawn = io.BytesIO()
            image.save(drawn, "PNG")
            return drawn.getvalue()
