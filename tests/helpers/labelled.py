"""The labelled utterances and how understanding and routing score on them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import yaml

from assistant.routing import route
from assistant.turn import Route, Understanding
from assistant.understanding import understand
from rules.profile import Profile

TODAY = date(2026, 11, 21)
UTTERANCES: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("utterances.yaml").read_text("utf-8"))


@dataclass
class Score:
    """Counts over the labelled set, with a line for each mistake."""

    right: int = 0
    missed: int = 0
    invented: int = 0
    routed: int = 0
    total: int = 0
    mistakes: list[str] = field(default_factory=list)

    @property
    def f1(self) -> float:
        return 2 * self.right / (2 * self.right + self.missed + self.invented)

    @property
    def accuracy(self) -> float:
        return self.routed / self.total


def read(entry: dict[str, Any]) -> tuple[Understanding, Route]:
    understood = understand(entry["q"], TODAY, entry.get("asked"))
    return understood, route(entry["q"], understood, entry.get("after"))


def score() -> Score:
    result = Score()
    for entry in UTTERANCES:
        understood, routed = read(entry)
        result.total += 1
        if _routed_right(entry, routed):
            result.routed += 1
        else:
            result.mistakes.append(f"route {entry['q']!r}: {routed}")
        if "facts" in entry:
            _count(entry, understood, result)
    return result


def _routed_right(entry: dict[str, Any], routed: Route) -> bool:
    kinds = entry["kind"] if isinstance(entry["kind"], list) else [entry["kind"]]
    kinds = ["figure", "eligibility"] if kinds == ["rule"] else kinds
    topics = entry.get("topic", routed.topic)
    topics = topics if isinstance(topics, list) else [topics]
    premise = entry.get("premise", routed.premise)
    return (
        routed.kind in kinds
        and routed.topic in topics
        and premise == routed.premise
        and entry.get("also", "") in ("", *routed.also)
    )


def _count(entry: dict[str, Any], understood: Understanding, result: Score) -> None:
    expected = {name: _plain(name, value) for name, value in entry["facts"].items()}
    found = {name: _plain(name, value) for name, value in understood.profile().items()}
    for name in entry.get("optional", []):
        found.pop(name, None)
    expected["signed"], found["signed"] = entry.get("signed"), None
    if understood.partial_signature:
        found["signed"] = list(understood.partial_signature)
    for name in {*expected, *found}:
        want, got = expected.get(name), found.get(name)
        result.right += want is not None and want == got
        result.missed += want is not None and want != got
        result.invented += got is not None and want != got
        if want != got:
            result.mistakes.append(f"{name} of {entry['q']!r}: {got}, expected {want}")


def _plain(name: str, value: Any) -> Any:
    """One spelling a value, through the profile's own validation."""
    if name in ("etp", "current_etp"):
        value = Fraction(str(value))
    return Profile.model_validate({name: value}).known()[name]
