"""Documents added by the staff of one installation: a file each, that a person can read and correct.

Front matter, then the text, as in our fact sheets. A file is replaced in one move: killed at any moment, the one
before is still whole. What cannot be read is named and left aside; the others answer.
"""

from __future__ import annotations

import logging
import os
import tempfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, NamedTuple

import yaml
from pydantic import BaseModel, ConfigDict, Field

from corpus.periods import Period, span
from corpus.reader import Corpus, CorpusError, Document, Id, Source, read_front_matter

log = logging.getLogger(__name__)

FOLDER = "documents"  # in the data folder of an installation
PREFIX = "local-"  # of every id: never that of a sheet or source of ours, now or after an update
UNKNOWN_PUBLISHER = "Éditeur non précisé"
PartialDate = Annotated[str, Field(pattern=r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$")]


class LocalDocument(BaseModel):
    """One record. ``origin`` is the file or address it was read from; ``given``: the fields a person decided."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Annotated[Id, Field(pattern=f"^{PREFIX}")]
    title: str = Field(min_length=1)
    publisher: str | None = None
    published: PartialDate | None = None
    regimes: tuple[Id, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    origin: str
    added_on: date
    given: tuple[str, ...] = ()
    text: str = Field(min_length=1)

    @property
    def url(self) -> str | None:
        """The address it came from; a path of the staff's machine is shown to nobody else."""
        return self.origin if self.origin.startswith(("https://", "http://")) else None


class LocalDocuments(NamedTuple):
    """What a folder holds, and what could not be read of it (French, for the staff)."""

    documents: tuple[LocalDocument, ...]
    problems: tuple[str, ...]


def read_local(folder: Path) -> LocalDocuments:
    """Read every record of ``folder``, none if there is no such folder. Never raises for a record."""
    documents: list[LocalDocument] = []
    problems: list[str] = []
    for path in sorted(folder.glob("*.md")):
        try:
            documents.append(read_front_matter(path, LocalDocument))
        except CorpusError as error:
            problems.append(f"{path} : fiche locale illisible, laissée de côté. Corrigez-la ou retirez-la ({error}).")
    return LocalDocuments(tuple(documents), tuple(problems))


def save_local(folder: Path, document: LocalDocument) -> None:
    """Write or replace a record, whole or not at all. Raises OSError when the folder cannot be written."""
    folder.mkdir(parents=True, exist_ok=True)
    front = document.model_dump(mode="json", exclude={"text"})
    for name in ("valid_from", "valid_to", "added_on"):
        front[name] = getattr(document, name)  # YAML writes a date as a date
    head = yaml.safe_dump(front, allow_unicode=True, sort_keys=False, width=1000)
    handle, temporary = tempfile.mkstemp(prefix=".", suffix=".tmp", dir=folder)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(f"---\n{head}---\n\n{document.text}\n")
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(folder / f"{document.id}.md")
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


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
    found = read_local(folder)
    strange = {document: set(document.regimes) - periods.keys() for document in found.documents}
    unknown = (f"{document.id} : texte inconnu, « {min(names)} »." for document, names in strange.items() if names)
    for problem in (*found.problems, *unknown):
        log.warning("%s", problem)
    documents = [document for document, names in strange.items() if not names]
    return Corpus(
        sources=corpus.sources | {document.id: _source(document) for document in documents},
        documents=(*corpus.documents, *(_sheet(document, periods) for document in documents)),
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
    )
