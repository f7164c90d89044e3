"""Exchanges written by people who had never seen the project: how often a turn, a question, a conversation is right.

Each file of `exchanges/` is one author. Those that are `fitted_on` were read while the assistant was being made; the
others never are, neither for exemplars nor for thresholds: theirs is the figure that counts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict

from eval.expected import Item, Wanted, faults
from eval.summary import mean, rated

Json = dict[str, Any]
Ask = Callable[[Json], Json]

FOLDER = Path(__file__).with_name("exchanges")


class Turn(BaseModel):
    """One message and what its answer must hold; « first » and « why » are for whoever reads it."""

    model_config = ConfigDict(extra="forbid")
    say: str
    expect: list[Wanted] = []
    forbid: list[Item] = []
    first: str = ""
    topic: str = ""
    why: str = ""


class Exchange(BaseModel):
    """A question, or a conversation."""

    model_config = ConfigDict(extra="forbid")
    id: str
    turns: list[Turn]


class Author(BaseModel):
    """The exchanges of one person."""

    model_config = ConfigDict(extra="forbid")
    author: str
    fitted_on: bool
    as_of: date
    exchanges: list[Exchange]


@dataclass(frozen=True, slots=True)
class Played:
    """One turn, its answer and what is wrong with it."""

    exchange: str
    turn: Turn
    answer: Json
    faults: list[str]


def authors(folder: Path = FOLDER) -> list[Author]:
    """Return every author's exchanges; none in an installation without them."""
    return [Author.model_validate(yaml.safe_load(file.read_text("utf-8"))) for file in sorted(folder.glob("*.yaml"))]


def play(ask: Ask, exchange: Exchange, as_of: date) -> list[Played]:
    """Play an exchange turn by turn, the answers really given going back as history."""
    history: list[Json] = []
    played = []
    for turn in exchange.turns:
        answer = ask({"question": turn.say, "history": list(history), "as_of": as_of.isoformat(), "id": exchange.id})
        played.append(Played(exchange.id, turn, answer, faults(answer, turn.expect, turn.forbid)))
        history += [
            {"role": "user", "content": turn.say},
            {"role": "assistant", "content": answer.get("text") or "…"},
        ]
    return played


def rates(ask: Ask, jobs: int = 1, folder: Path = FOLDER) -> tuple[Json, dict[str, list[str]]]:
    """Return the rates of the authors never fitted on, then of the others, and each turn that is wrong."""
    found: Json = {}
    wrong: dict[str, list[str]] = {}
    by_author = authors(folder)
    for prefix, fitted_on in (("stranger", False), ("known", True)):
        read = [author for author in by_author if author.fitted_on is fitted_on]
        chosen = [(author, exchange) for author in read for exchange in author.exchanges]
        with ThreadPoolExecutor(jobs) as pool:
            played = list(pool.map(lambda of: play(ask, of[1], of[0].as_of), chosen))
        for name, results in _results(played).items():
            if results:
                found[f"{prefix}_{name}"] = rated(results, mean)
        wrong[f"{prefix}_turns"] = list(_wrong(played))
    return found, wrong


def _results(played: Sequence[Sequence[Played]]) -> dict[str, list[bool]]:
    conversations = [exchange for exchange in played if len(exchange) > 1]
    return {
        "questions": [not exchange[0].faults for exchange in played if len(exchange) == 1],
        "turns": [not turn.faults for exchange in conversations for turn in exchange],
        "conversations": [all(not turn.faults for turn in exchange) for exchange in conversations],
    }


def _wrong(played: Sequence[Sequence[Played]]) -> Iterator[str]:
    for exchange in played:
        for turn in exchange:
            if turn.faults:
                yield f"{turn.exchange}: {turn.turn.say} → {'; '.join(turn.faults)}"
