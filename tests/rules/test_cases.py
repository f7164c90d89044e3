"""Golden cases: situations a non-developer can read, and what the rules must answer."""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml

import rules
from assistant.installation import load
from rules.catalogue import TOPICS, decide
from rules.dated import Parameters
from rules.profile import Profile
from rules.verdict import Decision

FILES = sorted(Path(__file__).with_name("cases").glob("*.yaml"))
RULES = Path(rules.__file__).parent
PARAMETERS: Parameters = load()[0]  # with the day each source was published, as the assistant has them
CONVENTION = date(2024, 6, 22)  # some values of that day apply to no contract that can still be signed or running
EXPECTED = {
    "verdict", "regime", "figures", "only", "first", "references", "reasons", "missing", "changes", "notes", "texts",
    "unsaid",
}  # fmt: skip


@dataclass(frozen=True)
class Case:
    id: str
    topic: str
    today: date
    expect: dict[str, Any]
    situation: dict[str, Any]

    def decision(self, parameters: Parameters = PARAMETERS) -> Decision:
        return decide(self.topic, parameters, Profile.model_validate(self.situation), self.today)


def _cases() -> list[Case]:
    return [
        Case(id=f"{file.stem}: {case.pop('id')}", situation=case.pop("situation", {}), **case)
        for file in FILES
        for case in yaml.safe_load(file.read_text(encoding="utf-8"))
    ]


CASES = _cases()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_case(case: Case) -> None:
    expect, decision = case.expect, case.decision()
    assert expect, "a case expects something"
    assert expect.keys() <= EXPECTED
    if "verdict" in expect:
        assert decision.verdict == expect["verdict"]
    assert decision.regime == expect.get("regime", decision.regime)
    figures = {figure.key: figure.value for figure in decision.figures}
    if expect.get("figures") == {}:
        assert figures == {}
    for key, value in expect.get("figures", {}).items():
        assert figures[key] == _number(value), (
            f"{key}: an old value is never edited; add one under it, with its first day"
        )
    if "only" in expect:
        assert {key.split(".")[0] for key in figures} == {expect["only"]}
    if "first" in expect:
        assert next(iter(figures)) == expect["first"]
    assert sorted(expect.get("references", ())) == sorted(decision.sources), "name the exact list of its sources"
    reasons = {reason.id: reason.met for reason in decision.reasons}
    assert {id: reasons.get(id, "absent") for id in expect.get("reasons", {})} == expect.get("reasons", {})
    if "missing" in expect:
        assert list(decision.missing) == expect["missing"]
    if "changes" in expect:
        assert [change.fields for change in decision.changes] == [_fields(fields) for fields in expect["changes"]]
    if "unsaid" in expect:
        assert bool(decision.not_established) == expect["unsaid"]
    for words in expect.get("notes", ()):
        assert words in _plain(" ".join(decision.notes))
    for words in expect.get("texts", ()):
        assert words in _plain(" ".join(reason.text for reason in decision.reasons))


def _number(value: Any) -> Any:
    return Decimal(str(value)) if isinstance(value, int | float) else value


def _fields(fields: dict[str, Any]) -> dict[str, Any]:
    return {key: Fraction(str(value)) if key.endswith("etp") else value for key, value in fields.items()}


def _plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def test_ids_are_unique() -> None:
    assert [id for id, count in Counter(case.id for case in CASES).items() if count > 1] == []


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 200


def test_every_topic_has_a_case() -> None:
    assert TOPICS.keys() - {case.topic for case in CASES} == set()


def test_every_parameter_is_read_by_a_case() -> None:
    read = {parameter for case in CASES for parameter in case.decision().parameters}
    assert PARAMETERS.keys() - read == set()


def test_every_value_newer_than_the_convention_is_read_by_a_case() -> None:
    read = {value for case in CASES for value in case.decision().values}
    dated = [
        parameter for parameter in PARAMETERS.values() if parameter.file != "regimes.yaml"
    ]  # texts have no amounts
    newer = [value for parameter in dated for value in parameter.values if value.since > CONVENTION]
    left = [f"{value.parameter}, {value.since}" for value in newer if value not in read]
    assert left == [], f"write a golden case (tests/rules/cases) whose today or signed_on is that day, for {left}"


def test_every_reason_is_expected_by_a_case() -> None:
    """Ids written in the rules are read from their source, so that a new one cannot go without its case."""
    written = {id for file in RULES.glob("*.py") for id in re.findall(r'\.reason\(\s*"(\w+)"', file.read_text("utf-8"))}
    decided = {reason.id for case in CASES for reason in case.decision().reasons}
    expected = {id for case in CASES for id in case.expect.get("reasons", {})}
    assert (written | decided) - expected == set()
