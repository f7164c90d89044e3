"""What was read, and what was not, is told in French and kept with the record."""

from datetime import date
from pathlib import Path
from typing import get_args

import pytest

from corpus import read_local, save_local
from corpus.local import LocalDocument
from corpus.read_report import Kind, ReadReport, Remark

SCANNED = Remark(kind="scanned_pages", count=5, pages=(2, 3, 4, 7, 9))
REPORT = ReadReport(words=1200, sections=1, tables=2, pages=9, remarks=(SCANNED, Remark(kind="encoding", detail="DOS")))


def local(**fields: object) -> LocalDocument:
    return LocalDocument.model_validate(
        {
            "id": "local-note", "title": "Été", "sha256": "0" * 64, "origin": "note.pdf",
            "added_on": date(2026, 11, 1), "text": "À l’étage, la clé est à l’accueil.",
        }
        | fields
    )  # fmt: skip


def test_it_is_told_in_french() -> None:
    assert REPORT.told() == "9\u00a0pages, 1\u202f200\u00a0mots, 1\u00a0titre, 2\u00a0tableaux"
    assert SCANNED.told().startswith("5\u00a0pages numérisées, non lues (pages\u00a02 à 4, 7 et 9)\u00a0: ")
    assert Remark(kind="images", pages=(2,)).told() == "1\u00a0image, dont le texte n’est pas lu (page\u00a02)."
    assert Remark(kind="encoding", detail="DOS").told() == "Encodage supposé (DOS)\u00a0: accents à vérifier."


def test_every_kind_has_its_words() -> None:
    for kind in get_args(Kind):
        assert Remark(kind=kind, count=2).told().endswith("."), kind


def test_it_is_kept_with_the_record_and_records_of_before_have_none(tmp_path: Path) -> None:
    save_local(tmp_path, local(report=REPORT))
    save_local(tmp_path, local(id="local-avant"))
    kept = {record.id: record.report for record in read_local(tmp_path).documents}
    assert kept == {"local-note": REPORT, "local-avant": None}
    before = (tmp_path / "local-avant.md").read_text("utf-8").replace("report: null\n", "")
    (tmp_path / "local-avant.md").write_text(before, encoding="utf-8")
    assert len(read_local(tmp_path).documents) == 2


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16", "utf-16-le", "cp850"])
def test_a_record_saved_by_a_windows_editor_is_read(tmp_path: Path, encoding: str) -> None:
    record = local(text="A l'étage, la clé est à l'accueil.")
    save_local(tmp_path, record)
    path = tmp_path / "local-note.md"
    path.write_bytes(path.read_text("utf-8").replace("\n", "\r\n").encode(encoding))
    assert read_local(tmp_path) == ((record,), ())
