"""Opening an index: as it is, from documents, or with documents added; rebuilt when it must be."""

import json
import logging
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path
from typing import NamedTuple

from rag.building import Embedding, build_alone, build_index, known_vectors, one_at_a_time
from rag.chunking import split_document
from rag.e5_weights import available
from rag.embeddings import BUNDLED, LEXICAL, SentenceModel, known_fingerprint, load_embedding
from rag.enduring import Enduring
from rag.faults import fault_of, is_failure
from rag.index import (
    MANIFEST,
    PASSAGES,
    Index,
    IndexUnusableError,
    Location,
    current_build,
    index_key,
    read_index,
)
from rag.index_failed import IndexFailedError
from rag.lexical import LexicalIndex
from rag.passages import Document, Passage
from rag.reranking import Reranker
from rag.retrieval import Retriever
from rag.store import Progress
from rag.unusable import SettingUnusableError

log = logging.getLogger(__name__)
_cached = cache(load_embedding)
_loading = threading.Lock()


@contextmanager
def _told(old: Retriever | None = None) -> Iterator[None]:
    """Raise `IndexFailedError` for whatever fails; what says itself what is wrong passes where no `old` one answers."""
    try:
        yield
    except BaseException as error:
        said = isinstance(error, SettingUnusableError | IndexUnusableError | IndexFailedError) and old is None
        if said or not is_failure(error):
            raise
        raise IndexFailedError(fault_of(error), old) from error


def load_once(embedding: str) -> SentenceModel | None:
    """`load_embedding`, once per process whatever the number of indexes and threads."""
    with _loading:
        return _cached(embedding)


def open_index(
    folder: Path, documents: Iterable[Document] | None = None, embedding: str = "bundled",
    chroma_url: str | None = None, progress: Progress | None = None, reranker: Reranker | None = None,
) -> Retriever:  # fmt: skip
    """Open the index of `folder`, building it first when it is missing, damaged, of other documents or another model.

    Without `documents`, the passages the index already holds are kept. Raises IndexUnusableError when there is nothing
    to open or to build from, SettingUnusableError, and IndexFailedError, with the index in use where it still answers.
    """
    with _told():
        where = _location(folder, embedding, chroma_url)
        load = partial(load_once, embedding)
        wanted = None if documents is None else _split(documents)
        try:
            found = read_index(where)
        except IndexUnusableError as error:
            passages = wanted if wanted is not None else error.passages
            if passages is None:
                raise
            log.info("building the index: %s", error)
            return Enduring(build_index(where, passages, Embedding(load, progress)), load(), reranker)
        retriever = Enduring(found, load(), reranker)
        if wanted is None or found.key == index_key(wanted, where.fingerprint):
            return retriever
        with _told(retriever):
            rebuilt = build_index(where, wanted, Embedding(load, progress, known_vectors(found)))
        return Enduring(rebuilt, load(), reranker)


def words_alone(documents: Iterable[Document]) -> Retriever:
    """Search documents by their words, in memory: no file, model nor server is needed, and it takes a second."""
    with _told():
        passages = _split(documents)
        lexical = LexicalIndex.build(passage.worded_text for passage in passages)
        return Retriever(Index(index_key(passages, None), passages, lexical, None), None)


def add_documents(
    folder: Path, documents: Iterable[Document], embedding: str = "bundled",
    chroma_url: str | None = None, progress: Progress | None = None,
) -> Retriever:  # fmt: skip
    """Open the index with documents added; one with the id of an indexed document replaces it.

    Raises SettingUnusableError and IndexFailedError; the index in use then stays as it was.
    """
    with _told():
        where = _location(folder, embedding, chroma_url)
        added = _split(documents)
        ids = {passage.document for passage in added}
        load = partial(load_once, embedding)
        with one_at_a_time(where):  # from the reading on: of two additions at once, neither must lose the other's
            known = None
            try:
                found = read_index(where)
                kept, known = found.passages, known_vectors(found)
            except IndexUnusableError as error:
                kept = error.passages or []
            passages = [*(p for p in kept if p.document not in ids), *added]
            index = build_alone(where, passages, Embedding(load, progress, known))
        return Enduring(index, load())


class Standing(NamedTuple):
    """How many passages an index holds, and whether they are those wanted, of the model wanted."""

    passages: int
    current: bool


def standing(folder: Path, documents: Iterable[Document], embedding: str) -> Standing:
    """Compare the index in use with what it should hold, changing nothing and loading no model.

    Of a model that is not the bundled one, the passages alone are compared. Raises IndexUnusableError.
    """
    build = folder / current_build(folder)
    try:
        key = json.loads((build / MANIFEST).read_text("utf-8"))["key"]
        lines = (build / PASSAGES).read_text("utf-8").removesuffix("\n").split("\n")
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise IndexUnusableError(f"{build}: {error}") from error
    wanted = _split(documents)
    if embedding in (BUNDLED, LEXICAL):
        fingerprint = known_fingerprint(embedding) if available() else None
        return Standing(len(lines), key == index_key(wanted, fingerprint))
    return Standing(len(lines), lines == [passage.to_json() for passage in wanted])


def _location(folder: Path, embedding: str, chroma_url: str | None) -> Location:
    fingerprint = known_fingerprint(embedding) if available() else None
    if fingerprint is None:
        model: SentenceModel | None = load_once(embedding)
        fingerprint = model.fingerprint if model else None
    return Location(Path(folder), fingerprint, chroma_url)


def _split(documents: Iterable[Document]) -> list[Passage]:
    return [passage for document in sorted(documents, key=lambda d: d.id) for passage in split_document(document)]
