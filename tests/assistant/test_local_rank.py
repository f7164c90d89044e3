"""Which passage of the staff is told first: by meaning, then by the rare words of the question."""

from __future__ import annotations

from typing import cast

import pytest

from assistant.answering import rarity, told
from assistant.local_words import nearness_of, rank_of
from assistant.reading.cpts import tells_whom
from rag import Hit, Passage, Retriever


class _Index:
    def __init__(self, *texts: str) -> None:
        self.passages = [
            Passage(str(number), "local-note", "Vie pratique", "", text, (text,), local=True)
            for number, text in enumerate(texts)
        ]


def _as_near(passage: Passage) -> Hit:
    return Hit(passage, 0.5, True, 0.85, None, (0.85,), 0.0, 0.0)


def _first(question: str, *texts: str) -> str:
    """The text that is told first, of several that are as near in meaning."""
    index = _Index(*texts)
    shares = rarity(question, cast(Retriever, index))
    hits = map(_as_near, index.passages)
    return max(hits, key=lambda hit: rank_of(hit, nearness_of(question, hit, 0.0), question, shares)).passage.text


def test_a_word_that_one_passage_alone_holds_weighs_more_than_one_that_most_hold() -> None:
    index = _Index("L’atelier accueil.", "L’atelier tension.", "L’atelier spirométrie.", "L’atelier vaccins.")
    shares = rarity("un atelier de spirométrie", cast(Retriever, index))
    assert sum(shares.values()) == pytest.approx(1)
    assert told(shares, "La spirométrie.") > 2 * told(shares, "L’atelier.")
    assert told(shares, "Le buffet.") == 0


def test_the_passage_in_the_rare_words_of_the_question_comes_first() -> None:
    said = "L’atelier du jeudi porte sur la spirométrie."
    others = ("L’atelier du lundi porte sur l’accueil.", "L’atelier du mardi porte sur la vaccination des seniors.")
    assert _first("un atelier sur la spirométrie", *others, said) == said


@pytest.mark.parametrize(
    ("text", "tells"),
    [
        ("Le lundi : ecrire@cpts.example", True),
        ("Accueil : 02\u202f00\u202f00\u202f00\u202f00.", True),
        ("L’accueil est au premier étage.", False),
    ],
)
def test_a_passage_tells_whom_to_reach_by_a_number_or_an_address(text: str, tells: bool) -> None:
    assert tells_whom(text) is tells
