"""A contract whose day of signature is known in part is simulated where the day decides nothing."""

from calendar import monthrange
from datetime import date, timedelta

import pytest

from assistant.simulating import simulate_between
from rules.dated import load
from rules.profile import Profile
from rules.simulation import simulate

TODAY = date(2026, 11, 28)
PARAMETERS = load()
DOCTOR = Profile.model_validate({"etp": 1, "specialty": "generaliste", "secteur": 1, "patientele_mt": 1300})


def months(*years: int) -> list[tuple[date, date]]:
    return [(date(year, n, 1), date(year, n, monthrange(year, n)[1])) for year in years for n in range(1, 13)]


@pytest.mark.parametrize("limits", months(2022, 2023, 2024), ids=lambda limits: f"{limits[0]:%Y-%m}")
def test_it_is_what_each_day_gives_or_nothing(limits: tuple[date, date]) -> None:
    first, last = limits
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    each = [simulate(PARAMETERS, DOCTOR.updated(signed_on=day), TODAY) for day in days]
    totals = [{case: total.value for case, total in one.totals.items()} for one in each]
    found = simulate_between(PARAMETERS, DOCTOR, first, last, TODAY)
    if found is None:
        assert any(total != totals[0] for total in totals)
        return
    assert all({case: total.value for case, total in found.totals.items()} == total for total in totals)
    assert {one.eligibility.verdict for one in each} == {found.eligibility.verdict}
    assert {one.regime for one in each} == {found.regime}


def test_the_day_decides_where_a_year_of_the_contract_begins_before_or_after_the_amounts_rise() -> None:
    assert simulate_between(PARAMETERS, DOCTOR, date(2023, 6, 1), date(2023, 6, 30), TODAY) is None
    assert simulate_between(PARAMETERS, DOCTOR, date(2023, 6, 22), date(2023, 6, 30), TODAY) is not None


def test_what_holds_of_some_days_only_is_not_said() -> None:
    first, last = date(2021, 11, 1), date(2021, 11, 30)
    over, running = (set(simulate(PARAMETERS, DOCTOR.updated(signed_on=day), TODAY).aid.notes) for day in (first, last))
    found = simulate_between(PARAMETERS, DOCTOR, first, last, TODAY)
    assert found
    assert any("arrivé à son terme" in note for note in over - running)
    assert set(found.aid.notes) == over & running


def test_a_whole_year_is_enough_too_where_nothing_changed() -> None:
    year = simulate_between(PARAMETERS, DOCTOR, date(2025, 1, 1), date(2025, 12, 31), TODAY)
    assert year
    assert year.totals["general"].value == simulate(PARAMETERS, DOCTOR, TODAY).totals["general"].value
