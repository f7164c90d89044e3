"""The index on disk, as a reader sees it. `building` writes it.

    folder/current              name of the build in use, replaced in one move
    folder/build-<key>-<n>/     manifest.json, passages.jsonl, bm25/, chroma/, lock

The manifest holds the hash of what is searched, words and vectors: a bit that changed on the disk is noticed.
The key is a hash of the passages, of the embedding's fingerprint and of the formats: same key, same answers.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import NamedTuple

from rag import store
from rag.chunking import FORMAT as CHUNKING_FORMAT
from rag.embeddings import Fingerprint
from rag.faults import is_failure
from rag.lexical import LexicalIndex
from rag.passages import Passage
from rag.unusable import SettingUnusableError

FORMAT = 6
CURRENT = "current"
MANIFEST = "manifest.json"
PASSAGES = "passages.jsonl"
BM25 = "bm25"


class IndexUnusableError(RuntimeError):
    """There is no index, or it is incomplete or altered. `passages` is what could still be read from it."""

    def __init__(self, message: str, passages: list[Passage] | None = None) -> None:
        super().__init__(message)
        self.passages = passages


class Index(NamedTuple):
    """An open index: everything a search needs, in memory. `build`: the name of what it was read from."""

    key: str
    passages: list[Passage]
    lexical: LexicalIndex
    vectors: store.Vectors | None
    build: str = ""


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
    name = current_build(where.folder)
    try:
        return read_build(where, name)
    except IndexUnusableError:
        again = current_build(where.folder)  # another process may have switched, then swept, in between
        if again == name:
            raise
        return read_build(where, again)


def read_build(where: Location, name: str, *, owned: bool = False) -> Index:
    """Open one build and check it whole. `owned`: the caller already holds the lock of its folder."""
    build = where.folder / name
    passages: list[Passage] | None = None
    try:
        lines = (build / PASSAGES).read_text("utf-8").removesuffix("\n").split("\n")
        passages = [Passage.from_json(line) for line in lines]  # not splitlines: a text may hold U+2028
        manifest = json.loads((build / MANIFEST).read_text("utf-8"))
        if manifest["key"] != index_key(passages, where.fingerprint):
            raise IndexUnusableError("the passages or the embedding model are not those of this index", passages)
        if lexical_digest(build) != manifest["words"]:
            raise IndexUnusableError("the lexical index is not the one that was written", passages)
        lexical = LexicalIndex.load(build / BM25)
        if len(passages) != lexical.model.scores["num_docs"]:
            raise IndexUnusableError("the lexical index does not match the passages", passages)
        vectors = _vectors(where, build, passages, owned=owned)
        if (vectors and vectors.digest()) != manifest["vectors"]:
            raise IndexUnusableError("the vectors are not those that were written", passages)
    except (IndexUnusableError, SettingUnusableError):  # a server that does not answer is no reason to build again
        raise
    except BaseException as error:
        if not is_failure(error):
            raise
        raise IndexUnusableError(f"{build}: {error}", passages) from error
    return Index(manifest["key"], passages, lexical, vectors, name)


def lexical_digest(build: Path) -> str:
    """Hash of the lexical index of a build, file by file."""
    digest = hashlib.sha256()
    for file in sorted((build / BM25).iterdir()):
        digest.update(f"{file.name} {file.stat().st_size}\n".encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()


def current_build(folder: Path) -> str:
    """Name of the build in use. Raises IndexUnusableError when there is none."""
    try:
        name = (folder / CURRENT).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise IndexUnusableError(f"no index in {folder}") from error
    if not name.startswith("build-") or Path(name).name != name:
        raise IndexUnusableError(f"{folder / CURRENT} does not name a build")
    return name


def _vectors(where: Location, build: Path, passages: list[Passage], *, owned: bool) -> store.Vectors | None:
    if where.fingerprint is None:
        return None
    with store.connect(build, where.chroma_url, owned=owned) as client:
        return store.read(client, build.name, passages, where.fingerprint)
