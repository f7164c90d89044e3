"""The archive: a ZIP file, and its manifest, which says the size and the hash of each file."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import tempfile
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from math import inf
from pathlib import Path
from typing import IO, BinaryIO

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from corpus.replacing import replacing
from french.refusals import shown
from ui.about.who import version

FORMAT = 1
MANIFEST = "manifest.json"
MOST = 4_000_000_000  # bytes, unpacked
_LONGEST_MANIFEST = 16_000_000
_PIECE = 1 << 20
_DAYS = (datetime(1970, 1, 2, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC))  # that every time zone can tell
_TOO_LARGE = f"elle est trop grosse\u00a0: {MOST // 10**9} Go au plus"
# What zipfile raises on an archive that is damaged, locked or of a kind to come; a file out of reach is another matter.
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError)


class ArchiveError(Exception):
    """A file that is no backup, or cannot be trusted: why, in French."""


class Entry(BaseModel):
    """One file, as it was when it was kept."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    path: str = Field(max_length=1000)
    size: int = Field(ge=0, le=MOST)
    sha256: str = Field(pattern="^[0-9a-f]{64}$")


class Manifest(BaseModel):
    """What an archive holds, who made it and when."""

    model_config = ConfigDict(frozen=True)  # of a later format, only the number is read

    format: int
    version: str = Field("", max_length=40, pattern=r"^[\w.+-]*$")  # both are told on a terminal
    made_at: AwareDatetime | None = Field(None, ge=_DAYS[0], le=_DAYS[1])
    files: tuple[Entry, ...] = ()


def write(file: Path, files: Mapping[str, Path]) -> Manifest:
    """Write an archive for this user alone, whole or not at all. Raises ArchiveError, OSError, sqlite3.Error."""
    with replacing(file) as target, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        kept = tuple(_kept(archive, files))
        manifest = Manifest(format=FORMAT, version=version(), made_at=datetime.now(UTC), files=kept)
        archive.writestr(MANIFEST, manifest.model_dump_json(indent=1))
    return manifest


def _kept(archive: zipfile.ZipFile, files: Mapping[str, Path]) -> Iterator[Entry]:
    left = MOST
    for inside, path in files.items():
        with _steady(path) as source, archive.open(inside, "w", force_zip64=True) as target:
            if os.fstat(source.fileno()).st_size > left:
                raise ArchiveError(_TOO_LARGE)
            size, digest = copied(source, target)
        left -= size
        yield Entry(path=inside, size=size, sha256=digest)


@contextmanager
def _steady(path: Path) -> Iterator[BinaryIO]:
    """Open a file; of a database, a copy that a server writing to it leaves whole."""
    if path.suffix != ".sqlite":
        with path.open("rb") as file:
            yield file
        return
    with tempfile.TemporaryDirectory(prefix="assistant-medical-") as folder:
        copy = Path(folder) / path.name
        source = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
        with closing(source), closing(sqlite3.connect(copy)) as target:
            source.backup(target)
        with copy.open("rb") as file:
            yield file


def copied(source: IO[bytes], target: IO[bytes] | None = None, most: float = inf) -> tuple[int, str]:
    """Copy to ``target``, or only read; return the size and the hash. Raises ValueError beyond ``most`` bytes."""
    size, digest = 0, hashlib.sha256()
    while piece := source.read(_PIECE):
        size += len(piece)
        if size > most:
            raise ValueError("longer than it says")
        digest.update(piece)
        if target:
            target.write(piece)
    return size, digest.hexdigest()


@contextmanager
def opened(file: Path) -> Iterator[tuple[zipfile.ZipFile, Manifest]]:
    """Open an archive that was read whole, and is what its manifest says. Raises ArchiveError, OSError."""
    try:
        archive = zipfile.ZipFile(file)
    except _DAMAGED:
        raise ArchiveError("ce n’est pas une sauvegarde, ou elle est abîmée") from None
    with archive:
        try:
            manifest = _manifest(archive)
            _check_members(archive, manifest)
            for entry in manifest.files:
                with archive.open(entry.path) as member:
                    if copied(member, most=entry.size) != (entry.size, entry.sha256):
                        raise ArchiveError(f"{shown(entry.path)} n’est pas ce qui a été sauvegardé")
        except _DAMAGED:
            raise ArchiveError("elle est abîmée") from None
        yield archive, manifest


def _manifest(archive: zipfile.ZipFile) -> Manifest:
    if MANIFEST not in archive.namelist():
        raise ArchiveError("ce n’est pas une sauvegarde de l’assistant")
    with archive.open(MANIFEST) as member:
        text = member.read(_LONGEST_MANIFEST + 1)
    try:
        manifest = Manifest.model_validate_json(text)
    except ValidationError:
        raise ArchiveError(f"son {MANIFEST} est illisible") from None
    if manifest.format != FORMAT:
        made = f", {manifest.version}" if manifest.version else ""
        raise ArchiveError(f"elle vient d’une autre version de l’assistant{made}\u00a0: mettez celui-ci à jour")
    return manifest


def _check_members(archive: zipfile.ZipFile, manifest: Manifest) -> None:
    """Refuse what the manifest does not say, and what is no plain file. Raises ArchiveError."""
    members = [member for member in archive.infolist() if member.filename != MANIFEST]
    names = Counter(member.filename for member in members)
    if names != Counter(entry.path for entry in manifest.files) or any(count > 1 for count in names.values()):
        raise ArchiveError("ses fichiers ne sont pas ceux qu’elle annonce")
    for member in members:
        kind = member.external_attr >> 16 & 0o170000
        if kind not in (0, 0o100000) or member.is_dir() or member.flag_bits & 1:
            raise ArchiveError(f"{shown(member.filename)} n’est pas un fichier ordinaire")
    if sum(entry.size for entry in manifest.files) > MOST:
        raise ArchiveError(_TOO_LARGE)
