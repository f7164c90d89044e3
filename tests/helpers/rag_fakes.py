"""A document and a model small enough to index in milliseconds."""

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Any

from rag.embeddings import Fingerprint, SentenceModel
from rag.words import stems


@dataclass(frozen=True)
class Sheet:
    id: str
    text: str
    title: str = "Fiche"
    topics: tuple[str, ...] = ()
    regimes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ("ordre74",)
    valid_from: date | None = None
    valid_to: date | None = None
    local: bool = False
    questions: tuple[str, ...] = ()

    def sources_of(self, _: str) -> tuple[str, ...]:
        return self.sources

    def questions_of(self, _: str) -> tuple[str, ...]:
        return self.questions


class BagOfStems(SentenceModel):
    """Each stem adds one direction: texts that share words are close, deterministically."""

    def __init__(self, name: str = "fake", dimension: int = 64) -> None:
        super().__init__(lambda: None, Fingerprint(name, "0" * 64, "", "", dimension))
        self.embedded: list[str] = []

    def _encode(self, texts: list[str], prefix: str) -> list[list[float]]:
        self.embedded += texts
        return [self._vector(text) for text in texts]

    def _vector(self, text: str) -> list[float]:
        vector: list[Any] = [0.01] * self.fingerprint.dimension
        for stem in stems(text):
            vector[hashlib.md5(stem.encode(), usedforsecurity=False).digest()[0] % len(vector)] += 1.0
        length = sum(value * value for value in vector) ** 0.5
        return [value / length for value in vector]
