"""Every topic the rules answer, and the one door to them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from rules import (
    aid,
    collective,
    contract,
    eligibility,
    missions,
    national_figures,
    objective_terms,
    objectives,
    practice,
    regime_dates,
    salary,
    second_assistant,
    training,
)
from rules.changes import changes
from rules.dated import Parameters
from rules.profile import Profile
from rules.verdict import Decision, Verdict

Rule = Callable[[Parameters, Profile, date], Decision]

# « No » to these is about the doctor's situation: what she could change is searched for.
WHY_NOT: Mapping[str, Rule] = MappingProxyType(
    {
        "aid.amounts": aid.amounts,
        "eligibility.doctor": eligibility.doctor,
        "eligibility.option": second_assistant.option,
        "eligibility.second_assistant": second_assistant.second_assistant,
    }
)

TOPICS: Mapping[str, Rule] = MappingProxyType(
    {
        **WHY_NOT,
        "eligibility.group": practice.group,
        "eligibility.alone": practice.alone,
        "objectives.added": objectives.added,
        "objectives.thresholds": objective_terms.thresholds,
        "objectives.evaluation": objective_terms.evaluation,
        "objectives.scope": objective_terms.scope,
        "objectives.senior": objective_terms.senior,
        "objectives.new_installer": objective_terms.new_installer,
        **training.TOPICS,
        **missions.TOPICS,
        **contract.TOPICS,
        **collective.TOPICS,
        **salary.TOPICS,
        **national_figures.TOPICS,
        **regime_dates.TOPICS,
    }
)


def decide(topic: str, parameters: Parameters, profile: Profile, today: date) -> Decision:
    """Answer a topic for what is known of a doctor, as if the day were ``today``.

    No text later than ``today`` is applied. On a no, the smallest changes that would make it a yes are added.
    Raises ``KeyError`` on an unknown topic.
    """
    rule = TOPICS[topic]
    decision = rule(parameters, profile, today)
    if decision.verdict is Verdict.NO and topic in WHY_NOT and not decision.changes:
        return replace(decision, changes=changes(rule, parameters, profile, today, decision))
    return decision
