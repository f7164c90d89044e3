"""What the journal keeps tells nobody apart; and it still tells what was asked."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.nameless import GONE, nameless

UNSEEN = Path(__file__).parents[2] / "eval/unseen"
WHO = "ysengrin|quatrepommes|clotilde|brimborion|marqueur|petit|doctolib|arobase|martin|blanc|marchand"


@pytest.mark.parametrize(
    "said",
    [
        "Dr Ysengrin Quatrepommes, combien pour un mi-temps ?",
        "JE SUIS LE DR PETIT, COMBIEN POUR UN MI-TEMPS ?",
        "je suis ysengrin quatrepommes, généraliste à brimborion, combien pour un mi-temps ?",
        "je suis Martin Petit, combien pour un mi-temps ?",
        "moi c’est Ysengrin, combien pour un mi-temps ?",
        "docteur petit, combien pour un mi-temps ?",
        "Bonjour, Petit Clotilde. combien pour un mi-temps ?",
        "Le docteur Blanc et Mme Marchand : combien pour un mi-temps ?",
        "mon assistante clotilde part en congé : combien pour un mi-temps ?",
        "combien pour un mi-temps ? Merci, Y. Quatrepommes-Petit de la Brimborion",
        "combien pour un mi-temps ? ysengrin (at) quatrepommes.example",
        "combien pour un mi-temps ? ysengrin arobase quatrepommes point fr",
        "combien pour un mi-temps ? ysengrin@quatrepommes.example, www.quatrepommes.example",
        "combien pour un mi-temps ? doctolib.fr/medecin/brimborion/ysengrin-quatrepommes",
        "cabinet : 17 bis, avenue du Marqueur, 99999 Brimborion : combien pour un mi-temps ?",
        "Clotilde, combien pour un mi-temps ?",
    ],
)
def test_nobody_is_left_and_the_question_is(said: str) -> None:
    kept = nameless(said)
    assert not re.search(WHO, kept, re.I), kept
    assert "99999" not in kept
    assert "combien pour un mi-temps ?" in kept.lower()


@pytest.mark.parametrize(
    "number",
    ["06 98 76 54 32", "+33 6 98 76 54 32", "10009876543", "1000 987 6543", "123 456 789 00012", "75 1 23456 7",
     "né le 3 mars 1968", "née en 1968"],
)  # fmt: skip
def test_no_number_of_a_person_is_left(number: str) -> None:
    kept = nameless(f"combien pour un mi-temps ? {number}")
    assert not re.search(r"\d", kept)


@pytest.mark.parametrize(
    "said",
    [
        "38 000 € puis 28 000 € puis 22 000 € ?",
        "signé le 15 07 2023, 1 400 patients",
        "aide de l’Assurance Maladie pour une MSP en ZIP, P30, ½ ETP ?",
        "Bonjour Madame, je suis généraliste secteur 1",
        "COMBIEN POUR UN MI-TEMPS",
        "cotation de l’ECG ?",
        "docteur en médecine, pr un mi-temps ?",
    ],
)
def test_what_tells_nobody_is_kept(said: str) -> None:
    assert nameless(said) == said


def test_a_quotation_opens_a_sentence() -> None:
    assert (
        nameless("mon délégué dit\u00a0: «\u00a0Barème du mi-temps\u00a0»")
        == "mon délégué dit : « Barème du mi-temps »"
    )


def test_what_doctors_ask_stays_readable() -> None:
    """On questions that nothing was fitted on: staff must see what was asked."""
    asked = [line for file in sorted(UNSEEN.glob("*.txt")) for line in file.read_text("utf-8").splitlines() if line]
    gone = sum(nameless(line).count(GONE) - line.count(GONE) for line in asked)
    assert len(asked) > 200
    assert gone < 0.02 * sum(len(line.split()) for line in asked)


@settings(max_examples=200, deadline=None)
@given(text=st.text(max_size=300))
def test_nonsense_never_raises(text: str) -> None:
    nameless(text)
