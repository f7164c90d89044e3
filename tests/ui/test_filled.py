"""A form is read whoever filled it in: by hand, by a link of last year, by the chat."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from fastapi.testclient import TestClient

from rules.profile import Profile
from ui import filled, typed
from ui.form import QUESTIONS, STEPS

TODAY = date(2026, 11, 28)


@pytest.mark.parametrize(
    "text",
    [
        *("28/11/2026", "28/11/26", "28-11-2026", "28.11.2026", "28 11 2026", "28112026", "281126", " 28/11/2026 "),
        *("28 novembre 2026", "28 nov. 26", "le 28 novembre 2026", "2026-11-28", "aujourd’hui", "signé le 28/11/2026"),
    ],
)
def test_a_day_is_read_as_doctors_write_it(text: str) -> None:
    assert typed.day(text, TODAY) == TODAY


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("31/04/2026", "Le 31 avril n’existe pas."),
        ("31 avril", "Le 31 avril n’existe pas."),
        ("31/04", "Le 31 avril n’existe pas."),
        ("30 février", "Le 30 février n’existe pas."),
        ("29 février", "Il manque l’année. Écrivez la date ainsi\u00a0: 28/11/2026."),
        ("12 mai", "Il manque l’année. Écrivez la date ainsi\u00a0: 28/11/2026."),
        ("bientôt", "Je ne lis pas de date ici. Écrivez-la ainsi\u00a0: 28/11/2026."),
        ("29/02/2027", "Le 29 février 2027 n’existe pas."),
        ("0/1/2026", "Le 0 janvier n’existe pas."),
        ("12/13/2026", "Il n’y a pas de mois «\u00a013\u00a0». Écrivez le jour, le mois, puis l’année."),
        ("novembre 2026", "Il manque le jour. Écrivez la date ainsi\u00a0: 28/11/2026."),
        ("31/08/2019", "Aucun texte connu ne couvre cette date. Écrivez une date du 01/09/2019 au 31/12/2029."),
        ("9" * 5_000, "Je ne lis pas de date ici. Écrivez-la ainsi\u00a0: 28/11/2026."),
        ("1/1/2024 ou 2/2/2024", "Je ne lis pas de date ici. Écrivez-la ainsi\u00a0: 28/11/2026."),
    ],
)
def test_what_is_no_day_is_told_in_french(text: str, told: str) -> None:
    with pytest.raises(ValueError, match=re.escape(told)):
        typed.day(text, TODAY)


@pytest.mark.parametrize("text", ["1300", "1 300", "1.300", "1\u202f300\u00a0patients", "mille trois cents", "1,3k"])
def test_a_count_is_read_as_doctors_write_it(text: str) -> None:
    assert typed.count(text, 0, 20_000, "de patients") == 1300


@pytest.mark.parametrize("text", ["-5", "12,5", "20 001", "1200 ou 1300", "1e9", "", "9" * 5_000])
def test_what_is_no_count_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="de 0 à 20\u202f000"):
        typed.count(text, 0, 20_000, "de patients")


@pytest.mark.parametrize("text", ["2400,50", "2 400,50 €", "2.400,50", "2400.50 euros par mois"])
def test_an_amount_is_read_as_doctors_write_it(text: str) -> None:
    assert typed.amount(text, 20_000) == Decimal("2400.5")


def test_the_facts_of_a_profile_become_the_answers_that_say_the_same() -> None:
    facts: dict[str, Any] = {
        "etp": 1,
        "specialty": "radiologue",
        "secteur": 2,
        "optam": True,
        "signed_on": "2023-06-10",
        "patientele_mt": 1300,
        "age": 65,
        "percentile": 92,
        "new_installer": True,
        "zone": "zip",
    }
    read = filled.read(facts, TODAY)
    assert read.values == {
        "etp": "1",
        "specialty": "autre",
        "other": "radiologue",
        "secteur": "Secteur 2 avec OPTAM",
        "signed_on": "10/06/2023",
        "patientele_mt": "1\u202f300",
        "age": "65",
        "percentile": "92",
        "new_installer": "true",
        "zone": "zip",
    }
    assert Profile.model_validate(read.profile) == Profile.model_validate(facts)
    assert filled.read(read.values, TODAY) == read  # as the page sends them back
    assert [read.told(step) for step in STEPS] == [
        "Temps plein, signé le 10/06/2023",
        "Radiologue, secteur 2 avec OPTAM, 65\u00a0ans",
        "1\u202f300\u00a0patients, P92",
        "Installation récente",
    ]
    assert read.also == ["Tranche nationale\u00a0: P92", "Zone\u00a0: ZIP"]


@pytest.mark.parametrize("fact", [{"secteur": 2}, {"etp": "1/3"}, {"optam": True}, {"percentile": "30-50"}])
def test_a_fact_that_no_answer_says_stays_a_fact(fact: dict[str, Any]) -> None:
    assert filled.read(fact, TODAY).profile == fact


def test_what_no_rule_knows_is_left_aside_and_named_by_its_label_alone() -> None:
    read = filled.read({"specialty": "zzz", "secteur": 9, "nothing": 1, "etp": [1], "age": None}, TODAY)
    assert (read.values, read.profile, read.errors) == ({}, {}, {})
    assert read.unknown == ("Spécialité", "Secteur")


def test_each_button_of_the_form_gives_a_fact_of_the_profile() -> None:
    for question in QUESTIONS.values():
        for value, _ in question.choices:
            read = filled.read({question.name: value}, TODAY)
            assert read.values == {question.name: value}
            Profile.model_validate(read.profile)


def test_the_page_gets_html_of_the_form_and_programs_get_data(client: TestClient) -> None:
    page = {"accept": "text/html"}
    shown = client.post("/api/v1/simulate", json={"etp": "1", "signed_on": "28/11/26"}, headers=page).json()
    assert set(shown) == {"html", "told", "instead", "errors", "steps", "values", "also"}
    assert shown["steps"]["contract"] == "Temps plein, signé le 28/11/2026"
    assert client.post("/api/v1/simulate", json=["a"], headers=page).status_code == 422
    assert client.post("/api/v1/simulate", json={"etp": 1}).json()["hours"]["value"] == "35"


def test_a_month_alone_is_enough_where_the_day_decides_nothing(client: TestClient) -> None:
    def simulated(signed_on: str) -> dict[str, Any]:
        answers = {"etp": "1", "specialty": "generaliste", "secteur": "Secteur 1", "signed_on": signed_on}
        shown = client.post("/api/v1/simulate", json=answers, headers={"accept": "text/html"})
        return dict(shown.json())

    march, day = simulated("mars 2023"), simulated("14/03/2023")
    assert (march["errors"], march["told"]) == ({}, day["told"])
    assert march["steps"]["contract"] == "Temps plein, signé en mars\u00a02023"
    assert march["values"]["signed_on"] == "mars 2023"  # as the page sends it back
    assert "Pour une signature en mars\u00a02023" in march["html"]
    assert "Pour une signature le 14/03/2023" in day["html"]
    assert "Signature supposée" not in march["html"]
    june = simulated("juin 2023")  # amounts rose for contracts whose year begins from the 22nd
    assert june["html"] is None
    assert june["errors"]["signed_on"].startswith("Il manque le jour, qui change le résultat. Écrivez la date ainsi")
    assert june["told"] == "Corrigez la date de signature"
