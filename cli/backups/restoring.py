"""Putting back what an archive holds: all is checked and compared first, then each file is written whole."""

from __future__ import annotations

import os
import stat
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cli.backups.archive import ArchiveError, Entry, Manifest, copied
from cli.backups.parts import Part
from corpus.replacing import replacing
from french import listed
from french.refusals import shown


@dataclass
class Change:
    """What putting one part back does here: names of the archive."""

    part: Part
    new: dict[str, Entry] = field(default_factory=dict)
    other: dict[str, Entry] = field(default_factory=dict)  # here, and otherwise
    same: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)  # here, and not in the archive, of a part that is put back whole

    @property
    def replaces(self) -> bool:
        """Whether something that is here would no longer be."""
        return bool(self.other or self.gone)

    def compared(self) -> dict[str, Path]:
        """Return the files that are here, where they were compared, by their path in an archive: the former one."""
        names = (*self.other, *self.same, *self.gone)
        return {self.part.inside(name): self.part.place(name) for name in names}


def changes(manifest: Manifest, parts: Sequence[Part]) -> list[Change]:
    """Return what the archive would change, part by part. Raises ArchiveError for what has no place here; OSError."""
    known = {part.name: part for part in parts}
    found: dict[str, Change] = {}
    for entry in manifest.files:
        folder, _, name = entry.path.partition("/")
        part = known.get(folder)
        if part is None or not part.takes(name):
            raise ArchiveError(f"{shown(entry.path)} n’est pas un fichier de l’assistant")
        change = found.setdefault(folder, Change(part))
        if part.folder is not None:
            _sort(change, name, entry, part.place(name))
    if missing := [change.part for change in found.values() if change.part.folder is None]:
        told = listed([f"{part.title.lower()} ({part.setting})" for part in missing])
        raise ArchiveError(f"aucun réglage ne dit où mettre ceci\u00a0: {told}. Donnez-le, puis recommencez")
    for change in found.values():
        if change.part.whole:
            kept = {*change.new, *change.other, *change.same}
            change.gone = [name for name in change.part.files() if name not in kept]
    return list(found.values())


def _sort(change: Change, name: str, entry: Entry, place: Path) -> None:
    if not place.exists():
        change.new[name] = entry
        return
    with place.open("rb") as file:
        size, digest = copied(file)
    if (size, digest) == (entry.size, entry.sha256):
        change.same.append(name)
    else:
        change.other[name] = entry


def put_back(archive: zipfile.ZipFile, change: Change) -> None:
    """Write the files of one part, and remove those that it did not hold. Raises OSError."""
    for name, entry in _written(change).items():
        _write(archive, entry, change.part.place(name))
    for name in change.gone:
        change.part.place(name).unlink(missing_ok=True)


def _written(change: Change) -> Mapping[str, Entry]:
    return change.new | change.other


def _write(archive: zipfile.ZipFile, entry: Entry, place: Path) -> None:
    """Write one file whole or not at all: for who could read the one it replaces, else for this user alone."""
    place.parent.mkdir(parents=True, exist_ok=True)
    with replacing(place) as target, archive.open(entry.path) as source:
        copied(source, target, entry.size)
        if place.exists() and hasattr(os, "fchown"):  # not on Windows
            was = place.stat()
            mode = stat.S_IMODE(was.st_mode)
            try:
                os.fchown(target.fileno(), was.st_uid if os.geteuid() == 0 else -1, was.st_gid)
            except PermissionError:  # a group that is not ours to give: ours could not read that file
                mode &= stat.S_IRWXU
            os.fchmod(target.fileno(), mode)
