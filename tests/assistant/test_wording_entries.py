"""What the sentences of topics name exists, and what they type by hand is made true by their own conditions."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import Any

import pytest

import french
from assistant.asked_anew import CONDITIONS
from assistant.aspects import PARTS, Aspect, aspects
from assistant.own_aid import names
from assistant.service import Assistant
from rules.catalogue import decide
from rules.dated import Parameter, Parameters, Value
from rules.kinds import Kind
from rules.profile import Profile
from rules.verdict import Decision
from tests.rules.test_cases import CASES, PARAMETERS

Entry = Mapping[str, Any]
ENTRIES = [
    pytest.param(aspect, entry, id=f"{aspect.label}: {entry['say'][:60]}")
    for aspect in aspects().values()
    for entry in aspect.say
]
OF_THE_ANSWER = {
    "when",
    "event.of",
    "left",
    "first",
    "first_label",
    "reason",
    "annee_s",
    "par_etp_annee_s",
    "verdict",
} | {*names()}
COVERED = {"notes", "not_established", "unasked", *Profile.model_fields}
FIXED = (
    "verdict",
    "met",
    "open",
    "data",
    "equals",
    "unknown",
)  # the conditions that make a yes, a no or a « not established » true
ADMITS = re.compile(r"établi|[Aa]ucune (?:de mes sources|source|règle)|[Rr]ien ne")
NUMBERS = {*french.CARDINALS, *(french.bare(word) for word in french.ORDINALS)}
_NAMES = re.compile(
    r"\{[^}]+\}|\b\d+e\b|P\d\d|avenants? \d+|[Cc]onvention (?:médicale )?\d{4}|secteur \d|1re année|\bn° ?\d+"
)
UNITS = {
    "hours", "duration", "days", "weeks", "months", "years", "percent", "patients", "euros", "doctors", "etp", "age",
    "km", "none", "juniors", "seniority", "served",
}  # fmt: skip


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
        texts: Value = ("un texte",) if parameter.kind is Kind.TEXTS else "un texte"
        known = Decimal(7) if parameter.unit else True if parameter.kind is Kind.YES_NO else texts
    values = tuple(replace(of, value=known) if of.value is None else of for of in parameter.values)
    return replace(parameter, values=values)


def _keys(decision: Decision) -> Iterator[str]:
    for figure in decision.figures:
        yield from (figure.key, re.sub(r"_\d{4}_\d{2}$", "", figure.key))
    yield from (reason.id for reason in decision.reasons)


def _named(entry: Entry) -> Iterator[str]:
    """The figures, reasons and parameters that an entry names."""
    for name in _placeholders(entry["say"]):
        yield re.sub(r"^(?:reason|answer)\.|\.(?:label|within|since)$", "", name)
    for condition in ("met", "equals", "open", "covers", "data"):
        yield from entry.get(condition, ())
    yield from filter(None, [entry.get("unknown"), str(entry.get("answers", "")).removeprefix("not ")])
    for wanted in entry.get("said", {}).values():
        limits = () if isinstance(wanted, str) else wanted.values()
        yield from _placeholders("".join(f"{{{limit}}}" for limit in limits))


def _placeholders(sentence: str) -> Iterator[str]:
    for name in re.findall(r"\{([^}]+)\}", sentence):
        yield from re.findall(r"[a-z_][\w.]*", name) if name.startswith("=") else [name]


def _is_known(name: str, topic: str) -> bool:
    kind, _, rest = name.partition(".")
    if kind == "said" or (kind == "first" and rest):  # « first » alone is the first figure
        return rest.partition(".")[0] in UNITS
    if kind == "profile":
        return rest in Profile.model_fields
    known = _given()[topic] | OF_THE_ANSWER | COVERED | {"yes", "no", "unknown"}
    return name in PARAMETERS or name in known


@pytest.mark.parametrize(("aspect", "entry"), ENTRIES)
def test_an_entry_names_only_what_there_is(aspect: Aspect, entry: Entry) -> None:
    """An entry that names what no rule gives is never said, or covers nothing."""
    assert [name for name in _named(entry) if not _is_known(name, aspect.rule)] == []
    assert set(entry.get("given", {})) <= set(Profile.model_fields)
    assert {unit.partition(".")[0] for unit in entry.get("said", {})} <= UNITS
    assert set(entry) <= {
        "say", "answers", "covers", "verdict", "regime", "open", "met", "unknown", "equals", "data", "given", "said",
        "words",
    }  # fmt: skip


@pytest.mark.parametrize("aspect", aspects().values(), ids=lambda aspect: aspect.label)
def test_an_aspect_names_only_what_there_is(aspect: Aspect) -> None:
    assert [name for name in _placeholders(aspect.more or "") if not _is_known(name, aspect.rule)] == []
    assert aspect.shows <= PARTS
    assert {*(aspect.asks_for or ()), aspect.answered_by or "age"} <= set(Profile.model_fields)
    for entry in aspect.instead:
        assert entry["of"] in aspects() or f"{aspect.topic}/{entry['of']}" in aspects()
        assert entry.keys() - {"of"} <= CONDITIONS.keys()
    assert aspect.say or aspect.quote or aspect.id == "general", "an aspect says or quotes something"


@pytest.mark.parametrize("aspect", [aspect for aspect in aspects().values() if aspect.quote], ids=lambda of: of.label)
def test_a_paragraph_quoted_exists(aspect: Aspect, assistant: Assistant) -> None:
    assert aspect.quote and assistant.corpus.paragraph(*aspect.quote)


@pytest.mark.parametrize(("aspect", "entry"), ENTRIES)
def test_yes_and_no_are_said_only_where_a_condition_makes_them_true(aspect: Aspect, entry: Entry) -> None:
    typed = re.match(r"\*\*(?:Oui|Non|Si|Pas)\b", entry["say"]) or entry.get("answers") in ("yes", "no")
    compared = any(isinstance(wanted, dict) for wanted in entry.get("said", {}).values())
    if typed and not compared:
        assert set(FIXED) & entry.keys(), aspect.label


@pytest.mark.parametrize(("aspect", "entry"), ENTRIES)
def test_a_number_comes_from_the_data(aspect: Aspect, entry: Entry) -> None:
    """« La première année » is said of the figure of that year only, « premier versement » or « annee_1 »."""
    for sentence in filter(None, [entry["say"], aspect.more]):
        words = re.findall(r"\w+", re.sub(r"\{[^}]+\}", "", french.bare(sentence)))
        given = " ".join([*_named(entry), *_placeholders(sentence)])
        of_a_year = {french.ORDINALS[int(year) - 1] for year in re.findall(r"annee_(\d)", given)}
        of_a_year |= {french.ORDINALS[0]} if "premier_" in given else set()
        assert {*words} & NUMBERS <= {french.bare(word) for word in of_a_year}, aspect.label
        assert not re.search(r"\d", _NAMES.sub("", sentence)), aspect.label
