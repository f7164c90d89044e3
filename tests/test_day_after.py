"""A new text that changes no value changes no answer: the first day of a made-up one, beside its eve."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from assistant.answer import Answer, Kind, Request
from assistant.names import periods
from assistant.service import Assistant, build
from eval.bank import QUESTIONS, Question, load
from rules import dated
from rules.catalogue import TOPICS, decide
from rules.profile import Profile
from rules.regimes import REGIMES
from rules.verdict import Decision
from tests.rules.test_cases import CASES

TEXT, BEFORE = "convention-2027", "convention-2024"
SIGNED = {"signed_on", "signed_between", "regime"}  # what a question may say of the signature
NAMED = re.compile(r"Règles .*?\((.+?)\)")
PARAMETERS = dated.load()
SEARCHED = frozenset({Kind.EXPLANATION, Kind.OUT_OF_SCOPE})  # what the sheets answer, or do not
# Answers that are the texts themselves, or figures counted on a day: the text of a contract of today is not in them.
ON_TEXTS = {topic.id for topic in TOPICS.values() if topic.area in ("regimes", "national")}
pytestmark = pytest.mark.skipif(TEXT not in REGIMES, reason="made in a copy that knows the text (test_amendment.py)")


@pytest.fixture(scope="module")
def first() -> date:
    day, _ = periods(PARAMETERS)[TEXT]
    assert day
    return day


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory, first: date) -> Assistant:
    return build(tmp_path_factory.mktemp("data"), embedding_model="lexical", today=lambda: first)


def test_every_golden_case_is_decided_as_on_the_eve(first: date) -> None:
    moved, new = {}, 0
    for case in CASES:
        profile = Profile.model_validate(case.situation)
        eve, decision = (decide(case.topic, PARAMETERS, profile, day) for day in (first - timedelta(days=1), first))
        new += decision.regime == TEXT
        if case.topic not in ON_TEXTS and _decided(eve) != _decided(decision):
            moved[case.id] = _decided(eve), _decided(decision)
    assert moved == {}
    assert new > 100


def _decided(decision: Decision) -> tuple[object, ...]:
    """The verdict, the figures and the marks; of a day, which follows the signature, only that there is one."""
    figures = [(figure.key, date if isinstance(figure.value, date) else figure.value) for figure in decision.figures]
    return decision.verdict, figures, [(reason.id, reason.met) for reason in decision.reasons]


def test_every_question_is_answered_as_on_the_eve_under_the_new_text(assistant: Assistant, first: date) -> None:
    moved, new = {}, 0
    for question in load(QUESTIONS):
        eve, answer = (_asked(assistant, question, day) for day in (first - timedelta(days=1), first))
        new += _named(answer) == REGIMES[TEXT].name
        if {eve.kind, answer.kind} <= SEARCHED:  # a sheet of the text before may no longer be found
            continue
        past = "rules_between" in answer.understood  # « en 2019, fallait-il… ? » is about the rules of then
        if past or answer.topic in ON_TEXTS or _signed(eve) != _signed(answer):  # « l’an dernier » is another contract
            continue
        of_today = _named(eve) == REGIMES[BEFORE].name and not _signed(eve)
        expected = eve.kind, eve.verdict, REGIMES[TEXT].name if of_today else _named(eve)
        if (answer.kind, answer.verdict, _named(answer)) != expected:
            moved[question.id] = expected, (answer.kind, answer.verdict, _named(answer))
    assert moved == {}
    assert new > 200


def _asked(assistant: Assistant, question: Question, day: date) -> Answer:
    return assistant.ask(Request(question=question.question, profile=question.profile, as_of=day))


def _named(answer: Answer) -> str | None:
    """The text under the answer."""
    named = NAMED.search(answer.text)
    return named[1] if named else None


def _signed(answer: Answer) -> dict[str, object]:
    return {fact: said for fact, said in answer.understood.items() if fact in SIGNED}
