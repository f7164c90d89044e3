"""In a large corpus only candidates are compared exactly: the passages found must stay those of a full comparison."""

from datetime import date
from typing import Any

import numpy as np
import pytest

from rag import lexical, retrieval
from rag.growth import _passage, _random, _RandomModel, _Words
from rag.index import Index
from rag.lexical import LexicalIndex
from rag.nearest import Signs
from rag.passages import Passage
from rag.retrieval import CANDIDATES, Retriever
from rag.store import Vectors

TODAY = date(2026, 11, 1)


@pytest.mark.parametrize("dimension", [3, 64, 70, 384])
def test_agreement_counts_the_dimensions_on_the_other_side_of_the_mean(dimension: int) -> None:
    vectors = np.random.default_rng(0).normal(0.5, 1, (20, dimension)).astype(np.float32)
    sides = vectors > vectors.mean(axis=0)
    expected = [-np.count_nonzero(side != sides[4]) for side in sides]
    assert Signs(vectors).agreement(vectors[4]).tolist() == expected


class Asked(_RandomModel):
    """Each question has the vector it is told."""

    def __init__(self) -> None:
        super().__init__()
        self.vectors: dict[str, Any] = {}

    def embed_query(self, text: str) -> list[float]:
        return self.vectors[text].tolist()  # type: ignore[no-any-return]  # numpy's tolist is untyped


@pytest.fixture(scope="module")
def large() -> Index:
    """3 000 passages on a hundred subjects: close to one another within a subject, as real ones are."""
    words, generator = _Words(), np.random.default_rng(0)
    passages = [_passage(number, words) for number in range(3_000)]
    subjects = np.repeat(_random(generator, 100), 30, axis=0) + 0.2
    vectors = _unit(subjects + 0.7 * _random(generator, 3_000))
    sentences = _unit(np.repeat(vectors, 3, axis=0) + 0.5 * _random(generator, 9_000))
    return Index("", passages, LexicalIndex.build(p.counted_text for p in passages), Vectors(vectors, sentences))


def _unit(vectors: Any) -> Any:
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


def questions(index: Index) -> Asked:
    """Words of a passage, and a direction near it."""
    assert index.vectors is not None
    model, generator = Asked(), np.random.default_rng(2)
    for number in range(0, 3_000, 75):
        passage = index.passages[number]
        near = _unit(index.vectors.passages[number : number + 1] + 0.7 * _random(generator, 1))[0]
        model.vectors[" ".join(passage.text.split()[:6])] = near
    return model


def test_candidates_give_the_passages_of_a_full_comparison(large: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    model = questions(large)
    some = Retriever(large, model)
    monkeypatch.setattr(retrieval, "CANDIDATES", 5_000)
    everything = Retriever(large, model)
    assert some.signs is not None and everything.signs is None
    whole = {query: [hit.passage.id for hit in everything.search(query)] for query in model.vectors}
    monkeypatch.setattr(retrieval, "CANDIDATES", 100)
    found = {query: [hit.passage.id for hit in some.search(query)] for query in model.vectors}
    assert all(found[query][0] == whole[query][0] for query in whole)
    assert np.mean([len(set(found[query]) & set(whole[query])) / 5 for query in whole]) > 0.95


def test_a_hit_has_its_own_cosines(large: Index) -> None:
    model = questions(large)
    assert large.vectors is not None
    for query, vector in model.vectors.items():
        for hit in Retriever(large, model).search(query, 3, on=TODAY):
            number = int(hit.passage.document.removeprefix("doc"))
            assert hit.dense_cosine == pytest.approx(large.vectors.passages[number] @ vector, abs=1e-5)
            sentences = large.vectors.sentences[3 * number : 3 * number + 3] @ vector
            assert hit.sentence_scores == pytest.approx(sentences.tolist(), abs=1e-5)


@pytest.mark.parametrize("k", [1, 5, 50, CANDIDATES])
def test_asking_for_fewer_gives_the_first_of_more(large: Index, k: int) -> None:
    model = questions(large)
    retriever, query = Retriever(large, model), next(iter(model.vectors))
    longer = [hit.passage.id for hit in retriever.search(query, CANDIDATES)]
    assert len(set(longer)) == CANDIDATES
    assert [hit.passage.id for hit in retriever.search(query, k)] == longer[:k]


def test_as_many_passages_come_as_are_asked_for(large: Index) -> None:
    model = questions(large)
    query = next(iter(model.vectors))
    for k in (1_000, 2_950, 3_000, 4_000):
        assert len({hit.passage.id for hit in Retriever(large, model).search(query, k)}) == min(k, 3_000)


def test_what_is_not_in_force_leaves_room_among_the_candidates(large: Index) -> None:
    """The nearest 1 000 passages are outdated: the one in force is still compared, and comes first."""
    assert large.vectors is not None
    old = [Passage(p.id, p.document, "", "", p.text, p.sentences, valid_to=date(2020, 1, 1)) for p in large.passages]
    old[7] = large.passages[7]
    vectors, generator = large.vectors.passages.copy(), np.random.default_rng(3)
    vectors[1:1_000] = vectors[0] + 0.02 * _random(generator, 999)
    vectors[7] = vectors[0] + 0.1 * _random(generator, 1)[0]
    index = large._replace(passages=old, vectors=Vectors(_unit(vectors), _unit(np.repeat(vectors, 3, axis=0))))
    model = Asked()
    model.vectors["xyzzy"] = large.vectors.passages[0]
    retriever = Retriever(index, model)
    assert retriever.search("xyzzy", 1)[0].passage.id != "doc7#0"
    first, second = retriever.search("xyzzy", 2, on=TODAY)
    assert (first.passage.id, first.current, second.current) == ("doc7#0", True, False)


def test_in_a_large_corpus_a_term_of_most_texts_tells_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lexical, "_FEW", 1)
    index = LexicalIndex.build(["le chat dort", "le chat mange", "le chat chasse", "un chien dort"])
    assert index.scores("chat qui dort").tolist() == index.scores("dort").tolist()
    assert (index.scores("chat") > 0).tolist() == [True, True, True, False]  # alone, it is what is asked for


def test_in_a_small_corpus_every_term_counts() -> None:
    index = LexicalIndex.build(["le chat dort", "le chat mange", "le chat chasse", "un chien dort"])
    assert index.scores("chat qui dort")[0] > index.scores("dort")[0]
