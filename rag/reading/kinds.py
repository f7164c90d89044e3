"""What a content really is, whatever its name says: a file that is not what it claims is refused before it is read."""

import io
import zipfile
from contextlib import suppress
from typing import NamedTuple

from rag.reading.archive import BROKEN
from rag.reading.text import ReadError


class _Kind(NamedTuple):
    name: str  # with its article
    suffixes: tuple[str, ...] = ()  # by which we read it, none when we do not
    advice: str = "enregistrez-le en PDF, .docx ou .xlsx"


_IMAGE = _Kind("une image", advice="passez-la par une reconnaissance de caractères (ocrmypdf)")
_PROGRAM = _Kind("un programme", advice="refusé")
_IN_A_ZIP = {
    "word/document.xml": _Kind("un document Word", (".docx",)),
    "xl/workbook.xml": _Kind("un classeur Excel", (".xlsx",)),
    "xl/workbook.bin": _Kind("un classeur Excel binaire"),
    "ppt/presentation.xml": _Kind("une présentation PowerPoint"),
    "content.xml": _Kind("un document LibreOffice"),
}
_ZIP = _Kind("une archive", advice="donnez les documents qu’elle contient")
FIRST_OF_A_ZIP = b"PK\x03\x04"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_FIRST_BYTES = {
    FIRST_OF_A_ZIP: _ZIP,
    b"\xd0\xcf\x11\xe0": _Kind("un ancien fichier de Word, d’Excel ou de PowerPoint"),
    b"{\\rtf": _Kind("un document RTF"),
    b"\x89PNG": _IMAGE,
    b"\xff\xd8\xff": _IMAGE,
    b"GIF8": _IMAGE,
    b"II*\x00": _IMAGE,
    b"\x7fELF": _PROGRAM,
    b"MZ": _PROGRAM,
    b"\x1f\x8b": _ZIP,
    b"7z\xbc\xaf": _ZIP,
    b"Rar!": _ZIP,
}
_PDF = _Kind("un PDF", (".pdf",))
_PAGE = _Kind("une page web", (".html", ".htm"))
_TEXT = _Kind("un fichier texte", (".txt", ".md", ".csv"))


def check_kind(suffix: str, content: bytes) -> None:
    """Raises ReadError when a content is not of the type that `suffix` says."""
    kind = _kind(content)
    if suffix in kind.suffixes or (kind in (_TEXT, _PAGE) and suffix in _TEXT.suffixes + _PAGE.suffixes):
        return
    if content.startswith(b"\xd0\xcf\x11\xe0") and _LOCKED in content:
        raise ReadError("Document protégé par un mot de passe : enregistrez-en une copie sans protection.")
    if kind is _TEXT or (kind is _ZIP and suffix in (".docx", ".xlsx")):
        raise ReadError(
            f"Fichier {suffix} endommagé, ou qui n’en est pas un : rouvrez-le et enregistrez-le de nouveau."
        )
    advice = f"renommez-le en {kind.suffixes[0]}" if kind.suffixes else kind.advice
    raise ReadError(f"Ce fichier se nomme « {suffix} », mais c’est {kind.name} : {advice}.")


def _kind(content: bytes) -> _Kind:
    if b"%PDF-" in content[:1024]:
        return _PDF
    kind = next((kind for first, kind in _FIRST_BYTES.items() if content.startswith(first)), None)
    if not content.startswith(FIRST_OF_A_ZIP):
        return kind or (_PAGE if content.lstrip()[:15].lower().startswith((b"<!doctype html", b"<html")) else _TEXT)
    with suppress(*BROKEN), zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = set(archive.namelist())
        return next((kind for part, kind in _IN_A_ZIP.items() if part in names), _ZIP)
    return _ZIP
