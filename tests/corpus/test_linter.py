"""The linter finds what it promises to find."""

from datetime import date
from typing import Any

import pytest

from corpus import Corpus, Disagreement, Document, Position, Source, lint, shared_runs
from corpus.carried import Carried

SOURCE = Source(
    id="ordre74", title="t", publisher="p", published=None, url=None, standing="secondary", read="full",
    checked_on=date(2026, 11, 21), regimes=(),
)  # fmt: skip
GOOD = " ".join(["Sous la convention 2024, l’aide à mi-temps vaut 19\u202f000\u202f€ la première année."] * 3)


TOPICS = {"aid.amounts", "salary.grid"}
REGIMES = {
    "avenant-7": (date(2019, 9, 1), date(2023, 4, 30)),
    "avenant-8": (None, date(2023, 4, 30)),
    "reglement-arbitral-2023": (date(2023, 5, 1), date(2024, 6, 21)),
    "convention-2024": (date(2024, 6, 22), None),
}


def linted(corpus: Corpus) -> list[str]:
    return lint(corpus, topics=TOPICS, regimes=REGIMES)


def sheet(**changes: Any) -> Document:
    fields: dict[str, Any] = {
        "id": "fiche", "title": "Une fiche", "topics": ("aid.amounts",), "regimes": ("convention-2024",),
        "valid_from": date(2024, 6, 22), "valid_to": None, "sources": ("ordre74",), "checked_on": date(2026, 11, 21),
        "reviewed_by": None, "text": f"## Combien\u202f?\n\n{GOOD}", "carried": (Carried(GOOD, ("ordre74",)),),
    }  # fmt: skip
    return Document.model_validate(fields | changes)


def problems(document: Document, *disagreements: Disagreement) -> list[str]:
    corpus = Corpus(sources={"ordre74": SOURCE}, documents=(document,), disagreements=disagreements)
    return [line for line in linted(corpus) if "aucune fiche sur" not in line]


def test_a_good_sheet_has_no_problem() -> None:
    assert problems(sheet()) == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (
            {"valid_from": date(2023, 5, 1)},
            "du 1er mai 2023, sans fin, ses textes à partir du 22 juin 2024",
        ),
        ({"valid_from": None}, "la fiche vaut sans premier jour, sans fin"),
        (
            {"regimes": ("avenant-7", "reglement-arbitral-2023")},
            "du 1er septembre 2019, jusqu’au 21 juin 2024",
        ),
        (
            {"valid_from": date(2025, 1, 2), "valid_to": date(2025, 1, 1)},
            "(2 janvier 2025) vient après valid_to",
        ),
        ({"text": f"## Combien\u202f?\n\n## Vide\n\n{GOOD}"}, "une section est vide"),
        ({"text": f"{GOOD}\n\n## Vide"}, "une section est vide"),
        ({"text": "Trop court."}, "«\u00a0Trop court.\u00a0» compte 2 mots"),
        ({"text": " ".join([GOOD] * 4)}, "un paragraphe en a de 25 à 120"),
        ({"text": GOOD.replace("’", "'")}, "l’apostrophe ’"),
        ({"text": GOOD.replace("\u202f€", " €")}, "une espace fine insécable (U+202F) devant"),
        ({"text": GOOD.replace("19\u202f000", "19000")}, "entre les milliers"),
        ({"text": GOOD.replace("19\u202f000", "19 000")}, "entre les milliers"),
        ({"text": GOOD + " Ceci : cela."}, "une espace insécable (U+00A0) devant le deux-points"),
        ({"text": GOOD + " «cité»."}, "à l’intérieur des guillemets"),
        ({"text": GOOD + " A partir de là."}, "les accents des capitales"),
        ({"title": "Combien ?"}, "une espace fine insécable (U+202F) devant"),
    ],
)
def test_each_fault_is_named(changes: dict[str, Any], said: str) -> None:
    assert any(said in line and "fiche" in line for line in problems(sheet(**changes)))


@pytest.mark.parametrize(
    "changes",
    [
        {"valid_to": date(2026, 12, 31)},
        {"regimes": ("avenant-7",), "valid_from": date(2021, 1, 1), "valid_to": None},
        {"valid_from": date(2027, 1, 1)},
        {"regimes": ("avenant-7", "avenant-8"), "valid_from": date(2021, 1, 1), "valid_to": date(2023, 4, 30)},
        {"regimes": ("avenant-8",), "valid_from": None, "valid_to": date(2023, 4, 30)},
        {"regimes": (), "valid_from": None, "valid_to": date(2025, 1, 1)},
    ],
)
def test_a_sheet_may_open_and_close_within_its_regimes(changes: dict[str, Any]) -> None:
    assert problems(sheet(**changes)) == []


def test_years_and_certificate_numbers_are_not_amounts() -> None:
    assert problems(sheet(text=f"{GOOD} En 2024, RNCP\u00a040913, article L. 4161-1, 12\u00a0ans.")) == []


def test_a_local_document_keeps_its_own_dates() -> None:
    assert problems(sheet(local=True, valid_from=date(2020, 1, 1))) == []


def test_a_disagreement_is_held_to_the_same_rules() -> None:
    position = Position(value="3 ans !", sources=("ordre74",))
    entry = Disagreement(
        id="delai", what="Quoi", topics=("aid.amounts",), positions=(position,), followed="2 ans.", why="Voilà."
    )
    (found,) = problems(sheet(), entry)
    assert found.startswith("disagreements.yaml\u00a0: delai\u00a0: trouvé «\u00a03 ans !\u00a0»")


def test_a_topic_without_a_document_is_said() -> None:
    corpus = Corpus(sources={"ordre74": SOURCE}, documents=(sheet(),), disagreements=())
    (found,) = linted(corpus)
    assert found.startswith("documents\u00a0: aucune fiche sur salary.grid\u202f; ajoutez-le")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"standing": "official"}, "source officielle (standing) sans adresse\u202f; nommez dans copy_of"),
        ({"standing": "official", "url": "https://exemple.fr/a"}, "trouvée sur exemple.fr"),
        ({"title": "Combien ?"}, "une espace fine insécable (U+202F) devant"),
        ({"standing": "official", "copy_of": "Avenant n°\u00a07"}, ""),
        ({"standing": "official", "url": "https://www.legifrance.gouv.fr/a"}, ""),
    ],
)
def test_a_copy_of_an_official_text_names_it(changes: dict[str, Any], said: str) -> None:
    source = Source.model_validate(SOURCE.model_dump() | changes)
    found = linted(Corpus(sources={"ordre74": source}, documents=(sheet(),), disagreements=()))
    found = [line for line in found if line.startswith("sources.yaml\u00a0: ordre74")]
    assert len(found) == bool(said)
    assert said in "".join(found)


def test_shared_runs_ignore_case_and_punctuation() -> None:
    theirs = "Un, deux ; trois. Quatre CINQ six « sept » huit neuf"
    assert shared_runs("un deux trois quatre cinq six sept huit", theirs) == ["un deux trois quatre cinq six sept huit"]
    assert shared_runs("un deux trois quatre cinq six sept dix", theirs) == []


ASKED = ("cb la 1re année", "montant du mi-temps", "on touche quoi au début ?", "17 h 30, quelle aide", "aide an 1")


@pytest.mark.parametrize(
    ("questions", "said"),
    [
        ({"Combien ?": ASKED}, None),  # the space of the title may be typed on any keyboard
        ({}, None),  # a sheet may wait for its questions
        ({"Combien ?": ASKED[:4]}, "«\u00a0Combien\u202f?\u00a0» a 4 questions\u202f; écrivez-en 5 au moins"),
        ({"Combien ?": ASKED, "Quand ?": ASKED}, "la fiche n’a pas de titre «\u00a0Quand ?\u00a0»"),
        ({"Quand ?": ASKED}, "«\u00a0Combien\u202f?\u00a0» a 0 question\u202f;"),
    ],
)
def test_questions_are_of_a_paragraph_and_enough(questions: dict[str, tuple[str, ...]], said: str | None) -> None:
    found = problems(sheet(questions=questions))
    assert any(said in line and "questions/fiche.txt" in line for line in found) if said else found == []
