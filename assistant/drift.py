"""Drift alarm: which originals no longer say what the sheets and the parameters were written from."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from corpus import Corpus, Source, fingerprint
from french import slug
from rag.ingest import read_file
from rag.reading.isolation import Reading
from rag.reading.text import ReadError
from rules.dated import Parameters


@dataclass
class Drift:
    """What a folder of originals holds beside what was registered. Sources by id, files by path in the folder."""

    unchanged: list[str] = field(default_factory=list)  # the same file, or the same words
    changed: dict[str, str] = field(default_factory=dict)  # source → the file that says something else
    missing: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)  # files that are the original of no registered source
    unreadable: list[str] = field(default_factory=list)
    sheets: list[str] = field(default_factory=list)  # to read again
    parameters: list[str] = field(default_factory=list)
    reread: dict[str, date] = field(default_factory=dict)  # source without its original → the day to read it again by


def check(folder: Path | None, corpus: Corpus, parameters: Parameters, today: date) -> Drift:
    """Compare the files of ``folder`` with the originals of the sources, local documents included.

    A file saved again that holds the same words has not changed. A source whose original is not at hand is to be read
    again by a day, half a year after it was.
    """
    drift = Drift()
    if folder:
        _compare(folder, [source for source in corpus.sources.values() if source.sha256], today, drift)
    seen = {*drift.unchanged, *drift.changed}
    away = (source for source in corpus.sources.values() if not source.local and source.id not in seen)
    drift.reread = {source.id: source.reread_by for source in sorted(away, key=lambda one: (one.reread_by, one.id))}
    drift.sheets = sorted(sheet.id for sheet in corpus.documents if not drift.changed.keys().isdisjoint(sheet.sources))
    drift.parameters = sorted(
        parameter.id
        for parameter in parameters.values()
        if any(not drift.changed.keys().isdisjoint(value.references) for value in parameter.values)
    )
    return drift


def _compare(folder: Path, registered: Iterable[Source], today: date, drift: Drift) -> None:
    hashes, sources = _hashes(folder, drift), list(registered)
    known = {source.sha256 for source in sources}
    left = {name for name, digest in hashes.items() if digest not in known}
    words = _words(folder, sorted(left), today)
    renamed = {said: name for name, said in words.items()}
    for source in sources:
        if source.sha256 in hashes.values():
            drift.unchanged.append(source.id)
            continue
        name = _file_of(source, sorted(left)) or renamed.get(source.words or "")
        if name not in left:
            drift.missing.append(source.id)
            continue
        if source.words and words.get(name) == source.words:
            drift.unchanged.append(source.id)
        else:
            drift.changed[source.id] = name
        left.remove(name)
    drift.unknown = sorted(left)


def _hashes(folder: Path, drift: Drift) -> dict[str, str]:
    found = {}
    for path in sorted(folder.rglob("*")):
        name = str(path.relative_to(folder))
        if not path.is_file() or any(part.startswith(".") for part in path.relative_to(folder).parts):
            continue
        try:
            with path.open("rb") as file:
                found[name] = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError:
            drift.unreadable.append(name)
    return found


def _words(folder: Path, names: Iterable[str], today: date) -> Mapping[str, str]:
    """Return the fingerprint of what each file says; a file that the readers refuse says nothing."""
    found = {}
    with Reading() as reading:
        for name in names:
            with suppress(ReadError, OSError):
                found[name] = fingerprint.of_words(read_file(folder / name, reading, today).text)
    return found


def _file_of(source: Source, names: Iterable[str]) -> str | None:
    """The file called as the original was, else one whose name holds the source's id."""
    stems = {name: slug(Path(name).stem) for name in names}
    wanted = slug(Path(source.file).stem) if source.file else None
    exact = next((name for name, stem in stems.items() if stem == wanted), None)
    return exact or next((name for name, stem in stems.items() if f"-{source.id}-" in f"-{stem}-"), None)
