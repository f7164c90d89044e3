"""Vectors in Chroma, through langchain-chroma: one collection of passages, one of their sentences, one of the
questions they answer; and one of the passages of the staff and their sentences, by the model tuned to them.

Vectors are read back into numpy when an index is opened. Chroma's HNSW answers with the nearest few, approximately;
the mix in `retrieval` rescales the cosines of *all* passages, exactly, and a product of a few thousand vectors takes
under a millisecond. Chroma stays the store: it holds them with their texts and metadata, on disk or on a server.
"""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt
from langchain_core.embeddings import Embeddings

from rag.chroma_server import connected
from rag.embeddings import Fingerprint, SentenceModel
from rag.passages import Passage

try:
    import fcntl
except ImportError:  # Windows: see `exclusive`
    fcntl = None  # type: ignore[assignment]  # the absent module is tested for where it is used

if TYPE_CHECKING:
    from chromadb.api import ClientAPI

Progress = Callable[[int, int], None]
Vector = npt.NDArray[np.float32]
LOCK = "lock"
KINDS = ("passages", "sentences", "questions", "local")
_BATCH = 64
_PAGE = 2000
_ROOM = 1_000_000  # bytes


class StoreError(RuntimeError):
    """The vectors are missing, incomplete or not those that were written."""


class Vectors(NamedTuple):
    """Unit vectors of the passages, then of all their sentences and questions in the same order.

    ``local``: by the tuned model, of each passage of the staff and of its sentences, one passage after the other.
    """

    passages: Vector
    sentences: Vector
    questions: Vector = np.empty((0, 0), np.float32)
    local: Vector = np.empty((0, 0), np.float32)

    def digest(self) -> str:
        """Hash that tells whether the vectors are those that were written."""
        return hashlib.sha256(b"".join(vectors.tobytes() for vectors in self)).hexdigest()


class Known(NamedTuple):
    """Vectors of texts embedded before, and of questions, which are not embedded as texts are."""

    texts: dict[str, Vector]
    questions: dict[str, Vector]
    local: dict[str, Vector]


class Reusing(Embeddings):
    """Embeds only the texts whose vector is not known yet: updating an index costs what changed."""

    def __init__(self, embed: Callable[[list[str]], list[list[float]]], known: dict[str, Vector]) -> None:
        self.embed = embed
        self.known = known

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Vectors of the texts, remembered."""
        new = [text for text in dict.fromkeys(texts) if text not in self.known]
        if new:
            self.known.update(zip(new, np.asarray(self.embed(new), np.float32), strict=True))
        return [self.known[text].tolist() for text in texts]

    def embed_query(self, text: str) -> list[float]:
        """Vector of one text, never remembered."""
        return self.embed([text])[0]


@contextmanager
def exclusive(folder: Path, *, wait: bool = False) -> Iterator[bool]:
    """Hold the lock of a folder; yields False when another process holds it, or where it cannot be locked."""
    if fcntl is None or not os.access(folder, os.W_OK):
        yield False
        return
    with (folder / LOCK).open("a") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            yield False
        else:
            yield True


@contextmanager
def connect(build: Path, url: str | None, *, owned: bool = False) -> Iterator["ClientAPI"]:
    """The Chroma server at `url`, or Chroma on the build's own folder.

    Chroma hangs for minutes when two processes open one folder, and writes to open what it reads: when another one
    holds the lock, or the disk is full, this one works on a private copy. `owned` says that the caller holds the lock.
    """
    with ExitStack() as stack:
        if url is not None:
            yield stack.enter_context(connected(url, _settings()))
        elif owned or (stack.enter_context(exclusive(build)) and shutil.disk_usage(build).free >= _ROOM):
            yield stack.enter_context(_embedded(build / "chroma"))
        else:
            copy = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="assistant-medical-"))) / "chroma"
            shutil.copytree(build / "chroma", copy)
            for place in (copy, *copy.rglob("*")):  # of files that are only to be read, Chroma opens no copy either
                place.chmod(0o700)
            yield stack.enter_context(_embedded(copy))


def write(
    client: "ClientAPI", name: str, passages: Sequence[Passage], model: SentenceModel, known: Known | None,
    progress: Progress | None,
) -> None:  # fmt: skip
    """Embed the passages, their sentences and their questions into the three collections of the build `name`."""
    texts = Reusing(model.embed_documents, dict(known.texts) if known else {})
    embeds = {
        "passages": texts,
        "sentences": texts,
        "questions": Reusing(model.embed_questions, dict(known.questions) if known else {}),
        "local": Reusing(model.embed_local, dict(known.local) if known else {}),
    }
    rows = {kind: list(_rows(kind, passages, model.fingerprint)) for kind in KINDS}
    total, done = sum(map(len, rows.values())), 0
    for kind in KINDS:
        collection = _written(client, name, kind, embeds[kind])
        ordered = sorted(rows[kind], key=lambda row: len(row[1]))  # one length in one batch: no computing on padding
        for start in range(0, len(ordered), _BATCH):
            batch = ordered[start : start + _BATCH]
            metadatas = [_metadata(passages[int(row[0].partition(".")[0])]) for row in batch]
            collection.add_texts([text for _, text in batch], metadatas, ids=[row[0] for row in batch])
            done += len(batch)
            if progress:
                progress(done, total)


def read(client: "ClientAPI", name: str, passages: Sequence[Passage], fingerprint: Fingerprint) -> Vectors:
    """All vectors of a build, in the order of the passages. Raises StoreError when one is missing."""
    ids = {kind: [id_ for id_, _ in _rows(kind, passages, fingerprint)] for kind in KINDS}
    return Vectors(*(_read(client, name, kind, ids[kind], fingerprint.dimension) for kind in KINDS))


def delete(client: "ClientAPI", name: str) -> None:
    """Remove the collections of a build from a server."""
    from chromadb.errors import NotFoundError  # noqa: PLC0415 - seconds to import, and embedded Chroma needs none of it

    for kind in KINDS:
        with suppress(NotFoundError):  # a build may have lost one of them
            client.delete_collection(f"{name}-{kind}")


def _rows(kind: str, passages: Sequence[Passage], fingerprint: Fingerprint) -> Iterator[tuple[str, str]]:
    """The id and the text of each vector of a kind."""
    for i, passage in enumerate(passages):
        if kind == "passages":
            yield f"{i}", passage.indexed_text
            continue
        texts = {"sentences": passage.sentences, "questions": passage.questions}.get(kind, ())
        if kind == "local" and passage.local and fingerprint.tuned:
            texts = passage.local_texts
        for j, text in enumerate(texts):
            yield f"{i}.{j}", text


def _read(client: "ClientAPI", name: str, kind: str, ids: list[str], dimension: int) -> Vector:
    # By Chroma's own client: langchain-chroma, which a start of the server need not import, would call it alike.
    collection = client.get_collection(f"{name}-{kind}", embedding_function=None)
    rows: dict[str, int] = {id_: row for row, id_ in enumerate(ids)}
    vectors = np.full((len(ids), dimension), np.nan, np.float32)
    for offset in range(0, max(len(ids), 1), _PAGE):
        page = collection.get(include=["embeddings"], limit=_PAGE, offset=offset)
        if not page["ids"]:  # nothing of that kind: nobody wrote a question
            continue
        found = np.asarray(page["embeddings"], np.float32)
        if not set(page["ids"]) <= rows.keys() or (len(found) and found.shape[1] != dimension):
            raise StoreError(f"{name}-{kind}: unknown ids, or vectors of {found.shape[1:]} instead of {dimension}")
        vectors[[rows[id_] for id_ in page["ids"]]] = found
    if np.isnan(vectors).any():
        raise StoreError(f"{name}-{kind}: vectors are missing")
    return vectors


@contextmanager
def _embedded(folder: Path) -> Iterator["ClientAPI"]:
    import chromadb  # noqa: PLC0415 - seconds to import, and lexical search needs none of it

    client = chromadb.PersistentClient(str(folder), settings=_settings())
    try:
        yield client
    finally:
        client.close()  # type: ignore[attr-defined]  # on the class that PersistentClient returns, not on its API type


def _settings() -> Any:
    from chromadb.config import Settings  # noqa: PLC0415 - as above

    return Settings(anonymized_telemetry=False)


def _written(client: "ClientAPI", name: str, kind: str, model: Embeddings) -> Any:
    from langchain_chroma import Chroma  # noqa: PLC0415 - imports chromadb

    # Inner product, not cosine: Chroma would normalise again and the hash of what is read back would change.
    return Chroma(
        f"{name}-{kind}",
        embedding_function=model,
        client=client,
        collection_configuration={"hnsw": {"space": "ip"}},
    )


def _metadata(passage: Passage) -> dict[str, str]:
    return {"passage": passage.id, "document": passage.document, "title": passage.title}
