"""Each sentence of a sheet names the sources that carry it, and readers see no marker."""

from pathlib import Path

import pytest

from corpus import Corpus, Document, lint, read_document
from corpus.carried import Carried, carriers

BODY = """## Puis-je embaucher en **CDD** ?

Oui. Une foire aux questions l’admet.[^urps] Un avocat parle du CDI.[^marquenet][^urps] Écrivez à votre CPAM.[^nous]

## Et ensuite ?

Il faut, selon l’âge :[^ccn]

- un accord **écrit** ;[^ccn]
- deux témoins,
  au moins.[^ordre]

| option | montant |
|---|---:|
| mi-temps | 19 000 €[^ameli] |
| temps plein | 38 000 €[^agipi] |
"""
HEAD = """---
id: fiche
title: "Une fiche"
topics: [aid.amounts]
regimes: [convention-2024]
valid_from: 2024-06-22
valid_to: null
checked_on: 2026-11-21
reviewed_by: null
---

"""


def read(folder: Path, text: str) -> Document:
    (folder / "fiche.md").write_text(text, encoding="utf-8")
    return read_document(folder / "fiche.md")


def problems(sheet: Document) -> list[str]:
    """What the linter says of the sheet's markers."""
    found = lint(
        Corpus(sources={}, documents=(sheet,), disagreements=()),
        topics=set(),
        regimes={"convention-2024": (None, None)},
    )
    return [line for line in found if "source" in line or "[^nous]" in line]


def test_readers_see_the_text_without_its_markers(tmp_path: Path) -> None:
    sheet = read(tmp_path, HEAD + BODY)
    assert "[^" not in sheet.text
    assert "CDI. Écrivez à votre CPAM.\n" in sheet.text
    assert "| mi-temps | 19 000 € |" in sheet.text


def test_each_group_carries_the_sentences_since_the_group_before(tmp_path: Path) -> None:
    assert read(tmp_path, HEAD + BODY).carried == (
        Carried("Oui. Une foire aux questions l’admet.", ("urps",)),
        Carried("Un avocat parle du CDI.", ("marquenet", "urps")),
        Carried("Écrivez à votre CPAM.", ("nous",)),
        Carried("Il faut, selon l’âge :", ("ccn",)),
        Carried("- un accord **écrit** ;", ("ccn",)),
        Carried("- deux témoins,\n  au moins.", ("ordre",)),
        Carried("| mi-temps | 19 000 €", ("ameli",)),
        Carried("| temps plein | 38 000 €", ("agipi",)),
    )


def test_the_sources_of_a_sheet_are_those_its_sentences_name(tmp_path: Path) -> None:
    assert read(tmp_path, HEAD + BODY).sources == ("urps", "marquenet", "ccn", "ordre", "ameli", "agipi")


@pytest.mark.parametrize(
    ("passage", "sources"),
    [
        ("Une foire aux questions l’admet.", ("urps",)),
        ("Un avocat parle du CDI.", ("marquenet", "urps")),
        ("Une foire aux questions l’admet. Un avocat parle du CDI.", ("urps", "marquenet")),
        ("Écrivez à votre CPAM.", ()),
        ("Il faut, selon l’âge :\n- un accord écrit ;\n- deux témoins, au moins.", ("ccn", "ordre")),
        ("temps plein : montant : 38 000 €", ("agipi",)),
        ("Ce que la fiche ne dit pas.", ()),
    ],
)
def test_a_quote_names_the_sources_of_its_own_sentences(tmp_path: Path, passage: str, sources: tuple[str, ...]) -> None:
    assert read(tmp_path, HEAD + BODY).sources_of(passage) == sources


def test_a_sheet_whose_sentences_name_nothing_is_a_fault(tmp_path: Path) -> None:
    (problem,) = problems(read(tmp_path, HEAD + "Oui. Non."))
    assert "finit sans ses sources" in problem
    (problem,) = problems(read(tmp_path, HEAD + "## Rien ?").model_copy(update={"carried": ()}))
    assert "aucune source" in problem


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("Une phrase.[^a] Une autre.", "finit sans ses sources"),
        ("Une phrase.[^a]\n\nUn paragraphe.\n\nEncore.[^a]", "finit sans ses sources"),
        ("- un\n- deux[^a]", "finit sans ses sources"),
        ("| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4[^a] |", "finit sans ses sources"),
        ("Une phrase.[^a] [^b]", "des sources sans phrase"),
        ("[^a]", "des sources sans phrase"),
        ("## Quoi ?[^a]\n\nVoilà.[^a]", "un titre nomme des sources"),
        ("Trois mois[^a] au plus.[^b]", "au milieu d’une phrase"),
        ("Voilà.[^a][^nous]", "gardez l’un ou l’autre"),
    ],
)
def test_a_sentence_without_its_sources_is_a_fault(tmp_path: Path, body: str, said: str) -> None:
    found = problems(read(tmp_path, HEAD + body))
    assert len(found) == 1
    assert said in found[0]


def test_what_the_sentences_of_a_good_sheet_name_is_no_fault(tmp_path: Path) -> None:
    assert problems(read(tmp_path, HEAD + BODY)) == []


def test_the_same_words_in_two_sheets_do_not_meet() -> None:
    carried = (Carried("Oui, sans délai.", ("a",)), Carried("Oui, toujours.", ("b",)))
    assert carriers("Oui, toujours.", carried) == ("b",)
