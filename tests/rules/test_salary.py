"""The estimate of what is left to pay, as properties."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from rules import pay_grid, salary
from rules.dated import Parameters, load
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
    assert any("plus récente" in text for text in pay_grid.grid(PARAMETERS, Profile(), TODAY).not_established)


def test_an_older_grid_is_not_said_to_be_the_last() -> None:
    old = pay_grid.grid(PARAMETERS, Profile(hired_on=date(2022, 9, 1)), TODAY)
    assert not any("plus récente" in text for text in old.not_established)


@pytest.mark.parametrize("day", [value.since for value in PARAMETERS["salaire.grille.position_5"].values])
def test_the_grid_rises_with_the_position_and_with_each_amendment(day: date) -> None:
    def at(day: date) -> list[Decimal]:
        values = [PARAMETERS[f"salaire.grille.position_{rank}"].at(day).value for rank in range(5, 10)]
        return [value for value in values if isinstance(value, Decimal)]

    last = PARAMETERS["salaire.grille.position_5"].values[0].since
    assert len(at(day)) == 5
    assert at(day) == sorted(set(at(day)))
    assert day == last or all(now > before for now, before in zip(at(day), at(last), strict=True))


@pytest.mark.parametrize(
    ("smic", "said", "met"),
    [
        (1000, "Toute la grille est au-dessus du SMIC.", False),
        (1820, "Le SMIC dépasse la grille pour la position 5", True),
        (1900, "Le SMIC dépasse la grille pour les positions 5 et 6", True),
    ],
)
def test_nobody_is_paid_less_than_the_smic(smic: int, said: str, met: bool) -> None:
    parameter = PARAMETERS["salaire.smic.mensuel"]
    values = tuple(replace(value, value=value.value and Decimal(smic)) for value in parameter.values)
    parameters = Parameters({**PARAMETERS, parameter.id: replace(parameter, values=values)})
    floor = next(reason for reason in pay_grid.grid(parameters, Profile(), TODAY).reasons if reason.id == "smic")
    assert (floor.met, floor.standing) == (met, "secondary")
    assert floor.text.startswith(said)


@pytest.mark.parametrize("etp", ["1/3", "1/2", "4/5"])
def test_what_is_due_in_part_time_is_a_part_of_each_position(etp: str) -> None:
    decision = pay_grid.grid(PARAMETERS, Profile(etp=etp), TODAY)
    whole = [decision.figure(key).value for key in ("du_mensuel", "position_6", "position_9")]
    part = [decision.figure(key).value for key in ("du_part", "part_6", "part_9")]
    for full, less in zip(whole, part, strict=True):
        assert isinstance(full, Decimal)
        assert isinstance(less, Decimal)
        assert abs(Fraction(less) - Fraction(full) * Fraction(etp)) < Fraction(1, 100)


@pytest.mark.parametrize("etp", [None, "1", "2"])
def test_nothing_is_taken_in_part_of_a_full_time(etp: str | None) -> None:
    decision = pay_grid.grid(PARAMETERS, Profile(etp=etp), TODAY)
    assert not [figure.key for figure in decision.figures if figure.key.startswith(("part_", "du_part"))]
