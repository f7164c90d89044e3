"""The index on disk: built beside, checked, switched atomically; the one in use is never lost.

    folder/current              name of the build in use, replaced in one move
    folder/build-<key>-<n>/     manifest.json, passages.jsonl, bm25/, chroma/, lock

The key is a hash of the passages, of the embedding's fingerprint and of the formats: same key, same answers.
A build that stops half-way is never pointed to and is swept away by the next one.
"""

import hashlib
import json
import logging
import os
import shutil
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from rag import store
from rag.chunking import FORMAT as CHUNKING_FORMAT
from rag.embeddings import Fingerprint, SentenceModel
from rag.lexical import LexicalIndex
from rag.passages import Passage

FORMAT = 1
CURRENT = "current"
_MANIFEST = "manifest.json"
_PASSAGES = "passages.jsonl"
log = logging.getLogger(__name__)


class IndexUnusableError(RuntimeError):
    """There is no index, or it is incomplete or altered. `passages` is what could still be read from it."""

    def __init__(self, message: str, passages: list[Passage] | None = None) -> None:
        super().__init__(message)
        self.passages = passages


class Index(NamedTuple):
    """An open index: everything a search needs, in memory."""

    key: str
    passages: list[Passage]
    lexical: LexicalIndex
    vectors: store.Vectors | None


class Location(NamedTuple):
    """Where an index lives and what its vectors must come from (None: lexical only)."""

    folder: Path
    fingerprint: Fingerprint | None
    chroma_url: str | None = None


def index_key(passages: Sequence[Passage], fingerprint: Fingerprint | None) -> str:
    """Content address of an index."""
    digest = hashlib.sha256(f"{FORMAT}.{CHUNKING_FORMAT}".encode())
    digest.update(json.dumps(asdict(fingerprint) if fingerprint else None).encode())
    for passage in passages:
        digest.update(passage.to_json().encode() + b"\n")
    return digest.hexdigest()[:32]


def read_index(where: Location) -> Index:
    """Open the index in use. Raises IndexUnusableError when it is absent, half-built, altered or of another model."""
    name = _current(where.folder)
    try:
        return _read_build(where, name)
    except IndexUnusableError:
        again = _current(where.folder)  # another process may have switched, then swept, in between
        if again == name:
            raise
        return _read_build(where, again)


def build_index(
    where: Location, passages: Sequence[Passage], load_model: Callable[[], SentenceModel | None],
    progress: store.Progress | None = None, known: dict[str, list[float]] | None = None,
) -> Index:  # fmt: skip
    """Build beside, check by reading it back, then switch. On any failure the index in use stays as it was."""
    where.folder.mkdir(parents=True, exist_ok=True)
    key = index_key(passages, where.fingerprint)
    build = Path(tempfile.mkdtemp(prefix=f"build-{key[:16]}-", dir=where.folder))
    try:
        with store.exclusive(build):  # so that no other process sweeps it away
            _write_build(where, build, key, passages, load_model, progress, known or {})
        index = _read_build(where, build.name)
    except BaseException:
        shutil.rmtree(build, ignore_errors=True)
        raise
    _switch(where.folder, build.name)
    _sweep(where)
    return index


def known_vectors(index: Index) -> dict[str, list[float]]:
    """Vector of each text of an index, for the next build to reuse."""
    if index.vectors is None:
        return {}
    texts = [p.indexed_text for p in index.passages]
    sentences = [sentence for p in index.passages for sentence in p.sentences]
    known = dict(zip(texts, index.vectors.passages.tolist(), strict=True))
    return known | dict(zip(sentences, index.vectors.sentences.tolist(), strict=True))


def _write_build(
    where: Location, build: Path, key: str, passages: Sequence[Passage],
    load_model: Callable[[], SentenceModel | None], progress: store.Progress | None, known: dict[str, list[float]],
) -> None:  # fmt: skip
    text = "".join(passage.to_json() + "\n" for passage in passages)
    (build / _PASSAGES).write_text(text, encoding="utf-8")
    LexicalIndex.build(p.indexed_text for p in passages).save(build / "bm25")
    manifest: dict[str, Any] = {"key": key, "vectors": None}
    if where.fingerprint is not None:
        model = load_model()
        if model is None:
            raise IndexUnusableError("an embedding fingerprint was given without its model")
        with _connect_new(where, build) as client:
            store.write(client, build.name, passages, store.Reusing(model, known), progress)
            manifest["vectors"] = store.read(client, build.name, passages, where.fingerprint.dimension).digest()
    (build / _MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")  # last: its presence says complete


def _connect_new(where: Location, build: Path) -> Any:
    return store.connect(build, where.chroma_url) if where.chroma_url else store._client(build / "chroma")


def _read_build(where: Location, name: str) -> Index:
    build = where.folder / name
    passages: list[Passage] | None = None
    try:
        passages = [Passage.from_json(line) for line in (build / _PASSAGES).read_text("utf-8").splitlines()]
        manifest = json.loads((build / _MANIFEST).read_text("utf-8"))
        if manifest["key"] != index_key(passages, where.fingerprint):
            raise IndexUnusableError("the passages or the embedding model are not those of this index", passages)
        lexical = LexicalIndex.load(build / "bm25")
        if len(passages) != lexical.model.scores["num_docs"]:
            raise IndexUnusableError("the lexical index does not match the passages", passages)
        vectors = None
        if where.fingerprint is not None:
            with store.connect(build, where.chroma_url) as client:
                vectors = store.read(client, name, passages, where.fingerprint.dimension)
            if vectors.digest() != manifest["vectors"]:
                raise IndexUnusableError("the vectors are not those that were written", passages)
    except IndexUnusableError:
        raise
    except Exception as error:
        raise IndexUnusableError(f"{build}: {error}", passages) from error
    return Index(manifest["key"], passages, lexical, vectors)


def _current(folder: Path) -> str:
    try:
        name = (folder / CURRENT).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise IndexUnusableError(f"no index in {folder}") from error
    if not name.startswith("build-") or Path(name).name != name:
        raise IndexUnusableError(f"{folder / CURRENT} does not name a build")
    return name


def _switch(folder: Path, name: str) -> None:
    temporary = folder / f".{CURRENT}-{os.getpid()}"
    with temporary.open("w", encoding="utf-8") as file:
        file.write(name + "\n")
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(folder / CURRENT)


def _sweep(where: Location) -> None:
    """Remove builds that are not in use: older ones, and those of processes that were killed."""
    keep = _current(where.folder)
    for build in where.folder.glob("build-*"):
        if build.name == keep:
            continue
        with store.exclusive(build) as mine:
            if mine:
                shutil.rmtree(build, ignore_errors=True)
        if where.chroma_url:
            with suppress(Exception), store.connect(build, where.chroma_url) as client:
                store.delete(client, build.name)


def sentence_starts(passages: Sequence[Passage]) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Row of the first sentence of each passage among all sentence vectors."""
    counts = np.array([len(p.sentences) for p in passages], np.int64)
    return np.concatenate([[0], np.cumsum(counts)[:-1]]).astype(np.int64)
