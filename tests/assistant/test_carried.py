"""What carries from turn to turn: the share of each, the year after, whose facts are whose."""

from __future__ import annotations

from decimal import Decimal

import pytest
from answers import TODAY, Ask

from assistant.conversation import take_turn
from assistant.turn import State

TOGETHER = "avec mon associée on veut une assistante 35 h pour nous 2, combien chacun la 1re année ?"


@pytest.mark.parametrize("then", ["et l'année d'après ?", "et la 2e ?", "puis la suivante"])
def test_the_share_of_each_holds_for_the_years_after(then: str, ask: Ask) -> None:
    lead = ask(then, TOGETHER).text.partition("\n")[0]
    assert "14\u202f000\u202f€" in lead, lead


def test_the_year_after_follows_the_one_spoken_of(ask: Ask) -> None:
    answer = ask("et celle d'après", "combien pour un mi-temps la 1re année ?", "et la suivante ?")
    assert "11\u202f000\u202f€" in answer.text.partition("\n")[0]


@pytest.mark.parametrize("then", ["et si je prends le plein temps tout seul, la 1re année ?", "et pour moi seule ?"])
def test_who_takes_her_alone_shares_no_more(then: str, ask: Ask) -> None:
    assert "shared_between" not in ask(then, TOGETHER).understood


def test_what_she_takes_alone_is_no_share(ask: Ask) -> None:
    answer = ask("et si je la prends toute seule, combien ?", TOGETHER)
    assert "38\u202f000\u202f€" in answer.text.partition("\n")[0], answer.text


def test_a_contract_year_told_by_its_dates_is_of_no_former_rules() -> None:
    signed = take_turn(State(), "mi-temps signé en novembre 2021, combien la première année ?", TODAY).state
    asked = take_turn(signed, "La troisième année allait de novembre 2023 à novembre 2024 : combien ?", TODAY)
    assert asked.state.rules_of is None
    assert take_turn(State(), "et en novembre 2023, un mi-temps, c’était combien ?", TODAY).state.rules_of


def test_a_new_contract_supposed_is_signed_today() -> None:
    signed = take_turn(State(), "mi-temps signé le 30 novembre 2021, combien la première année ?", TODAY).state
    anew = take_turn(signed, "Supposons un contrat tout à fait neuf : combien la première année ?", TODAY).state
    assert anew.profile.signed_on is None


@pytest.mark.parametrize("said", ["hors bonus P90", "sans la majoration de P95", "hors P90"])
def test_a_bonus_left_out_is_no_percentile_of_hers(said: str) -> None:
    assert take_turn(State(), f"total sur 5 ans pour un mi-temps ({said}) ?", TODAY).state.profile.percentile is None


def test_another_cost_by_the_month_takes_the_place_of_the_one_said() -> None:
    told = take_turn(State(), "AM à plein temps à 2 700 €/mois chargé, reste à payer an 1 ?", TODAY).state
    assert take_turn(told, "non, 2 900/mois pardon. total 5 ans ?", TODAY).state.cost == (Decimal(2900),)
    assert take_turn(told, "et avec un brut de 2 000 par mois ?", TODAY).state.cost == (Decimal(2700),)


def test_the_part_of_a_rank_is_no_percentage_that_is_quoted() -> None:
    said = take_turn(State(), "je suis dans les 5 % de cardios avec la plus grosse file active", TODAY).understanding
    assert said.profile()["percentile"] == "95-100"
    assert not [item for item in said.quantities if item.unit == "percent"]
