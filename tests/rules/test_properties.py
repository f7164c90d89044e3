"""Properties that hold for every profile and every day."""

import re
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.aid_years import CASES
from rules.catalogue import TOPICS, decide
from rules.dated import load
from rules.profile import LAST_DAY, Profile, Zone
from rules.simulation import simulate
from rules.specialties import SPECIALTIES
from rules.verdict import Decision, Verdict

PARAMETERS = load()
DAYS = st.dates(date(2019, 9, 1), LAST_DAY)
ETPS = st.sampled_from([Fraction(1, 3), Fraction(1, 2), Fraction(4, 5), Fraction(1), Fraction(3, 2), Fraction(2)])
FACTS = {
    "specialty": st.sampled_from(sorted(SPECIALTIES)),
    "secteur": st.sampled_from([1, 2, 3]),
    "optam": st.booleans(),
    "mep": st.booleans(),
    "patientele_mt": st.integers(0, 3000),
    "file_active": st.integers(0, 6000),
    "percentile": st.tuples(st.integers(0, 100), st.integers(0, 100)).map(lambda p: (min(p), max(p))),
    "age": st.integers(25, 80),
    "department": st.sampled_from(["22", "29", "35", "75", "2A", "13", "973"]),
    "zone": st.sampled_from(list(Zone)),
    "new_installer": st.booleans(),
    "group_size": st.integers(1, 5),
    "coordinated": st.booleans(),
    "ccam_share": st.integers(2, 100),
    "status": st.sampled_from(["libéral", "mixte", "remplaçant"]),
    "etp": ETPS,
    "current_etp": ETPS,
    "signed_on": DAYS,
    "contract_year": st.integers(1, 5),
    "renewal": st.booleans(),
    "objectives_reached": st.booleans(),
    "shared_between": st.integers(1, 3),
}
PROFILES = st.fixed_dictionaries({}, optional=FACTS).map(Profile.model_validate)
ANY_TOPIC = st.sampled_from(sorted(TOPICS))
_NO_CAP = settings(max_examples=200, deadline=None)


@_NO_CAP
@given(ANY_TOPIC, PROFILES, DAYS)
def test_every_topic_answers_every_profile_and_always_the_same(topic: str, profile: Profile, today: date) -> None:
    first = decide(topic, PARAMETERS, profile, today)
    assert decide(topic, PARAMETERS, profile, today) == first
    assert first.trace
    shuffled = Profile.model_validate(dict(reversed(profile.model_dump(exclude_none=True).items())))
    assert decide(topic, PARAMETERS, shuffled, today) == first


@_NO_CAP
@given(ANY_TOPIC, PROFILES, DAYS)
def test_unknown_never_turns_into_a_number(topic: str, profile: Profile, today: date) -> None:
    for figure in decide(topic, PARAMETERS, profile, today).figures:
        assert (figure.value is None) == (figure.standing is None), figure
        if figure.value is None:
            continue
        assert figure.sources, figure
        for parameter in figure.computed_from:
            assert any(value.value is not None for value in PARAMETERS[parameter].values), figure
        if figure.parameter and isinstance(figure.value, Decimal):
            assert figure.value in [value.value for value in PARAMETERS[figure.parameter].values], figure


@_NO_CAP
@given(ANY_TOPIC, PROFILES, DAYS)
def test_no_text_later_than_today_is_applied(topic: str, profile: Profile, today: date) -> None:
    decision = decide(topic, PARAMETERS, profile, today)
    assert decision.rules_on <= today
    assert all(figure.since <= today for figure in decision.figures if figure.since)


@_NO_CAP
@given(PROFILES, DAYS)
def test_totals_are_the_sum_of_the_years(profile: Profile, today: date) -> None:
    simulation = simulate(PARAMETERS, profile, today)
    for case, total in simulation.totals.items():
        years = [year.amounts[case].value for year in simulation.years]
        assert len(years) == 5
        assert total.value == (None if None in years else sum(value for value in years if isinstance(value, Decimal)))
    if simulation.years:
        assert set(simulation.totals) == set(CASES)
        assert all(
            after.starts_on == before.ends_on + timedelta(days=1)
            for before, after in zip(simulation.years, simulation.years[1:], strict=False)
        )


@_NO_CAP
@given(st.sampled_from(sorted(topic.id for topic in TOPICS.values() if topic.why_not)), PROFILES, DAYS)
def test_a_change_turns_the_no_over_and_nothing_smaller_does(topic: str, profile: Profile, today: date) -> None:
    decision = decide(topic, PARAMETERS, profile, today)
    if decision.verdict is not Verdict.NO:
        assert decision.changes == ()
        return
    for change in decision.changes:
        after = decide(topic, PARAMETERS, profile.updated(**change.fields), today)
        assert after.verdict is not Verdict.NO, change
        assert change.fields.keys().isdisjoint({"specialty", "age", "department", "zone", "signed_on"})
        for field in change.fields if len(change.fields) > 1 else ():
            partial = {name: value for name, value in change.fields.items() if name != field}
            assert decide(topic, PARAMETERS, profile.updated(**partial), today).verdict is Verdict.NO


@_NO_CAP
@given(PROFILES, st.integers(0, 3000), st.integers(0, 3000), DAYS)
def test_more_patients_never_close_the_door(profile: Profile, one: int, other: int, today: date) -> None:
    order = {Verdict.NO: 0, Verdict.UNKNOWN: 1, Verdict.YES: 2}
    fewer, more = (
        decide("eligibility.doctor", PARAMETERS, profile.updated(patientele_mt=n), today).verdict
        for n in sorted((one, other))
    )
    assert fewer is not None
    assert more is not None
    assert order[fewer] <= order[more]


@pytest.mark.parametrize(
    ("last", "regime", "following"),
    [
        (date(2023, 4, 30), "avenant-7", "reglement-arbitral-2023"),
        (date(2024, 6, 21), "reglement-arbitral-2023", "convention-2024"),
    ],
)
def test_each_regime_changes_overnight(last: date, regime: str, following: str) -> None:
    today = date(2026, 11, 21)

    def at(day: date) -> Decision:
        return decide("aid.amounts", PARAMETERS, Profile(signed_on=day), today)

    assert at(last).regime == regime
    assert at(last + timedelta(days=1)).regime == following


WRONG_SPACE = re.compile(r"(?<=[\w»)])[ \u00a0][;?!%€]|(?<=[\w»)])[;?!%€]| :|« | »|'")


@_NO_CAP
@given(ANY_TOPIC, PROFILES, DAYS)
def test_french_texts_keep_their_typography(topic: str, profile: Profile, today: date) -> None:
    decision = decide(topic, PARAMETERS, profile, today)
    texts = [reason.text for reason in decision.reasons] + [change.text for change in decision.changes]
    texts += [*decision.notes, *decision.not_established, *(figure.label for figure in decision.figures)]
    assert [text for text in texts if WRONG_SPACE.search(text) or "None" in text] == []
