"""Measures search on a question file: what is found, how fast, and how fast documents are indexed.

File format: {"docs": [{"id", "text"}], "questions": [{"question", "gold": [doc ids]}]}.
"""

import json
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from rag.opening import open_index
from rag.passages import Document
from rag.retrieval import Retriever

_DEPTH = 50  # passages asked for, so that ten distinct documents come out of them


@dataclass(frozen=True)
class _BenchDocument:
    id: str
    text: str
    title: str = ""
    topics: tuple[str, ...] = ()
    regimes: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    local: bool = False

    def sources_of(self, _: str) -> tuple[str, ...]:
        return ()

    def questions_of(self, _: str) -> tuple[str, ...]:
        return ()


def measure_search(bench: Path, embedding: str = "bundled") -> dict[str, Any]:
    """Recall at 1 and 5, MRR at 10, times of `measure_queries`, documents indexed per second.

    Builds a throwaway index of the file's documents: about two minutes for 1 700 paragraphs on two cores.
    Raises OSError, ValueError, KeyError or TypeError when the file is absent, empty or of another format.
    """
    content = json.loads(bench.read_text("utf-8"))
    documents = [_BenchDocument(entry["id"], entry["text"]) for entry in content["docs"]]
    if not documents or not content["questions"]:
        raise ValueError(f"{bench} holds no document or no question")
    with tempfile.TemporaryDirectory() as folder:
        retriever, rate = _indexed(Path(folder), documents, embedding)
        ranks = [_rank(retriever, entry["question"], set(entry["gold"])) for entry in content["questions"]]
    return {
        "questions": len(ranks),
        "documents": len(documents),
        "recall_at_1": _share(ranks, 1),
        "recall_at_5": _share(ranks, 5),
        "mrr_at_10": round(sum(1 / rank for rank in ranks if rank <= 10) / len(ranks), 3),
        **measure_queries(retriever, [entry["question"] for entry in content["questions"]]),
        "indexed_documents_per_second": rate,
    }


def measure_queries(retriever: Retriever, questions: Sequence[str]) -> dict[str, Any]:
    """Times of a whole query and of the bare embedding of its question (ms), and how many times longer the first is."""
    if retriever.model is None:
        return {"query_ms": percentiles(retriever.search, questions)}
    retriever.model.forget()
    query = percentiles(retriever.search, questions)
    retriever.model.forget()
    bare = percentiles(retriever.model.embed_query, questions)
    ratio = round(query["p50"] / bare["p50"], 2)
    return {"query_ms": query, "query_embedding_ms": bare, "query_to_embedding_ratio": ratio}


def measure_indexing(documents: Sequence[Document], embedding: str = "bundled") -> float:
    """Documents indexed per second, in a throwaway index."""
    with tempfile.TemporaryDirectory() as folder:
        return _indexed(Path(folder), documents, embedding)[1]


def _indexed(folder: Path, documents: Sequence[Document], embedding: str) -> tuple[Retriever, float]:
    open_index(folder / "warm-up", documents[:1], embedding)  # the model's loading time is not indexing
    start = time.perf_counter()
    retriever = open_index(folder / "index", documents, embedding)
    return retriever, round(len(documents) / (time.perf_counter() - start), 1)


def percentiles(call: Callable[[str], object], questions: Sequence[str]) -> dict[str, float]:
    """Median and 95th percentile of the time of a call over the questions, in milliseconds."""
    times = []
    for question in questions:
        start = time.perf_counter()
        call(question)
        times.append((time.perf_counter() - start) * 1000)
    return {"p50": round(float(np.percentile(times, 50)), 1), "p95": round(float(np.percentile(times, 95)), 1)}


def _rank(retriever: Retriever, question: str, gold: set[str]) -> float:
    """Rank of the first right document among distinct documents; infinite when none was found."""
    found = dict.fromkeys(hit.passage.document for hit in retriever.search(question, _DEPTH))
    return next((rank for rank, document in enumerate(found, 1) if document in gold), float("inf"))


def _share(ranks: list[float], depth: int) -> float:
    return round(sum(rank <= depth for rank in ranks) / len(ranks), 3)
