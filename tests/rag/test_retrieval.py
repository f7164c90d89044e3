"""What comes first: the right passage, then what is in force; always in the same order."""

from datetime import date
from pathlib import Path

import pytest
from rag_fakes import Sheet

from rag.index import IndexUnusableError
from rag.opening import open_index
from rag.retrieval import Retriever

OLD = Sheet(
    "ancien",
    "Le médecin doit exercer dans un cabinet de groupe d’au moins deux médecins.",
    regimes=("avenant-7",),
    valid_from=date(2019, 9, 1),
    valid_to=date(2023, 4, 30),
)
NEW = Sheet(
    "nouveau",
    "Le médecin qui exerce seul peut signer : le cabinet de groupe n’est plus demandé.",
    regimes=("convention-2024",),
    valid_from=date(2024, 6, 22),
)
OTHER = Sheet("autre", "La formation dure un an et se termine par un examen.")
QUESTION = "un cabinet de groupe d’au moins deux médecins est-il demandé ?"


@pytest.fixture
def retriever(tmp_path: Path) -> Retriever:
    return open_index(tmp_path, [OLD, NEW, OTHER], "lexical")


def found(retriever: Retriever, **options: object) -> list[str]:
    return [hit.passage.document for hit in retriever.search(QUESTION, 3, **options)]  # type: ignore[arg-type]  # kinds vary


def test_without_a_date_the_closest_words_win(retriever: Retriever) -> None:
    assert found(retriever)[0] == "ancien"


def test_what_is_in_force_outranks_what_is_not(retriever: Retriever) -> None:
    hits = retriever.search(QUESTION, 3, on=date(2026, 11, 1))
    assert [hit.passage.document for hit in hits][:2] == ["nouveau", "ancien"]
    assert [hit.current for hit in hits][:2] == [True, False]


def test_a_past_date_brings_back_the_text_of_that_day(retriever: Retriever) -> None:
    assert found(retriever, on=date(2021, 3, 1))[0] == "ancien"


def test_a_regime_asked_for_is_found_whatever_the_date(retriever: Retriever) -> None:
    assert found(retriever, on=date(2026, 11, 1), regimes=frozenset({"avenant-7"}))[0] == "ancien"


def test_an_outdated_passage_comes_out_when_nothing_current_speaks_of_it(tmp_path: Path) -> None:
    retriever = open_index(tmp_path, [OLD, OTHER], "lexical")
    assert found(retriever, on=date(2026, 11, 1))[0] == "ancien"


def test_equal_scores_come_in_the_order_of_ids(tmp_path: Path) -> None:
    twins = [Sheet(name, "Exactement la même phrase partout.") for name in ("b", "a", "c")]
    assert found(open_index(tmp_path, twins, "lexical")) == ["a", "b", "c"]


@pytest.mark.parametrize("query", ["", "   ", "?!", "le la les", "xyzzy", "a" * 5000])
def test_odd_questions_never_fail(retriever: Retriever, query: str) -> None:
    for hit in retriever.search(query):
        assert 0 <= hit.score <= 1
        assert 0 <= hit.lexical_coverage <= 1


def test_nothing_to_index_is_said(tmp_path: Path) -> None:
    with pytest.raises(IndexUnusableError, match="no passage"):
        open_index(tmp_path, [], "lexical")


def test_coverage_tells_how_much_of_the_question_is_spoken_of(retriever: Retriever) -> None:
    hit = retriever.search("formation examen astronaute")[0]
    assert hit.passage.document == "autre"
    assert hit.lexical_coverage == pytest.approx(2 / 3)
