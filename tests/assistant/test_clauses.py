"""Several questions in one message: each is found, with what was told before it; a story is none."""

from __future__ import annotations

import pytest

from assistant.clauses import Clause, is_numbered, questions
from assistant.reading.prepared import prepared


def _words(message: str) -> str:
    return prepared(message).text


def _asked(message: str) -> list[str]:
    return [clause.words for clause in questions(_words(message))]


@pytest.mark.parametrize(
    ("message", "asked"),
    [
        ("Suis-je éligible et combien ?", ["suis-je eligible", "combien ?"]),
        (
            "Combien je touche ? Et il faut prévenir la caisse ?",
            ["combien je touche ?", "et il faut prevenir la caisse ?"],
        ),
        (
            "Peut-on embaucher sa femme ? C'est possible ? Et quelle prime ?",
            ["peut-on embaucher sa femme ? c'est possible ?", "quelle prime ?"],
        ),
        ("quel préavis, et quelle prime ?", ["quel preavis", "quelle prime ?"]),
        ("et combien de patients en plus je dois prendre ?", ["et combien de patients en plus je dois prendre ?"]),
        ("Ah bon ? Elle fabule, avec ses trois ans ?", ["elle fabule, avec ses 3 ans ?"]),
        (
            "Aide de l'année 2 : montant, date de versement.",
            ["aide de l'annee 2 : montant ?", "aide de l'annee 2 : date de versement ?"],
        ),
        (
            "Total sur cinq ans. Différence avec le cas général.",
            ["total sur 5 ans", "difference avec le cas general"],
        ),
        ("Euh, sûr ?? C'est en combien de temps ?", ["c'est en combien de temps ?"]),
        ("Vous êtes sûrs ? Et qui paie ?", ["qui paie ?"]),
        ("Combien l'an 1 et ça tombe quand ?", ["combien l'an 1", "ca tombe quand ?"]),
        (
            "Combien d'heures, qui paye, et en combien de temps ?",
            ["combien d'heures", "qui paye", "en combien de temps ?"],
        ),
        (
            "Y sont-ils éligibles et, le cas échéant, quel montant ?",
            ["y sont-ils eligibles", "quel montant ?"],
        ),
        ("dans quel délai, et à la charge de qui ?", ["dans quel delai", "a la charge de qui ?"]),
        ("ça s'arrête quand et y a quoi derrière", ["ca s'arrete quand", "y a quoi derriere"]),
        ("Qui paie la formation ; et pourquoi ?", ["qui paie la formation", "pourquoi ?"]),
        (
            "quel délai pour le CQP, et pendant ce temps elle peut faire quoi",
            ["quel delai pour le cqp", "pendant ce temps elle peut faire quoi"],
        ),
        (
            "l'aide dure combien de temps + on peut renouveler ?",
            ["l'aide dure combien de temps", "on peut renouveler ?"],
        ),
        ("combien pour 35 h et aussi il faut être en groupe", ["combien pour 35 h", "aussi il faut etre en groupe"]),
        ("j'ai droit à l'aide + c'est combien ?", ["j'ai droit a l'aide", "c'est combien ?"]),
        ("combien d'heures et elle doit finir quand", ["combien d'heures", "elle doit finir quand"]),
        ("ça fait combien et sinon c'est imposable ?", ["ca fait combien", "c'est imposable ?"]),
        (
            "quelle durée ? je dois la former puis-je la garder ?",
            ["quelle duree ?", "je dois la former puis-je la garder ?"],
        ),
    ],
)
def test_each_question_is_found_in_its_order(message: str, asked: list[str]) -> None:
    assert _asked(message) == asked


@pytest.mark.parametrize(
    "message",
    [
        "1) suis-je éligible 2) quel délai pour former 3) qui paie",
        "a) suis-je éligible b) quel délai pour former c) qui paie",
        "1. suis-je éligible 2. quel délai pour former 3. qui paie",
    ],
)
def test_numbered_questions_are_as_many(message: str) -> None:
    assert is_numbered(_words(message))
    assert _asked(message) == ["suis-je eligible", "quel delai pour former", "qui paie"]


def test_a_question_comes_with_what_was_told_before_it() -> None:
    first, second = questions(
        _words("Je suis généraliste. J'ai 1 200 patients. Combien je touche ? Mon assistante part : qui prévenir ?")
    )
    assert first.words == "combien je touche ?"
    assert "generaliste" in first.told
    assert "patients" in first.told
    assert second == Clause("mon assistante part : qui prevenir ?", "")


@pytest.mark.parametrize(
    "message",
    ["Bonjour.", "Je suis généraliste et j'ai signé en 2022.", "secteur 1, 1 200 patients", "merci !", ""],
)
def test_a_message_that_only_tells_asks_nothing(message: str) -> None:
    assert _asked(message) == []
    assert not is_numbered(_words(message))


@pytest.mark.parametrize(
    "message", ["combien pour 1.5 ETP ?", "l'aide est de 19.000 euros ?", "17 h 30, c'est possible ?"]
)
def test_the_point_of_a_number_ends_no_question(message: str) -> None:
    assert len(_asked(message)) == 1


def test_one_number_and_its_bracket_are_no_list() -> None:
    assert not is_numbered(_words("suis-je éligible en secteur 2) sans optam ?"))


@pytest.mark.parametrize(
    ("message", "asked"),
    [
        ("C'est notre SELARL qui emploie tout le monde. Dois-je être l'employeur ?", ["dois-je etre l'employeur ?"]),
        ("Combien de temps ? (mail du Dr Roy, à qui je dois répondre)", ["combien de temps ?"]),
        ("J'aurai 66 ans quand je signerai. Combien puis-je en perdre ?", ["combien puis-je en perdre ?"]),
        ("Qui paie les cours, moi ou quelqu'un d'autre ?", ["qui paie les cours, moi ou quelqu'un d'autre ?"]),
        ("J'y ai droit ou pas, et combien ?", ["j'y ai droit ou pas", "combien ?"]),
        ("Qui peut l'employer et qui touche l'argent ?", ["qui peut l'employer", "qui touche l'argent ?"]),
    ],
)
def test_a_statement_beside_a_question_is_told(message: str, asked: list[str]) -> None:
    assert _asked(message) == asked


def test_a_confirmation_puts_what_was_told() -> None:
    assert _asked("Passé 65 ans plus aucun objectif. Vous confirmez ?") == [
        "passe 65 ans plus aucun objectif, vous confirmez ?"
    ]


def test_points_may_be_numbered_in_words() -> None:
    message = "Premièrement, le contrat dure cinq ans. Deuxièmement, le préavis est de six mois."
    assert is_numbered(_words(message)) and len(_asked(message)) == 2


@pytest.mark.parametrize(
    "said",
    [
        "Est-ce que je suis la seule à qui on fait le coup ?",
        "Suis-je le seul à trouver ça flou ?",
        "on se moque de qui ?",
    ],
)
def test_who_complains_asks_nothing_beside_a_question(said: str) -> None:
    asked = questions(prepared(f"{said} L’aide baisse la deuxième année ?").text)
    assert [clause.words for clause in asked] == ["l'aide baisse la 2e annee ?"]


def test_who_is_alone_to_sign_asks_of_it() -> None:
    assert len(questions(prepared("Suis-je la seule à signer ? Et l’aide, combien ?").text)) == 2
