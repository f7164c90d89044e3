"""A passage answers when it is close in meaning, holds the words of the question, and none is unheard of."""

from types import SimpleNamespace
from typing import Any

import pytest

from assistant.answering import answers

WORDS = {"conflictuel": 0, "patient": 1, "accueil": 2, "agress": 3, "#conf": 4}


class Searched:
    index = SimpleNamespace(lexical=SimpleNamespace(model=SimpleNamespace(vocab_dict=WORDS)))


def hit(cosine: float | None, text: str) -> Any:
    return SimpleNamespace(dense_cosine=cosine, passage=SimpleNamespace(counted_text=text))


@pytest.mark.parametrize(
    ("asked", "cosine", "right"),
    [
        ("conflit avec un patient", 0.80, True),  # every word is there, by its beginning: « conflictuelles »
        ("conflit avec un patient", 0.77, False),
        ("conflit avec un boulanger", 0.88, True),
        ("conflit avec un boulanger", 0.84, False),  # nothing of ours speaks of a baker
        ("posologie amoxicilline", 0.87, False),
        ("et pourquoi ?", 0.95, False),  # no word to answer
        ("conflit avec un patient", None, True),  # search by words alone
        ("conflit avec un boulanger", None, False),
    ],
)
def test_meaning_and_words_decide_together(asked: str, cosine: float | None, right: bool) -> None:
    passage = hit(cosine, "Gérer les situations conflictuelles avec un patient")
    searched: Any = Searched()
    assert answers(asked, passage, searched) is right
