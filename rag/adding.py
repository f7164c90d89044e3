"""Adds files and web pages to the local documents of an installation, one by one: nothing read is ever lost."""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path, PurePath
from typing import Any

from pydantic import ValidationError

from corpus import fingerprint
from corpus.local import PREFIX, LocalDocument, read_local, save_local
from corpus.read_report import Remark
from french import slug
from rag import store
from rag.attributes import named
from rag.fetch import fetch, is_url
from rag.files import find_files
from rag.ingest import Content, read_content, read_file
from rag.reading.isolation import Reading
from rag.reading.text import ReadError

Given = dict[str, Any]  # fields of a local document that a person decided: title, publisher, published, regimes…
Ask = Callable[[LocalDocument], Given]


@dataclass
class AddingReport:
    """What became of each file or address, in the order given; reasons and warnings are French."""

    added: list[LocalDocument] = field(default_factory=list)
    updated: list[LocalDocument] = field(default_factory=list)
    unchanged: list[LocalDocument] = field(default_factory=list)
    duplicates: list[tuple[str, LocalDocument]] = field(default_factory=list)  # the copy, what it repeats
    refused: list[tuple[str, str]] = field(default_factory=list)
    warnings: list[tuple[str, str]] = field(default_factory=list)  # what was not read, or must be checked
    namesakes: list[tuple[LocalDocument, LocalDocument]] = field(default_factory=list)  # the new one, the one before


@dataclass(frozen=True)
class Adding:
    """How to add: where to, on which day, what a person decided, and whom to ask for the rest.

    `regimes`: the texts that a document may speak of, each with the regular expression that finds it named.
    `ours`: the name of the CPTS, the publisher of what names it and says no other.
    """

    folder: Path
    today: date
    given: Given = field(default_factory=dict)
    ask: Ask | None = None  # asked when one document alone is added
    allow_private: bool = False
    regimes: Mapping[str, str] = field(default_factory=dict)
    ours: str = ""
    objection: Callable[[LocalDocument], str] | None = None  # why a document is refused; empty where it is not
    replaces: str = ""  # the id of the document whose new version is given, from wherever it comes

    def add(self, items: Sequence[str], progress: Callable[[int, int], None] | None = None) -> AddingReport:
        """Add paths and addresses. None of them stops the others.

        Raises ReadError when one title, or one document to replace, is given to several, OSError when the folder
        cannot be written.
        """
        report = AddingReport()
        origins = _origins(items, report)
        if ("title" in self.given or self.replaces) and len(origins) > 1:
            raise ReadError("Un titre, ou un remplacement, ne vaut que pour un document : ajoutez-les un par un.")
        self.folder.mkdir(parents=True, exist_ok=True)
        with Reading() as reading:
            for number, origin in enumerate(origins, 1):
                try:
                    self._add(origin, reading, report, alone=len(origins) == 1)
                except ReadError as error:
                    report.refused.append((origin, str(error)))
                if progress:
                    progress(number, len(origins))
        return report

    def preview(self, item: str) -> LocalDocument:
        """The document that would be added for one path or address; nothing is written. Raises ReadError."""
        report = AddingReport()
        origins = _origins([item], report)
        if len(origins) != 1:
            raise ReadError(report.refused[0][1] if report.refused else "Donnez un seul fichier.")
        with Reading() as reading:
            origin, read = self._read(origins[0], reading)
        return self._document(origin, read, None)

    def _add(self, origin: str, reading: Reading, report: AddingReport, *, alone: bool) -> None:
        origin, read = self._read(origin, reading)
        with store.exclusive(self.folder, wait=True):  # two commands at once must not give one id twice
            known = read_local(self.folder).documents
            before = self._before(origin, known)
            if before is None and (twin := _twin(read, known)):
                report.duplicates.append((origin, twin))
                return
            document = self._document(origin, read, before)
            if alone and self.ask and before is None:
                document = _checked(document.model_dump() | _decided(self.ask(document), document.given))
            report.warnings += ((origin, remark.told()) for remark in document.to_check())
            if before == document.model_copy(update={"added_on": before.added_on if before else None}):
                report.unchanged.append(document)
                return
            if self.objection and (why := self.objection(document)):
                raise ReadError(why)
            save_local(self.folder, document)
        (report.updated if before else report.added).append(document)
        if before is None and (namesake := next((one for one in known if same_title(one, document)), None)):
            report.namesakes.append((document, namesake))

    def _before(self, origin: str, known: Sequence[LocalDocument]) -> LocalDocument | None:
        """The document that this one is a new version of. Raises ReadError when the one to replace is unknown."""
        if not self.replaces:
            return next((document for document in known if document.origin == origin), None)
        found = next((document for document in known if document.id == self.replaces), None)
        if found is None:
            raise ReadError(f"Aucun document local ne porte l’identifiant {self.replaces} : rien n’est remplacé.")
        return found

    def _read(self, origin: str, reading: Reading) -> tuple[str, Content]:
        if is_url(origin):
            fetched = fetch(origin, allow_private=self.allow_private)
            return fetched.url, read_content(fetched.name, fetched.content, reading, self.today)
        return origin, read_file(Path(origin), reading, self.today)

    def _document(self, origin: str, read: Content, before: LocalDocument | None) -> LocalDocument:
        about = read.attributes
        if strange := set(about.regimes) - self.regimes.keys():
            raise ReadError(f"Texte inconnu dans l’en-tête, « {min(strange)} ». Attendu : {', '.join(self.regimes)}.")
        kept = {name: getattr(before, name) for name in before.given} if before else {}
        publisher, found = self._publisher(read)
        report = read.report.model_copy(update={"remarks": (*read.report.remarks, *found)})
        return _checked(
            {
                "id": before.id if before else _new_id(origin, {path.stem for path in self.folder.glob("*.md")}),
                "title": about.title,
                "publisher": publisher or None,
                "published": about.published or None,
                "regimes": about.regimes or named(read.text, self.regimes),
                "valid_from": about.valid_from,
                "valid_to": about.valid_to,
                "sha256": read.sha256,
                "origin": origin,
                "added_on": self.today,
                "text": read.text.strip(),
                "settled": before.settled if before else (),
                "checked": before is not None and before.checked and before.report == report,
                "report": report,
            }
            | kept
            | _decided(self.given, tuple(kept))
        )

    def _publisher(self, read: Content) -> tuple[str, tuple[Remark, ...]]:
        """Whom its margins name, then its file, then its text; and where it was found, where that is to be told."""
        about = read.attributes
        if named := self._named(read.margins) or (about.publisher if about.publisher_of == "margins" else ""):
            return named, (Remark(kind="margin_publisher", detail=named),)
        if about.publisher_of == "file":
            return about.publisher, (Remark(kind="file_publisher", detail=about.publisher),)
        return about.publisher or self._named(f"{about.title} {read.text}"), ()

    def _named(self, text: str) -> str:
        """The CPTS, where a text names it."""
        return self.ours if self.ours and slug(self.ours) in slug(text) else ""


def same_title(one: LocalDocument, other: LocalDocument) -> bool:
    """Whether two documents may be two versions of one."""
    return one.id != other.id and slug(one.title) == slug(other.title)


def _origins(items: Iterable[str], report: AddingReport) -> list[str]:
    """Addresses as given, and the absolute paths of files: the name by which a second ingest knows them."""
    found: list[str] = []
    for item in items:
        if is_url(item):
            found.append(item)
        else:
            files = find_files([Path(item)], lambda path, reason: report.refused.append((str(path), reason)))
            found += (str(path.resolve()) for path in files)
    return list(dict.fromkeys(found))


def _twin(read: Content, known: Iterable[LocalDocument]) -> LocalDocument | None:
    """A document with the same content, or that says the same."""
    words = fingerprint.of_words(read.text)
    return next((one for one in known if one.sha256 == read.sha256 or fingerprint.of_words(one.text) == words), None)


def _decided(given: Given, before: tuple[str, ...]) -> Given:
    return given | {"given": tuple(dict.fromkeys([*before, *given]))}


def _new_id(origin: str, taken: set[str]) -> str:
    """An id that can be read: of the file's name, or of the last part of the address."""
    name = PurePath(origin.rstrip("/").partition("?")[0]).stem if is_url(origin) else PurePath(origin).stem
    readable = slug(name)[:60].rstrip("-")
    base = PREFIX + (readable or hashlib.sha256(origin.encode()).hexdigest()[:8])
    numbered = (f"{base}-{number}" for number in range(2, len(taken) + 3))
    return next(id_ for id_ in (base, *numbered) if id_ not in taken)


def _checked(fields: dict[str, Any]) -> LocalDocument:
    try:
        document = LocalDocument.model_validate(fields)
    except ValidationError as error:
        name = error.errors()[0]["loc"][0]
        raise ReadError(f"Champ « {name} » inutilisable : voyez docs/documents.md.") from error
    if document.valid_from and document.valid_to and document.valid_from > document.valid_to:
        raise ReadError("« valid_from » est après « valid_to » : corrigez l’un des deux.")
    return document
