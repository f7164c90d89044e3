"""Five years of a contract, as data."""

import json
from datetime import date
from decimal import Decimal
from fractions import Fraction

from rules.dated import load
from rules.profile import Profile
from rules.simulation import simulate
from rules.verdict import Verdict

PARAMETERS = load()
TODAY = date(2026, 11, 21)


def test_five_years_of_a_full_timer_signed_in_july_2023() -> None:
    profile = Profile.model_validate(
        {"specialty": "generaliste", "secteur": 1, "patientele_mt": 1400, "etp": 1, "signed_on": "2023-07-15"}
    )
    simulation = simulate(PARAMETERS, profile, TODAY)
    assert [year.due.value for year in simulation.years] == [36000, 28000, 22000, 22000, 22000]
    assert [year.regime for year in simulation.years] == ["reglement-arbitral-2023"] + ["convention-2024"] * 4
    assert [year.is_maximum for year in simulation.years] == [False, False, True, True, True]
    assert (simulation.years[0].starts_on, simulation.years[0].ends_on) == (date(2023, 7, 15), date(2024, 7, 14))
    assert {case: total.value for case, total in simulation.totals.items()} == {
        "general": 130000,
        "p90": 142000,
        "p95": 188000,
    }
    assert simulation.eligibility.verdict is Verdict.YES
    assert simulation.cost is not None
    left = simulation.years[0].left_to_pay
    assert left is not None
    assert left.value == Decimal(2388 * 12 - 36000)


def test_the_doctor_s_own_band_is_what_is_due() -> None:
    simulation = simulate(PARAMETERS, Profile(etp=Fraction(1, 2), percentile=(96, 96)), TODAY)
    assert simulation.case == "p95"
    assert [year.due.value for year in simulation.years] == [19000] * 5
    assert [year.objective and year.objective.value for year in simulation.years] == [None, None, 0, 0, 0]


def test_half_time_is_assumed_and_said() -> None:
    simulation = simulate(PARAMETERS, Profile(), TODAY)
    assert simulation.assumed == {"signed_on": TODAY, "etp": Fraction(1, 2)}
    assert simulation.totals["general"].value == 66000


def test_a_closed_option_has_no_years_but_a_way_out() -> None:
    simulation = simulate(PARAMETERS, Profile(etp=Fraction(1, 3)), TODAY)
    assert simulation.years == ()
    assert simulation.totals == {}
    assert simulation.aid.verdict is Verdict.NO
    assert simulation.aid.changes[0].fields == {"etp": Fraction(1, 2)}
    assert simulation.eligibility.changes


def test_amounts_not_established_stay_unknown() -> None:
    simulation = simulate(PARAMETERS, Profile(etp=Fraction(2)), TODAY)
    assert [year.due.value for year in simulation.years] == [None] * 5
    assert simulation.totals["general"].value is None


def test_it_goes_to_json_whole() -> None:
    simulation = simulate(PARAMETERS, Profile(etp=Fraction(1)), TODAY)
    sent = json.loads(json.dumps(simulation.as_json()))
    assert sent["etp"] == "1"
    assert sent["years"][0]["due"]["value"] == "38000"
    assert sent["years"][0]["starts_on"] == "2026-11-21"
    assert sent["aid"]["trace"][0].keys() == {"rule", "text", "parameters"}
