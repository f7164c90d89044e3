"""Drift alarm: which originals are no longer what the sheets and the parameters were written from."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from corpus import Corpus, Source
from french import slug
from rules.dated import Parameters


@dataclass
class Drift:
    """What a folder of originals holds beside what was registered. Sources by id, files by path in the folder."""

    unchanged: list[str] = field(default_factory=list)
    changed: dict[str, str] = field(default_factory=dict)  # source → the file that differs
    missing: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)  # files that are the original of no registered source
    unreadable: list[str] = field(default_factory=list)
    sheets: list[str] = field(default_factory=list)  # to read again
    parameters: list[str] = field(default_factory=list)


def check(folder: Path, corpus: Corpus, parameters: Parameters) -> Drift:
    """Compare the files of ``folder`` with every source whose original was hashed, local documents included."""
    drift = Drift()
    hashes = _hashes(folder, drift)
    registered = [source for source in corpus.sources.values() if source.sha256]
    known = {source.sha256 for source in registered}
    strangers = {name: digest for name, digest in hashes.items() if digest not in known}
    for source in registered:
        if source.sha256 in hashes.values():
            drift.unchanged.append(source.id)
        elif (name := _file_of(source, strangers)) is not None:
            drift.changed[source.id] = name
            del strangers[name]
        else:
            drift.missing.append(source.id)
    drift.unknown = sorted(strangers)
    drift.sheets = sorted(sheet.id for sheet in corpus.documents if not drift.changed.keys().isdisjoint(sheet.sources))
    drift.parameters = sorted(
        parameter.id
        for parameter in parameters.values()
        if any(not drift.changed.keys().isdisjoint(value.references) for value in parameter.values)
    )
    return drift


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


def _file_of(source: Source, names: Iterable[str]) -> str | None:
    """The file called as the original was, else one whose name holds the source's id."""
    stems = {name: slug(Path(name).stem) for name in names}
    wanted = slug(Path(source.file).stem) if source.file else None
    exact = next((name for name, stem in stems.items() if stem == wanted), None)
    return exact or next((name for name, stem in stems.items() if f"-{source.id}-" in f"-{stem}-"), None)
