"""The record of a topic names only what exists: other topics, and facts of the profile."""

from datetime import date

from assistant.aspects import aspects
from assistant.reading.vocabulary import lexicon
from rules.catalogue import TOPICS, decide
from rules.dated import load
from rules.profile import Profile
from rules.topics import AREAS


def test_the_topics_that_a_record_names_exist() -> None:
    named = {name for topic in TOPICS.values() for name in (topic.collective, topic.presumes) if name}
    assert named <= TOPICS.keys() | aspects().keys()


def test_the_facts_of_a_record_are_fields_of_the_profile_and_ask_for_one_topic() -> None:
    facts = [fact for topic in TOPICS.values() for fact in topic.facts]
    named_by = [topic.named_by for topic in TOPICS.values() if topic.named_by]
    assert {*facts, *named_by} <= Profile.model_fields.keys()
    assert len(set(facts)) == len(facts)
    assert len(set(named_by)) == len(named_by)


def test_every_task_of_the_lexicon_is_of_a_topic_about_tasks() -> None:
    assert set(lexicon("taches")) == {topic.id for topic in TOPICS.values() if topic.tasks}


def test_every_area_has_its_name() -> None:
    assert {topic.area for topic in TOPICS.values()} == AREAS.keys()


def test_what_is_decided_alike_is_decided_once_and_never_for_other_values() -> None:
    ours, today = load(), date(2026, 11, 28)
    decision = decide("aid.amounts", ours, Profile(), today)
    assert decide("aid.amounts", ours, Profile(), today) is decision
    assert decide("aid.amounts", load(), Profile(), today) is not decision  # values of a CPTS may differ
    assert decide("aid.amounts", ours, Profile(), date(2020, 1, 1)) != decision
