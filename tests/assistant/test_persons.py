"""People called by their name: what is told of each is hers, and comes back when she is named again."""

from __future__ import annotations

import pytest
from answers import TODAY, Ask

from assistant import persons
from assistant.turn import State

TWO_ASSISTANTS = "J'hésite entre Nadia, aide-soignante, et Sandrine qui n'a que le bac. Combien d'heures pour Nadia ?"
MY_PARTNER = (
    "Je suis généraliste secteur 1, 900 patients. Mon associé Paul en a 640, il a 67 ans. J'ai droit à l'aide ?"
)
THREE = (
    "On est trois généralistes : moi 1 210 patients médecin traitant, Hélène 690 (installée depuis 2009), et Julien "
    "qui a vissé sa plaque en avril et qui en a 310. Hélène et moi, on a droit à l'aide ?"
)
TWO_CONTRACTS = (
    "Nos médecins : le Dr Morel, temps plein signé en mai 2025. Le Dr Petit, mi-temps, signé en octobre 2022. "
    "Combien touche le Dr Morel cette année ?"
)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (TWO_ASSISTANTS, {"nadia": {"assistant_profile": "aide-soignant"}, "sandrine": {"assistant_profile": "autre"}}),
        ("Léa est infirmière et Tom secrétaire. Qui ?", {"lea": "infirmier", "tom": "secrétaire"}),
        ("Marie fait 35 h, Jeanne fait 17 h 30", {"marie": 1, "jeanne": 0.5}),
        ("Médecin généraliste dans le Morbihan, 1 050 patients", {}),
        ("Bonjour, Claire Martin, généraliste à Nantes, 900 patients, secteur 1.", {}),
        ("Cabinet à Vannes, 900 patients. Ophtalmo Dijon, secteur 2", {}),
        ("Généraliste, 66 ans. Contrat signé en mai 2024, Nadia en arrêt", {}),
    ],
)
def test_facts_are_told_of_people_and_not_of_places(text: str, told: dict[str, object]) -> None:
    known = persons.named(State(), text, TODAY).state.told
    values = {name: next(iter(facts.values())) for name, facts in known.items()}
    assert values == {name: next(iter(of.values())) if isinstance(of, dict) else of for name, of in told.items()}


@pytest.mark.parametrize(
    ("question", "first", "said"),
    [
        (TWO_ASSISTANTS, None, "112"),
        ("Et pour Sandrine ?", TWO_ASSISTANTS, "279"),
        ("Et Paul ?", MY_PARTNER, "135"),
        ("Et le Dr Petit ?", TWO_CONTRACTS, "cinquième"),
    ],
)
def test_a_question_is_answered_of_who_is_named(question: str, first: str | None, said: str, ask: Ask) -> None:
    answer = ask(question, *filter(None, [first]))
    assert said in answer.text.partition("\n")[0], answer.text


def test_what_is_told_of_a_partner_is_not_hers(ask: Ask) -> None:
    answer = ask(MY_PARTNER)
    assert (answer.understood["patientele_mt"], answer.understood.get("age")) == (900, None)
    mine = ask("et pour moi à temps plein combien ?", MY_PARTNER, "Et Paul ?")
    assert mine.understood["patientele_mt"] == 900


def test_each_of_those_named_is_answered(ask: Ask) -> None:
    mine, hers = (line for line in ask(THREE).text.split("\n") if line.startswith(("Vous", "Hélène")))
    assert mine.startswith("Vous\u00a0: **Oui")
    assert hers.startswith("Hélène\u00a0: **Non")


def test_who_is_told_to_tell_is_not_asked_of(ask: Ask) -> None:
    text = (
        "Le contrat du Dr Lambert (temps plein, signé le 1er septembre 2021) s'achève. Dites-moi ce qu'il a pu toucher."
    )
    assert "Vous\u00a0:" not in ask(text).text


def test_a_correction_is_kept_for_who_it_is_of(ask: Ask) -> None:
    mended = "Pour Hélène j'ai confondu, c'est 840 pardon. Alors elle ?"
    assert ask(mended, THREE).understood["patientele_mt"] == 840
    assert ask("Et Julien ?", THREE, mended).understood["patientele_mt"] == 310
    assert ask("Et Hélène ?", THREE, mended, "Et Julien ?").understood["patientele_mt"] == 840


@pytest.mark.parametrize(
    ("first", "then", "of_the_other"),
    [
        (
            "Drs Tanguy et Cozic, MG secteur 1, se partagent un AM à 35 h : combien chacun ?",
            "Rectification : Cozic est radiologue. Éligible ?",
            "Tanguy seul donc, à temps plein. An 1 ?",
        ),
        (
            "Le Dr Blin et le Dr Roux, généralistes, prennent une assistante. Combien chacun ?",
            "Pardon, Roux est anesthésiste. Il y a droit ?",
            "Et Blin à temps plein, combien la première année ?",
        ),
        (
            "Les docteurs Petit et Lang, MG secteur 1. Ils ont droit à l’aide ?",
            "erreur : Lang est stomatologue.",
            "et Petit, il touche combien la 1re année à temps plein ?",
        ),
    ],
)
def test_what_is_put_right_of_one_of_two_is_not_of_the_other(
    ask: Ask, first: str, then: str, of_the_other: str
) -> None:
    assert ask(then, first).text.startswith("**Non**")
    answer = ask(of_the_other, first, then)
    assert "38" in answer.text.split("\n")[0]
    assert answer.understood["specialty"] == "generaliste"
