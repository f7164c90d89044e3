"""What is asked of a group in the words of one doctor: « et combien ? », once the aide collective is spoken of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from assistant.aspects import GENERAL
from assistant.heard import Ask, Heard
from rules.catalogue import TOPICS

# The aide collective has objectives of its own: three topics are its amounts, and going back leads to the first.
_COLLECTIVE = {topic.id: topic.collective for topic in TOPICS.values() if topic.collective} | {
    "contract.payment/to_whom": "collective.aid/who_receives",  # the company, and not who signs alone
    "contract.employer/who_is_paid": "collective.aid/who_receives",
    "objectives.evaluation/partly": "collective.aid/prorata",
    "objectives.thresholds/file_active": "collective.aid/objectives",  # « et en file active, combien ? »
    "eligibility.second_assistant/how_many": "collective.eligibility/most_assistants",
    "eligibility.option/largest": "collective.eligibility/most_assistants",
}
_OF_BOTH = frozenset({"total", "degressive"})  # aspects that the two aids have in common
_INDIVIDUAL = {label.partition("/")[0]: topic for topic, label in reversed(_COLLECTIVE.items())}
OF_THE_GROUP = _INDIVIDUAL.keys()  # topics


def to_the_group(heard: Heard) -> Heard:
    """Return the questions, of the aide collective where it has its own answers."""
    return _moved(heard, _COLLECTIVE)


def to_one_doctor(heard: Heard) -> Heard:
    """Return the questions, of the aid that a doctor signs alone."""
    return _moved(heard, _INDIVIDUAL)


def _moved(heard: Heard, topics: Mapping[str, str]) -> Heard:
    """« et combien ? » is about the aide collective, « et en individuel ? » no longer, once a conversation is on it."""
    asks = (_of(ask, topics.get(ask.label) or topics.get(ask.topic)) for ask in heard.asks)
    return replace(heard, asks=tuple({ask.label: ask for ask in asks}.values()))


def _of(ask: Ask, label: str | None) -> Ask:
    """The same question of another topic, or of one aspect of it."""
    topic, _, aspect = (label or ask.label).partition("/")
    return replace(ask, topic=topic, aspect=aspect or (ask.aspect if ask.aspect in _OF_BOTH else GENERAL))
