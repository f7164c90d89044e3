"""What a stranger expects of an answer: a number in any spelling and no other, the sense, where it stands."""

from __future__ import annotations

from typing import Any

import pytest

from eval.expected import Item, faults, first_sentence, holds, sense

ANSWER = {
    "kind": "figure",
    "verdict": "yes",
    "text": "**Oui.** Vous touchez 19\u202f000\u202f€ la première année.\n\nEnsuite, 14\u202f000\u202f€ par an.",
    "next_question": "Quand avez-vous signé\u202f?",
}


@pytest.mark.parametrize(
    ("wanted", "text"),
    [
        ("19000", "19\u202f000\u202f€"),
        (19000, "dix-neuf mille euros"),
        ("38 000", "38 k€ par an"),
        ("38 000 €", "38.000 euros"),
        ("2 ans", "sous deux ans"),
        ("2 ans", "dans les 24 mois"),
        ("36 mois", "pendant 3 ans"),
        ("80 %", "quatre-vingts pour cent"),
        ("0,5", "un contrat de ½ ETP"),
        ("0.5 ETP", "1/2 ETP"),
        ("17 h 30", "17,5 heures par semaine"),
        ("1er mai 2023", "depuis le 01/05/2023"),
        ("mai 2023", "depuis le 1er mai 2023"),
        ("2023", "depuis le 1er mai 2023"),
        ("p90", "à partir de P\u00a090"),
        ("807", "soit 807,5 patients en moyenne"),
        ("19 000 €", "la première année\u202f: **19\u202f000**"),
        ("OPTAM", "adhérer à l’Optam"),
        ("l'aide", "**L’aide** est due"),
    ],
)
def test_what_stands_in_another_spelling_is_found(wanted: Item, text: str) -> None:
    assert holds(wanted, {"text": text})


@pytest.mark.parametrize(
    ("wanted", "text"),
    [
        ("775", "1\u202f775 patients"),
        ("400", "25\u202f400\u202f€"),
        ("12", "122 patients"),
        ("2 ans", "2 mois"),
        ("2 ans", "20 ans"),
        ("20 %", "20 patients"),
        ("7", "7,5 heures"),
        ("14 000 €", "14\u202f000 patients"),
        ("mai 2023", "depuis le 1er juin 2023"),
        ("p90", "à partir de P95"),
        ("OPTAM", "adhérer à la convention"),
    ],
)
def test_what_only_looks_alike_is_not_found(wanted: Item, text: str) -> None:
    assert not holds(wanted, {"text": text})


@pytest.mark.parametrize("item", ["debut:oui", "debut:19000", "question:signe", "kind:figure", "oui", True])
def test_each_prefix_looks_where_it_says(item: Item) -> None:
    assert holds(item, ANSWER)


@pytest.mark.parametrize(
    "item",
    ["debut:non", "debut:14000", "question:année", "kind:eligibility", "non", False, "@non_etabli"],
)
def test_each_prefix_looks_nowhere_else(item: Item) -> None:
    assert not holds(item, ANSWER)


def test_no_question_back_holds_no_word() -> None:
    assert not holds("question:secteur", ANSWER | {"next_question": None})


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        ({"verdict": "no", "text": "L’aide n’est pas due."}, "non"),
        ({"verdict": "unknown", "text": "**Oui**, sous réserve de votre zone."}, "oui"),
        ({"text": "« Non\u202f»\u00a0: le texte l’exclut."}, "non"),
        ({"text": "Nonobstant ce délai, l’aide est due."}, None),
        ({"text": "Vous y avez droit."}, None),
        ({}, None),
    ],
)
def test_the_sense_is_the_verdict_or_how_the_text_begins(answer: dict[str, Any], found: str | None) -> None:
    assert sense(answer) == found


@pytest.mark.parametrize(
    "text",
    [
        "**Ce n’est pas établi.**",
        "Aucune de mes sources ne donne ce montant.",
        "Le texte ne précise pas ce délai.",
        "Je ne sais pas.",
        "Rien de tout cela n’est écrit.",
    ],
)
def test_what_is_not_established_is_said_in_several_ways(text: str) -> None:
    assert holds("@non_etabli", {"text": text})
    assert not holds("@non_etabli", {"text": "C’est établi\u00a0: le texte le dit."})


def test_a_very_short_first_sentence_counts_with_the_next() -> None:
    assert first_sentence("**Oui.** Il faut 775 patients. Pas plus.") == "Oui. Il faut 775 patients."
    assert first_sentence("Il faut au moins 1.5 ETP pour cela. Pas plus.") == "Il faut au moins 1.5 ETP pour cela."
    assert first_sentence("**Non.**\n\nLe texte l’exclut. Voilà.") == "Non. Le texte l’exclut."
    assert first_sentence("") == ""


def test_faults_name_what_is_lacking_and_what_must_not_stand() -> None:
    assert faults(ANSWER, ["oui", "19 000", ["par mois", "par an"]], ["non", "38 000"]) == []
    assert faults(ANSWER, ["non", ["SISA", "SCM"]], [14000]) == [
        "manque non",
        "manque ['SISA', 'SCM']",
        "contient 14000",
    ]


def test_an_answer_without_a_text_lacks_everything() -> None:
    assert faults({}, ["oui", "19 000", "@non_etabli"], ["non", "38 000", "question:secteur"]) == [
        "manque oui",
        "manque 19 000",
        "manque @non_etabli",
    ]
