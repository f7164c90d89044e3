"""Contract life and employment: what the cases do not say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from rules.catalogue import decide
from rules.dated import Parameters, load
from rules.profile import Profile
from rules.verdict import Verdict

PARAMETERS = load()
TODAY = date(2026, 11, 21)


@pytest.mark.parametrize("doctors", [2, 3, 4])
def test_the_doctors_together_receive_the_sum_of_their_shares(doctors: int) -> None:
    decision = decide("contract.sharing", PARAMETERS, Profile(etp="1/2", shared_between=doctors), TODAY)
    each, together = decision.figure("par_medecin_annee_1").value, decision.figure("ensemble_annee_1").value
    assert isinstance(each, Decimal)
    assert together == each * doctors


def test_too_small_a_share_is_refused_with_the_working_time_that_would_do() -> None:
    decision = decide("contract.sharing", PARAMETERS, Profile(etp="1", shared_between=3), TODAY)
    assert decision.verdict is Verdict.NO
    assert [change.fields["etp"] for change in decision.changes] == [Decimal("1.5")]


def test_the_family_question_is_said_not_established() -> None:
    decision = decide("contract.employer", PARAMETERS, Profile(), TODAY)
    assert any("conjoint" in text for text in decision.not_established)


def test_the_steps_come_in_order() -> None:
    decision = decide("contract.steps", PARAMETERS, Profile(), TODAY)
    steps = [reason.id for reason in decision.reasons if reason.id.startswith("etape_")]
    assert steps == [f"etape_{rank}" for rank in range(1, 8)]


def test_a_week_shorter_than_a_third_would_allow_it() -> None:
    parameter = PARAMETERS["contrat.temps_de_travail.minimum_hebdomadaire"]
    short = tuple(replace(value, value=Decimal(8)) for value in parameter.values)
    parameters = Parameters({**PARAMETERS, parameter.id: replace(parameter, values=short)})
    least = decide("contract.working_time", parameters, Profile(), TODAY).reasons[0].text
    assert "8\u00a0heures" in least
    assert "tiers-temps" not in least


def test_the_dismissal_of_an_employee_is_never_shorter_than_her_resignation() -> None:
    decision = decide("contract.employment_terms", PARAMETERS, Profile(), TODAY)
    dismissal, resignation = (decision.figure(f"preavis_{key}").value for key in ("licenciement", "demission"))
    assert isinstance(dismissal, Decimal)
    assert isinstance(resignation, Decimal)
    assert dismissal >= resignation


def test_the_seniority_bonus_only_grows() -> None:
    decision = decide("contract.employment_terms", PARAMETERS, Profile(), TODAY)
    bonus = [f.value for f in decision.figures if f.key.startswith("anciennete_apres") and isinstance(f.value, Decimal)]
    assert len(bonus) == 7
    assert bonus == sorted(set(bonus))
