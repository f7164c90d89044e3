"""Documents added by the staff of one installation: a file each, that a person can read and correct.

Front matter, then the text, as in our fact sheets. A file is replaced in one move: killed at any moment, the one
before is still whole. What cannot be read is named and left aside; the others answer.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, NamedTuple

import yaml
from pydantic import BaseModel, ConfigDict, Field

from corpus import fingerprint
from corpus.checked import CorpusError, Names
from corpus.models import (
    A_DAY,
    A_DAY_OR_NONE,
    A_HASH,
    A_TEXT,
    REGIMES,
    Corpus,
    Document,
    Id,
    PartialDate,
    Regime,
    Source,
    is_past,
)
from corpus.periods import Period, span
from corpus.read_report import ReadReport, Remark
from corpus.reader import read_front_matter
from corpus.replacing import replacing
from french.encodings import decode
from french.failures import why

log = logging.getLogger(__name__)

FOLDER = "documents"  # in the data folder of an installation
PREFIX = "local-"  # of every id: never that of a sheet or source of ours, now or after an update
UNKNOWN_PUBLISHER = "Éditeur non précisé"


class LocalDocument(BaseModel):
    """One record. ``origin`` is the file or address it was read from; ``given``: the fields a person decided.

    ``checked``: somebody has seen what was not read.
    ``settled``: the sentences that somebody says speak of the CPTS, where they seem to contradict the texts.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Annotated[Id, Field(pattern=f"^{PREFIX}")] = Field(description=f"un nom qui commence par {PREFIX}")
    title: str = A_TEXT
    publisher: str | None = Field(None, description="un texte, ou null")
    published: PartialDate | None = Field(None, description="une date AAAA-MM-JJ, AAAA-MM ou AAAA, ou null")
    regimes: tuple[Regime, ...] = Field((), description=REGIMES.description)
    valid_from: date | None = Field(None, description=A_DAY_OR_NONE.description)
    valid_to: date | None = Field(None, description=A_DAY_OR_NONE.description)
    sha256: str = Field(pattern=A_HASH, description="64 chiffres et lettres de a à f")
    origin: str = Field(description="le fichier ou l’adresse d’où vient le texte")
    added_on: date = A_DAY
    given: tuple[str, ...] = Field((), description="une liste de champs entre crochets")
    settled: tuple[str, ...] = Field((), description="une liste de phrases du texte entre crochets")
    checked: bool = Field(False, description="true ou false")
    report: ReadReport | None = Field(None, description="ce qui a été lu, écrit par la commande ingest")
    text: str = Field(min_length=1, description="un texte sous les deux lignes « --- »")

    def remarks(self) -> list[Remark]:
        """Return what its reading remarked, but of a date or a publisher that was decided since."""
        return [one for one in (self.report.remarks if self.report else ()) if one.about not in self.given]

    def to_check(self) -> list[Remark]:
        """Return what somebody must still look at."""
        return [] if self.checked else [one for one in self.remarks() if not one.expected]

    def is_over(self, today: date) -> bool:
        """Whether its last day is past: it is quoted no more."""
        return is_past(self.valid_to, today)

    @property
    def url(self) -> str | None:
        """The address it came from; a path of the staff's machine is shown to nobody else."""
        return self.origin if self.origin.startswith(("https://", "http://")) else None


class LocalDocuments(NamedTuple):
    """What a folder holds, and what could not be read of it (French, for the staff)."""

    documents: tuple[LocalDocument, ...]
    problems: tuple[str, ...]


def read_local(folder: Path, regimes: Collection[str] | None = None) -> LocalDocuments:
    """Read every record of ``folder``, none if there is no such folder. Never raises for a record, nor for the folder.

    ``regimes`` are the texts a record may speak of, any when not given.
    """
    documents: list[LocalDocument] = []
    problems: list[str] = []
    try:
        records = sorted(folder.glob("*.md"))
    except OSError as error:
        records = []
        problems.append(f"Le dossier de vos documents ne s’ouvre pas\u00a0: {why(error)}.")
    for path in records:
        try:
            documents.append(_read(path, Names(regimes=regimes)))
        except CorpusError as error:
            problems.append(f"Fiche locale laissée de côté, à corriger ou à retirer\u00a0: {error}")
    return LocalDocuments(tuple(documents), tuple(problems))


def _read(path: Path, names: Names) -> LocalDocument:
    record = read_front_matter(path, LocalDocument, names, _written(path))
    if record.valid_from and record.valid_to and record.valid_from > record.valid_to:
        expected = f"un jour à partir de valid_from ({record.valid_from})"
        raise CorpusError.at(path, None, "valid_to", expected, record.valid_to)
    return record


def _written(path: Path) -> str | None:
    """The text of a record, whatever encoding an editor saved it in; None where there is none to read."""
    try:
        return decode(path.read_bytes()).text
    except (OSError, UnicodeError):
        return None


def save_local(folder: Path, document: LocalDocument) -> None:
    """Write or replace a record, whole or not at all. Raises OSError when the folder cannot be written."""
    folder.mkdir(parents=True, exist_ok=True)
    front = document.model_dump(mode="json", exclude={"text"})
    front["report"] = document.report and document.report.model_dump(mode="json", exclude_defaults=True)
    for name in ("valid_from", "valid_to", "added_on"):
        front[name] = getattr(document, name)  # YAML writes a date as a date
    head = yaml.safe_dump(front, allow_unicode=True, sort_keys=False, width=1000)
    with replacing(folder / f"{document.id}.md") as file:
        file.write(f"---\n{head}---\n\n{document.text}\n".encode())


def remove_local(folder: Path, document_id: str) -> bool:
    """Remove a record, readable or not; False when there is none of that id."""
    path = folder / f"{document_id}.md"
    if path.parent != folder or not path.name.startswith(PREFIX) or not path.is_file():
        return False
    path.unlink()
    return True


def with_local(corpus: Corpus, folder: Path, periods: Mapping[str, Period]) -> Corpus:
    """Return the corpus completed by the records of ``folder``; those that cannot be used are named in the log.

    Each is a sheet, and the unconfirmed source of that sheet. ``periods`` are the texts a record may speak of.
    """
    found = read_local(folder, periods.keys())
    for problem in found.problems:
        log.warning("%s", problem)
    return Corpus(
        sources=corpus.sources | {document.id: _source(document) for document in found.documents},
        documents=(*corpus.documents, *(_sheet(document, periods) for document in found.documents)),
        disagreements=corpus.disagreements,
    )


def _source(local: LocalDocument) -> Source:
    return Source(
        id=local.id,
        title=local.title,
        publisher=local.publisher or UNKNOWN_PUBLISHER,
        published=local.published,
        url=local.url,
        standing="unconfirmed",
        read="full",
        checked_on=local.added_on,
        sha256=local.sha256,
        file=Path(local.origin).name,
        words=fingerprint.of_words(local.text),
        regimes=local.regimes,
        local=True,
    )


def _sheet(local: LocalDocument, periods: Mapping[str, Period]) -> Document:
    since, until = local.valid_from, local.valid_to
    if since is None and until is None:
        since, until = span(local.regimes, periods)
    return Document.model_construct(  # a sheet of ours needs topics, one of the staff's has none
        id=local.id,
        title=local.title,
        topics=(),
        regimes=local.regimes,
        valid_from=since,
        valid_to=until,
        sources=(local.id,),
        checked_on=local.added_on,
        reviewed_by=None,
        text=local.text,
        local=True,
        quoted_until=local.valid_to,  # not the end of its texts: they are still asked about
        settled=local.settled,
    )
