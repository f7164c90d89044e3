"""Staff add, list, remove and check documents at the command line, while the assistant goes on answering."""

import json
import shutil
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from unittest.mock import Mock

import pypdfium2
import pytest
from papers import Page, pdf

from assistant.answer import Request
from cli import installation
from cli.installation import build_assistant
from cli.main import main
from corpus import read_local
from french import short_day

NOTE = """# Permanence téléphonique du Val Perdu

La CPTS du Val Perdu tient une permanence téléphonique pour les cabinets qui recrutent un assistant médical, chaque
mardi après-midi, de deux heures à quatre heures. <b>Appelez</b> le secrétariat.
"""
QUESTION = "Qui tient la permanence téléphonique du Val Perdu ?"


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("AM_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("AM_EMBEDDING_MODEL", "lexical")
    return tmp_path / "data"


@pytest.fixture
def note(tmp_path: Path) -> Path:
    (tmp_path / "note.md").write_text(NOTE, encoding="utf-8")
    return tmp_path / "note.md"


def found(capsys: pytest.CaptureFixture[str]) -> list[str]:
    capsys.readouterr()
    assert main(["search", QUESTION, "--json", "-k", "1"]) == 0
    return [hit["document"] for hit in json.loads(capsys.readouterr().out)]


def test_a_document_is_added_searched_with_ours_and_removed(note: Path, capsys: pytest.CaptureFixture[str]) -> None:
    serving = build_assistant().retriever()
    assert main(["ingest", str(note), "--publisher", "CPTS du Val Perdu", "--date", "2026-05"]) == 0
    assert "Ajoutés\u00a0: 1." in capsys.readouterr().out
    assert found(capsys) == ["local-note"]
    assert serving.search(QUESTION)[0].passage.document != "local-note"  # until its next start
    assert main(["sources", "show", "local-note"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert (shown["local"], shown["publisher"], shown["published"]) == (True, "CPTS du Val Perdu", "2026-05")
    assert main(["sources", "remove", "local-note", "--yes"]) == 0
    assert found(capsys) != ["local-note"]


def test_a_local_document_is_quoted_as_local_and_unconfirmed(note: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["ingest", str(note), "--publisher", "CPTS du Val Perdu", "--date", "2026-05"])
    answer = build_assistant().ask(Request(question=QUESTION))
    citation = answer.citations[0]
    assert (citation.local, citation.standing, citation.document) == (True, "unconfirmed", "local-note")
    assert (citation.publisher, citation.published) == ("CPTS du Val Perdu", "2026-05")
    framed = answer.parts[0]
    assert (framed.kind, framed.title) == ("local", "Document de votre CPTS, à confirmer")
    assert framed.origin == "Permanence téléphonique du Val Perdu, CPTS du Val Perdu, 05/2026"


def test_a_document_that_names_a_patient_is_refused_unless_somebody_looked(
    note: Path, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    named = "Mme Dupont Jeanne, née le 03/04/1950, est suivie pour un diabète."
    note.write_text(f"{NOTE}\n{named}\n", encoding="utf-8")
    assert main(["ingest", str(note), "--preview"]) == 0
    assert f"Ce qui semble identifier un patient\u00a0:\n- {named}" in capsys.readouterr().out
    assert main(["ingest", str(note)]) == 1
    refused = capsys.readouterr().err
    assert f"«\u00a0{named}\u00a0»" in refused
    assert "--no-patient" in refused
    assert not list((data / "documents").glob("*.md"))
    assert main(["ingest", str(note), "--no-patient"]) == 0


def test_refusals_are_told_and_the_rest_is_added(
    note: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "vide.txt").touch()
    assert main(["ingest", str(note), str(tmp_path / "vide.txt"), "http://127.0.0.1:9/"]) == 1
    said = capsys.readouterr()
    assert "Ajoutés\u00a0: 1." in said.out
    assert "vide.txt\u00a0: Fichier vide." in said.err
    assert "réseau privé" in said.err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--date", "hier"], "--date"),
        (["--valid-from", "2025"], "--valid-from"),
        (["autre.md", "--title", "T"], "--title"),
    ],
)
def test_options_that_cannot_be_used_are_told(
    note: Path, arguments: list[str], told: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(note.parent)
    Path("autre.md").write_text("Une autre note, bien différente.", encoding="utf-8")
    assert main(["ingest", str(note), *arguments]) == 1
    assert capsys.readouterr().err.startswith(told)


def test_questions_are_asked_on_a_terminal_only(
    note: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = iter(["CPTS du Val", "hier", "2026", "avenant-7"])
    monkeypatch.setattr("builtins.input", lambda _: next(answers))
    for stream in (sys.stdin, sys.stdout):
        monkeypatch.setattr(stream, "isatty", lambda: True, raising=False)
    assert main(["ingest", str(note)]) == 0
    capsys.readouterr()
    main(["sources", "show", "local-note"])
    shown = json.loads(capsys.readouterr().out)
    assert (shown["publisher"], shown["published"], shown["regimes"]) == ("CPTS du Val", "2026", ["avenant-7"])


def test_nothing_is_removed_unless_confirmed(note: Path, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["ingest", str(note)])
    assert main(["sources", "remove", "local-note"]) == 1
    assert "--yes" in capsys.readouterr().err
    assert main(["sources", "remove", "sextant-76", "--yes"]) == 1
    assert (data / "documents" / "local-note.md").exists()


def on(day: date, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make it another day for the assistant."""
    monkeypatch.setattr(installation, "date", Mock(wraps=date, today=lambda: day))


def test_a_changed_original_gives_code_1(
    note: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    on(date(2026, 11, 28), monkeypatch)
    main(["ingest", str(note)])
    assert main(["sources", "check", str(note.parent)]) == 0
    note.write_text(NOTE + "\nElle change de jour.", encoding="utf-8")
    capsys.readouterr()
    assert main(["sources", "check", str(note.parent), "--json"]) == 1
    drift = json.loads(capsys.readouterr().out)
    assert (drift["changed"], drift["sheets"]) == ({"local-note": note.name}, ["local-note"])


def test_what_is_late_to_be_read_again_is_named_and_gives_code_1(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    on(date(2026, 11, 28), monkeypatch)
    due = build_assistant().corpus.sources["ameli-2024-06"].reread_by
    assert main(["sources", "check"]) == 0
    assert "à relire avant le" in capsys.readouterr().out
    on(due + timedelta(days=1), monkeypatch)
    assert main(["sources", "check"]) == 1
    assert f"À relire depuis le {short_day(due)}\u00a0: ameli-2024-06, https://" in capsys.readouterr().out


def test_an_assistant_that_is_answering_is_not_disturbed_by_another_process(
    note: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    serving = build_assistant().retriever()
    before = [hit.passage.id for hit in serving.search(QUESTION)]
    with subprocess.Popen([sys.executable, "-m", "cli", "ingest", str(note)], stdout=subprocess.DEVNULL) as adding:
        while adding.poll() is None:
            assert [hit.passage.id for hit in serving.search(QUESTION)] == before
    assert adding.returncode == 0
    assert [hit.passage.id for hit in serving.search(QUESTION)] == before
    assert found(capsys) == ["local-note"]


def test_a_record_that_cannot_be_read_is_named_and_the_rest_answers(
    note: Path, data: Path, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    main(["ingest", str(note)])
    (data / "documents" / "local-abime.md").write_bytes(b"---\n\xff")
    assert found(capsys) == ["local-note"]
    assert "local-abime.md" in caplog.text
    assert main(["sources", "remove", "local-abime", "--yes"]) == 0
    assert not (data / "documents" / "local-abime.md").exists()


def test_a_preview_tells_what_would_be_read_and_lost_and_adds_nothing(
    tmp_path: Path, data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", "")  # no tesseract
    page = Page().write(60, 60, "Indemnités").table(60, 80, [100, 80], [["Durée", "Montant"], ["Un mois", "90 €"]])
    (tmp_path / "note.pdf").write_bytes(pdf(page, Page().scan(), info="/Title (Microsoft Word - Document1.docx)"))
    assert main(["ingest", "--preview", str(tmp_path / "note.pdf")]) == 0
    said = capsys.readouterr().out.replace("\u00a0", " ")
    assert "note.pdf : 2 pages, " in said
    assert "Titre : Indemnités\n" in said
    assert "Tableaux :\n- Durée, Montant (1 ligne)\n" in said
    assert "À vérifier :\n- 1 page numérisée, non lue (page 2) : passez le fichier par" in said
    assert "| Un mois | 90 € |" in said
    assert "Rien n’est ajouté" in said
    assert not data.exists()


@pytest.mark.skipif(not shutil.which("tesseract"), reason="tesseract is not installed")
def test_a_preview_tells_what_tesseract_reads_on_a_scanned_page(
    tmp_path: Path, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    printed = Page().write(60, 80, "La caution est de 400 euros.").write(60, 120, "Le bureau est ouvert le mardi.")
    with pypdfium2.PdfDocument(pdf(printed)) as document:
        document[0].render(scale=200 / 72, grayscale=True).to_pil().save(tmp_path / "scan.pdf", resolution=200)
    assert main(["ingest", "--preview", str(tmp_path / "scan.pdf")]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "La caution est de 400 euros" in said
    assert "Le bureau est ouvert le mardi" in said
    assert "1 page lue par reconnaissance de caractères (page 1)" in said
    assert not data.exists()


def test_what_was_not_read_is_told_and_kept_with_the_document(
    tmp_path: Path, data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", "")
    (tmp_path / "note.pdf").write_bytes(pdf(Page().write(60, 60, "Permanence du Val, le mardi."), Page().scan()))
    assert main(["ingest", str(tmp_path / "note.pdf")]) == 0
    said = capsys.readouterr()
    assert "aucun texte conventionnel nommé, 2\u00a0pages, 5\u00a0mots" in said.out
    assert "note.pdf\u00a0: 1\u00a0page numérisée, non lue (page\u00a02)" in said.err
    (record,) = read_local(data / "documents").documents
    assert record.report is not None
    assert [(remark.kind, remark.pages) for remark in record.report.remarks] == [("scanned_pages", (2,))]


def test_a_new_version_from_elsewhere_is_recognised_and_replaces_the_old_one(
    note: Path, tmp_path: Path, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["ingest", str(note), "--publisher", "CPTS du Val Perdu"])
    (tmp_path / "ailleurs").mkdir()
    newer = tmp_path / "ailleurs" / "autre.md"
    newer.write_text(NOTE + "\nElle change de jour.", encoding="utf-8")
    capsys.readouterr()
    assert main(["ingest", str(newer), "--replace", "local-note"]) == 0
    assert "Mis à jour\u00a0: local-note" in capsys.readouterr().out
    (record,) = read_local(data / "documents").documents
    assert (record.publisher, "change de jour" in record.text) == ("CPTS du Val Perdu", True)
    newer.write_text(NOTE + "\nElle change de salle.", encoding="utf-8")
    main(["ingest", str(shutil.copy(newer, tmp_path / "encore.md"))])
    assert "local-encore porte le même titre que local-note" in capsys.readouterr().err
    assert main(["ingest", str(note), "--replace", "local-absent"]) == 1
