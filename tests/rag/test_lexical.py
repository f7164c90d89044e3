"""Words are found whatever the accents, endings, elisions and typing errors."""

from pathlib import Path

import pytest

from rag.lexical import LexicalIndex
from rag.words import content_words, coverage, stems

TEXTS = [
    "Les généralistes délèguent l’accueil des patients et la prise de rendez-vous.",
    "Une formation d’adaptation à l’emploi est demandée aux infirmières.",
    "L’œdème est surveillé par l’équipe soignante.",
    "et la de",
]


@pytest.fixture(scope="module")
def index() -> LexicalIndex:
    return LexicalIndex.build(TEXTS)


@pytest.mark.parametrize(
    ("query", "best"),
    [
        ("generaliste", 0),
        ("GÉNÉRALISTES", 0),
        ("acceuil des pateints", 0),  # two typing errors
        ("formtion infirmiere", 1),
        ("qu’est-ce que l'adaptation ?", 1),
        ("oedeme", 2),
    ],
)
def test_finds(index: LexicalIndex, query: str, best: int) -> None:
    assert index.scores(query).argmax() == best


@pytest.mark.parametrize("query", ["", "le la les", "zzzz"])
def test_no_shared_term_scores_zero(index: LexicalIndex, query: str) -> None:
    assert index.scores(query).tolist() == [0.0] * len(TEXTS)


def test_elisions_and_stop_words_are_not_content() -> None:
    assert content_words("Qu’est-ce que l’aide d'aujourd'hui ?") == ["aide", "aujourd", "hui"]


def test_coverage_counts_distinct_stems() -> None:
    wanted = stems("infirmière infirmières formées ?")
    assert coverage(wanted, "Une infirmière.") == 0.5
    assert coverage([], "Une infirmière.") == 0.0


def test_a_saved_index_gives_the_same_scores(index: LexicalIndex, tmp_path: Path) -> None:
    index.save(tmp_path)
    assert LexicalIndex.load(tmp_path).scores("accueil").tolist() == index.scores("accueil").tolist()
