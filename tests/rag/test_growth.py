"""The growth measurement measures a real search, and the few best are those of a full sort."""

import time

import numpy as np

from rag.growth import _passage, _random, _RandomModel, _Words, measure_growth
from rag.index import Index
from rag.lexical import LexicalIndex
from rag.retrieval import Retriever
from rag.store import Vectors


def test_each_size_is_measured() -> None:
    small, large = measure_growth((40, 80))
    assert (small["passages"], large["passages"]) == (40, 80)
    assert small.keys() == {"passages", "search_ms", "index_mb", "build_s"}
    assert large["index_mb"] > small["index_mb"] > 0  # type: ignore[operator]  # both are numbers
    assert 0 < small["search_ms"]["p50"] <= small["search_ms"]["p95"]  # type: ignore[index]


def test_a_whole_query_embeds_its_question() -> None:
    def embed(question: str) -> None:
        asked.append(question)
        time.sleep(0.005)

    asked: list[str] = []
    (measured,) = measure_growth((40,), embed)
    assert measured["query_ms"]["p50"] >= measured["search_ms"]["p50"] + 4  # type: ignore[index]  # milliseconds
    assert len(set(asked)) == len(asked) > 10


def test_asking_for_fewer_gives_the_first_of_all() -> None:
    words = _Words()
    passages = [_passage(number, words) for number in range(60)]
    generator = np.random.default_rng(0)
    vectors = _random(generator, 60)
    vectors[10:20] = vectors[10]  # equal scores: the order of the ids decides
    model = _RandomModel()
    model.embed_query = lambda _: vectors[10].tolist()  # type: ignore[method-assign]
    lexical = LexicalIndex.build(passage.counted_text for passage in passages)
    retriever = Retriever(Index("", passages, lexical, Vectors(vectors, np.repeat(vectors, 3, axis=0))), model)
    query = "de la, un"  # stop words alone: nothing but vectors decides
    everything = [hit.passage.id for hit in retriever.search(query, 60)]
    assert len(set(everything)) == 60
    assert everything[:10] == [f"doc{number}#0" for number in range(10, 20)]
    for k in (1, 5, 15, 59, 60, 100):
        assert [hit.passage.id for hit in retriever.search(query, k)] == everything[:k]
