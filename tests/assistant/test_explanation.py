"""Who is named under a quotation: the sources that its words name, before the others of the sheet."""

import pytest

from assistant.explanation import _citations, _who
from corpus import Corpus, load_corpus
from rag import Quote
from rag.chunking import split_document


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return load_corpus()


def quote(corpus: Corpus, sheet: str, words: str) -> Quote:
    document = next(document for document in corpus.documents if document.id == sheet)
    passage = next(passage for passage in split_document(document) if words in passage.text)
    return Quote(passage.text, passage, 1.0)


@pytest.mark.parametrize(
    ("sheet", "words", "first", "named", "not_named"),
    [
        ("limites-du-dispositif", "redondance", "sextant-76", "SEXTANT", "FMF"),
        ("limites-du-dispositif", "La CSMF signalait", "fmf-paradox", "CSMF", "SEXTANT"),
        ("temoignages-de-medecins", "Nouvelle-Aquitaine", "c24-urpsna", "Nouvelle-Aquitaine", "SEXTANT"),
        ("medecins-65-ans", "en douceur", "cpts-issy", "Issy", "URPS"),
    ],
)
def test_the_sources_that_the_words_name_come_first(
    corpus: Corpus, sheet: str, words: str, first: str, named: str, not_named: str
) -> None:
    found = quote(corpus, sheet, words)
    assert named in _who(found, corpus)
    assert not_named not in _who(found, corpus)
    assert _citations(found, corpus)[0].source == first


def test_where_the_words_name_nobody_the_first_sources_of_the_sheet_are_named(corpus: Corpus) -> None:
    found = quote(corpus, "secteur-et-optam", "Pas forcément")
    assert [citation.source for citation in _citations(found, corpus)] == list(found.passage.sources)
    assert "ameli" in _who(found, corpus)
