"""The corpus is given the names it may use, and holds no copy of them."""

from datetime import date

import pytest

from assistant.names import ended, periods
from rules.dated import load
from rules.regimes import REGIMES, Regime


def test_each_text_has_its_first_and_last_day() -> None:
    found = periods(load())
    assert found["avenant-7"] == (date(2019, 9, 1), date(2023, 4, 30))
    assert found["avenant-8"] == (None, date(2023, 4, 30))
    assert found["aide-collective-2026"] == (date(2026, 2, 25), None)
    assert found.keys() == REGIMES.keys()


def test_an_amendment_that_no_parameter_dates_has_no_first_day_and_ends_with_its_text(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    amendment = Regime("avenant-13", "l’", "avenant 13", r"\bavenant 13\b", amends="avenant-7")
    monkeypatch.setattr("assistant.names.REGIMES", {**REGIMES, amendment.id: amendment})
    assert periods(load())["avenant-13"] == (None, date(2023, 4, 30))


def test_a_text_has_ended_once_nobody_signs_under_it() -> None:
    assert ended(load(), date(2026, 11, 28)) == {"avenant-7", "avenant-8", "reglement-arbitral-2023"}
    assert ended(load(), date(2024, 6, 21)) == {"avenant-7", "avenant-8"}
