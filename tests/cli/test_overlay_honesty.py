"""A value that the CPTS added says so wherever it is used, and a folder of them shows what it changes to ours."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.answer import Request
from cli.installation import build_assistant
from cli.main import main

OBJECTIVES = """\
augmentation:
  temps_plein:
    p50_p70:
      description: Augmentation de patientèle demandée, temps plein (1 ETP), patientèle de départ entre P50 et P70
      metadata: {unit: percent}
      values:
        2019-09-01: {value: null}
        2024-06-22: {value: 99, references: [bareme-cpam], standing: ameli}
"""
SOURCES = """\
bareme-cpam:
  title: Barème des objectifs transmis par la CPAM
  publisher: CPAM de votre département
  published: "2026-10"
  url: null
  standing: ameli
  read: full
  checked_on: 2026-11-02
  regimes: [convention-2024]
"""
SAID = "Valeur ajoutée par votre CPTS"
QUESTION = "combien de patients en plus dois-je prendre, temps plein, P60 ?"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    overlay = tmp_path / "baremes"
    overlay.mkdir()
    (overlay / "objectifs.yaml").write_text(OBJECTIVES, "utf-8")
    (overlay / "sources.yaml").write_text(SOURCES, "utf-8")
    monkeypatch.setenv("AM_PARAMETERS_DIR", str(overlay))
    monkeypatch.setenv("AM_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("AM_EMBEDDING_MODEL", "lexical")
    return overlay


def test_an_answer_says_that_the_value_is_of_the_cpts() -> None:
    answer = build_assistant().ask(Request(question=QUESTION))
    assert "99" in answer.text
    assert SAID in answer.text
    assert "CPAM de votre département" in answer.text
    assert [cited.local for cited in answer.citations if cited.source == "bareme-cpam"] == [True]


def test_an_answer_that_reads_none_says_nothing() -> None:
    assert SAID not in build_assistant().ask(Request(question="combien pour un mi-temps ?")).text


def test_the_command_line_marks_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "explain", "objectifs.augmentation.temps_plein.p50_p70"]) == 0
    told = capsys.readouterr().out
    assert [SAID in line for line in told.splitlines() if line.startswith("- ")] == [False, True]


def test_a_folder_shows_what_it_changes_to_ours(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["rules", "check", str(folder)])
    told = capsys.readouterr().out.replace("\u00a0", " ").replace("\u202f", " ")
    assert "Ce que ce dossier change à nos valeurs : 1." in told
    assert (
        "objectifs.yaml, objectifs.augmentation.temps_plein.p50_p70, depuis le 22 juin 2024 : non établi → 99 %" in told
    )
