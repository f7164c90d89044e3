"""Letters folded for matching, and the way back to what was typed."""

import pytest

from french import bare, fold, slug


def test_words_are_compared_bare() -> None:
    assert bare("Cœur, ÉTÉ") == "coeur, ete"
    assert slug("Règlement arbitral (2023).pdf") == "reglement-arbitral-2023-pdf"


def test_a_question_is_read_with_plain_signs_and_single_spaces() -> None:
    assert fold("L’ÉTÉ  « 2,5 » – ≥ 3").text == 'l\'ete " 2,5 " - >= 3'
    assert fold("une ligne\nune autre").text == "une ligne\nune autre"


@pytest.mark.parametrize(("typed", "read"), [("½", "1/2"), ("1½", "1 1/2"), ("x²", "x2")])
def test_signs_that_stand_for_numbers_open(typed: str, read: str) -> None:
    assert fold(typed).text == read


@pytest.mark.parametrize("hidden", ["e\u0301", "é", "e\u200b"])
def test_what_is_not_read_belongs_to_the_letter_before(hidden: str) -> None:
    folded = fold(f"g{hidden}n{hidden}raliste")
    assert folded.text == "generaliste"
    assert folded.slice(0, 2) == f"g{hidden}"


def test_a_sign_that_stands_for_a_sentence_is_left_alone() -> None:
    assert fold("\ufdfa").text == "\ufdfa"


def test_another_reading_keeps_the_way_back() -> None:
    folded = fold("a–b", lambda char: "00" if char == "–" else char)
    assert folded.text == "a00b"
    assert folded.slice(1, 3) == "–"
