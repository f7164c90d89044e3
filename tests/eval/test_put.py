"""What tells a question put to the CPTS from one on the aid, and how an answer to its members is judged."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any, cast

import pytest

from assistant.answer import Answer
from assistant.local_words import Theirs
from assistant.put_to_the_cpts import FAR, FILE, LEARNT, NOT_LEARNT, WEIGHTS, Put, odds, signs, weighed
from eval.members import Asked, Told, read, told
from eval.put import Example, fit, measure

NEAR = cast(Theirs, SimpleNamespace(rank=1.4, ranked=True, alone=False))


def _example(*, put: bool, **told: float) -> Example:
    return Example(put, dict.fromkeys(WEIGHTS, 0.0) | {"bias": 1.0, "rank": 1.0} | told)


def test_every_sign_has_its_weight_and_every_weight_its_sign() -> None:
    assert list(json.loads(FILE.read_text("utf-8"))) == list(LEARNT)
    assert signs(Put("où êtes-vous ?", None), [NEAR], 0.1).keys() == WEIGHTS.keys()


def test_a_first_fact_of_the_doctor_tells_more_against_the_cpts_than_the_next() -> None:
    none, one, two = (odds(Put("combien ?", None, facts), [NEAR], 0.1) for facts in range(3))
    assert none - one > one - two > 0


def test_what_separates_the_examples_is_learnt_and_measured_on_others() -> None:
    learnt = [
        _example(put=put, ahead=(0.1 if put else -0.1) + step / 1000) for put in (True, False) for step in range(20)
    ]
    weights = fit(learnt)
    assert weights["ahead"] > 10 > abs(weights["pays"])
    held = [_example(put=True, ahead=0.08), _example(put=True, ahead=-0.08), _example(put=False, ahead=-0.08)]
    assert measure(weights | NOT_LEARNT, held) == "taken: 0.500 of 2 of members, 0.000 of 1 of strangers\n"


def test_what_is_far_is_never_taken() -> None:
    assert weighed({**_example(put=True, ahead=9).signs, "rank": FAR - 0.01}) == float("-inf")


def _answer(*parts: tuple[str, str], verdict: str | None = None) -> Answer:
    shown = [SimpleNamespace(kind=kind, text=text) for kind, text in parts]
    return cast(Answer, SimpleNamespace(parts=shown, text="\n".join(text for _, text in parts), verdict=verdict))


@pytest.mark.parametrize(
    ("answer", "judged"),
    [
        (_answer(("local", "Le mardi, de 9\u202fh à 12\u00a0h.")), Told(True, True, False)),
        (_answer(("lead", "Deux ans."), ("local", "Le mardi de 9 h.")), Told(True, False, False)),
        (_answer(("lead", "**Non**, jamais."), ("local", "Mardi, 9 H")), Told(True, False, True)),
        (_answer(("local", "**Non**, fermé le mardi.")), Told(False, False, False)),  # their own « Non »
        (_answer(("lead", "Ce n’est pas possible."), verdict="no"), Told(False, False, True)),
    ],
)
def test_an_answer_is_judged_by_the_fact_and_by_a_no_of_the_scheme(answer: Any, judged: Told) -> None:
    assert told(Asked("quand ?", [["mardi", "mardis"], ["9 h", "9h"]]), answer) == judged


def test_the_imaginary_cpts_are_read_with_what_their_members_ask() -> None:
    every = list(read())
    assert len(every) == 88
    assert all(members.documents and members.asked for members in every)
    assert len({members.author for members in every if not members.fitted_on}) == 3
