"""What ``wording.yaml`` names exists, and what it types by hand is made true by its own conditions."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import Any

import pytest

import french
from assistant.wording import sentences
from rules.catalogue import decide
from rules.dated import Parameter, Parameters, Value
from rules.kinds import Kind
from rules.profile import Profile
from rules.verdict import Decision
from tests.rules.test_cases import CASES, PARAMETERS

Entry = Mapping[str, Any]
ENTRIES = [
    pytest.param(topic, entry, id=f"{topic}: {entry['say'][:60]}")
    for topic, entries in sentences().items()
    for entry in entries
]
OF_THE_ANSWER = {"when", "left", "first", "first_label", "reason", "annee_s", "par_etp_annee_s"}
PARTS = {"notes", "not_established", "unasked", *Profile.model_fields}
FIXED = ("verdict", "met", "open")  # the conditions that make a yes, a no or a « not established » true
ADMITS = re.compile(r"établi|[Aa]ucune (?:de mes sources|source|règle)|[Rr]ien ne")
NUMBERS = {*french.CARDINALS, *(french.bare(word) for word in french.ORDINALS)}


@cache
def _given() -> Mapping[str, set[str]]:
    """The figures and reasons of each topic in the golden situations, with the values of today and with every one."""
    given: dict[str, set[str]] = defaultdict(set)
    whole = Parameters({of.id: _filled(of) for of in PARAMETERS.values()})
    for case in CASES:
        for situation in (case.situation, {**case.situation, "hired_on": case.today}):
            for parameters in (PARAMETERS, whole):
                decision = decide(case.topic, parameters, Profile.model_validate(situation), case.today)
                given[case.topic] |= set(_keys(decision))
    return given


def _filled(parameter: Parameter) -> Parameter:
    """The parameter with something in the place of each value that no source establishes."""
    known: Value = next((dated.value for dated in parameter.values if dated.value is not None), None)
    if known is None:
        known = Decimal(7) if parameter.unit else True if parameter.kind is Kind.YES_NO else "un texte"
    values = tuple(replace(of, value=known) if of.value is None else of for of in parameter.values)
    return replace(parameter, values=values)


def _keys(decision: Decision) -> Iterator[str]:
    for figure in decision.figures:
        yield from (figure.key, re.sub(r"_\d{4}_\d{2}$", "", figure.key))
    yield from (reason.id for reason in decision.reasons)


def _named(entry: Entry) -> Iterator[str]:
    for name in _placeholders(entry):
        yield name.removeprefix("reason.").removeprefix("answer.").removesuffix(".label")
    for condition in ("met", "equals", "open", "covers"):
        yield from entry.get(condition, ())
    yield from filter(None, [entry.get("unknown"), entry.get("answers")])


def _placeholders(entry: Entry) -> Sequence[str]:
    return re.findall(r"\{([^}]+)\}", entry["say"])


@pytest.mark.parametrize(("topic", "entry"), ENTRIES)
def test_an_entry_names_only_what_some_decision_gives(topic: str, entry: Entry) -> None:
    """An entry that names what no rule gives is never said, or covers nothing."""
    known = _given()[topic] | OF_THE_ANSWER | PARTS | {"yes", "no", "unknown"}
    assert [name for name in _named(entry) if name not in known] == []


@pytest.mark.parametrize(("topic", "entry"), ENTRIES)
def test_yes_and_no_are_said_only_where_a_condition_makes_them_true(topic: str, entry: Entry) -> None:
    if re.match(r"\*\*(?:Oui|Non|Si|Pas)\b", entry["say"]):
        assert set(FIXED) & entry.keys(), topic


@pytest.mark.parametrize(("topic", "entry"), ENTRIES)
def test_not_established_is_said_only_where_it_is_so(topic: str, entry: Entry) -> None:
    if ADMITS.search(entry["say"]):
        assert {*FIXED, "unknown"} & entry.keys(), topic


@pytest.mark.parametrize(("topic", "entry"), ENTRIES)
def test_a_number_comes_from_a_figure(topic: str, entry: Entry) -> None:
    """« La première année » is said of the figure of that year only, « premier versement » or « annee_1 »."""
    words = re.findall(r"\w+", re.sub(r"\{[^}]+\}", "", french.bare(entry["say"])))
    names = " ".join(_named(entry))
    of_a_year = {french.ORDINALS[int(year) - 1] for year in re.findall(r"annee_(\d)", names)}
    of_a_year |= {french.ORDINALS[0]} if "premier_" in names else set()
    assert {*words} & NUMBERS <= {french.bare(word) for word in of_a_year}, topic
