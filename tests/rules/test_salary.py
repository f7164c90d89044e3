"""The estimate of what is left to pay, as properties."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from rules import salary
from rules.dated import load
from rules.profile import Profile

PARAMETERS = load()
TODAY = date(2026, 11, 21)


@pytest.mark.parametrize("percentile", [None, 50, 92, 96])
@pytest.mark.parametrize("etp", ["1/2", "1"])
def test_aid_and_remainder_add_up_to_the_cost(etp: str, percentile: int | None) -> None:
    decision = salary.employer_cost(PARAMETERS, Profile(etp=etp, percentile=percentile), TODAY)
    assert decision.table is not None
    for row in decision.table.rows:
        cost, aid, left = (cell.value for cell in row.cells if cell)
        assert isinstance(aid, Decimal)
        assert isinstance(left, Decimal)
        assert aid + left == cost


def test_every_estimated_figure_is_marked_unconfirmed() -> None:
    decision = salary.employer_cost(PARAMETERS, Profile(etp="1"), TODAY)
    estimated = [figure for figure in decision.figures if figure.key.startswith(("reste", "cout", "net"))]
    assert {figure.standing for figure in estimated} == {"unconfirmed"}


def test_the_remainder_names_the_cost_and_the_aid_it_comes_from() -> None:
    left = salary.employer_cost(PARAMETERS, Profile(etp="1"), TODAY).figure("reste_annee_1")
    assert left.computed_from == ("salaire.exemple.cout_mensuel", "aide.temps_plein.annee_1")


def test_a_grid_later_than_the_last_known_is_said_not_established() -> None:
    assert any("plus récente" in text for text in salary.grid(PARAMETERS, Profile(), TODAY).not_established)
