"""Where a doctor stands is told of the patients that her own text counts."""

from datetime import date

from rules.catalogue import decide
from rules.dated import load
from rules.profile import Profile

TODAY = date(2026, 11, 28)


def _reached(signed_on: date | None, **told: int) -> dict[str, bool | None]:
    known = Profile(specialty="generaliste", secteur=1, group_size=2, signed_on=signed_on, **told)
    decision = decide("objectives.thresholds", load(), known, TODAY)
    return {reason.id: reason.met for reason in decision.reasons if reason.id == "p30_atteint"}


def test_under_avenant_7_the_children_told_apart_are_no_more_compared_than_in_eligibility() -> None:
    assert _reached(date(2021, 1, 1), patientele_mt=700, children=100) == {"p30_atteint": False}
    assert _reached(date(2021, 1, 1), patientele_mt=700) == {"p30_atteint": True}
    assert _reached(None, patientele_mt=800, children=100) == {"p30_atteint": True}


def test_who_was_spared_a_minimum_is_not_said_under_it() -> None:
    assert _reached(date(2021, 1, 1), patientele_mt=600, children=150) == {}
