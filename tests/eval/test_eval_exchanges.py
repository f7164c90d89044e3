"""The exchanges of strangers: played turn by turn with the answers given, and rated apart from those fitted on."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import ValidationError

from eval.exchanges import Author, Exchange, authors, play, rates

DAY = date(2026, 11, 28)
HALF_TIME = {"say": "combien pour un mi-temps ?", "expect": ["19 000"]}
FULL_TIME = {"say": "et à plein temps ?", "expect": ["38 000"], "forbid": ["19 000"]}
AMOUNTS = {HALF_TIME["say"]: "**19\u202f000\u202f€**.", FULL_TIME["say"]: "Deux fois 19\u202f000\u202f€."}


def _ask(request: dict[str, Any]) -> dict[str, Any]:
    return {"text": AMOUNTS[request["question"]], "kind": "figure"}


def _exchange(id: str, *turns: dict[str, Any]) -> dict[str, Any]:
    return {"id": id, "turns": list(turns)}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """One author who was read, and one who never was."""
    for name, fitted_on, exchanges in (
        ("read", True, [_exchange("R-1", HALF_TIME)]),
        ("stranger", False, [_exchange("S-1", HALF_TIME), _exchange("S-2", HALF_TIME, FULL_TIME)]),
    ):
        content = {"author": name, "fitted_on": fitted_on, "as_of": DAY, "exchanges": exchanges}
        (tmp_path / f"{name}.yaml").write_text(yaml.safe_dump(content), "utf-8")
    return tmp_path


def test_the_answers_given_go_back_as_history() -> None:
    asked: list[dict[str, Any]] = []

    def ask(request: dict[str, Any]) -> dict[str, Any]:
        asked.append(request)
        return _ask(request)

    play(ask, Exchange.model_validate(_exchange("S-2", HALF_TIME, FULL_TIME)), DAY)
    assert [request["as_of"] for request in asked] == ["2026-11-28"] * 2
    assert asked[0]["history"] == []
    assert asked[1]["history"] == [
        {"role": "user", "content": HALF_TIME["say"]},
        {"role": "assistant", "content": AMOUNTS[HALF_TIME["say"]]},
    ]


def test_every_turn_is_judged() -> None:
    first, second = play(_ask, Exchange.model_validate(_exchange("S-2", HALF_TIME, FULL_TIME)), DAY)
    assert (first.exchange, first.faults) == ("S-2", [])
    assert second.faults == ["manque 38 000", "contient 19 000"]


def test_an_answer_without_text_still_stands_in_the_history() -> None:
    seen: list[Any] = []

    def ask(request: dict[str, Any]) -> dict[str, Any]:
        seen.extend(request["history"])
        return {"text": None}

    play(ask, Exchange.model_validate(_exchange("S-2", HALF_TIME, FULL_TIME)), DAY)
    assert seen[1] == {"role": "assistant", "content": "…"}


@pytest.mark.parametrize("jobs", [1, 4])
def test_strangers_are_rated_apart_question_turn_and_conversation(folder: Path, jobs: int) -> None:
    found, wrong = rates(_ask, jobs, folder)
    counted = {name: (total["passed"], total["n"]) for name, total in found.items()}
    assert counted == {
        "stranger_questions": (1, 1),
        "stranger_turns": (1, 2),
        "stranger_conversations": (0, 1),
        "known_questions": (1, 1),
    }
    assert wrong["known_turns"] == []
    assert wrong["stranger_turns"] == ["S-2: et à plein temps ? → manque 38 000; contient 19 000"]


def test_nothing_is_rated_where_there_are_no_exchanges(tmp_path: Path) -> None:
    assert rates(_ask, folder=tmp_path) == ({}, {"stranger_turns": [], "known_turns": []})


def test_a_field_misspelt_is_refused(folder: Path) -> None:
    file = folder / "read.yaml"
    file.write_text(file.read_text("utf-8").replace("expect:", "expects:"), "utf-8")
    with pytest.raises(ValidationError, match="expects"):
        authors(folder)


def test_ours_are_well_formed_and_named_once() -> None:
    ours: list[Author] = authors()
    assert ours
    names = [exchange.id for author in ours for exchange in author.exchanges]
    assert len(names) == len(set(names))
    for author in ours:
        for exchange in author.exchanges:
            assert exchange.turns, exchange.id
            assert all(turn.say.strip() for turn in exchange.turns), exchange.id
