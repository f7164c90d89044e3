"""The bank asked on another day: only the questions that give none move, and no such run is a baseline."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cli.commands import evaluate
from cli.main import main
from eval import run
from eval.asking import Product
from eval.bank import TODAY, Question
from eval.moves import moves

LATER = date(2027, 1, 1)
UNDATED = Question(id="undated", question="cb pour 0,5 etp ?", kind="figure", split="train")
DATED = Question(id="dated", question="cb pour 0,5 etp ?", kind="figure", split="train", as_of=TODAY)
STEADY = Question(id="steady", question="quelles missions ?", kind="figure", split="train")


def _answer(request: dict[str, Any]) -> dict[str, Any]:
    """A half-time is paid more from 2027 on."""
    changed = request["as_of"] >= "2027" and "etp" in request["question"]
    figure: dict[str, Any] = {
        "label": "1re année",
        "value": "20000" if changed else "19000",
        "unit": "EUR",
        "sources": [],
    }
    return {"kind": "figure", "text": f"**{figure['value']}**\n\nEt le reste.", "figures": [figure], "reasons": []}


def test_a_question_keeps_the_day_it_gives() -> None:
    assert UNDATED.on(LATER).as_of == LATER
    assert DATED.on(LATER) is DATED


def test_a_run_on_another_day_asks_every_question_without_a_day_then() -> None:
    asked = {question.id: question.as_of for question in run.Options(as_of=LATER).questions()}
    ours = {question.id: question for question in run.Options().questions()}
    assert all(day == LATER for id, day in asked.items() if "as_of" not in ours[id].model_fields_set)
    assert sum(day == LATER for day in asked.values()) > 400


def test_a_run_on_another_day_is_no_baseline(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = run.Options(as_of=LATER, update=True, baseline=tmp_path / "baseline.json")
    assert run.main(Product(_answer), options) == 2
    assert "chacune à son jour" in " ".join(capsys.readouterr().err.split())
    assert not (tmp_path / "baseline.json").exists()


def test_the_answers_that_move_from_one_day_to_the_other_are_told() -> None:
    assert list(moves(Product(_answer), (UNDATED, DATED, STEADY), TODAY, LATER)) == [
        "`undated`\u00a0: **19000** → **20000**"
    ]


@pytest.mark.parametrize("since", [[], ["--as-of", "2026-12-31"]])
def test_the_command_counts_them(
    since: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(evaluate, "product", lambda: Product(_answer))
    assert main(["eval", "--id", "^aid24-half-short$", *since, "--against", "2027-01-01"]) == 0
    assert capsys.readouterr().out == "- `aid24-half-short`\u00a0: **19000** → **20000**\n1\u00a0réponse change.\n"


@pytest.mark.parametrize("words", [["--as-of", "demain"], ["--against", "1998-01-01"]])
def test_a_day_that_is_none_is_refused(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["eval", *words]) == 1
    assert capsys.readouterr().err.startswith(words[0])
