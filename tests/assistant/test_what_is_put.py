"""What a question puts is answered, whatever else its words look like."""

import pytest
from answers import Ask


@pytest.mark.parametrize(
    ("question", "opening"),
    [
        ("Une absence d’un mois passe sans qu’il faille prévenir la CPAM ?", "**Oui**"),
        ("L’aide tombe sans que j’aie à avancer le salaire ?", "**Non"),
        ("Ma secrétaire peut devenir assistante sans que je la remplace ?", "**Non**"),
        ("Une assistante peut encore s’occuper d’un peu d’administratif, les courriers ?", "**Oui"),
        ("Si j’avais 66 ans à la signature, quel objectif ?", "**Il vous suffit de maintenir"),
    ],
)
def test_what_is_put_is_answered(ask: Ask, question: str, opening: str) -> None:
    assert ask(question).text.startswith(opening)


def test_who_answers_the_telephone_is_of_the_secretary(ask: Ask) -> None:
    told = ask("Si c’est moi qui passe assistante, qui va répondre au téléphone ?").text
    assert "son secrétariat doit être remplacé" in told


@pytest.mark.parametrize("message", ["et les années d’après, c’est combien ?", "puis les années qui suivent ?"])
def test_the_years_after_are_those_after_the_first(ask: Ask, message: str) -> None:
    told = ask(message, "Combien donne la sécu pour un temps plein ?").text.split("\n")[0].replace("\u202f", " ")
    assert "28 000" in told and "22 000" in told and "38 000" not in told


def test_who_signs_without_a_structure_is_in_none(ask: Ask) -> None:
    assert "coordinated" not in ask("Je peux signer sans être dans une CPTS ?").understood
