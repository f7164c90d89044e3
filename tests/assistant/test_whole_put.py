"""The yes or no is to what was put: the whole, a zone she is not in, someone younger, no replacement."""

from __future__ import annotations

import re

import pytest
from answers import Ask

from assistant.answer import Answer

OPENINGS = {
    "Elle a fait six ans dans un autre cabinet, poste comparable. Je reprends la totalité ?": r"\*\*Non\*\*.*3 ans",
    "candidate avec 12 ans chez un confrère, on doit lui reprendre toute son ancienneté ?": r"\*\*Non\*\*.*6 ans",
    "Un patient revu huit fois compte-t-il huit fois ?": r"\*\*Non",
    "Je passe Monique, ma secrétaire, assistante, et je ne reprends personne. Ça leur va ?": r"\*\*Non\*\*.*remplacé",
    "je garde Josiane comme simple secrétaire, j’ai l’aide ?": r"\*\*Non\*\*.*pas aidé",
    "mes médecins veulent que je devienne assistante, ai-je le droit de refuser et de rester secrétaire ?": (
        r"\*\*Oui\*\*.*accord de la secrétaire"
    ),
    "la CPAM m’a refusé de faire passer ma secrétaire assistante, c’est possible pourtant ?": r"(?!.*accord)",
    "ma consœur généraliste secteur 1 a une RQTH, 580 patients, elle peut signer ?": r"\*\*Oui.*contrat adapté",
    "À 67 ans elle a perdu 15 % de ses patients, c’est toléré ?": r"\*\*Non\*\*, 15 % dépassent",
    "faut lui payer une indemnité si je la licencie après 4 ans ?": r"\*\*Oui.*80 %",
    "0,5 ETP signé le 15 mars 2024 : montants année 1, 2, 3, 4, 5 ?": r"\*\*18 000 €.*65 000 € au plus en tout",
    "Coût chargé 2 500 € par mois, temps plein, l’aide de la deuxième année couvre tout ?": (
        r"\*\*Non\*\*.*28 000 €.*2 000 €"
    ),
}
CONVERSATIONS = {
    "someone younger": (
        [
            "Un généraliste de 66 ans, 1 400 patients, que lui demande-t-on ?",
            "Et s’il n’avait que 63 ans, même faveur ?",
        ],
        r"\*\*Non.* à partir de 65 ans",
    ),
    "somebody outside the zone": (
        [
            "Généraliste en ZIP, un temps plein depuis mars 2023, objectifs atteints : une seconde assistante ?",
            "et la zone, un généraliste qui serait en ZAC, pas en prioritaire, pourrait avoir la deuxième ?",
        ],
        r"\*\*Non",
    ),
    "two years of another option": (
        ["mi-temps, la 2e année ?", "non pardon c’est un temps PLEIN qu’il me faut. Redis-moi 1re et 2e"],
        r"\*\*38 000 €\*\* la première année et 28 000 € la deuxième",
    ),
    "two years paid alike": (["temps plein, la 2e année ?", "et 3e et 4e ?"], r"(?!.* 0 € d’écart).*44 000 €"),
    "a bare number of patients at the start": (
        ["généraliste de 66 ans, quel objectif ?", "Patientèle de départ 1 180. Plancher en nombre de patients ?"],
        r"\*\*1 062 patients au moins",
    ),
    "several years that are paid alike": (
        [
            "Coût chargé de 2 388 € par mois, temps plein : la 2e année, je sors combien ?",
            "Et à partir de la 3e année ?",
        ],
        r"(?!.*une aide de 28 000)",
    ),
}


@pytest.mark.parametrize(("question", "opening"), OPENINGS.items(), ids=OPENINGS)
def test_the_whole_that_is_put(ask: Ask, question: str, opening: str) -> None:
    assert re.match(opening, first := _first(ask(question))), first


@pytest.mark.parametrize(("said", "opening"), CONVERSATIONS.values(), ids=CONVERSATIONS)
def test_what_is_put_of_another(ask: Ask, said: list[str], opening: str) -> None:
    *before, last = said
    assert re.match(opening, first := _first(ask(last, *before))), first


def _first(answer: Answer) -> str:
    return re.sub(r"\s", " ", answer.text.split("\n")[0])


def test_the_same_is_not_said_twice_as_yes_and_as_no(ask: Ask) -> None:
    told = ask("Fiscalité : l’aide est-elle imposable ou peut-on la traiter comme une subvention exonérée ?").text
    assert told.count("gains divers") == 1, told
