"""The first sentences that a situation is told, for who compares two sets of values."""

from __future__ import annotations

from datetime import date

from assistant.aspects import aspects
from assistant.deciding import cases
from assistant.heard import Act, Heard
from assistant.turn import State, Turn, Understanding
from assistant.wording import leads
from rules.dated import Parameters
from rules.profile import Profile


def first_sentences(topic: str, profile: Profile, parameters: Parameters, today: date) -> dict[str, str]:
    """Return the first sentence (Markdown) of each aspect of a topic, by the name of the aspect."""
    turn = Turn("", Understanding(), Heard(Act.ASK), State(profile=profile))
    return {
        aspect.name: leads(aspect, cases(aspect.rule, parameters, turn.state, today), turn, parameters, today)[0].text
        for aspect in aspects().values()
        if aspect.topic == topic
    }
