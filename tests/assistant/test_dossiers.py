"""Several doctors whom a manager goes through one after the other: each keeps what was said of her."""

from __future__ import annotations

import re
from datetime import date

import pytest
from answers import Ask
from turns import after

from assistant.conversation import take_turn
from assistant.turn import State

PRACTICE = (
    "Je gère une SCM de 3 généralistes. Dr Humbert, 67 ans, 1 200 patients MT : doit-il augmenter sa patientèle ?"
)
OF_2022 = "Dr Marchal, mi-temps, signé le 12/09/2022 : combien la première année ?"


def test_nothing_of_a_doctor_is_kept_for_the_next_but_the_practice() -> None:
    said = after(PRACTICE, "Dr Claudel : 58 ans, 740 patients. Elle y a droit ?").profile
    assert (said.age, said.patientele_mt, said.legal_form, said.members) == (58, 740, "SCM", 3)


def test_the_contract_of_one_dates_none_of_another() -> None:
    said = after(OF_2022, "Dr Lefort : rien de signé encore, mi-temps. 1ère année ?")
    assert said.profile.signed_on is None and said.signature is None


@pytest.mark.parametrize("back", ["je reviens à Humbert : il y a droit ?", "et le docteur Humbert, alors ?"])
def test_one_comes_back_as_she_was_left(back: str) -> None:
    assert after(PRACTICE, "Dr Claudel : 58 ans, 740 patients. Elle y a droit ?", back).profile.age == 67


def test_a_surname_alone_is_another_doctor_once_some_are_named() -> None:
    said = after("Dr Benali, généraliste S1, 310 patients, elle y a droit ?", "Marchal avait signé en 2022. Combien ?")
    assert said.profile.patientele_mt is None


@pytest.mark.parametrize(
    ("second", "told"),
    [
        ("N°2 : idem mais 790", (790, 1)),
        ("N°3 : secteur 2 OPTAM, 310 patients", (310, 2)),
    ],
)
def test_numbered_doctors_are_alike_only_where_it_is_said(second: str, told: tuple[int, int]) -> None:
    said = after("N°1 : généraliste, secteur 1, 760 patients médecin traitant, y a-t-il droit ?", second).profile
    assert (said.patientele_mt, said.secteur) == told


@pytest.mark.parametrize(
    "named",
    [
        "mon associé le Dr Petit a 900 patients, il y a droit ?",
        "je suis le Dr Petit, généraliste, 900 patients, j’y ai droit ?",
        "un docteur junior arrive chez nous, ça ajoute un poste ?",
        "le docteur veut une assistante, il y a droit ?",
    ],
)
def test_a_doctor_who_names_one_speaks_of_herself_or_of_a_colleague(named: str) -> None:
    assert not after(named).of_a_named_doctor


def test_a_number_alone_names_a_file_that_one_comes_back_to() -> None:
    said = after(
        "Dossier n° 1 : temps plein, signé le 5 novembre 2022, combien cette année ?",
        "Dossier n° 2 : mi-temps, signé le 5 novembre 2023. Sa deuxième année ?",
        "Je reviens au n° 1. Quand son contrat finit-il ?",
    )
    assert said.profile.signed_on == date(2022, 11, 5)


def test_one_comes_back_from_a_colleague_to_him_who_was_spoken_of_first() -> None:
    said = after(
        "Contrat signé le 10 mars 2022, mi-temps, pour un adhérent : combien cette année ?",
        "Sa consœur, elle, a signé en novembre 2024. Même réponse ?",
        "Revenons à lui. Son contrat expire quand ?",
    )
    assert said.profile.signed_on == date(2022, 3, 10)


def test_another_case_altogether_is_heard_by_itself() -> None:
    said = after(
        "Le docteur Hamon, généraliste en ZIP, a déjà un temps plein : un second assistant est-il possible ?",
        "Un tout autre cas, le docteur Abgrall, 67 ans, 1 100 patients : devrait-il augmenter sa patientèle ?",
    )
    assert said.topic and said.topic.startswith("objectives.")


CONTRACTS = (
    "Trois contrats, objectifs atteints : 1) mi-temps signé le 10 mars 2022 ; 2) temps plein signé le 15 septembre "
    "2023 ; 3) mi-temps signé le 3 février 2025. Quel montant pour l'année en cours, pour chacun ?"
)


def test_numbered_contracts_are_answered_one_by_one(ask: Ask) -> None:
    first, second, third = (part.text for part in ask(CONTRACTS).parts[:3])
    assert "cinquième et dernière année" in first and "11\u202f000" in first
    assert "quatrième année" in second and "22\u202f000" in second
    assert "deuxième année" in third and "14\u202f000" in third


def test_the_cases_of_a_list_may_stand_after_their_question(ask: Ask) -> None:
    text = ask("Délai du CQP dans deux cas : (i) contrat signé en septembre 2023, (ii) contrat signé en octobre 2024 ?")
    assert re.search(r"\(i\).*3 ans.*\(ii\).*2 ans", text.text.replace("\u00a0", " "), re.DOTALL), text.text


@pytest.mark.parametrize(
    ("message", "signed"),
    [
        ("et pour le 3, l'année prochaine ?", date(2025, 2, 3)),
        ("le 2 se termine quand ?", date(2023, 9, 15)),
        ("contrat 1 : fin quand ?", date(2022, 3, 10)),
    ],
)
def test_one_of_the_numbered_contracts_is_come_back_to(message: str, signed: date) -> None:
    assert after(CONTRACTS, message).profile.signed_on == signed


def test_numbered_questions_are_no_cases() -> None:
    assert not take_turn(State(), "1) mi-temps, combien ? 2) temps plein, combien ?", date(2026, 11, 28)).each


@pytest.mark.parametrize(
    ("one", "other", "same"), [("Dr A.", "Dr B.", "même exercice"), ("Client A", "Client B", "idem")]
)
def test_files_named_by_a_letter_keep_their_facts(one: str, other: str, same: str, ask: Ask) -> None:
    first = f"{one} : mi-temps signé le 2 mai 2023, combien cette année ?"
    second = f"{other} : même quotité, signé le 2 mai 2025, {same}."
    answer = ask(second, first)
    assert (answer.understood["etp"], answer.understood["signed_on"]) == (0.5, "2025-05-02")
    assert ask(f"et le {one}, fin du contrat ?", first, second).understood["signed_on"] == "2023-05-02"


TOLD = "Le Dr Martin est généraliste secteur 1, 900 patients, le Dr Petit est ORL secteur 2 sans OPTAM. Qui a droit ?"


@pytest.mark.parametrize(
    ("told", "message", "facts"),
    [
        (TOLD, "et le premier médecin, il toucherait combien ?", {"specialty": "generaliste", "patientele_mt": 900}),
        (TOLD, "le second, s’il adhère à l’OPTAM ?", {"specialty": "orl", "optam": True}),
        (TOLD, "et le Dr Petit ?", {"specialty": "orl", "secteur": 2}),
        (
            "Hamdi : 830 patients, généraliste. Guyen : 610 patients, généraliste. Qui peut signer ?",
            "le deuxième, il lui manque combien ?",
            {"patientele_mt": 610},
        ),
        ("Paul a 640 patients et Claire 900. Claire a droit à l’aide ?", "et le premier ?", {"patientele_mt": 640}),
    ],
)
def test_a_doctor_told_of_is_called_by_her_rank(told: str, message: str, facts: dict[str, object]) -> None:
    assert facts.items() <= after(told, message).profile.known().items()


@pytest.mark.parametrize("message", ["le second contrat se signe où ?", "et la première ?", "le premier versement ?"])
def test_a_rank_of_something_else_names_no_doctor(message: str) -> None:
    assert after(TOLD, message).dossier == ""


def test_who_writes_comes_back_to_her_own_case() -> None:
    known = after(TOLD, "et le Dr Petit ?", "et moi, cardiologue en secteur 1 ?").profile.known()
    assert known == {"specialty": "cardiologue", "secteur": 1}
