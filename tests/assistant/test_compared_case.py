"""« De plus que le cas général » compares and says nothing of her; « dans ce cas » goes on with what she supposed."""

from __future__ import annotations

import pytest
from answers import Ask


@pytest.mark.parametrize(
    "question",
    [
        "et par rapport au cas général, j’y gagne combien ?",
        "différence avec le cas général ?",
        "ça fait combien de plus que dans le cas général ?",
        "Total cinq ans dans cette hypothèse. Différence avec le cas général.",
    ],
)
def test_what_is_compared_is_not_hers(ask: Ask, question: str) -> None:
    assert ask(question, "Je suis à P92, temps plein. Total ?").understood["percentile"] == 92


def test_the_general_case_may_be_hers(ask: Ask) -> None:
    answer = ask("et dans le cas général ?", "Temps plein, P93, an 3 ?")
    assert answer.understood["percentile"] == "30-89"


@pytest.mark.parametrize(
    ("question", "patients"),
    [
        ("Dans ce cas-là je toucherais combien à mi-temps ?", 800),
        ("Avec cette hypothèse, combien pour un temps plein ?", 800),
        ("Et combien pour un temps plein ?", 700),
    ],
)
def test_a_supposition_lasts_as_long_as_it_is_named(ask: Ask, question: str, patients: int) -> None:
    before = ("MG secteur 1, 700 patients, j’ai droit à l’aide ?", "Et si j’en avais 800 ?")
    assert ask(question, *before).understood["patientele_mt"] == patients
