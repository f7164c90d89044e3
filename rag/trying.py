"""An index in memory as it would be with a document more, or instead of another: to see before anything is added."""

from collections.abc import Callable, Sequence

import numpy as np

from rag.chunking import split_document
from rag.index import Index
from rag.lexical import LexicalIndex
from rag.passages import Document, Passage
from rag.retrieval import Retriever
from rag.store import Vector, Vectors

MOST = 60  # passages of the document that are tried: embedding takes seconds


def tried(retriever: Retriever, document: Document, replaces: str = "") -> tuple[Retriever, bool]:
    """Return a search among the same documents and ``document``, and whether the whole of it is searched.

    ``replaces``: the id of the document whose place it takes. Nothing is written.
    """
    found = split_document(document)
    new, old = found[:MOST], retriever.index
    kept = np.array([passage.document not in (replaces, document.id) for passage in old.passages], bool)
    passages = [passage for passage, stays in zip(old.passages, kept, strict=True) if stays] + new
    lexical = LexicalIndex.build(passage.worded_text for passage in passages)
    vectors = old.vectors
    if vectors is not None and (model := retriever.model) is not None:
        texts, questions = model.embed_documents, model.embed_questions
        vectors = Vectors(
            _with(vectors.passages[kept], texts, [passage.indexed_text for passage in new]),
            _with(_pieces(vectors.sentences, old.passages, kept, "sentences"), texts, _all(new, "sentences")),
            _with(_pieces(vectors.questions, old.passages, kept, "questions"), questions, _all(new, "questions")),
            _with(_local(vectors.local, old.passages, kept), model.embed_local, _told(new))
            if model.fingerprint.tuned
            else vectors.local,
        )
    return Retriever(Index("", passages, lexical, vectors), retriever.model, retriever.reranker), len(new) == len(found)


def _pieces(vectors: Vector, passages: Sequence[Passage], kept: "np.typing.NDArray[np.bool_]", name: str) -> Vector:
    """The vectors of the sentences, or of the questions, of the passages that stay."""
    counts = [len(getattr(passage, name)) for passage in passages]
    return vectors[np.repeat(kept, counts)]


def _local(vectors: Vector, passages: Sequence[Passage], kept: "np.typing.NDArray[np.bool_]") -> Vector:
    """The vectors by the tuned model, of the passages of the staff that stay."""
    counts = [1 + len(passage.sentences) if passage.local else 0 for passage in passages]
    return vectors[np.repeat(kept, counts)] if len(vectors) else vectors


def _told(passages: Sequence[Passage]) -> list[str]:
    """What the tuned model reads of them."""
    return [text for passage in passages if passage.local for text in passage.local_texts]


def _all(passages: Sequence[Passage], name: str) -> list[str]:
    return [text for passage in passages for text in getattr(passage, name)]


def _with(known: Vector, embed: Callable[[list[str]], list[list[float]]], texts: list[str]) -> Vector:
    if not texts:
        return known
    new = np.asarray(embed(texts), np.float32)
    return new if not len(known) else np.vstack([known, new])
