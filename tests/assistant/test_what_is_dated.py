"""What a date is the date of: a signature, a hiring, an installation, a term; and what is known by its month only."""

from __future__ import annotations

from datetime import date

import pytest
from answers import Ask

from assistant.conversation import take_turn
from assistant.turn import State, Understanding
from assistant.understanding import understand

TODAY = date(2026, 11, 28)


def _said(text: str) -> Understanding:
    return understand(text, TODAY)


@pytest.mark.parametrize(
    ("text", "new"),
    [
        ("je me suis installée en mai 2026, 310 patients", True),
        ("plaque posée il y a sept mois", True),
        ("installé depuis 2014 à Laval", False),
        ("je me suis installé en 2021", False),
        ("installée en 2024, secteur 1", None),
    ],
)
def test_an_installation_is_no_signature(text: str, new: bool | None) -> None:
    understood = _said(text)
    assert understood.profile().get("new_installer") is new
    assert understood.partial_signature is None


@pytest.mark.parametrize(
    "text",
    [
        "AM entrée au cabinet en mars 2022",
        "ma recrue a signé son contrat de travail en mars 2022",
        "mon assistante, prise en mars 2022",
    ],
)
def test_a_hiring_is_no_signature(text: str) -> None:
    assert (_said(text).partial_hiring, _said(text).partial_signature) == ((date(2022, 3, 1), date(2022, 3, 31)), None)


@pytest.mark.parametrize(
    "text",
    [
        "depuis 2019 on me répète que c'est réservé aux autres",
        "mon contrat court jusqu'au 31 mars 2027",
        "ma file active s'élevait à 1 950 patients en 2025",
    ],
)
def test_what_happened_otherwise_dates_no_contract(text: str) -> None:
    understood = _said(text)
    assert (understood.partial_signature, understood.rules_of, understood.profile().get("signed_on")) == (None,) * 3


def test_a_post_held_since_a_month_dates_the_contract() -> None:
    assert _said("mi-temps depuis mars 2024, combien cette année ?").partial_signature == (
        date(2024, 3, 1),
        date(2024, 3, 31),
    )


@pytest.mark.parametrize(
    ("text", "year"),
    [("temps plein depuis 3 ans et demi", 4), ("un mi-temps depuis 26 mois", 3), ("ETP depuis un an", 2)],
)
def test_a_post_held_for_some_years_is_in_a_year_of_its_contract(text: str, year: int) -> None:
    assert _said(text).profile()["contract_year"] == year


def test_a_hiring_known_by_its_month_is_counted_from_and_not_asked_again(ask: Ask) -> None:
    first = "mon assistante a été embauchée en janvier 2025, sans diplôme"
    answer = ask("elle doit avoir son CQP quand ?", first)
    assert "Au plus tard en janvier\u00a02027" in answer.text
    assert "Règles en janvier\u00a02025" in answer.text
    assert "hired_on" not in answer.missing and answer.next_question is None


def test_a_colleague_s_hiring_is_answered_by_the_rules_of_her_day(ask: Ask) -> None:
    answer = ask("ma collègue embauchée en 2021, même délai ?", "délai pour obtenir le CQP ?")
    assert "3\u00a0ans après l’embauche" in answer.text and "Règles en 2021 (avenant 7)" in answer.text


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("il est passé d'office aux règles de la convention 2024 ?", True),
        ("et sous la convention 2024 ?", False),
        ("Correction. Signature : convention médicale 2024", False),
    ],
)
def test_a_text_named_in_passing_leaves_the_day_of_signature(text: str, kept: bool) -> None:
    state = take_turn(State(), "contrat signé le 4 avril 2023, mi-temps, combien ?", TODAY).state
    after = take_turn(state, text, TODAY).state
    assert (after.profile.signed_on == date(2023, 4, 4)) is kept


def test_the_amounts_of_a_later_text_are_dated(ask: Ask) -> None:
    told = ask("signé en mars 2023 pour un mi-temps, combien la cinquième année ?").text
    assert "(avenant 7), montants du 22/06/2024" in told
    assert "montants du" not in ask("signé en mars 2025 pour un mi-temps, combien la cinquième année ?").text


def test_a_contract_that_is_over_whatever_its_day_says_so(ask: Ask) -> None:
    answer = ask("combien je touche cette année ?", "contrat mi-temps signé en 2020")
    assert "arrivé à son terme** entre le 31 décembre 2024 et le 30 décembre 2025" in answer.text


@pytest.mark.parametrize(
    ("said", "year", "amount"),
    [
        ("Pour l’année commencée en octobre 2024, c’était combien ?", "deuxième", "14 000 €"),
        ("Et l’année d’après, celle d’octobre 2025 ?", "troisième", "11 000 €"),
        ("Année 3, octobre 2025 : combien ?", "troisième", "11 000 €"),
        ("la deuxième année (octobre 2024), c’était quoi ?", "deuxième", "14 000 €"),
        ("et l’an 2, donc octobre 2024 ?", "deuxième", "14 000 €"),
        ("la 3e, octobre 2025 ?", "troisième", "11 000 €"),
    ],
)
def test_a_year_told_by_its_first_month_is_no_signature(ask: Ask, said: str, year: str, amount: str) -> None:
    answer = ask(said, "contrat signé le 2 octobre 2023, mi-temps")
    assert f"{year} année" in answer.text
    assert amount in answer.text.replace("\u202f", " ").replace("\u00a0", " ")
    assert answer.understood["signed_on"] == "2023-10-02"


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("donc en mai 2025 c'était combien ?", 5),
        ("et la deuxième, de mai 2025 à mai 2026 ?", 5),
        ("l'année commencée en mai 2025", 5),
        ("signé en mai 2025, combien ?", None),
    ],
)
def test_a_month_tells_a_year_of_the_contract(text: str, month: int | None) -> None:
    said = _said(text)
    assert (said.year_begun[0] if said.year_begun else None) == (date(2025, month, 1) if month else None)
    assert (said.partial_signature is None) is (month is not None)
