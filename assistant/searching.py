"""The way to the documents: by the index, or by words alone while it loads or cannot be opened; figures need neither.

A server keeps nobody waiting: what opens the index stands aside, and what failed is tried again a minute later. At the
command line the index is waited for.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable
from enum import StrEnum
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple

import rag
from assistant.encoder import encoder_fault
from assistant.errors import Unavailable
from french import HARD

if TYPE_CHECKING:  # rag brings numpy and the vector store: figure answers start without them
    from rag import Fault, Retriever
    from rag.passages import Document

log = logging.getLogger(__name__)


class Status(StrEnum):
    """What explanations rest on: not yet the index, the index, less than it, nothing."""

    LOADING = "loading"
    READY = "ready"
    DEGRADED = "degraded"
    FAILED = "failed"


class Standing(NamedTuple):
    """How the search stands, and why where it is not as it should be."""

    status: Status
    fault: Fault | None = None
    deaf: bool = False  # the fault is that of the encoder: documents are searched, questions less well understood

    @property
    def told(self) -> str:
        """How it stands in a French sentence or two, which anybody may read."""
        if self.fault is None:
            return _TOLD[self.status]
        what = _DEAF if self.deaf else _TOLD[self.status]
        return f"{what}{HARD}: {self.fault.reason}. {self.fault.mend}"


_TOLD = {
    Status.LOADING: "Les documents se chargent.",
    Status.READY: "Les explications sont prêtes.",
    Status.DEGRADED: "Les explications sont cherchées moins bien",
    Status.FAILED: "Des réponses manquent",
}
_DEAF = "Les questions sont moins bien comprises"


class Searching:
    """What questions search. Thread-safe."""

    def __init__(self, opened: Callable[[], Retriever], documents: Iterable[Document]) -> None:
        self._opened, self._documents = opened, documents
        self._opening, self._wording = threading.Lock(), threading.Lock()
        self._index: Retriever | None = None
        self._words: Retriever | None = None
        self._fault: Fault | None = None  # of the index
        self._missing: Fault | None = None  # of words alone
        self._again = self._words_again = 0.0
        self.waits = True

    @property
    def ready(self) -> bool:
        """Whether the index, the last or the one before it, is open."""
        return self._index is not None

    @property
    def settled(self) -> bool:
        """Whether what answers for now is known: the index, or words alone in its place."""
        return self.standing.status in (Status.READY, Status.DEGRADED)

    @property
    def may_look(self) -> bool:
        """Whether the documents may be read beside a rule: a figure waits for no index while a server starts."""
        return self.settled or self.waits

    @property
    def failed(self) -> bool:
        """Whether the index, or the change to it, could not be had."""
        return self._fault is not None

    @property
    def due(self) -> bool:
        """Whether it is time to try again what failed."""
        return self._fault is not None and monotonic() >= self._again

    @property
    def standing(self) -> Standing:
        """How the search stands."""
        fault = self._fault or getattr(self._index, "fault", None)
        if fault is None and self.ready and (unheard := encoder_fault()):
            return Standing(Status.DEGRADED, unheard, deaf=True)
        if fault is None:
            return Standing(Status.READY if self.ready else Status.LOADING)
        lost = not self.ready and self._missing is not None
        return Standing(Status.FAILED if lost else Status.DEGRADED, fault)

    def whole(self) -> Retriever:
        """Return the open index, opening it first where it is not; others wait. Raises what keeps it from opening."""
        if self._index:  # nobody waits for another one to be built
            return self._index
        with self._opening:
            return self._index or self._open(self._opened)

    def now(self) -> Retriever:
        """Return what answers a question at this moment. Raises `Unavailable` where nothing does."""
        if self._index:
            return self._index
        if self.waits and not self.failed:
            try:
                return self.whole()
            except (rag.IndexFailedError, rag.IndexUnusableError) as error:
                log.warning("%s", error)
        if (words := self._index or self._by_words()) is None:  # the index before the one that failed, perhaps
            raise Unavailable.of_explanations()
        return words

    def warm_up(self) -> None:
        """Open the index, or else get ready to search by words alone. Never raises."""
        self.reopen(self._opened)

    def reopen(self, opened: Callable[[], Retriever]) -> None:
        """Search another index from now on; where it cannot be opened, go on with what there is. Never raises."""
        with self._opening:
            before = self._fault
            try:
                self._open(opened)
            except Exception as error:
                if not self.ready:
                    self._by_words()
                if self._fault != before:  # said once, not each minute
                    unknown = error if self._fault == rag.UNKNOWN else None
                    log.error("%s", self.standing.told, exc_info=unknown)

    def documents_are(self, documents: Iterable[Document]) -> None:
        """Search these by words, where it must be by words alone."""
        with self._wording:
            self._documents, self._words, self._words_again = documents, None, 0.0

    def _open(self, opened: Callable[[], Retriever]) -> Retriever:
        try:
            self._index = opened()
        except Exception as error:
            self._index = getattr(error, "retriever", None) or self._index
            self._fault, self._again = rag.fault_of(error), monotonic() + rag.REST
            raise
        self._fault = self._words = None
        return self._index

    def _by_words(self) -> Retriever | None:
        with self._wording:
            if self._words is None and monotonic() >= self._words_again:
                try:
                    self._words, self._missing = rag.words_alone(self._documents), None
                except Exception as error:
                    self._missing, self._words_again = rag.fault_of(error), monotonic() + rag.REST
                    log.exception("the documents cannot be searched by their words either")
            return self._words
