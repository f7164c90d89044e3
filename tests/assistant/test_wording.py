"""What is said first answers what was asked; what follows says nothing twice, nor what the day of signature decides."""

import re
from dataclasses import replace

import pytest
from answers import Ask

from assistant.decided import Lead
from assistant.wording import says_again
from rules.verdict import Verdict


@pytest.mark.parametrize(
    ("question", "opening"),
    [
        (
            "P95 pour un généraliste, ça fait combien de patients ?",
            "**Les nombres de P70, P90 et P95 ne sont pas établis**",
        ),
        ("médiane P50 en file active pour un MG ?", "médiane (P50) de la file active est de **1 514 patients**"),
        ("les enfants comptent dans la patientèle ?", "**Oui**, les enfants comptent comme les adultes"),
        ("les patients en ALD comptent double ?", "**Non** : aucun patient ne compte plus qu’un autre"),
        ("qui paye la formation de l'AM ?", "L’OPCO EP **peut financer la formation**"),
        ("je peux embaucher ma femme ?", "**Ce n’est pas établi** : aucune règle"),
        ("CDD possible ?", "**Oui** : le CDD est admis **jusqu’à 6 mois en tout dans le même cabinet**"),
        ("amplitude 8 h – 20 h, permis ?", "l’amplitude serait de 12 heures"),
        ("aide collective 3 ETP combien", "**114 000 € la première année**, 84 000 € la deuxième, puis"),
        ("embauchée le 1er septembre 2025, elle doit avoir son CQP quand ?", "**Au plus tard le 1er septembre 2027**"),
        ("quel objectif au P96 temps plein ?", "**Il suffit de maintenir votre patientèle**"),
        ("règlement arbitral : dates", "signés du **1er mai 2023** au **21 juin 2024**"),
        ("faut-il être à deux si je signe en 2022 ?", "un cabinet d’au moins 2 médecins"),
        ("combien de contrats pour les cardiologues ?", "**347 contrats de cardiologues, mi-novembre 2023**"),
        ("cardiologue secteur 1, je peux signer ?", "**Oui, sous réserve de votre activité**"),
        # Put one way only (`claim: either`): the same word whichever side it seems to take.
        ("la caisse a-t-elle déjà cessé de payer un médecin ?", "**Oui : c’est déjà arrivé**"),
        ("existe-t-il des cas où l'aide a été entièrement arrêtée après le contrôle ?", "**Oui : c’est déjà arrivé**"),
        ("connaît-on des médecins à qui la CPAM n'a rien payé en an 3 ?", "**Oui : c’est déjà arrivé**"),
    ],
)
def test_the_first_sentence_answers_what_was_asked(ask: Ask, question: str, opening: str) -> None:
    assert opening in _plain(ask(question).text).split("\n")[0]


def test_periods_of_signature_that_read_the_same_are_told_as_one(ask: Ask) -> None:
    answer = ask("contrat de 2023 temps plein, combien la 3e année ?")
    assert _plain(answer.text).startswith("La troisième année, l’aide est de **22 000 €** au plus")
    assert answer.next_question != "Quel jour ce contrat a-t-il été signé\u202f?"


def test_the_text_of_a_contract_depends_on_the_day_it_was_signed(ask: Ask) -> None:
    answer = ask("quelle convention s'applique à mon contrat de 2023 ?")
    assert "relève de l’avenant 7" in answer.text
    assert "relève du règlement arbitral de 2023" in answer.text
    assert answer.next_question == "Quel jour ce contrat a-t-il été signé\u202f?"


def test_what_holds_for_one_period_only_is_not_said_of_the_other(ask: Ask) -> None:
    """Signed before 22 June 2024, the amounts change at the anniversary; signed after, they do not."""
    text = _plain(ask("j'ai signé en juin 2024 pour un mi-temps, combien la première année ?").text)
    assert "18 000 €" in text
    assert "19 000 €" in text
    assert "anniversaire" not in text


def test_no_day_is_given_for_a_contract_signed_in_a_month(ask: Ask) -> None:
    assert "31 mai 2027" in _plain(ask("signé le 1er juin 2022, mon contrat finit quand ?").text)
    in_a_month = _plain(ask("signé en juin 2022, mon contrat finit quand ?").text)
    assert "**en juin 2027**" in in_a_month
    assert not re.search(r"\d (?:mai|juin|juillet) 2027", in_a_month)


def test_a_contract_signed_before_2024_says_what_changed_since(ask: Ask) -> None:
    text = _plain(ask("et pour un temps plein signé le 3 mars 2022 ?").text)
    assert "21 000 € au plus la troisième, puis 22 000 € par an au plus à partir de la quatrième" in text
    assert "les montants ont changé : ceux de la convention médicale 2024 s’appliquent" in text
    assert "c’est l’anniversaire de 2025, soit dès la 4e année" in text
    busiest = _plain(ask("et pour un temps plein signé le 3 mars 2021 au P96 ?").text)
    assert (
        "36 000 € la première et la deuxième année**, 36 000 € au plus la troisième et la quatrième, "
        "puis 38 000 € au plus la cinquième" in busiest
    )


def test_the_threshold_of_generalists_is_not_asked_of_a_cardiologist(ask: Ask) -> None:
    answer = ask("cardiologue secteur 1, je peux signer ?")
    assert "775" not in answer.text
    assert answer.choices == ["Sous le P30", "Entre P30 et P50", "P50 et plus", "Je ne sais pas"]
    assert ask("P50 et plus", "cardiologue secteur 1, je peux signer ?").verdict == "yes"


@pytest.mark.parametrize(
    "question",
    ["je suis radiologue, puis-je signer ?", "généraliste secteur 1, 600 patients MT, puis-je signer ?"],
)
def test_a_no_neither_repeats_its_reason_nor_lists_what_is_still_unknown(ask: Ask, question: str) -> None:
    answer = ask(question)
    assert answer.verdict == "no"
    decisive = answer.text.split("\n")[0].split(". ", 1)[1]
    assert answer.text.count(decisive) == 1
    assert all(answer.text.count(reason.text) <= 1 for reason in answer.reasons)
    assert "\n- ? " not in answer.text


def test_what_is_left_to_pay_follows_the_years(ask: Ask) -> None:
    assert "nul (l’aide dépasse ce coût de 9 344 €) chaque année" in _plain(ask("reste à charge temps plein P95").text)
    earlier = _plain(ask("reste à charge pour un temps plein signé le 3 mars 2022").text)
    assert "de 7 656 € la troisième, puis de 6 656 € par an à partir de la quatrième" in earlier


def _plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def test_a_reading_that_says_the_same_is_not_offered() -> None:
    said = Lead("**Oui** : à votre âge, il suffit de maintenir votre patientèle, avec 10 % de baisse tolérée.")
    assert says_again(Lead("Une baisse de 10 % est tolérée à votre âge."), said)
    assert not says_again(Lead("Le bilan est fait la troisième année."), said)
    contrary = replace(said, verdict=Verdict.YES), replace(said, verdict=Verdict.NO)
    assert not says_again(*contrary)


def test_of_several_answers_none_repeats_another(ask: Ask) -> None:
    text = ask(
        "Pour arrêter mon contrat d'aide : quel préavis ? et quelle durée de préavis, par lettre recommandée ?"
    ).text
    sentences = re.findall(r"[^.!?\n]+[.!?]", _plain(text.partition("*Règles")[0]))
    assert len(sentences) == len(set(sentences)), text
