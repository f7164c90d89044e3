"""The labelled utterances and how understanding and hearing score on them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import yaml

from assistant.heard import EXPLANATION, Act, Heard
from assistant.hearing import hear
from assistant.turn import Understanding
from assistant.understanding import understand
from rules.catalogue import TOPICS
from rules.profile import Profile
from rules.topics import Asks

TODAY = date(2026, 11, 21)
UTTERANCES: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("utterances.yaml").read_text("utf-8"))


@dataclass
class Score:
    """Counts over the labelled set, with a line for each mistake."""

    right: int = 0
    missed: int = 0
    invented: int = 0
    heard: int = 0
    total: int = 0
    mistakes: list[str] = field(default_factory=list)

    @property
    def f1(self) -> float:
        return 2 * self.right / (2 * self.right + self.missed + self.invented)

    @property
    def accuracy(self) -> float:
        return self.heard / self.total


def read(entry: dict[str, Any]) -> tuple[Understanding, Heard]:
    understood = understand(entry["q"], TODAY, entry.get("asked"))
    before = f"{entry['after']}/general" if "after" in entry else None
    return understood, hear(entry["q"], understood, before)


_KINDS = {
    Act.ABUSE: "refusal", Act.OUT_OF_SCOPE: "out_of_scope", Act.INJECTION: "out_of_scope", Act.FOREIGN: "out_of_scope",
    Act.UNCLEAR: "clarification",
}  # fmt: skip
RULE = frozenset({"figure", "eligibility", "both", "rule"})


def kind(heard: Heard) -> str:
    """What answers a message: a rule, the sheets, or neither."""
    if heard.asks:
        return "explanation" if heard.asks[0].topic == EXPLANATION else "rule"
    return _KINDS.get(heard.act, "small_talk")


def score() -> Score:
    result = Score()
    for entry in UTTERANCES:
        understood, heard = read(entry)
        result.total += 1
        if _heard_right(entry, heard):
            result.heard += 1
        else:
            result.mistakes.append(
                f"heard {entry['q']!r}: {heard.act} {[ask.label for ask in heard.asks]} {heard.reason}"
            )
        if "facts" in entry:
            _count(entry, understood, result)
    return result


def _heard_right(entry: dict[str, Any], heard: Heard) -> bool:
    kinds = set(entry["kind"] if isinstance(entry["kind"], list) else [entry["kind"]])
    given = [ask.topic for ask in heard.asks if ask.topic != EXPLANATION]
    topics = entry.get("topic", given[0] if given else None)
    topics = topics if isinstance(topics, list) else [topics]
    ruled = kind(heard) == "rule" and (kinds & RULE or TOPICS[given[0]].asks is Asks.STEPS)
    return (
        bool(ruled or kind(heard) in kinds)
        and (given[0] if given else None) in topics
        and entry.get("premise", heard.premise) == heard.premise
        and entry.get("also", "") in ("", *given[1:])
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
