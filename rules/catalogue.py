"""Every topic the rules answer, and the one door to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache
from types import MappingProxyType

from rules import (
    aid,
    aid_nature,
    amendments,
    collective,
    contract,
    eligibility,
    missions,
    national_figures,
    objectives,
    practice,
    regime_dates,
    regime_history,
    salary,
    second_assistant,
    training,
)
from rules.announced import announced
from rules.changes import changes
from rules.dated import Parameters
from rules.profile import Profile
from rules.topics import Topic
from rules.verdict import Decision, Verdict

_ROOMS = (
    aid, aid_nature, eligibility, second_assistant, practice, objectives, training, missions, contract, collective,
    salary, national_figures, regime_dates, regime_history, amendments,
)  # fmt: skip

TOPICS: Mapping[str, Topic] = MappingProxyType({topic.id: topic for room in _ROOMS for topic in room.TOPICS})


@lru_cache(maxsize=1024)  # an answer decides the same many times: a period, a rival, a question that it may ask
def decide(topic: str, parameters: Parameters, profile: Profile, today: date) -> Decision:
    """Answer a topic for what is known of a doctor, as if the day were ``today``.

    No text published after ``today`` is applied. On a no, the smallest changes that would make it a yes are added.
    Raises ``KeyError`` on an unknown topic.
    """
    record = TOPICS[topic]
    decision = record.rule(parameters, profile, today)
    decision = replace(decision, announced=tuple(announced(record.rule, parameters, profile, today, decision)))
    if record.presumes and not _under_contract(profile, today):
        presumed = TOPICS[record.presumes].rule(parameters, profile, today)
        refused = presumed.verdict is Verdict.NO
        closed = tuple(reason.text for reason in presumed.reasons if refused and reason.met is False)
        decision = replace(decision, closed=closed)
    if decision.verdict is Verdict.NO and record.why_not and not decision.changes:
        return replace(decision, changes=changes(record.rule, parameters, profile, today, decision))
    return decision


def _under_contract(profile: Profile, today: date) -> bool:
    """Whether a contract runs already: « la première année, combien ? » is asked before there is one."""
    signed = profile.signed_on is not None and profile.signed_on < today
    return signed or (profile.contract_year or 1) > 1 or profile.current_etp is not None
