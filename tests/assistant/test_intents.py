"""The model of intents: the same words always score the same, whatever they are."""

from hypothesis import given
from hypothesis import strategies as st

from assistant.intents import intents, model
from assistant.reading.prepared import prepared
from assistant.topics import OTHERS, kind_of
from rules.catalogue import TOPICS


def test_every_label_is_a_topic_of_the_rules_or_one_of_the_others() -> None:
    assert set(model().labels) == set(TOPICS) | OTHERS


def test_every_topic_has_a_kind_of_answer() -> None:
    assert {kind_of(topic) for topic in TOPICS} == {"figure", "eligibility", "explanation"}


def test_words_never_seen_lean_to_no_topic() -> None:
    assert all(intents("zzyzx qwrtp").score(topic) < 0 for topic in TOPICS)


@given(st.text(max_size=300))
def test_any_text_is_scored_and_always_alike(text: str) -> None:
    words = prepared(text).text
    first = intents(words)
    intents.cache_clear()
    assert intents(words) == first
    assert len(first.ranked) == len(model().labels)
    assert first.lead >= 0
