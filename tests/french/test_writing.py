"""Numbers, amounts, dates and lists, set as French sets them."""

from datetime import date
from decimal import Decimal

import pytest

from french import (
    MONTH_NUMBERS,
    MONTHS,
    ORDINAL_NUMBERS,
    counted,
    day,
    euros,
    hours,
    listed,
    lower_first,
    number,
    ordinal,
    partial_day,
    percent,
    period,
    short_day,
    spaced,
    upper_first,
)


@pytest.mark.parametrize(
    ("value", "written"),
    [(19000, "19\u202f000"), (Decimal("7.50"), "7,5"), (Decimal("100"), "100"), (-1250, "\u22121\u202f250")],
)
def test_numbers(value: Decimal | int, written: str) -> None:
    assert number(value) == written


def test_amounts_have_their_unit() -> None:
    assert euros(19000) == "19\u202f000\u202f€"
    assert euros(Decimal("1234.5")) == "1\u202f234,50\u202f€"
    assert percent(Decimal("7.5")) == "7,5\u202f%"
    assert hours(Decimal("17.5")) == "17\u00a0h\u00a030"
    assert hours(Decimal("1607")) == "1\u202f607\u00a0heures"


def test_two_begins_the_plural() -> None:
    assert counted(Decimal("1.5"), "an", "ans") == "1,5\u00a0an"
    assert counted(2, "an", "ans") == "2\u00a0ans"
    assert counted(0, "patient", "patients") == "0\u00a0patient"


def test_days() -> None:
    assert [day(date(2023, 5, 1)), day(date(2024, 6, 22))] == ["1er mai 2023", "22 juin 2024"]
    assert short_day(date(2026, 11, 2)) == "02/11/2026"
    assert [partial_day(text) for text in ("2024-06-27", "2024-10", "2026")] == ["27/06/2024", "10/2024", "2026"]


def test_a_period_is_said_by_its_month_its_year_or_its_ends() -> None:
    assert period(date(2023, 7, 1), date(2023, 7, 31)) == "en juillet\u00a02023"
    assert period(date(2022, 1, 1), date(2022, 12, 31)) == "en 2022"
    assert period(date(2022, 1, 1), date(2023, 5, 1)) == "entre le 1er janvier 2022 et le 1er mai 2023"


def test_every_month_is_read_by_its_name_and_its_short_names() -> None:
    assert len(MONTHS) == len(set(MONTH_NUMBERS.values())) == 12
    assert [MONTH_NUMBERS[name] for name in ("fevrier", "fevr", "aout", "dec")] == [2, 2, 8, 12]


def test_ordinals() -> None:
    assert [ordinal(1), ordinal(2)] == ["1re", "2e"]
    assert [ORDINAL_NUMBERS[name] for name in ("premiere", "1er", "2nde", "cinquieme")] == [1, 1, 2, 5]


def test_lists_and_first_letters() -> None:
    assert [listed(items, "ou") for items in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "",
        "a",
        "a ou b",
        "a, b ou c",
    ]
    assert lower_first("Aide maximale (P95)") == "aide maximale (P95)"
    assert upper_first("à partir de") == "À partir de"


def test_plain_spaces_become_those_of_french() -> None:
    assert spaced("Pour 0,5 ETP : combien ?") == "Pour 0,5\u00a0ETP\u00a0: combien\u202f?"
    assert spaced("50 % ; 19000 €") == "50\u202f%\u202f; 19000\u202f€"
