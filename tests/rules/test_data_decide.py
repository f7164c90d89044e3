"""The data decide: whatever value is flipped, nulled or taken from a list, an answer moves.

Each parameter is changed alone and the golden situations that read it are decided again: one of them must say
something else, in its verdict, its words or its figures. What is only in the trace does not count.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache

import pytest
from pydantic import ValidationError

from rules.catalogue import TOPICS, decide
from rules.dated import DatedValue, Parameter, Parameters, Value
from rules.kinds import Kind
from rules.profile import FIRST_DAY, Profile
from rules.simulation import simulate
from rules.units import Unit
from rules.verdict import Decision
from tests.rules.test_cases import CASES, PARAMETERS, Case


def _said(decision: Decision) -> tuple[object, ...]:
    """What a reader sees of a decision."""
    return (
        decision.verdict,
        [(figure.key, figure.value, figure.label) for figure in decision.figures],
        [(reason.id, reason.met, reason.text) for reason in decision.reasons],
        decision.table and [[cell and cell.value for cell in row.cells] for row in decision.table.rows],
        decision.notes,
        decision.not_established,
        [change.text for change in decision.changes],
        decision.missing,
    )


@cache
def _readers() -> dict[str, list[tuple[Case, tuple[object, ...]]]]:
    """The golden situations that read each parameter, with what they say today."""
    readers = defaultdict(list)
    for case in CASES:
        decision = case.decision()
        for name in decision.parameters:
            readers[name].append((case, _said(decision)))
    return readers


def _with(parameter: Parameter, values: dict[int, Value]) -> Parameters:
    """Every parameter as it is, but this one, whose values of these ranks are changed."""
    changed = tuple(
        replace(value, value=values[rank], standing=value.standing if values[rank] is not None else None)
        if rank in values
        else value
        for rank, value in enumerate(parameter.values)
    )
    return Parameters({**PARAMETERS, parameter.id: replace(parameter, values=changed)})


def _moves(parameter: Parameter, values: dict[int, Value]) -> bool:
    parameters = _with(parameter, values)
    return any(_said(case.decision(parameters)) != said for case, said in _readers()[parameter.id])


def _known(parameter: Parameter) -> dict[int, Value]:
    return {rank: value.value for rank, value in enumerate(parameter.values) if value.value is not None}


def _about(case: Case, item: str, value: DatedValue) -> Iterator[Case]:
    """A golden situation as it would be for whoever the item of a list is about, signing under that list."""
    secteur = {"1": {"secteur": 1}, "2 avec OPTAM": {"secteur": 2, "optam": True}}.get(item)
    fields = ("specialty", "department", "legal_form", "zone", "etp")
    for facts in [secteur] if secteur else [{field: item} for field in fields]:
        situation = {**case.situation, **facts, "signed_on": max(value.since, FIRST_DAY)}
        with suppress(ValidationError):  # the item is no value of that field
            Profile.model_validate(situation)
            yield replace(case, situation=situation)


NULLABLE = [parameter for parameter in PARAMETERS.values() if _known(parameter)]
# What a note says to be without object, and what a closed option would ask, is not to be filled.
UNKNOWN = [
    parameter
    for parameter in PARAMETERS.values()
    if parameter.values[-1].value is None and not parameter.values[-1].note and ".tiers_temps." not in parameter.id
]
YES_NO = [parameter for parameter in PARAMETERS.values() if parameter.kind is Kind.YES_NO and _known(parameter)]
LISTED = [
    pytest.param(parameter, rank, item, id=f"{parameter.id}, {parameter.values[rank].since}, {item}")
    for parameter in PARAMETERS.values()
    if parameter.kind not in (None, Kind.YES_NO, Kind.TEXT, Kind.REGIME)
    for rank, items in _known(parameter).items()
    if isinstance(items, tuple)
    for item in items
]


@pytest.mark.parametrize("parameter", NULLABLE, ids=lambda parameter: parameter.id)
def test_a_value_that_is_no_longer_established_moves_an_answer(parameter: Parameter) -> None:
    assert _moves(parameter, dict.fromkeys(_known(parameter)))


@pytest.mark.parametrize("parameter", UNKNOWN, ids=lambda parameter: parameter.id)
def test_a_value_that_becomes_established_moves_an_answer(parameter: Parameter) -> None:
    """Staff who obtain what no source gave fill the file, and the answer appears: no code changes."""
    assert _moves(parameter, {len(parameter.values) - 1: _any_value(parameter)})


def _any_value(parameter: Parameter) -> Value:
    """A value that a parameter may hold, as its unit or its kind says."""
    if parameter.unit is Unit.DATE:
        return date(2020, 6, 1)
    if parameter.unit is not None:
        return Decimal(7)
    if parameter.kind is Kind.YES_NO:
        return True
    return "un texte" if parameter.kind in (None, Kind.TEXT) else ("generaliste",)


@pytest.mark.parametrize("parameter", PARAMETERS.values(), ids=lambda parameter: parameter.id)
def test_no_value_missing_breaks_an_answer(parameter: Parameter) -> None:
    """Whatever is no longer established, every topic and the simulation answer, and no text has a hole in it."""
    parameters = _with(parameter, dict.fromkeys(range(len(parameter.values))))
    if parameter.id in TEXTS:  # which text governs is asked of every answer: it is always established
        return
    for facts in PROFILES:
        profile = Profile.model_validate(facts)
        simulate(parameters, profile, TODAY)
        for topic in TOPICS:
            for text in _texts(decide(topic, parameters, profile, TODAY)):
                assert not HOLE.search(text), text


TODAY = date(2026, 11, 28)
TEXTS = ("regimes.individuel",)
HOLE = re.compile(r"None|  |\s\.|\( |\b(?:de|à|du|en|les|dans)\s*[.,]|:\s*\.")
PROFILES: tuple[dict[str, object], ...] = (
    {},
    {"etp": 0.5},
    {"etp": "3/2", "specialty": "generaliste", "zone": "zip"},
    {"etp": 1, "specialty": "generaliste", "secteur": 2, "optam": True, "percentile": 97, "contract_year": 3},
    {"specialty": "cardiologue", "secteur": 3, "shared_between": 2, "new_installer": True, "age": 66},
    {"specialty": "generaliste", "patientele_mt": 1300, "signed_on": "2021-03-01", "group_size": 1, "zone": "zac"},
    {"specialty": "orl", "ccam_share": 30, "status": "mixte", "signed_on": "2023-06-10"},
    {"legal_form": "SCM", "members": 3, "average_patientele_mt": 900, "assistant_profile": "secrétaire"},
)


def _texts(decision: Decision) -> Iterator[str]:
    yield from (*decision.notes, *decision.not_established)
    yield from (reason.text for reason in decision.reasons)
    yield from (figure.label for figure in decision.figures)
    yield from (change.text for change in decision.changes)


@pytest.mark.parametrize("parameter", YES_NO, ids=lambda parameter: parameter.id)
def test_a_yes_that_becomes_a_no_moves_an_answer(parameter: Parameter) -> None:
    assert _moves(parameter, {rank: not value for rank, value in _known(parameter).items()})


@pytest.mark.parametrize(("parameter", "rank", "item"), LISTED)
def test_an_item_taken_from_a_list_moves_an_answer(parameter: Parameter, rank: int, item: str) -> None:
    value = parameter.values[rank]
    assert isinstance(value.value, tuple)
    without = _with(parameter, {rank: tuple(other for other in value.value if other != item)})
    golden = [case for case, _ in _readers()[parameter.id]]
    asked = (*golden, *(about for case in golden for about in _about(case, item, value)))
    assert any(_said(case.decision(without)) != _said(case.decision()) for case in asked)
