"""Files of staff → documents. One bad file is refused with its reason; the others go on."""

import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path, PurePath

from corpus import fingerprint
from corpus.read_report import Kind, ReadReport, Remark
from french import partial_day
from rag.attributes import Attributes, attributes_of
from rag.files import check_name, find_files, read_bytes
from rag.reading.isolation import Reading
from rag.reading.registry import READERS
from rag.reading.text import ReadError, Text
from rag.tables import is_row

_MIN_LETTERS = 20
_SHOWN = 300  # letters of what is above and below the text
MAX_LETTERS = 5_000_000  # an hour of indexing, on two cores
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
    report: ReadReport
    margins: str = ""  # what its pages repeat above and below the text

    def to_check(self) -> list[str]:
        """What was not read, or must be looked at, in French."""
        return [remark.told() for remark in self.report.remarks if not remark.expected]


def ingest_files(
    paths: Iterable[Path], progress: Callable[[int, int], None] | None = None, today: date | None = None
) -> IngestReport:
    """Read files, and all files under folders, on the day they are read. Never raises for a file: see the report."""
    report = IngestReport()
    seen: dict[str, Path] = {}
    ids: dict[str, Path] = {}
    files = find_files(paths, lambda path, reason: report.refused.append((path, reason)))
    with Reading() as reading:
        for number, path in enumerate(files, 1):
            try:
                _add(path, read_file(path, reading, today or date.today()), seen, ids, report)
            except ReadError as error:
                report.refused.append((path, str(error)))
            if progress:
                progress(number, len(files))
    return report


def read_content(name: str, content: bytes, reading: Reading, today: date) -> Content:
    """Read the content of a file called `name`, whose date is no later than `today`. Raises ReadError."""
    read = reading.read(known_suffix(name), content)
    if len(read.text) > MAX_LETTERS:
        raise ReadError("Texte trop long : 5 millions de lettres au plus, 2 000 pages environ. Découpez-le.")
    text = _UNWANTED.sub("", _SEPARATORS.sub("\n", read.text))
    if sum(map(str.isalpha, text)) < _MIN_LETTERS:
        raise ReadError("Aucun texte lisible dans ce fichier.")
    attributes, body = attributes_of(read._replace(text=text), name, today)
    if not body.strip():
        raise ReadError("Aucun texte sous l’en-tête.")
    return Content(body, attributes, hashlib.sha256(content).hexdigest(), _report(read, attributes, body), read.margins)


def _report(read: Text, about: Attributes, body: str) -> ReadReport:
    lines = body.splitlines()
    kinds: dict[Kind, bool] = {"file_date": about.of_the_file, "margin_date": about.of_the_margins}
    dated = (Remark(kind=kind, detail=partial_day(about.published)) for kind, told in kinds.items() if told)
    wrong = (Remark(kind="impossible_date", detail=f"« {told} »") for told in (about.impossible,) if told)
    margins = f"« {' ; '.join(read.margins.splitlines())[:_SHOWN]} »"
    remarks = (r.model_copy(update={"detail": margins}) if r.kind == "headers" else r for r in read.remarks)
    return ReadReport(
        pages=read.pages,
        words=sum(map(any, (map(str.isalnum, word) for word in body.split()))),
        sections=sum(line.startswith("#") for line in lines),
        tables=sum(is_row(line) and not is_row(before) for before, line in zip(["", *lines], lines, strict=False)),
        remarks=(*remarks, *dated, *wrong),
    )


def known_suffix(name: str) -> str:
    """The ending of a file's name. Raises ReadError when nothing reads it."""
    suffix = PurePath(name).suffix.lower()
    if suffix not in READERS:
        known = ", ".join(sorted(READERS))
        raise ReadError(f"Type de fichier non pris en charge « {suffix} ». Types acceptés : {known}.")
    return suffix


def read_file(path: Path, reading: Reading, today: date) -> Content:
    """Read a file. Raises ReadError."""
    check_name(path.name)
    known_suffix(path.name)  # before reading a film of 40 MB
    return read_content(path.name, read_bytes(path), reading, today)


def _add(path: Path, read: Content, seen: dict[str, Path], ids: dict[str, Path], report: IngestReport) -> None:
    digest = fingerprint.of_words(read.text)
    if digest in seen:
        report.duplicates.append((path, seen[digest]))
        return
    if path.stem in ids:
        raise ReadError(f"« {ids[path.stem].name} » porte déjà ce nom : renommez l’un des deux fichiers.")
    seen[digest] = ids[path.stem] = path
    report.documents.append(_document(path, read))
    report.warnings += ((path, told) for told in read.to_check())


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
