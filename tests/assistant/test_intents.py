"""The model of intents: the same words always score the same, whatever they are."""

from hypothesis import given
from hypothesis import strategies as st

from assistant.aspects import aspects
from assistant.heard import EXPLANATION, Act
from assistant.intents import ASPECTS, intents, model
from assistant.reading.prepared import prepared

ASKED = {aspect.topic for aspect in aspects().values()}  # some rules only decide aspects of another topic


def test_every_label_is_known() -> None:
    others = {EXPLANATION, Act.OUT_OF_SCOPE, Act.UNCLEAR}
    acts = {label for label in model().labels if label.startswith("act.")}
    assert {label.removeprefix("act.") for label in acts} <= set(Act)
    assert set(model().labels) == ASKED | others | acts
    assert set(model(ASPECTS).labels) == {label for label, aspect in aspects().items() if aspect.asked or aspect.then}


def test_words_never_seen_lean_to_no_topic() -> None:
    ranked = dict(intents("zzyzx qwrtp").ranked)
    assert all(score < 0 for topic, score in ranked.items() if topic in ASKED)


@given(st.text(max_size=300))
def test_any_text_is_scored_and_always_alike(text: str) -> None:
    words = prepared(text).text
    first = intents(words)
    intents.cache_clear()
    assert intents(words) == first
    assert len(first.ranked) == len(model().labels)
    assert first.lead >= 0
