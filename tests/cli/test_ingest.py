"""Staff add, list, remove and check documents at the command line, while the assistant goes on answering."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.explanation import explain
from cli.installation import build_assistant
from cli.main import main

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
    assistant = build_assistant()
    explanation = explain(QUESTION, assistant.retriever(), assistant.corpus, assistant.today())
    citation = explanation.citations[0]
    assert (citation.local, citation.standing, citation.document) == (True, "unconfirmed", "local-note")
    assert (citation.publisher, citation.published) == ("CPTS du Val Perdu", "2026-05")
    assert "(document local), CPTS du Val Perdu, 05/2026" in explanation.text


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


def test_a_changed_original_gives_code_1(note: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["ingest", str(note)])
    assert main(["sources", "check", str(note.parent)]) == 0
    note.write_text(NOTE + "\nElle change de jour.", encoding="utf-8")
    capsys.readouterr()
    assert main(["sources", "check", str(note.parent), "--json"]) == 1
    drift = json.loads(capsys.readouterr().out)
    assert (drift["changed"], drift["sheets"]) == ({"local-note": note.name}, ["local-note"])


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
