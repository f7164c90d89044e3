"""The contract that runs, the day it ends, and the one that a renewal would begin: three questions."""

import pytest
from answers import TODAY, Ask

from assistant.understanding import understand

SIGNED = "Mon contrat est du 4 mai 2023."


@pytest.mark.parametrize(
    "question",
    [
        "Si je renouvelle, ça finira quand ?",
        "et le renouvelé, il durera jusqu’en quelle année ?",
        "et s’il est renouvelé, la nouvelle échéance ?",
        "je compte le reconduire, il courra jusqu’à quand ensuite ?",
    ],
)
def test_the_end_of_the_next_contract_is_not_that_of_this_one(ask: Ask, question: str) -> None:
    told = ask(question, SIGNED, "il finit quand ?").text.split("\n")[0]
    assert "durée propre au contrat renouvelé" in told
    assert "2028" not in told


@pytest.mark.parametrize(
    "question",
    [
        "Si je ne le renouvelle pas, mon contrat prend fin à quelle date ?",
        "le contrat en cours finit quand ? je compte le renouveler",
    ],
)
def test_the_end_of_this_contract_is_told(ask: Ask, question: str) -> None:
    assert "3 mai 2028" in ask(question, SIGNED).text.replace("\u00a0", " ").split("\n")[0]


@pytest.mark.parametrize(
    "question",
    [
        "Mon contrat de mars 2022 se renouvelle quand ?",
        "mon contrat de mars 2022, il faudra le renouveler en quelle année ?",
    ],
)
def test_when_it_is_renewed_is_told_with_the_end(ask: Ask, question: str) -> None:
    told = ask(question).text.replace("\u00a0", " ").split("\n")[0]
    assert "Aucun délai n’est établi" in told and "2027" in told


def test_asking_when_to_renew_says_of_no_contract_that_it_is_renewed() -> None:
    assert understand("je renouvelle quand ?", TODAY).profile() == {}


def test_how_the_contract_of_a_mixed_practice_is_adapted_is_not_established(ask: Ask) -> None:
    told = ask("adapté comment ?", "mi-temps à l’hôpital, mi-temps libéral : exclu ?").text
    assert told.startswith("**Ce n’est pas établi**") and "activité mixte" in told
