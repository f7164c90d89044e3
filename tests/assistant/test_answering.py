"""A passage answers when it is near in meaning, holds the words of the question, and none is unheard of."""

from types import SimpleNamespace
from typing import Any

import pytest

from assistant.answering import answers

WORDS = {"conflictuel": 0, "patient": 1, "accueil": 2, "agress": 3, "#conf": 4}


class Searched:
    index = SimpleNamespace(lexical=SimpleNamespace(model=SimpleNamespace(vocab_dict=WORDS)))


def hit(sentence: float, text: str, question: float | None = None, *, meaning: bool = True) -> Any:
    return SimpleNamespace(
        dense_cosine=sentence if meaning else None,
        sentence_scores=(0.5, sentence),
        question_cosine=question,
        passage=SimpleNamespace(worded_text=text, counted_text=text),
    )


TEXT = "Gérer les situations conflictuelles avec un patient"


@pytest.mark.parametrize(
    ("asked", "sentence", "question", "ahead", "right"),
    [
        ("conflit avec un patient", 0.87, None, 0.0, True),  # every word is there, by its beginning: « conflictuelles »
        ("conflit avec un patient", 0.84, None, 0.0, False),
        ("conflit avec un patient", 0.84, None, 0.2, True),  # nothing else comes near
        ("conflit avec un patient", 0.84, 0.93, 0.0, True),  # somebody asked it so
        ("conflit avec un boulanger", 0.99, None, 0.0, True),
        ("conflit avec un boulanger", 0.94, None, 0.0, False),  # nothing of ours speaks of a baker
        ("posologie amoxicilline", 0.92, None, 0.0, False),
        ("et pourquoi ?", 0.99, 0.99, 1.0, False),  # no word to answer
    ],
)
def test_meaning_and_words_decide_together(
    asked: str, sentence: float, question: float | None, ahead: float, right: bool
) -> None:
    searched: Any = Searched()
    assert answers(asked, hit(sentence, TEXT, question), searched, ahead=ahead) is right


@pytest.mark.parametrize(("asked", "right"), [("conflit avec un patient", True), ("conflit avec un boulanger", False)])
def test_words_alone_decide_where_there_is_no_meaning(asked: str, right: bool) -> None:
    searched: Any = Searched()
    assert answers(asked, hit(1.0, TEXT, meaning=False), searched) is right
