"""Files of staff → documents. One bad file is refused with its reason; the others go on."""

import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path, PurePath

from rag.attributes import Attributes, attributes_of
from rag.files import find_files, read_bytes
from rag.isolation import Reading
from rag.readers import READERS, ReadError

_MIN_LETTERS = 20
# Controls, lone surrogates and line separators that a PDF may hold: no reader needs them, some files break on them.
_UNWANTED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufeff]")
_SEPARATORS = re.compile(r"[\x85\u2028\u2029]")


@dataclass(frozen=True)
class IngestedDocument:
    """A document read from a file; its id is the name of the file without its ending."""

    id: str
    title: str
    text: str
    path: Path
    topics: tuple[str, ...] = ()
    regimes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    local: bool = True

    def sources_of(self, _: str) -> tuple[str, ...]:
        """What carries any of its passages: all that its front matter names, or the file itself."""
        return self.sources

    def questions_of(self, _: str) -> tuple[str, ...]:
        """Nobody writes questions for a file: it is found by its own words."""
        return ()


@dataclass
class IngestReport:
    """What was read, and what was refused and why (in French, for the person who gave the files)."""

    documents: list[IngestedDocument] = field(default_factory=list)
    refused: list[tuple[Path, str]] = field(default_factory=list)
    duplicates: list[tuple[Path, Path]] = field(default_factory=list)  # the copy, the file it repeats
    warnings: list[tuple[Path, str]] = field(default_factory=list)  # read all the same


@dataclass(frozen=True)
class Content:
    """What a file or a page holds, read."""

    text: str
    attributes: Attributes
    sha256: str  # of the original
    warning: str


def ingest_files(paths: Iterable[Path], progress: Callable[[int, int], None] | None = None) -> IngestReport:
    """Read files, and all files under folders. Never raises for a file: see the report."""
    report = IngestReport()
    seen: dict[str, Path] = {}
    ids: dict[str, Path] = {}
    files = find_files(paths, lambda path, reason: report.refused.append((path, reason)))
    with Reading() as reading:
        for number, path in enumerate(files, 1):
            try:
                _add(path, reading, seen, ids, report)
            except ReadError as error:
                report.refused.append((path, str(error)))
            if progress:
                progress(number, len(files))
    return report


def read_content(name: str, content: bytes, reading: Reading) -> Content:
    """Read the content of a file called `name`. Raises ReadError."""
    read = reading.read(known_suffix(name), content)
    text = _UNWANTED.sub("", _SEPARATORS.sub("\n", read.text))
    if sum(map(str.isalpha, text)) < _MIN_LETTERS:
        raise ReadError("Aucun texte lisible dans ce fichier.")
    attributes, body = attributes_of(read._replace(text=text), name)
    if not body.strip():
        raise ReadError("Aucun texte sous l’en-tête.")
    return Content(body, attributes, hashlib.sha256(content).hexdigest(), read.warning)


def known_suffix(name: str) -> str:
    """The ending of a file's name. Raises ReadError when nothing reads it."""
    suffix = PurePath(name).suffix.lower()
    if suffix not in READERS:
        known = ", ".join(sorted(READERS))
        raise ReadError(f"Type de fichier non pris en charge « {suffix} ». Types acceptés : {known}.")
    return suffix


def text_digest(text: str) -> str:
    """What two documents that say the same share."""
    return hashlib.sha256(text.strip().encode()).hexdigest()


def _add(path: Path, reading: Reading, seen: dict[str, Path], ids: dict[str, Path], report: IngestReport) -> None:
    known_suffix(path.name)  # before reading a film of 40 MB
    read = read_content(path.name, read_bytes(path), reading)
    digest = text_digest(read.text)
    if digest in seen:
        report.duplicates.append((path, seen[digest]))
        return
    if path.stem in ids:
        raise ReadError(f"« {ids[path.stem].name} » porte déjà ce nom : renommez l’un des deux fichiers.")
    seen[digest] = ids[path.stem] = path
    report.documents.append(_document(path, read))
    if read.warning:
        report.warnings.append((path, read.warning))


def _document(path: Path, read: Content) -> IngestedDocument:
    about = read.attributes
    return IngestedDocument(
        id=path.stem,
        title=about.title,
        text=read.text,
        path=path,
        topics=about.topics,
        regimes=about.regimes,
        sources=about.sources or (path.stem,),
        valid_from=about.valid_from,
        valid_to=about.valid_to,
    )
