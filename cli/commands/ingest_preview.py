"""``assistant-medical ingest --preview``: what would be read of a file, and what would be lost, with nothing added."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.patients_named import patients_named
from cli.output import write
from corpus.local import LocalDocument
from french import counted, partial_day
from rag.files import shown
from rag.tables import cells_of, is_row, is_rule


def tell(origin: str, document: LocalDocument) -> None:
    """Write what was read of a file: what it says of itself, its headings and tables, what to check, then its text."""
    report = document.report
    write(f"{shown(origin)}\u00a0: {report.told() if report else ''}.")
    write(f"Titre\u00a0: {document.title}")
    write(f"Éditeur\u00a0: {document.publisher or 'inconnu'}")
    write(f"Date\u00a0: {partial_day(document.published) if document.published else 'inconnue'}")
    write(f"Texte conventionnel nommé\u00a0: {', '.join(document.regimes) or 'aucun'}")
    lines = document.text.splitlines()
    _listed("Titres", (line.lstrip("# ") for line in lines if line.startswith("#")))
    _listed("Tableaux", _tables(lines))
    remarks = document.remarks()
    _listed("À vérifier", (remark.told() for remark in remarks if not remark.expected))
    _listed("Ce qui semble identifier un patient", iter(patients_named(document)))
    _listed("Pour information", (remark.told() for remark in remarks if remark.expected))
    write(f"\n{document.text}\n\nRien n’est ajouté\u00a0: relancez sans --preview pour le faire.")


def _listed(title: str, lines: Iterator[str]) -> None:
    for number, line in enumerate(lines):
        if number == 0:
            write(f"{title}\u00a0:")
        write(f"- {line}")


def _tables(lines: list[str]) -> Iterator[str]:
    """Each table by the names of its columns, and how many rows it has."""
    names, rows = "", 0
    for line in [*lines, ""]:
        if is_rule(line):
            continue
        if is_row(line):
            names = names if rows else ", ".join(filter(None, cells_of(line))) or "colonnes sans nom"
            rows += 1
        elif rows:
            yield f"{names} ({counted(rows - 1, 'ligne', 'lignes')})"
            names, rows = "", 0
