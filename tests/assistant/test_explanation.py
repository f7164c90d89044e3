"""Who is named under a quotation: the sources that carry its own words, in the order it rests on them."""

import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from assistant.conversation import take_turn
from assistant.explanation import _citations, _who, explain, quoted
from assistant.fixed import no_source
from assistant.turn import State
from corpus import Corpus, load_corpus, read_document
from rag import Quote, open_index
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
        ("medecins-65-ans", "en douceur", "cpts-issy", "Issy", "SEXTANT"),
    ],
)
def test_the_sources_that_carry_the_words_are_named(
    corpus: Corpus, sheet: str, words: str, first: str, named: str, not_named: str
) -> None:
    found = quote(corpus, sheet, words)
    assert named in _who(found, corpus)
    assert not_named not in _who(found, corpus)
    assert _citations(found, corpus)[0].source == first


def test_all_that_carries_a_passage_is_cited_in_order(corpus: Corpus) -> None:
    found = quote(corpus, "secteur-et-optam", "Pas forcément")
    assert [citation.source for citation in _citations(found, corpus)] == list(found.passage.sources)
    assert "ameli" in _who(found, corpus)


MARKED = """---
id: cdi-ou-cdd
title: "CDI ou CDD ?"
topics: [contract.employer]
regimes: [convention-2024]
valid_from: 2024-06-22
valid_to: null
checked_on: 2026-11-21
reviewed_by: null
---

La foire aux questions admet un CDD.[^urps-assistants-medicaux] Une page d’avocat parle du CDI.[^marquenet]

## Et ensuite ?

Posez la question à votre CPAM avant de signer.[^nous]
"""


@pytest.mark.parametrize(
    ("words", "sources", "who"),
    [
        ("La foire aux questions admet un CDD.", ["urps-assistants-medicaux"], "assistants-medicaux.org (URPS"),
        ("Une page d’avocat parle du CDI.", ["marquenet"], "Maître Marquenet, avocat"),
        ("Posez la question à votre CPAM avant de signer.", ["cdi-ou-cdd"], "notre fiche «\u00a0CDI ou CDD ?\u00a0»"),
    ],
)
def test_a_quotation_names_what_carries_its_own_sentences(
    corpus: Corpus, tmp_path: Path, words: str, sources: list[str], who: str
) -> None:
    (tmp_path / "cdi-ou-cdd.md").write_text(MARKED, encoding="utf-8")
    marked = corpus.model_copy(update={"documents": (read_document(tmp_path / "cdi-ou-cdd.md"),)})
    found = replace(quote(marked, "cdi-ou-cdd", words), text=words)
    assert [citation.source for citation in _citations(found, marked)] == sources
    assert who in _who(found, marked)


@pytest.mark.parametrize("title", ["L’étude à quatre ans", "Les 1 729 contrats", "Avenants 8 et 9"])
def test_no_figure_is_stated_by_the_title_of_the_closest_sheet(title: str) -> None:
    """A title is our words: a number in it, in letters too, is proved by nothing in the answer."""
    turn = take_turn(State(), "qui a gagné la coupe du monde ?", date(2026, 11, 28))
    assert title not in no_source(turn, (title,), date(2026, 11, 28)).text
    assert "Le rôle de la CPTS" in no_source(turn, ("Le rôle de la CPTS",), date(2026, 11, 28)).text


def test_a_paragraph_is_quoted_by_its_name_as_if_it_had_been_found(corpus: Corpus) -> None:
    """Typed on any keyboard: neither hard spaces nor curly apostrophes are asked of whoever names it."""
    named = quoted("aide-collective-conditions", "Qu'est-ce que l'aide collective ?", corpus)
    found = quote(corpus, "aide-collective-conditions", "Une SEL n’y a pas accès")
    assert named.answered
    assert named.text.startswith(found.text)
    assert named.quotes == (found,)
    assert [citation.source for citation in named.citations] == ["mesdocs-aide-collective"]


def test_a_paragraph_that_is_not_there_is_not_quoted(corpus: Corpus) -> None:
    with pytest.raises(LookupError, match="aide-collective-conditions#Combien"):
        quoted("aide-collective-conditions", "Combien", corpus)


def test_a_paragraph_is_quoted_without_the_search() -> None:
    """A figure answer quotes before the model, or the index, is loaded."""
    alone = (
        "import sys; from corpus import load_corpus; from assistant.explanation import quoted\n"
        "quoted('cdi-ou-cdd', load_corpus().sheet('cdi-ou-cdd').text.splitlines()[0].lstrip('# '), load_corpus())\n"
        "assert not {'numpy', 'bm25s', 'chromadb', 'torch'} & sys.modules.keys(), 'heavy'"
    )
    subprocess.run([sys.executable, "-c", alone], check=True)


def test_where_nothing_answers_the_nearest_questions_are_offered(corpus: Corpus, tmp_path: Path) -> None:
    retriever = open_index(tmp_path, corpus.documents, "lexical")
    today = date(2026, 11, 28)
    found = explain("jours de congé sabbatique de mon assistante", retriever, corpus, today)
    assert not found.answered
    assert 1 <= len(found.nearest) <= 3
    assert all(any(heading in document.text for document in corpus.documents) for heading in found.nearest)
    assert explain("recette de la blanquette", retriever, corpus, today).nearest == ()
    assert explain("quelle période d’essai pour mon assistante", retriever, corpus, today).nearest == ()
