"""Every topic and every question, the day after a made-up text applies: run in a copy that knows it."""

from datetime import date

import pytest

from assistant.answer import Request
from assistant.service import Assistant, build
from eval.bank import QUESTIONS, load
from rules.catalogue import TOPICS, decide
from rules.profile import Profile
from tests.rules.test_cases import CASES

DAY = date(2027, 1, 2)


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return build(tmp_path_factory.mktemp("data"), embedding_model="lexical", today=lambda: DAY)


def test_every_topic_is_decided_in_every_golden_situation(assistant: Assistant) -> None:
    for case in CASES:
        for topic in TOPICS:
            decide(topic, assistant.parameters, Profile.model_validate(case.situation), DAY)


def test_every_question_is_answered_and_new_contracts_are_under_the_new_text(assistant: Assistant) -> None:
    answers = [assistant.ask(Request(question=question.question, as_of=DAY)) for question in load(QUESTIONS)]
    assert all(answer.text.strip() for answer in answers)
    assert sum("convention médicale 2027" in answer.text for answer in answers) > 200
