"""What carries from turn to turn: the share of each, the year after, whose facts are whose."""

from __future__ import annotations

import pytest
from answers import Ask

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
