"""« Au total pour les deux ? », of doctors spoken of in messages before: each by her own contract, and their sum."""

from __future__ import annotations

import re

import pytest
from answers import Ask

from assistant.answer import Answer

MARTIN = ("Dr Martin, généraliste, temps plein. Montant la première année ?", "Dr Petit, mi-temps. Même question")
LEROY = (
    "Le Dr Leroy a signé un temps plein le 12/03/2025. Il touche combien en année 2 ?",
    "Le Dr Blanc a signé un mi-temps le 03/04/2025. Et lui en année 2 ?",
)
OLD = ("Dr Vidal, MG, mi-temps signé le 2 mai 2023. Total ?", "Dr Sanz, temps plein signé en octobre 2025. Total ?")
FILES = ("dossier 1 : mi-temps, contrat neuf, combien an 1 ?", "dossier 2 : temps plein, neuf. combien an 1 ?")
MINE = ("Je prends un mi-temps, combien la première année ?", "Mon associée prend un temps plein, combien pour elle ?")
THREE = ("Dr Aubin, temps plein. Total ?", "Dr Cohen, mi-temps. Total ?", "Dr Lam, mi-temps. Total ?")

SUMS = (
    (MARTIN, "Et au total pour les deux ?", r"\*\*57 000 €\*\* .* 38 000 € pour le Dr Martin et 19 000 €"),
    (LEROY, "ça fait combien en tout pour les deux ?", r"\*\*42 000 €\*\* ensemble la deuxième année"),
    (LEROY, "Et à eux deux sur les cinq ans ?", r"\*\*198 000 €\*\* au plus ensemble, sur tout le contrat"),
    (OLD, "Cumul des deux, sur toute la durée ?", r"\*\*196 500 €\*\* au plus ensemble"),
    (FILES, "la somme des deux dossiers ?", r"\*\*57 000 €\*\* .* pour le premier dossier et 38 000 €"),
    (MINE, "Et à nous deux, ça fait combien ?", r"\*\*57 000 €\*\* .* 19 000 € pour vous et 38 000 €"),
    (THREE, "On additionne les trois : combien ?", r"\*\*264 000 €\*\* au plus ensemble"),
)
OF_ONE = (  # neither a sum over doctors nor of what is not known of them
    (THREE[:1], "et les deux premières années, en tout ?", r".*\*\*66 000 €\*\* sur les deux premières années"),
    (THREE[:2], "Différence entre les deux ?", r"(?!.*198 000)"),
    (THREE[:2], "et chacun des deux, la première année, combien ?", r"(?!.*57 000)"),
)


@pytest.mark.parametrize(("before", "question", "opening"), (*SUMS, *OF_ONE), ids=lambda value: str(value)[:50])
def test_the_aids_of_doctors_spoken_of_are_added(
    ask: Ask, before: tuple[str, ...], question: str, opening: str
) -> None:
    assert re.match(opening, first := _first(ask(question, *before))), first


def test_a_working_time_that_is_not_known_is_asked_for(ask: Ask) -> None:
    before = ("Le Dr Abel prend un temps plein, combien la première année ?", "Le Dr Bost, pédiatre, combien ?")
    said = _first(ask("Pour les deux ensemble, ça fait combien ?", *before))
    assert "le temps de travail pour le Dr Bost" in said
    assert "€" not in said


def test_a_yes_or_no_is_told_of_each(ask: Ask) -> None:
    before = (
        "Le Dr Roux est généraliste, secteur 1, 900 patients : il a droit à l’aide ?",
        "Le Dr Blin est radiologue.",
    )
    said = ask("Les deux peuvent signer ?", *before).text
    assert re.search(r"Le Dr Roux\s: \*\*Oui", said)
    assert re.search(r"Le Dr Blin\s: \*\*Non", said)


def _first(answer: Answer) -> str:
    return re.sub(r"\s", " ", answer.text.split("\n")[0])
