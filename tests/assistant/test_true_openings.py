"""Openings that were once wrong: no first word of an answer says more than the facts do."""

from __future__ import annotations

import re

import pytest
from answers import Ask

OPENINGS = {
    "58 ans : aucune augmentation demandée ?": r".*une progression est demandée .*sauf à P95 et plus",
    "58 ans, P96, temps plein signé en 2025 : aucune hausse demandée ?": r".*Il suffit de maintenir votre patientèle",
    "58 ans, P96, temps plein : les objectifs sont-ils allégés à mon âge ?": (
        r"\*\*Oui : à P95 et plus, jusqu’à un temps plein, il suffit"
    ),
    "cardiologue de 67 ans, file active de 1 500, 40 patients médecin traitant : combien dois-je en garder ?": (
        r".*\*\*150 patients\*\* : gardez-en au moins \*\*1 350 patients\*\*"
    ),
    "généraliste de 67 ans, file active de 1 500 : combien dois-je en garder ?": r"Une baisse .* à cet âge, pour un",
    "je peux renouveler son CDD quatre fois ?": r"\*\*Non\*\*, le CDD se renouvelle \*\*2 fois au plus",
    "enchaîner trois CDD avec la même AM, autorisé ?": r"Le CDD se renouvelle \*\*2 fois au plus",
    "signé un temps plein en septembre 2020 : 25 000 € la 3e année ?": r"\*\*Oui\*\*, au plus, .*entre P90 et P94",
    "signé un temps plein en septembre 2020 : 25 000 € la 5e année ?": r"La cinquième année, .*\*\*22 000 €\*\*",
    "signé un temps plein en septembre 2020 : 38 000 € la 5e année ?": r"\*\*Oui\*\* : .*à P95 ou plus",
    "temps plein, 38 000 € la troisième année ?": r"\*\*Oui\*\* : .*à P95 ou plus.*\*\*22 000 €\*\* +au plus",
    "temps plein, 38 000 € la deuxième année ?": r"\*\*Oui\*\* : .*\*\*28 000 €\*\*, pour",
    "Embauchée le 1er septembre 2024, quelle prime d'ancienneté ?": r"Sans ancienneté reprise d’un autre cabinet",
    "l'étude dit +19 % de patients, c'est vrai ?": r"\*\*Oui\*\*, à l’arrondi près : .*\*\*19,5 %",
    "l'étude annonce 49,6 % de patients en plus, exact ?": r"\*\*49,6 %, c’est la hausse .* entre P30 et P50",
    "30 % de patients en plus avec un assistant, c'est vrai ?": r"\*\*Non : 19,5 % dans l’étude",
    "docteur junior accueilli : un poste entier en plus ?": r"Le plafond monte de \*\*0,5 ETP\*\*, et non d’un poste",
    "absence de deux mois et demi de l'assistante, dois-je prévenir la CPAM ?": r"\*\*Ce n’est pas établi\*\*.* 2 mois",
    "temps plein sur 4 jours de 9 h, c'est bon ?": r"(?!\*\*Non)",
    "une assistante à plein temps, horaires 13 h - 21 h, c'est bon ?": r"(?!\*\*Non)",
    "je pars à la retraite dans un mois, dois-je prévenir la caisse ?": r"\*\*Il faut prévenir au moins 2 mois avant",
    "à mi-temps, deux versements de 11 000 € par an à partir de l'année 3 ?": r"(?!\*\*Oui).*5 500 € .* de P90",
    "suis-je obligé d'aller au bout des 5 ans ?": r"\*\*Non.* source secondaire : votre contrat fait foi",
    "nouvelle assistante aide-soignante : le délai de formation repart ?": r".*\*\*Faites confirmer à votre CPAM\*\*",
}


@pytest.mark.parametrize(("question", "opening"), OPENINGS.items(), ids=OPENINGS)
def test_the_opening_is_true(ask: Ask, question: str, opening: str) -> None:
    assert re.match(opening, first := _first(ask(question).text), re.IGNORECASE), first


def test_the_assistants_leave_is_not_the_doctors(ask: Ask) -> None:
    first = _first(ask("si elle part en congé maternité 4 mois sans que je la remplace, que devient l'aide ?").text)
    assert "suspendu" in first, first
    assert "3 mois" in first, first


def test_who_one_signs_with_is_remembered(ask: Ask) -> None:
    told = ask(
        "et elle a combien de temps pour se former, et combien d'heures ?",
        "Je pense signer en janvier 2027 avec une aide-soignante à plein temps. Combien par an ?",
    )
    assert "FAE" in told.text, told.text
    assert "CQP" not in told.text, told.text


def _first(text: str) -> str:
    return re.sub(r"\s", " ", text.partition("\n")[0])
