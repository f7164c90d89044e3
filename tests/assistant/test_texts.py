"""The French the assistant writes: proved, complete for every topic, and set with French typography."""

import logging
import re
from collections.abc import Iterator
from typing import Any

import pytest

from assistant.answer import Answer
from assistant.aspects import Aspect, aspects, of_topic
from assistant.compose import Composer
from assistant.conversation import take_turn
from assistant.decided import Decided
from assistant.deciding import cases
from assistant.heard import Act, Ask, Heard
from assistant.messages import MESSAGES, QUESTIONS
from assistant.service import Assistant
from assistant.turn import State, Turn
from assistant.wording import leads
from rules.catalogue import TOPICS
from rules.profile import Profile

SITUATIONS: dict[str, dict[str, Any]] = {
    "nothing": {},
    "half-time": {"etp": "1/2"},
    "third": {"etp": "1/3"},
    "two posts": {"etp": 2, "specialty": "generaliste", "zone": "zip", "current_etp": 1, "objectives_reached": True},
    "avenant 7": {"etp": 1, "signed_on": "2021-03-10", "percentile": 92, "specialty": "radiologue", "department": "22"},
    "arbitral": {"etp": 1, "signed_on": "2023-07-15", "patientele_mt": 640, "assistant_profile": "secrétaire"},
    "senior": {"age": 66, "patientele_mt": 1300, "etp": 1, "specialty": "generaliste", "secteur": 2, "optam": True},
    "surgeon": {"specialty": "chirurgien", "ccam_share": 35, "secteur": 2, "optam": False, "new_installer": True},
    "group": {"legal_form": "SISA", "members": 4, "average_patientele_mt": 900, "etp": 3, "shared_between": 2},
    "nurse": {"assistant_profile": "infirmier", "assistant_certified": False, "hired_on": "2025-02-28"},
    "renewal": {"renewal": True, "signed_on": "2019-10-01", "etp": "1/3", "status": "remplaçant"},
}


@pytest.mark.parametrize("topic", sorted(TOPICS))
@pytest.mark.parametrize("situation", SITUATIONS)
def test_every_sentence_about_every_topic_is_proved(
    assistant: Assistant, topic: str, situation: str, caplog: pytest.LogCaptureFixture
) -> None:
    turn = _turn(assistant, topic, SITUATIONS[situation])
    for of in of_topic(topic):
        with caplog.at_level(logging.ERROR):
            answer = _answer(assistant, of, turn)
        assert not caplog.messages, of.label
        assert not re.search(r"\{|\}|None|Decimal", answer.text), of.label
        _assert_french_typography(answer.text)


def _answer(assistant: Assistant, of: Aspect, turn: Turn) -> Answer:
    today, parameters = assistant.today(), assistant.parameters
    found = cases(of.rule, parameters, turn.state, today)
    decided = Decided(of, found, leads(of, found, turn, parameters, today))
    return Composer(parameters, assistant.corpus).answer(turn, [decided], [], today)


def _turn(assistant: Assistant, topic: str, situation: dict[str, Any]) -> Turn:
    base = take_turn(State(), "combien ?", assistant.today())
    state = State(profile=Profile.model_validate(situation), about=f"{topic}/general")
    return Turn("combien ?", base.understanding, Heard(Act.ASK, (Ask(topic),)), state)


def test_every_topic_has_aspects_and_a_general_one() -> None:
    """A rule may also decide aspects of another topic alone: then it has none of its own."""
    topics = {aspect.topic for aspect in aspects().values()}
    assert topics | {aspect.rule for aspect in aspects().values()} == set(TOPICS)
    assert [topic for topic in topics if f"{topic}/general" not in aspects()] == []


@pytest.mark.parametrize(
    "text",
    [
        *(entry["say"] for aspect in aspects().values() for entry in aspect.say),
        *(aspect.more for aspect in aspects().values() if aspect.more),
        *(aspect.name for aspect in aspects().values()),
        *(q["ask"] for q in QUESTIONS.values()),
    ],
)
def test_fixed_sentences_are_set_in_french(text: str) -> None:
    _assert_french_typography(text)


def test_messages_are_set_in_french() -> None:
    texts = list(_leaves(MESSAGES))
    assert len(texts) > 15
    for text in texts:
        _assert_french_typography(text)


def _leaves(content: Any) -> Iterator[str]:
    if isinstance(content, dict):
        for value in content.values():
            yield from _leaves(value)
    else:
        yield content


def _assert_french_typography(text: str) -> None:
    prose = re.sub(r"\| ?-{3}[-:| ]*|https?://\S+", "", text)
    assert not re.search(r"(?<=\w)'(?=\w)", prose), "typographic apostrophe"
    assert not re.search(r"(?<=\w) [;?!%€»]", prose), "no-break space before ; ? ! % € »"
    assert not re.search(r"(?<=\S) :(?=\s)", prose), "no-break space before :"
    assert not re.search(r"« ", prose), "no-break space after «"
    assert not re.search(r"\d \d{3}\b", prose), "U+202F between thousands"
