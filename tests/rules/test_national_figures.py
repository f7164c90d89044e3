"""National figures: the counts of one day agree, and a gain is the difference of what it is said to separate."""

from datetime import date
from decimal import Decimal

from rules.catalogue import decide
from rules.dated import load
from rules.profile import Profile

PARAMETERS = load()
TODAY = date(2026, 11, 21)


def _series(name: str) -> dict[date, Decimal]:
    values = PARAMETERS[f"chiffres.contrats.{name}"].values
    return {value.since: value.value for value in values if isinstance(value.value, Decimal)}


def test_the_contracts_of_a_day_are_those_of_generalists_and_of_other_specialists() -> None:
    total, generalists, others = map(_series, ("total", "generalistes", "specialistes"))
    days = total.keys() & generalists.keys() & others.keys()
    assert len(days) > 1
    assert {day: generalists[day] + others[day] for day in days} == {day: total[day] for day in days}


def test_the_share_of_generalists_is_that_of_their_contracts() -> None:
    total, generalists, share = map(_series, ("total", "generalistes", "part_generalistes"))
    days = total.keys() & generalists.keys() & share.keys()
    assert days
    assert all(round(100 * generalists[day] / total[day]) == share[day] for day in days)


def test_contracts_are_never_fewer_at_a_later_day() -> None:
    counts = list(_series("total").values())
    assert counts == sorted(counts)


def test_the_gain_of_the_study_is_worked_out_from_its_two_ends() -> None:
    study = decide("national.study", PARAMETERS, Profile(), TODAY)
    gained = study.figure("mt_gain")
    assert gained.computed_from == ("chiffres.etude.mt_debut", "chiffres.etude.mt_fin")
    assert gained.standing == "ameli"


def test_a_part_counted_long_before_is_not_told_beside_the_total() -> None:
    """The generalists of December 2019 say nothing of the contracts of February 2021: their share of then does."""
    asked = decide("national.contracts", PARAMETERS, Profile(signed_on=date(2021, 2, 28)), TODAY)
    keys = {figure.key for figure in asked.figures}
    assert "generalistes_alors" not in keys
    assert {"total_alors", "part_generalistes_alors"} <= keys


def _met(name: str, today: date = TODAY, asked: date | None = None) -> bool | None:
    decision = decide("national.targets", PARAMETERS, Profile(signed_on=asked), today)
    return next(reason.met for reason in decision.reasons if reason.id == f"atteinte_{name}")


def test_a_target_is_missed_where_its_number_was_counted_after_its_year() -> None:
    """4 000 contracts were aimed at for 2022, and counted in April 2023."""
    decision = decide("national.targets", PARAMETERS, Profile(), TODAY)
    assert _met("2022") is False
    assert [decision.figure(key).value for key in ("compte_2022", "atteint_2022")] == [Decimal(3545), Decimal(4000)]


def test_a_target_is_not_settled_while_no_count_is_that_late() -> None:
    """The last count is of the end of 2024: it says nothing of the end of 2025, nor of 2029."""
    assert (_met("2025"), _met("2029"), _met("2022", date(2022, 12, 1))) == (None, None, None)


def test_the_target_of_the_year_asked_about_is_the_one_checked() -> None:
    assert (_met("visee", asked=date(2022, 12, 31)), _met("visee", asked=date(2025, 12, 31))) == (False, None)
