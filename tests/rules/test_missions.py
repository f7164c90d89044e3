"""What an assistant may do, and what an assistant is, as the parameters decide it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from rules import missions
from rules.dated import Parameters, Value, load
from rules.profile import AssistantProfile, Profile

PARAMETERS = load()
TODAY = date(2026, 11, 28)
PROFESSION = "missions.professionnel_de_sante"


def _with(value: Value) -> Parameters:
    of = PARAMETERS[PROFESSION]
    return Parameters({**PARAMETERS, PROFESSION: replace(of, values=(replace(of.values[0], value=value),))})


@pytest.mark.parametrize("certified", [None, False, True])
@pytest.mark.parametrize("diploma", [None, *AssistantProfile])
def test_no_diploma_makes_a_health_professional(diploma: AssistantProfile | None, certified: bool | None) -> None:
    profile = Profile(assistant_profile=diploma, assistant_certified=certified)
    decision = missions.unlisted(PARAMETERS, profile, TODAY)
    reason = next(reason for reason in decision.reasons if reason.id == "professionnel_de_sante")
    assert reason.met is False
    assert reason.sources == ("ameli-modalites", "av7-juriblio")


@pytest.mark.parametrize("value", [False, True, None])
def test_the_data_say_whether_the_assistant_is_a_health_professional(value: bool | None) -> None:
    for rule in (missions.administrative, missions.consultation, missions.coordination, missions.unlisted):
        decision = rule(_with(value), Profile(), TODAY)
        denied = "L’assistant médical n’est pas un professionnel de santé." in decision.notes
        assert denied is (value is False)
