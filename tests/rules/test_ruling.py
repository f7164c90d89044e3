"""What holds of every training, mission, contract, collective, pay and national rule, whatever the situation."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from rules import collective, contract, missions, national_figures, regime_dates, salary, training
from rules.dated import load
from rules.profile import FIRST_DAY, LAST_DAY, AssistantProfile, Profile
from rules.verdict import Decision, Verdict

PARAMETERS = load()
MODULES = (training, missions, contract, collective, salary, national_figures, regime_dates)
TOPICS = {topic.id: topic.rule for module in MODULES for topic in module.TOPICS}

DAYS = st.dates(FIRST_DAY, LAST_DAY)
TODAYS = st.dates(FIRST_DAY, date(2032, 1, 1))
PROFILES = st.builds(
    Profile,
    specialty=st.sampled_from([None, "generaliste", "cardiologue"]),
    secteur=st.sampled_from([None, 1, 2, 3]),
    optam=st.sampled_from([None, True, False]),
    mep=st.sampled_from([None, True, False]),
    percentile=st.sampled_from([None, 50, 92, 96]),
    etp=st.sampled_from([None, *map(Fraction, ("1/3", "1/2", "3/4", "1", "3/2", "2", "5"))]),
    shared_between=st.sampled_from([None, 1, 2, 3, 7]),
    legal_form=st.sampled_from([None, "SCP", "SCM", "SISA", "SEL", "GE", "individuel"]),
    members=st.sampled_from([None, 1, 4]),
    average_patientele_mt=st.sampled_from([None, 774, 775, 1200]),
    assistant_profile=st.sampled_from([None, *AssistantProfile]),
    assistant_certified=st.sampled_from([None, True, False]),
    new_installer=st.sampled_from([None, True]),
    signed_on=st.none() | DAYS,
    hired_on=st.none() | DAYS,
)
every = settings(max_examples=60, deadline=None)


def every_decision(profile: Profile, today: date) -> list[Decision]:
    return [rule(PARAMETERS, profile, today) for rule in TOPICS.values()]


@every
@given(PROFILES, TODAYS)
def test_no_figure_is_later_than_today_or_without_a_source(profile: Profile, today: date) -> None:
    for decision in every_decision(profile, today):
        assert decision.rules_on <= today
        for figure in decision.figures:
            assert figure.since is None or figure.since <= today, figure
            assert figure.value is None or figure.sources, figure
            assert {figure.parameter, *figure.computed_from} - {None} <= set(decision.parameters), figure


@every
@given(PROFILES, TODAYS)
def test_the_same_question_has_the_same_answer(profile: Profile, today: date) -> None:
    assert every_decision(profile, today) == every_decision(profile, today)


@every
@given(PROFILES, TODAYS)
def test_a_figure_key_names_one_figure(profile: Profile, today: date) -> None:
    for decision in every_decision(profile, today):
        keys = [figure.key for figure in decision.figures]
        assert len(keys) == len(set(keys)), decision.rule


@every
@given(PROFILES, TODAYS)
def test_only_unknown_facts_are_asked_for(profile: Profile, today: date) -> None:
    for decision in every_decision(profile, today):
        assert [field for field in decision.missing if getattr(profile, field) is not None] == []


@every
@given(PROFILES, TODAYS)
def test_a_suggested_change_lifts_the_no(profile: Profile, today: date) -> None:
    for decision in every_decision(profile, today):
        for change in decision.changes:
            after = TOPICS[decision.rule](PARAMETERS, profile.updated(**change.fields), today)
            assert after.verdict is not Verdict.NO, (decision.rule, change)


@every
@given(PROFILES, TODAYS)
def test_shown_french_keeps_its_typography(profile: Profile, today: date) -> None:
    wrong = re.compile(r"'|[^\u202f][;?!€%]|[^\u00a0]:|\d \d{3}|  ")
    for decision in every_decision(profile, today):
        reasons = [reason.text for reason in decision.reasons if reason.id != "option_ouverte"]  # written elsewhere
        labels = [figure.label for figure in decision.figures]
        shown = [*reasons, *labels, *decision.notes, *decision.not_established]
        assert [text for text in shown if wrong.search(text)] == []
