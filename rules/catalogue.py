"""Every topic the rules answer, and the one door to them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType

from rules import aid, eligibility, objective_terms, objectives, practice, second_assistant
from rules.dated import Parameters
from rules.profile import Profile
from rules.verdict import Decision

Rule = Callable[[Parameters, Profile, date], Decision]

TOPICS: Mapping[str, Rule] = MappingProxyType(
    {
        "aid.amounts": aid.amounts,
        "eligibility.doctor": eligibility.doctor,
        "eligibility.option": second_assistant.option,
        "eligibility.second_assistant": second_assistant.second_assistant,
        "eligibility.group": practice.group,
        "objectives.added": objectives.added,
        "objectives.thresholds": objective_terms.thresholds,
        "objectives.evaluation": objective_terms.evaluation,
        "objectives.scope": objective_terms.scope,
        "objectives.senior": objective_terms.senior,
        "objectives.new_installer": objective_terms.new_installer,
    }
)


def decide(topic: str, parameters: Parameters, profile: Profile, today: date) -> Decision:
    """Answer a topic for what is known of a doctor, as if the day were ``today``.

    No text later than ``today`` is applied. Raises ``KeyError`` on an unknown topic.
    """
    return TOPICS[topic](parameters, profile, today)
