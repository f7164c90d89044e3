"""Corrections, answers to our question, and the word that opens an answer."""

from __future__ import annotations

import pytest
from answers import Ask
from labelled import TODAY

from assistant.understanding import understand
from rules.profile import Profile


@pytest.mark.parametrize(
    "question", ["radiologue", "radiologues", "Gynéco secteur 1, 35% de mes honoraires en CCAM, éligible?"]
)
def test_a_yes_or_no_is_turned_only_where_the_contrary_is_plainly_put(question: str, ask: Ask) -> None:
    answer = ask(question)
    assert answer.verdict == "no" and answer.text.startswith("**Non**"), answer.text


def test_a_turned_yes_says_what_it_means(ask: Ask) -> None:
    answer = ask("radiologue, je suis exclu ?")
    assert (answer.verdict, answer.text.partition("**.")[0]) == ("yes", "**Oui : en l’état, l’aide est refusée")


@pytest.mark.parametrize(
    "question",
    ["MG secteur 1, 600 patients, c'est râpé ?", "SISA de 5 MG dont un MEP, ça bloque le contrat collectif ?"],
)
def test_a_refusal_that_a_fact_may_lift_or_of_another_is_not_said_to_be_hers(question: str, ask: Ask) -> None:
    assert "en l’état" not in ask(question).text


def test_who_stays_is_not_told_to_end_her_own_contract(ask: Ask) -> None:
    first = ask("ma collègue part à la retraite, mon contrat tombe ?").text.partition("\n")[0]
    assert "ettez fin" not in first or "Quand vous cessez votre activité" in first


def test_a_correction_is_read_beside_what_else_it_says() -> None:
    known = Profile(patientele_mt=760)
    read = understand("non pardon 1060 !! j'ai mal lu. secteur 1", TODAY, known=known, said_last="patientele_mt")
    assert read.profile() == {"patientele_mt": 1060, "secteur": 1}


@pytest.mark.parametrize(
    ("reply", "optam"), [("J'y ai adhéré en janvier dernier.", True), ("je n'y adhère pas", False)]
)
def test_an_answer_on_optam_needs_no_yes(reply: str, optam: bool) -> None:
    read = understand(reply, TODAY, asked="optam")
    assert read.profile() == {"optam": optam}
    assert read.partial_signature is None


def test_my_own_certificate_is_read_as_hers() -> None:
    read = understand("en attendant mon CQP, je peux prendre la tension ? je viens du secrétariat", TODAY)
    assert read.profile() == {"assistant_certified": False, "assistant_profile": "secrétaire"}


def test_thousands_are_joined_before_cents() -> None:
    assert [float(item.value) for item in understand("2 159,91 brut par mois ?", TODAY).quantities] == [2159.91]


def test_no_option_at_all_is_no_optam() -> None:
    assert understand("chirurgien vasculaire, secteur 2 sans aucune option", TODAY).profile()["optam"] is False


@pytest.mark.parametrize("text", ["j'ai repris un cabinet en oct 2025", "je sors de l'OPTAM au 1er janvier 2027"])
def test_a_takeover_or_leaving_optam_is_no_signature(text: str) -> None:
    read = understand(text, TODAY)
    assert read.partial_signature is None and "signed_on" not in read.profile()


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("non pardon, 30 c'était en 2024. Là sur les 12 derniers mois c'est 14 %. Et avec 14, il y a droit ?", 14),
        ("je me suis trompé d'année : 30 c'est 2023, sur un an glissant c'est 12. Ça passe ?", 12),
        ("30 % c'était avant que j'arrête le bloc, maintenant 11 %. Éligible ?", 11),
        ("30 % c'était en 2023, et en 2025 c'est 19 %. C'est bon ?", 19),
    ],
)
def test_a_number_of_another_time_gives_way_to_that_of_now(text: str, share: int) -> None:
    read = understand(text, TODAY, known=Profile(specialty="orl", ccam_share=30), said_last="ccam_share")
    assert read.profile()["ccam_share"] == share
    assert read.partial_signature is None and read.rules_of is None


def test_a_number_of_another_time_alone_changes_nothing() -> None:
    read = understand("30 % c'était en 2023", TODAY, known=Profile(ccam_share=30), said_last="ccam_share")
    assert read.profile() == {}


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("et à 780, je suis exclu ?", "patientele_mt", 780),
        ("ok mais avec 820, ça passe ?", "patientele_mt", 820),
        ("et à 66, c'est pareil ?", "age", 66),
    ],
)
def test_a_bare_number_supposes_the_one_known_that_it_is_near(text: str, field: str, value: int) -> None:
    read = understand(text, TODAY, known=Profile(patientele_mt=700, age=62))
    assert read.profile() == {field: value}


@pytest.mark.parametrize(
    ("before", "text", "verdict"),
    [
        ("gynéco secteur 1 avec 22 % de CCAM, ça coince ?", "pardon 19 %, c'est bon ?", "yes"),
        ("gynéco secteur 1 avec 22 % de CCAM, j'ai droit ?", "pardon 29 %, je suis exclu ?", "yes"),
    ],
)
def test_a_correction_is_answered_on_what_it_puts_itself(ask: Ask, before: str, text: str, verdict: str) -> None:
    assert ask(text, before).verdict == verdict
