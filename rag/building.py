"""Writes an index beside the one in use, checks it, then switches: the one in use is never lost.

A build that stops half-way is never pointed to; the next one sweeps it away.
"""

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

from rag import store
from rag.embeddings import SentenceModel
from rag.index import (
    BM25,
    CURRENT,
    MANIFEST,
    PASSAGES,
    Index,
    IndexUnusableError,
    Location,
    current_build,
    index_key,
    lexical_digest,
    read_build,
    read_index,
)
from rag.lexical import LexicalIndex
from rag.passages import Passage


class Embedding(NamedTuple):
    """How the texts of a build get their vectors."""

    load: Callable[[], SentenceModel | None]
    progress: store.Progress | None = None
    known: store.Known | None = None  # embedded before


def build_index(where: Location, passages: Sequence[Passage], embedding: Embedding) -> Index:
    """Build, read back, switch. On any failure the index in use stays as it was, and the error is raised.

    Processes build one at a time: a second one waits, and finds the work done if it wanted the same index.
    """
    with one_at_a_time(where):
        return build_alone(where, passages, embedding)


@contextmanager
def one_at_a_time(where: Location) -> Iterator[None]:
    """Keep other processes from building in a folder, which is made if there is none."""
    where.folder.mkdir(parents=True, exist_ok=True)
    with store.exclusive(where.folder, wait=True):
        yield


def build_alone(where: Location, passages: Sequence[Passage], embedding: Embedding) -> Index:
    """`build_index`, for who is `one_at_a_time` already: what to build may depend on the index in use."""
    if not passages:
        raise IndexUnusableError("there is no passage to index")
    key = index_key(passages, where.fingerprint)
    with suppress(IndexUnusableError):
        found = read_index(where)
        if found.key == key:
            return found
    build = Path(tempfile.mkdtemp(prefix=f"build-{key[:16]}-", dir=where.folder))
    try:
        with store.exclusive(build):
            _write(where, build, passages, embedding)
            index = read_build(where, build.name, owned=True)
            _switch(where.folder, build.name)
    except BaseException:
        _remove(where, build)
        raise
    _sweep(where)
    return index


def known_vectors(index: Index) -> store.Known | None:
    """Vector of each text of an index, for the next build to reuse."""
    if index.vectors is None:
        return None
    texts = [passage.indexed_text for passage in index.passages]
    sentences = [sentence for passage in index.passages for sentence in passage.sentences]
    questions = [question for passage in index.passages for question in passage.questions]
    known = dict(zip(texts, index.vectors.passages, strict=True))
    known |= dict(zip(sentences, index.vectors.sentences, strict=True))
    local = [text for passage in index.passages if passage.local for text in passage.local_texts]
    theirs = dict(zip(local, index.vectors.local, strict=True)) if len(index.vectors.local) else {}
    return store.Known(known, dict(zip(questions, index.vectors.questions, strict=True)), theirs)


def _write(where: Location, build: Path, passages: Sequence[Passage], embedding: Embedding) -> None:
    lines = "".join(passage.to_json() + "\n" for passage in passages)
    (build / PASSAGES).write_text(lines, encoding="utf-8")
    LexicalIndex.build(passage.worded_text for passage in passages).save(build / BM25)
    key, words = index_key(passages, where.fingerprint), lexical_digest(build)
    manifest: dict[str, Any] = {"key": key, "words": words, "vectors": None}
    if where.fingerprint is not None:
        with store.connect(build, where.chroma_url, owned=True) as client:  # first: the model takes seconds to load
            if (model := embedding.load()) is not None:
                store.write(client, build.name, passages, model, embedding.known, embedding.progress)
                manifest["vectors"] = store.read(client, build.name, passages, where.fingerprint).digest()
    (build / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")  # last: its presence says complete


def _switch(folder: Path, name: str) -> None:
    temporary = folder / f".{CURRENT}"
    with temporary.open("w", encoding="utf-8") as file:
        file.write(name + "\n")
        file.flush()
        os.fsync(file.fileno())  # else a power cut could leave an empty pointer
    temporary.replace(folder / CURRENT)


def _sweep(where: Location) -> None:
    """Remove builds that are not in use: older ones, and those of processes that were killed."""
    keep = current_build(where.folder)
    for build in where.folder.glob("build-*"):
        if build.name == keep:
            continue
        with store.exclusive(build) as unused:
            if unused:
                _remove(where, build)


def _remove(where: Location, build: Path) -> None:
    shutil.rmtree(build, ignore_errors=True)
    if where.chroma_url:
        with suppress(Exception), store.connect(build, where.chroma_url) as client:
            store.delete(client, build.name)
