"""The weights come from the exemplars, and no question that measures them is one."""

from collections import Counter
from pathlib import Path

import pytest
from rapidfuzz import fuzz, process

from assistant import of_all
from assistant.aspects import aspects
from assistant.intents import ASPECTS, CLAIMS, model
from assistant.succession import pairs
from eval import bank
from eval.asked import TAUGHT
from eval.bank import NEAR_DUPLICATE, fold
from eval.intents import (
    EXEMPLARS,
    UNSEEN,
    exemplars,
    fingerprint,
    of_aspects,
    of_claims,
    of_sides,
    of_successions,
    twice,
)

LEAST = 6  # of the example in CONTRIBUTING, whose questions are understood


@pytest.fixture(scope="module")
def labelled() -> dict[str, str]:
    return exemplars()


def test_the_weights_were_fitted_on_these_exemplars(labelled: dict[str, str]) -> None:
    assert model().exemplars == fingerprint(labelled), "the exemplars changed: run `make intents`"
    assert model(ASPECTS).exemplars == fingerprint(of_aspects()), "the exemplars changed: run `make intents`"
    assert model(CLAIMS).exemplars == fingerprint(of_claims() | of_sides()), "the exemplars changed: run `make intents`"
    assert pairs() == Counter(of_successions()), "the conversations changed: run `make intents`"


def test_every_aspect_has_questions_enough_to_be_recognised() -> None:
    questions = {label: len(aspect.asked) + len(aspect.then) for label, aspect in aspects().items()}
    few = [label for label, count in questions.items() if count < LEAST and label != of_all.LABEL]
    assert few == [], f"write {LEAST} questions or more, as doctors say them, in each"
    assert questions[of_all.LABEL] == 0, "it is made of questions on amounts, after several doctors: none is read as it"
    assert [file.name for file in EXEMPLARS.glob("*.txt") if len(file.read_text("utf-8").splitlines()) < LEAST] == []


def test_no_held_back_question_is_an_exemplar(labelled: dict[str, str]) -> None:
    known = [fold(question) for question in labelled]
    held = [
        question for question in bank.load(bank.QUESTIONS) if question.split == "held-back" and not question.history
    ]
    near = [
        question.id
        for question in held
        if process.extractOne(fold(question.question), known, scorer=fuzz.ratio, score_cutoff=NEAR_DUPLICATE)
    ]
    assert near == []


@pytest.mark.parametrize(
    "file", [*sorted(TAUGHT.glob("*.tsv")), UNSEEN / "conversations.tsv"], ids=lambda file: file.stem
)
def test_every_message_of_a_conversation_names_an_aspect_or_an_act(file: Path) -> None:
    labels = {line.partition("\t")[0] for line in file.read_text("utf-8").splitlines() if line}
    assert {label for label in labels if label not in aspects() and not label.startswith("act.")} == set()
    assert len(labels) > LEAST


def test_every_side_is_of_an_aspect_and_is_one_that_is_learnt() -> None:
    sides = of_sides()
    assert {label for label in (said.partition("\t")[0] for said in sides) if label not in aspects()} == set()
    lines = [line for file in (EXEMPLARS / "sides").iterdir() for line in file.read_text("utf-8").splitlines()]
    assert len(lines) == len(sides), "a question on an aspect is written twice"
    assert set(sides.values()) == set(of_claims().values()) == set(model(CLAIMS).labels)


def test_a_question_teaches_one_thing() -> None:
    assert twice() == []


def test_a_question_claimed_twice_is_named(tmp_path: Path) -> None:
    (tmp_path / "explanation.txt").write_text("combien ?\n", "utf-8")
    (tmp_path / "out_of_scope.txt").write_text("combien ?\n", "utf-8")
    assert "« combien ? »" in "".join(twice(tmp_path))
