"""A second reading of the best passages by a cross-encoder, for installations that set one (AM_RERANKER).

It reads the question and each passage together: slower than the search by ten times or more, and better only where
its model knows French. It is loaded at the first question, never when the setting is empty.
"""

import importlib
import threading
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rag.retrieval import Hit

DEPTH = 20  # passages read again


class Reranker:
    """A sentence-transformers CrossEncoder, by name or folder. Thread-safe."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._model: Any = None
        self._lock = threading.Lock()

    def reorder(self, query: str, hits: "Sequence[Hit]", penalty: float) -> "list[Hit]":
        """The same hits, scored by the model: 0 to 1 among them, less the penalty of what is not in force.

        Raises whatever sentence-transformers raises for a model it cannot load.
        """
        if not hits:
            return []
        with self._lock:  # the tokenizer of a model is not made for two threads
            self._model = self._model or self._load()
            read = self._model.predict([(query, hit.passage.counted_text) for hit in hits], show_progress_bar=False)
        low, high = min(read), max(read)
        scored = [
            replace(hit, score=float((mark - low) / ((high - low) or 1)) - penalty * (not hit.current))
            for hit, mark in zip(hits, read, strict=True)
        ]
        return sorted(scored, key=lambda hit: -hit.score)

    def _load(self) -> Any:
        return importlib.import_module("sentence_transformers").CrossEncoder(self.name, device="cpu")
