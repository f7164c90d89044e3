"""Passages found, quoted and cited: the public surface of the room.

Importing it loads no model and no vector store; each name is imported when it is first used. None is a module's name:
an imported module would take its place.
"""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rag.embeddings import LEXICAL
    from rag.extract import best_sentences
    from rag.faults import UNKNOWN, fault_of
    from rag.growth import measure_growth
    from rag.hit import Hit, Quote
    from rag.index import IndexUnusableError, current_build
    from rag.index_failed import IndexFailedError
    from rag.ingest import IngestedDocument, IngestReport, ingest_files
    from rag.measure import measure_indexing, measure_queries, measure_search
    from rag.opening import add_documents, open_index, standing, words_alone
    from rag.passages import Document, Passage
    from rag.reranking import Reranker
    from rag.retrieval import Retriever
    from rag.unusable import REST, Fault, SettingUnusableError

_HOMES = {
    "Document": "passages",
    "Fault": "unusable",
    "Hit": "hit",
    "IndexFailedError": "index_failed",
    "IndexUnusableError": "index",
    "IngestReport": "ingest",
    "IngestedDocument": "ingest",
    "Passage": "passages",
    "Quote": "hit",
    "Reranker": "reranking",
    "Retriever": "retrieval",
    "SettingUnusableError": "unusable",
    "LEXICAL": "embeddings",
    "REST": "unusable",
    "UNKNOWN": "faults",
    "add_documents": "opening",
    "best_sentences": "extract",
    "current_build": "index",
    "fault_of": "faults",
    "measure_growth": "growth",
    "ingest_files": "ingest",
    "measure_indexing": "measure",
    "measure_queries": "measure",
    "measure_search": "measure",
    "open_index": "opening",
    "standing": "opening",
    "words_alone": "opening",
}
__all__ = [
    "LEXICAL",
    "REST",
    "UNKNOWN",
    "Document",
    "Fault",
    "Hit",
    "IndexFailedError",
    "IndexUnusableError",
    "IngestReport",
    "IngestedDocument",
    "Passage",
    "Quote",
    "Reranker",
    "Retriever",
    "SettingUnusableError",
    "add_documents",
    "best_sentences",
    "current_build",
    "fault_of",
    "ingest_files",
    "measure_growth",
    "measure_indexing",
    "measure_queries",
    "measure_search",
    "open_index",
    "standing",
    "words_alone",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'rag' has no attribute {name!r}")
    return getattr(importlib.import_module(f"rag.{_HOMES[name]}"), name)
