"""The data decide: whatever value is flipped, nulled or taken from a list, an answer moves.

Each parameter is changed alone and the golden situations that read it are decided again: one of them must say
something else, in its verdict, its words or its figures. What is only in the trace does not count.
"""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from functools import cache

import pytest
from pydantic import ValidationError

from rules.dated import DatedValue, Parameter, Parameters, Value
from rules.profile import FIRST_DAY, Profile
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
YES_NO = [parameter for parameter in PARAMETERS.values() if parameter.is_yes_no()]
LISTED = [
    pytest.param(parameter, rank, item, id=f"{parameter.id}, {parameter.values[rank].since}, {item}")
    for parameter in PARAMETERS.values()
    if parameter.is_list()
    for rank, items in _known(parameter).items()
    if isinstance(items, tuple)
    for item in items
]


@pytest.mark.parametrize("parameter", NULLABLE, ids=lambda parameter: parameter.id)
def test_a_value_that_is_no_longer_established_moves_an_answer(parameter: Parameter) -> None:
    assert _moves(parameter, dict.fromkeys(_known(parameter)))


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
