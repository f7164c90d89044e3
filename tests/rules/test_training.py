"""Deadlines of the assistant's training, as properties."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules import training
from rules.catalogue import decide
from rules.dated import Parameters, load
from rules.profile import AssistantProfile, Profile

PARAMETERS = load()


@given(st.dates(date(2019, 11, 14), date(2026, 11, 21)), st.sampled_from(list(AssistantProfile)))
def test_a_date_limit_falls_its_delay_after_the_hiring(hired_on: date, diploma: AssistantProfile) -> None:
    profile = Profile(hired_on=hired_on, signed_on=hired_on, assistant_profile=diploma)
    decision = training.deadline(PARAMETERS, profile, date(2026, 11, 21))
    for figure in decision.figures:
        if isinstance(figure.value, Decimal) and figure.key != "reste":
            limit = decision.figure(f"{figure.key}_date").value
            assert isinstance(limit, date)
            assert limit.year == hired_on.year + int(figure.value)


@pytest.mark.parametrize("diploma", list(AssistantProfile))
def test_care_diplomas_take_the_short_training_and_the_others_the_certificate(diploma: AssistantProfile) -> None:
    decision = training.hours(PARAMETERS, Profile(assistant_profile=diploma), date(2026, 11, 21))
    assert [figure.key for figure in decision.figures] == (["fae_heures"] if diploma.is_care else ["cqp_heures"])


def test_the_hours_are_as_firm_as_their_sources() -> None:
    decision = training.hours(PARAMETERS, Profile(), date(2026, 11, 21))
    assert decision.figure("fae_heures").standing == "public"
    assert decision.figure("cqp_heures").standing == "secondary"


def test_a_certified_assistant_has_met_the_deadline() -> None:
    decision = training.deadline(PARAMETERS, Profile(assistant_certified=True), date(2026, 11, 21))
    assert any("déjà formé" in note for note in decision.notes)


@pytest.mark.parametrize("value", [True, False, None])
def test_the_days_of_the_courses_earn_leave_as_the_data_say(value: bool | None) -> None:
    of = PARAMETERS["travail.conges.cours_comptent"]
    held = Parameters({**PARAMETERS, of.id: replace(of, values=(replace(of.values[0], value=value),))})
    decision = decide("contract.employment_terms", held, Profile(), date(2026, 11, 28))
    met = {reason.id: reason.met for reason in decision.reasons}
    assert met.get("cours_comptent") is value
