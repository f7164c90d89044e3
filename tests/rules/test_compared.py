"""What another value changes is told, and nothing else."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from rules.compared import compared
from rules.dated import Parameters, load

DAY = date(2026, 11, 28)
HALF_TIME = "aide.mi_temps.annee_1"


def worth(parameters: Parameters, id: str, value: Decimal) -> Parameters:
    parameter = parameters[id]
    values = tuple(replace(each, value=value) for each in parameter.values)  # whichever text a later amendment adds
    return Parameters({**parameters, id: replace(parameter, values=values)})


def test_only_the_answers_that_read_the_value_move() -> None:
    before = load()
    found = list(compared(before, worth(before, HALF_TIME, Decimal(12345)), DAY, HALF_TIME))
    assert {effect.topic for effect in found} >= {"aid.amounts"}
    for effect in found:
        assert HALF_TIME in effect.before.parameters
        assert effect.before.figures != effect.after.figures or effect.before.reasons != effect.after.reasons


def test_the_same_value_moves_nothing() -> None:
    before = load()
    assert list(compared(before, before, DAY, HALF_TIME)) == []
