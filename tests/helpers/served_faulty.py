"""Servers in trouble, each in a process of its own: what answers is slow, or cannot be had."""

import time
from pathlib import Path
from typing import Never

from fake import FakeAssistant
from rag_fakes import BagOfStems
from served import _serve, serve_real

import rag
from assistant import encoder
from assistant.answer import Answer, Request
from assistant.reader import WORDS_ALONE
from rag import chroma_server, e5_weights, opening
from rag.embeddings import LEXICAL, SentenceModel
from ui import stopping
from ui.settings import Settings


def _model(embedding: str) -> SentenceModel | None:
    return None if embedding == LEXICAL else BagOfStems()


def serve_soon() -> None:
    """Serve what an installation has, by a tiny model; what fails is found out, and tried again, within a second."""
    rag.REST = chroma_server.GREETING = 1.0
    opening.load_once, e5_weights.available = _model, lambda: False  # the tiny model is no base for the encoder
    serve_real()


def serve_deaf() -> None:
    """Serve what an installation has, documents searched by words, where the file of the encoder is lost."""
    WORDS_ALONE.open = encoder.load_encoder  # as with a model that searches
    encoder.Encoder.__init__.__defaults__ = (Path("lost.npz"),)
    serve_real()


def serve_nothing_to_search() -> None:
    """Serve what an installation has, where memory is refused to the search, words alone included."""
    rag.words_alone = opening.open_index = rag.open_index = _refused
    serve_real()


def _refused(*_: object, **__: object) -> Never:
    raise MemoryError


class Stuck(FakeAssistant):
    """One that takes some seconds to answer."""

    seconds = 2.0

    def ask(self, request: Request) -> Answer:
        time.sleep(self.seconds)
        return super().ask(request)


def serve_stuck() -> None:
    """Serve an assistant that takes some seconds to answer."""
    _serve(Stuck(), Settings.read())


def serve_stuck_for_long() -> None:
    """Serve one whose answers come after a stop has lost patience."""
    Stuck.seconds, stopping.PATIENCE = 30.0, 1
    _serve(Stuck(), Settings.read())
