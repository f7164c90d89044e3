"""A second reading of the best passages by a cross-encoder, for installations that set one (AM_RERANKER).

It reads the question and each passage together: slower than the search by ten times or more, and better only where
its model knows French. It is loaded with the index, never when the setting is empty.
"""

import importlib
import os
import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from rag.hit import Hit
from rag.unusable import SettingUnusableError

DEPTH = 20  # passages read again


class Reranker:
    """A sentence-transformers CrossEncoder, by name or folder. Thread-safe.

    Raises SettingUnusableError when there is no such model, or when it is not made to rank.
    """

    def __init__(self, name: str) -> None:
        self._model = _load(name)
        self._lock = threading.Lock()

    def reorder(self, query: str, hits: Sequence[Hit], penalty: float) -> list[Hit]:
        """The same hits, scored by the model: 0 to 1 among them, less the penalty of what is not in force."""
        if not hits:
            return []
        with self._lock:  # the tokenizer of a model is not made for two threads
            read = self._model.predict([(query, hit.passage.counted_text) for hit in hits], show_progress_bar=False)
        low, high = min(read), max(read)
        scored = [
            replace(hit, score=float((mark - low) / ((high - low) or 1)) - penalty * (not hit.current))
            for hit, mark in zip(hits, read, strict=True)
        ]
        return sorted(scored, key=lambda hit: -hit.score)


def _load(name: str) -> Any:
    if Path(name).is_dir():
        os.environ["HF_HUB_OFFLINE"] = "1"  # read when huggingface_hub is first imported
    expected = "le nom ou le dossier d’un modèle de classement que sentence-transformers sait lire"
    try:
        model = importlib.import_module("sentence_transformers").CrossEncoder(name, device="cpu")
    except Exception as error:
        raise SettingUnusableError("AM_RERANKER", f"« {name} » n’a pas pu être chargé", expected) from error
    if model.num_labels != 1:  # a classifier: it gives classes, not one mark
        raise SettingUnusableError("AM_RERANKER", f"« {name} » ne donne pas une note par passage", expected)
    return model
