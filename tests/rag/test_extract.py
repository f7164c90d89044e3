"""The sentences shown are the document's own words, distinct, and make sense alone."""

from pathlib import Path

import pytest
from rag_fakes import Sheet

from rag.extract import best_sentences
from rag.opening import open_index
from rag.retrieval import Retriever

SHEETS = [
    Sheet("duree", "Combien dure le contrat ?\nLe contrat dure cinq ans. Il est renouvelable sur demande du médecin."),
    Sheet("copie", "Le contrat dure cinq ans."),
    Sheet("autre", "La visite du cabinet est libre. Les locaux sont chauffés."),
]


@pytest.fixture
def retriever(tmp_path: Path) -> Retriever:
    return open_index(tmp_path, SHEETS, "lexical")


def test_quotes_answer_verbatim_and_are_distinct(retriever: Retriever) -> None:
    query = "combien dure le contrat ?"
    quotes = best_sentences(query, retriever.search(query, 3))
    assert len(quotes) == 2
    assert "Le contrat dure cinq ans." in quotes[0].text
    assert sum("cinq ans" in quote.text for quote in quotes) == 1
    for quote in quotes:
        assert quote.text in quote.passage.text


def test_a_question_is_never_quoted_as_an_answer(retriever: Retriever) -> None:
    query = "combien dure le contrat ?"
    assert not any(q.text.endswith("?") for q in best_sentences(query, retriever.search(query, 3), count=9))


def test_a_sentence_that_refers_back_comes_with_the_one_before(retriever: Retriever) -> None:
    query = "est-il renouvelable sur demande ?"
    quote = best_sentences(query, retriever.search(query, 1))[0]
    assert quote.text == "Le contrat dure cinq ans. Il est renouvelable sur demande du médecin."


def test_nothing_found_quotes_nothing() -> None:
    assert best_sentences("contrat", []) == []
