"""The model tuned to the documents of the staff: real matrices over the real model, persisted with the index."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import numpy as np
import pytest
from rag_fakes import BagOfStems, Sheet

from eval.local import measure, read
from rag import Retriever, add_documents, open_index
from rag.embeddings import SentenceModel
from rag.opening import load_once
from rag.trying import tried

OURS = Sheet("aide", "## Montant\n\nL’aide est de 38 000 € la première année.")
THEIRS = Sheet(
    "local-note",
    "## Salles\n\nLa salle Tilleul se loue 20 €.\n\n## Départs\n\nSi l’assistant s’en va, rendez la moitié.",
    "Vie pratique",
    local=True,
)
LEAVING = "la mienne a démissionné, je vous dois quelque chose ?"


@pytest.fixture(scope="module")
def loaded() -> SentenceModel:
    model = load_once("bundled")
    assert model
    return model


def _best(retriever: Retriever, question: str, among: Collection[str]) -> str:
    hits = retriever.search(question, among=among)
    return max(hits, key=lambda hit: hit.local_cosines[0] + max(hit.local_cosines[1:])).passage.heading


def test_it_finds_what_strangers_ask_of_documents_it_never_learnt() -> None:
    """Three authors of thirteen; without tuning, the right passage comes first about 40 times in 100."""
    first, three = (float(share.rpartition(" ")[2]) for share in measure().split(": ")[1].split(", "))
    assert first > 0.6 and three > 0.8, (first, three)


def test_some_authors_are_never_learnt() -> None:
    fitted = [cpts.fitted_on for cpts in read()]
    assert 10 <= fitted.count(False) < fitted.count(True)


def test_texts_read_together_or_alone_have_the_same_vectors(loaded: SentenceModel) -> None:
    texts = ["La salle Tilleul.", "Si l’assistant s’en va, rendez la moitié de ce qui a été versé.", "Tarif : 20 €."]
    alone = np.array([loaded.embed_local([text])[0] for text in texts])
    assert np.einsum("ij,ij->i", np.array(loaded.embed_local(texts)), alone) == pytest.approx(1, abs=2e-3)


def test_an_index_keeps_the_vectors_of_the_documents_of_the_staff_alone(tmp_path: Path) -> None:
    built = open_index(tmp_path, [OURS])
    assert built.index.vectors and not len(built.index.vectors.local)
    both = add_documents(tmp_path, [THEIRS])
    assert both.index.vectors and len(both.index.vectors.local) == 4  # two passages, a sentence each
    assert _best(both, LEAVING, {THEIRS.id}) == "Départs"
    assert not any(hit.local_cosines for hit in both.search("combien ?", among={OURS.id}))
    again = open_index(tmp_path)
    assert again.index.vectors and np.array_equal(again.index.vectors.local, both.index.vectors.local)


def test_a_document_that_is_tried_is_read_by_it_too(tmp_path: Path) -> None:
    retriever, whole = tried(open_index(tmp_path, [OURS]), THEIRS)
    assert whole and _best(retriever, LEAVING, {THEIRS.id}) == "Départs"


def test_another_model_is_not_tuned() -> None:
    assert BagOfStems().fingerprint.tuned == ""
