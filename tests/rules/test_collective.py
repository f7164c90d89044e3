"""The collective aid, as properties."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from rules import catalogue, collective
from rules.dated import load
from rules.profile import Profile
from rules.regimes import AIDE_COLLECTIVE, CONVENTION_2024
from rules.verdict import Decision, Verdict

PARAMETERS = load()
TODAY = date(2026, 11, 21)


def decide(topic: str, **facts: object) -> Decision:
    return catalogue.decide(topic, PARAMETERS, Profile.model_validate(facts), TODAY)


@pytest.mark.parametrize("etp", ["1/3", "1/2", "3/2", "2", "7"])
def test_amounts_and_objective_grow_with_the_assistants(etp: str) -> None:
    decision = decide("collective.aid", etp=etp)
    for key in ("annee_1", "annee_2", "annee_5", "total", "objectif_mt", "objectif_fa"):
        one, all_of_them = decision.figure(f"par_etp_{key}").value, decision.figure(key).value
        assert isinstance(one, Decimal)
        assert isinstance(all_of_them, Decimal)
        assert abs(Fraction(all_of_them) - Fraction(one) * Fraction(etp)) < Fraction(1, 100)


def test_the_total_is_the_sum_of_five_years() -> None:
    decision = decide("collective.aid", etp="2")
    years = [decision.figure(f"annee_{year}").value for year in range(1, 6)]
    assert sum(value for value in years if isinstance(value, Decimal)) == decision.figure("total").value


def test_everything_comes_from_a_secondary_source() -> None:
    for topic in (record.id for record in collective.TOPICS):
        assert {figure.standing for figure in decide(topic, etp="2", members=4).figures} == {"secondary"}


def test_the_regime_is_the_collective_one_once_it_exists() -> None:
    assert decide("collective.aid").regime == AIDE_COLLECTIVE
    assert collective.eligibility(PARAMETERS, Profile(), date(2026, 2, 24)).regime == CONVENTION_2024


def test_a_no_gathers_every_change_needed() -> None:
    decision = decide(
        "collective.eligibility",
        legal_form="SEL", specialty="generaliste", secteur=2, optam=False, average_patientele_mt=700,
    )  # fmt: skip
    assert decision.changes[0].fields == {"legal_form": "SCP", "optam": True, "average_patientele_mt": 775}


def test_an_old_signature_is_that_of_an_individual_contract() -> None:
    """Whoever signed before the collective aid existed asks about joining one today."""
    old = decide("collective.aid", signed_on="2025-06-01", etp="2")
    assert old.figures == decide("collective.aid", etp="2").figures


def test_a_particular_exercise_cannot_be_changed() -> None:
    decision = decide("collective.eligibility", mep=True)
    assert (decision.verdict, decision.changes) == (Verdict.NO, ())


def test_the_first_day_is_not_said_before_it_is_published() -> None:
    decision = collective.eligibility(PARAMETERS, Profile(), date(2025, 1, 1))
    assert decision.verdict is Verdict.NO
    assert "2026" not in decision.reasons[0].text
    assert decision.changes == ()
