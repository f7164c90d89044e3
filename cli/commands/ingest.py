"""``assistant-medical ingest``: documents of the staff, into the assistant's own or into an index apart."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

import rag
from assistant.errors import InvalidInput
from assistant.patients_named import objection
from cli.commands import ingest_preview
from cli.indexing import Indexing
from cli.installation import build_assistant
from cli.output import write, write_folder
from corpus.local import FOLDER, LocalDocument
from french import spaced
from french.failures import why
from rag.adding import Adding, AddingReport
from rag.attributes import is_partial_date
from rag.fetch import is_url
from rag.files import shown
from rag.reading.text import ReadError
from rules.regimes import REGIMES
from ui.cpts import identity
from ui.settings import Settings

_CUES = {regime.id: regime.cue for regime in REGIMES.values()}


def run(arguments: argparse.Namespace) -> int:
    """Add documents and return the exit code: 1 when one of them could not be read."""
    settings = Settings.read()
    if arguments.preview:
        return _preview(arguments, settings)
    return _into_index(arguments, settings) if arguments.index else _into_assistant(arguments, settings)


def _preview(arguments: argparse.Namespace, settings: Settings) -> int:
    """Tell what each file would give; 1 when one of them cannot be read."""
    refused = 0
    for path in arguments.paths:
        try:
            ingest_preview.tell(path, _adding(arguments, settings).preview(path))
        except ReadError as error:
            _warn(path, str(error))
            refused = 1
    return refused


def _into_index(arguments: argparse.Namespace, settings: Settings) -> int:
    if addresses := [path for path in arguments.paths if is_url(path)]:
        raise InvalidInput("--index", f"Une adresse n’y entre pas\u00a0: {addresses[0]}.", "Donnez des fichiers.")
    with _Bar() as bar:
        report = rag.ingest_files(map(Path, arguments.paths), bar)
    for path, reason in (*report.refused, *report.warnings):
        _warn(path, reason)
    for copy, original in report.duplicates:
        _warn(copy, f"même texte que {shown(original.name)}, laissé de côté.")
    if report.documents:
        told = Indexing("J’indexe les documents…")
        rag.add_documents(arguments.index, report.documents, settings.embedding_model, settings.chroma_url, told)
    write(f"Documents indexés\u00a0: {len(report.documents)}. Refusés\u00a0: {len(report.refused)}.")
    write_folder(arguments.index)
    return 1 if report.refused or not report.documents else 0


def _into_assistant(arguments: argparse.Namespace, settings: Settings) -> int:
    adding = _adding(arguments, settings)
    try:
        with _Bar(shown=adding.ask is None or len(arguments.paths) > 1) as bar:
            report = adding.add(arguments.paths, bar)
    except ReadError as error:
        raise InvalidInput("--title", spaced(str(error)), "Puis recommencez.") from None
    except OSError as error:
        raise InvalidInput(
            "AM_DATA_DIR", f"{adding.folder}\u00a0: {why(error)}.", "Donnez un dossier où écrire."
        ) from None
    behind = _index_follows(settings) if report.added or report.updated else ""
    _tell(report, adding.folder)
    if behind:
        sys.stderr.write(f"{behind}\n")
    return 1 if report.refused or behind else 0


def _index_follows(settings: Settings) -> str:
    """Index now, not at the first question; return why it could not be, nothing where it is done."""
    try:
        build_assistant(settings).retriever()
    except rag.IndexFailedError as error:
        before = "\u202f; l’index d’avant répond jusque-là" if error.retriever else ""
        return f"{error} Vos documents sont enregistrés, et seront cherchés dès que l’index suivra{before}."
    return ""


def _adding(arguments: argparse.Namespace, settings: Settings) -> Adding:
    return Adding(
        settings.data_dir / FOLDER,
        date.today(),
        _given(arguments),
        _ask if sys.stdin.isatty() and sys.stdout.isatty() else None,
        arguments.allow_private,
        _CUES,
        ours=identity(settings).nom,
        objection=None if arguments.no_patient else _objection,
        replaces=arguments.replace or "",
    )


def _objection(document: LocalDocument) -> str:
    return objection(document, "ajoutez --no-patient si vous avez vérifié que rien n’y identifie un patient")


def _given(arguments: argparse.Namespace) -> dict[str, Any]:
    """Return what the options decide, checked."""
    given = {
        "title": arguments.title and " ".join(arguments.title.split()),
        "publisher": arguments.publisher and " ".join(arguments.publisher.split()),
        "published": arguments.date,
        "regimes": tuple(arguments.regime) or None,
        "valid_from": _day("--valid-from", arguments.valid_from),
        "valid_to": _day("--valid-to", arguments.valid_to),
    }
    if arguments.date and not is_partial_date(arguments.date):
        raise InvalidInput("--date", "Cette date est impossible.", "Attendu\u00a0: AAAA, AAAA-MM ou AAAA-MM-JJ.")
    return {name: value for name, value in given.items() if value}


def _day(option: str, text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise InvalidInput(option, "Cette date est impossible.", "Attendu\u00a0: AAAA-MM-JJ.") from None


def _ask(document: LocalDocument) -> dict[str, Any]:
    """Ask on the terminal for what could not be inferred; an empty answer leaves it unknown."""
    given: dict[str, Any] = {}
    write(f"Titre\u00a0: {document.title}")
    if document.publisher is None and (publisher := _typed("Éditeur (Entrée\u00a0: inconnu)")):
        given["publisher"] = publisher
    while document.published is None and (day := _typed("Date, AAAA-MM-JJ ou AAAA (Entrée\u00a0: inconnue)")):
        if is_partial_date(day):
            given["published"] = day
            break
    texts = f"Texte ({', '.join(REGIMES)}\u202f; Entrée\u00a0: aucun)"
    while not document.regimes and (regime := _typed(texts)):
        if regime in REGIMES:
            given["regimes"] = (regime,)
            break
    return given


def _typed(prompt: str) -> str:
    return input(f"{prompt}\u00a0: ").strip()


def _tell(report: AddingReport, folder: Path) -> None:
    """Say what became of each document: results on standard output, refusals and warnings on standard error."""
    for verb, documents in (
        ("Ajouté", report.added),
        ("Mis à jour", report.updated),
        ("Déjà connu, inchangé", report.unchanged),
    ):
        for document in documents:
            write(f"{verb}\u00a0: {document.id} — {described(document)}")
    for copy, original in report.duplicates:
        write(f"Doublon, laissé de côté\u00a0: {shown(copy)}, même contenu que {original.id}")
    for new, before in report.namesakes:
        sys.stderr.write(
            f"{new.id} porte le même titre que {before.id}\u00a0: si c’est sa nouvelle version, retirez l’ancienne "
            f"(sources remove {before.id}). La prochaine fois, ajoutez --replace {before.id}.\n"
        )
    for origin, reason in (*report.refused, *report.warnings):
        _warn(origin, reason)
    counts = {
        "Ajoutés": len(report.added),
        "Mis à jour": len(report.updated),
        "Inchangés": len(report.unchanged),
        "Doublons": len(report.duplicates),
        "Refusés": len(report.refused),
    }
    write(" ".join(f"{name}\u00a0: {count}." for name, count in counts.items()))
    write_folder(folder)


def _warn(origin: str | Path, reason: str) -> None:
    sys.stderr.write(f"{shown(str(origin))}\u00a0: {spaced(reason)}\n")


def described(document: LocalDocument) -> str:
    """Return a document in one line, with what is not known said as such."""
    regimes = ", ".join(document.regimes) or "aucun texte conventionnel nommé"
    read = f", {document.report.told()}" if document.report else ""
    publisher, published = document.publisher or "éditeur inconnu", document.published or "sans date"
    return f"{document.title} ({publisher}, {published}, {regimes}{read})"


class _Bar:
    """Progress over files, on standard error; nothing where it would only fill a log."""

    def __init__(self, *, shown: bool = True) -> None:
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
        console = Console(stderr=True)
        self._bar = Progress(*columns, console=console, disable=not (shown and console.is_terminal))
        self._task = self._bar.add_task("Fichiers", total=None)

    def __enter__(self) -> _Bar:
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def __call__(self, done: int, total: int) -> None:
        self._bar.update(self._task, completed=done, total=total)
