"""``assistant-medical hear``: what was heard, nothing decided and nothing searched."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from assistant.installation import load
from assistant.service import Assistant
from cli.commands import hear
from cli.main import main
from rag import Retriever

TODAY = date(2026, 11, 21)
ON = ["--as-of", TODAY.isoformat()]


def _no_index() -> Retriever:
    raise AssertionError("nothing is searched")


@pytest.fixture(autouse=True)
def assistant(monkeypatch: pytest.MonkeyPatch) -> None:
    without = Assistant(*load(None, TODAY), _no_index, lambda: TODAY)
    monkeypatch.setattr(hear, "build_assistant", lambda: without)


def test_the_act_the_questions_and_the_facts_are_told_in_french(capsys: pytest.CaptureFixture[str]) -> None:
    message = "Je suis cardiologue en secteur 1. Quelle aide pour un mi-temps la première année ?"
    assert main(["hear", message, *ON]) == 0
    told = capsys.readouterr().out
    assert told.startswith("Acte\u00a0: ask")
    assert "Question\u00a0: aid.amounts/" in told
    assert "specialty = cardiologue («\u00a0cardiologue\u00a0», me, stated)" in told
    assert "€" not in told  # nothing is decided


def test_as_json_it_is_what_an_answer_carries(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["hear", "quelle aide pour un mi-temps la première année ?", "--json", *ON]) == 0
    heard = json.loads(capsys.readouterr().out)
    assert heard.keys() == {"act", "asks", "mentions", "reason", "listened"}
    assert heard["listened"] is None  # no model is to hear
    assert heard["asks"][0].keys() == {"topic", "aspect", "words", "sure", "rivals"}
    assert {mention["field"]: mention["value"] for mention in heard["mentions"]}["etp"] == 0.5


def test_a_message_is_heard_after_those_before_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = [
        {"role": "user", "content": "quelle aide pour un mi-temps la première année ?"},
        {"role": "assistant", "content": "19 000 €."},
    ]
    file = tmp_path / "history.json"
    file.write_text(json.dumps(before), "utf-8")
    assert main(["hear", "et à temps plein ?", "--json", "--history", str(file), *ON]) == 0
    assert json.loads(capsys.readouterr().out)["asks"][0]["topic"] == "aid.amounts"


def test_what_identifies_a_patient_is_not_repeated(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["hear", "ma patiente Mme Odette Fournier, née le 3 mai 1951, numéro 2 51 05 75 115 001 22", *ON]) == 0
    told = capsys.readouterr().out
    assert told == "Acte\u00a0: personal_data\n"


@pytest.mark.parametrize(
    "arguments", [["hear", " "], ["hear", "a", "--history", "nowhere.json"], ["hear", "a", "--as-of", "hier"]]
)
def test_what_cannot_be_heard_is_one_french_line_and_code_1(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert len(told.err.splitlines()) == 1
