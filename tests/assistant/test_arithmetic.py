"""Sums written in the sentences of a topic: exact, in the unit of their first name, proved by what they are made of."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from assistant.arithmetic import computed
from rules.units import Standing, Unit
from rules.verdict import Figure


def _figure(key: str, value: Decimal | None, unit: Unit = Unit.EUR, standing: Standing = Standing.AMELI) -> Figure:
    return Figure(key, value, unit, key, "a rule", f"aide.{key}", standing, (f"source of {key}",))


FIGURES = {
    figure.key: figure
    for figure in (
        _figure("full.year_1", Decimal(38000)),
        _figure("half.year_1", Decimal(19000), standing=Standing.SECONDARY),
        _figure("hours", Decimal(35), Unit.HOURS),
        _figure("nothing", Decimal(0)),
        _figure("unknown", None),
    )
}


def _sum(text: str) -> Figure | None:
    return computed(text, FIGURES.get, lambda figure: f"{figure.value}")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("full.year_1 - half.year_1", 19000),
        ("full.year_1 + half.year_1 * 2", 76000),
        ("(full.year_1 + half.year_1) * 2", 114000),
        ("full.year_1 - half.year_1 - half.year_1", 0),
        ("full.year_1 / 2 / 2", 9500),
        ("full.year_1 - (half.year_1 - (1 + 1))", 19002),
        ("3*half.year_1", 57000),
        ("  full.year_1  ", 38000),
    ],
)
def test_a_sum_is_done_in_the_order_of_arithmetic(text: str, value: int) -> None:
    found = _sum(text)
    assert found
    assert found.value == value


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("half.year_1 / 12", Decimal("1583.33"), Unit.EUR),  # euros to the cent
        ("hours / 2", Decimal("17.5"), Unit.HOURS),
        ("hours * half.year_1", Decimal(665000), Unit.HOURS),
        ("2 * hours", Decimal(70), Unit.HOURS),
    ],
)
def test_a_sum_has_the_unit_of_its_first_name(text: str, value: Decimal, unit: Unit) -> None:
    found = _sum(text)
    assert found
    assert (found.value, found.unit) == (value, unit)


def test_a_sum_carries_the_proof_of_its_terms() -> None:
    found = _sum("(full.year_1 - half.year_1) / 12")
    assert found
    assert found.label == "( 38000 − 19000 ) ÷ 12"
    assert found.parameter is None
    assert found.computed_from == ("aide.full.year_1", "aide.half.year_1")
    assert found.sources == ("source of full.year_1", "source of half.year_1")
    assert found.standing is Standing.SECONDARY  # worth what its weakest term is worth


def test_a_term_that_is_itself_a_sum_gives_what_it_was_made_of() -> None:
    difference = _sum("full.year_1 - half.year_1")
    found = computed("gap / 12", {"gap": difference}.get, lambda figure: figure.key)
    assert found
    assert found.computed_from == ("aide.full.year_1", "aide.half.year_1")


@pytest.mark.parametrize(
    "text",
    ["unknown + half.year_1", "nobody - half.year_1", "half.year_1 / nothing", "nothing / nothing", "half.year_1 / 0"],
)
def test_a_sum_that_has_no_value_is_none(text: str) -> None:
    assert _sum(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "12",
        "(2 + 3) * 4",
        "half.year_1 +",
        "half.year_1 half.year_1",
        "(half.year_1",
        "half.year_1)",
        "half.year_1 % 2",
        "half.year_1 * 1,5",
        "* half.year_1",
        "()",
    ],
)
def test_what_is_no_sum_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        _sum(text)


def test_a_day_is_no_term() -> None:
    signed = Figure("signed_on", date(2026, 1, 1), Unit.DATE, "signature", "a rule", None, None, ())
    look: Callable[[str], Figure | None] = {"signed_on": signed}.get
    assert computed("signed_on + 1", look, str) is None
