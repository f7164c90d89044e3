"""A document that identifies a patient is told, whatever its layout; a directory, a leaflet or a page names nobody."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assistant.patients_named import patients_named
from corpus.local import LocalDocument
from rag.adding import Adding

DOCUMENTS = Path(__file__).parents[1] / "cpts_documents"
ADDED = [path for path in sorted(DOCUMENTS.rglob("*.*")) if path.suffix not in (".yaml", ".txt")]


def document(text: str) -> LocalDocument:
    return LocalDocument(
        id="local-note", title="Note", sha256="a" * 64, origin="note.md", added_on=date(2026, 11, 28), text=text
    )


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Elle est suivie.\nSon numéro : 2 85 03 75 116 004 71.", "Son numéro : 2 85 03 75 116 004 71."),
        ("| Nom | NIR |\n|---|---|\n| A. B. | 285037511600471 |", "| A. B. | 285037511600471 |"),
        ("Mme Dupont Jeanne\nnée le 03/04/1950", "Mme Dupont Jeanne née le 03/04/1950"),
        ("## Mme Dupont Jeanne\n\nNée le 03/04/1950.", "## Mme Dupont Jeanne Née le 03/04/1950."),
        ("Vue hier.\nMme Dupont, née le 03/04/1950, va bien.\nÀ revoir.", "Mme Dupont, née le 03/04/1950, va bien."),
    ],
)  # fmt: skip
def test_who_can_be_recognised_is_told_once(text: str, named: str) -> None:
    assert patients_named(document(text)) == [named]


@pytest.mark.parametrize(
    "text",
    [
        "| Infirmière de parcours | Mme Lucie Fabre | 05 36 49 11 28 | Sorties d’hôpital, patients chroniques |",
        "Mme Lucie Fabre reçoit les patients.\nL’association est née le 03/04/2019.",
    ],
)
def test_who_works_there_is_no_patient(text: str) -> None:
    assert patients_named(document(text)) == []


@pytest.mark.parametrize("file", ADDED, ids=lambda file: str(file.relative_to(DOCUMENTS)))
def test_the_documents_of_a_cpts_name_no_patient(file: Path, tmp_path: Path) -> None:
    assert patients_named(Adding(tmp_path, date(2026, 11, 28)).preview(str(file))) == []
