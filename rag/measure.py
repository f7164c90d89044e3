"""Measures search on a question file: what is found, how fast, and how fast documents are indexed.

File format: {"docs": [{"id", "text"}], "questions": [{"question", "gold": [doc ids]}]}.
"""

import json
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from rag.opening import open_index
from rag.retrieval import Retriever

_DEPTH = 50  # passages asked for, so that ten distinct documents come out of them


@dataclass(frozen=True)
class _BenchDocument:
    id: str
    text: str
    title: str = ""
    topics: tuple[str, ...] = ()
    regimes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    local: bool = False


def measure_search(bench: Path, embedding: str = "bundled") -> dict[str, float | dict[str, float]]:
    """Recall at 1 and 5, MRR at 10, query and bare embedding times (ms), documents indexed per second.

    Builds a throwaway index of the file's documents: about two minutes for 1 700 paragraphs on two cores.
    Raises OSError, ValueError or KeyError when the file is absent or of another format.
    """
    content = json.loads(bench.read_text("utf-8"))
    documents = [_BenchDocument(entry["id"], entry["text"]) for entry in content["docs"]]
    questions = [entry["question"] for entry in content["questions"]]
    with tempfile.TemporaryDirectory() as folder:
        open_index(Path(folder) / "warm-up", documents[:1], embedding)  # the model's loading time is not indexing
        start = time.perf_counter()
        retriever = open_index(Path(folder) / "index", documents, embedding)
        seconds = time.perf_counter() - start
        ranks = [_rank(retriever, entry["question"], set(entry["gold"])) for entry in content["questions"]]
    return {
        "questions": len(questions),
        "documents": len(documents),
        "recall_at_1": _share(ranks, 1),
        "recall_at_5": _share(ranks, 5),
        "mrr_at_10": round(sum(1 / rank for rank in ranks if rank <= 10) / len(ranks), 3),
        "query_ms": percentiles(retriever.search, questions),
        "query_embedding_ms": percentiles(retriever.model.embed_query, questions) if retriever.model else {},
        "indexed_documents_per_second": round(len(documents) / seconds, 1),
    }


def percentiles(call: Callable[[str], object], questions: list[str]) -> dict[str, float]:
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
