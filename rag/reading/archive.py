"""The zip that a Word file or a workbook is: weighed before anything is unpacked, and refused when it is a trap."""

import io
import re
import zipfile
import zlib
from typing import Any

from lxml import etree

from rag.reading.text import ReadError

MAX_UNZIPPED = 200_000_000
MAX_PARTS = 5_000
MAX_PART = 60_000_000  # of one part that is parsed: ten times that in memory
# What zipfile raises on a damaged archive; the last, on a version or a compression that it does not know.
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError)
_DAMAGED = "Fichier endommagé : rouvrez-le dans son logiciel et enregistrez-le de nouveau."
_DECLARED = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_LOCKED = "protégé par un mot de passe : enregistrez-en une copie sans protection."


def unpack(content: bytes) -> zipfile.ZipFile:
    """The archive. Raises ReadError when it is damaged, locked, or far bigger than it looks."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except BROKEN as error:
        raise ReadError(_DAMAGED) from error
    parts = archive.infolist()
    if sum(part.file_size for part in parts) > MAX_UNZIPPED or len(parts) > MAX_PARTS:
        raise ReadError("Fichier anormalement volumineux une fois décompressé : refusé.")
    if any(part.flag_bits & 1 for part in parts):
        raise ReadError(f"Fichier {_LOCKED}")
    for part in parts:
        if part.filename.lower().endswith((".xml", ".rels", ".vml")):
            _check(archive, part)
    return archive


def parse(archive: zipfile.ZipFile, name: str) -> Any:
    """The tree of one part, None when there is none of that name."""
    if name not in archive.namelist():
        return None
    return etree.fromstring(archive.read(name), etree.XMLParser(resolve_entities=False, no_network=True))


def _check(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Refuse a part too big to parse, or that declares entities: no office software writes any."""
    if part.file_size > MAX_PART:
        raise ReadError("Fichier trop gros une fois décompressé : découpez-le.")
    try:
        written = archive.read(part)
    except BROKEN as error:
        raise ReadError(_DAMAGED) from error
    if _DECLARED.search(written.replace(b"\x00", b"")):  # UTF-16 too
        raise ReadError("Ce fichier contient des entités XML, qu’aucun logiciel n’écrit : refusé.")
