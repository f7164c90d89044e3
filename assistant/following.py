"""Running servers follow what is on disk: the documents of the staff, then the index, whoever changes them.

Once a second, a look at the folder of documents and at the name of the index in use. A document that is gone is
quoted no more from then on; an index that was switched is opened, and takes the place of the other in one move. Where
documents changed and nobody indexed them, the server does: builders wait for each other (`rag.building`).
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

import rag
from assistant.searching import Searching
from corpus import Corpus
from corpus.local import FOLDER

if TYPE_CHECKING:  # rag brings numpy and the vector store: figure answers start without them
    from rag import Retriever

log = logging.getLogger(__name__)

EVERY = 1.0  # seconds between two looks
SETTLED = 8.0  # seconds without a change before documents are indexed: whoever adds ten adds them one by one


class Shelf:
    """The documents of the staff and the index, in the data folder of an installation."""

    def __init__(
        self, data_dir: Path, read: Callable[[Path], Corpus], opened: Callable[[Corpus | None], Retriever]
    ) -> None:
        """``read`` completes our corpus with the documents of a folder; ``opened`` is told at its method."""
        self._documents, self._index = data_dir / FOLDER, data_dir / "index"
        self._read, self._opened = read, opened
        self.seen, self.in_use = self.listing(), ""  # what was last read, and the index last opened

    def read(self) -> Corpus:
        """Return the corpus with the documents as they are now."""
        self.seen = self.listing()  # before: what changes while they are read is read again
        return self._read(self._documents)

    def opened(self, corpus: Corpus | None) -> Retriever:
        """Return the index of a corpus, built where it must be; of ``None``, the one in use as it is."""
        retriever = self._opened(corpus)
        self.in_use = retriever.index.build
        return retriever

    def listing(self) -> frozenset[tuple[str, int, int]]:
        """Return the documents by name, time of change and size."""
        try:
            files = [(path.name, path.stat()) for path in self._documents.glob("*.md")]
        except OSError:  # one went while it was looked at: seen at the next look
            return frozenset()
        return frozenset((name, stat.st_mtime_ns, stat.st_size) for name, stat in files)

    def build_in_use(self) -> str:
        """Return the name of the index in use; none while there is none."""
        try:
            return rag.current_build(self._index)
        except rag.IndexUnusableError:
            return ""


class Following:
    """Follows one shelf for one assistant, until told to stop."""

    def __init__(self, shelf: Shelf, search: Searching, corpus_is: Callable[[Corpus], None]) -> None:
        """``search`` is what the index is opened for, ``corpus_is`` what is told of other documents."""
        self._shelf, self._search, self._corpus_is = shelf, search, corpus_is
        self._listing = shelf.seen
        self._changed: float | None = None  # when documents last changed, while they are not indexed
        self._opening: threading.Thread | None = None

    def until(self, stop: threading.Event) -> None:
        """Look once a second until ``stop``; whatever fails is logged, and tried again at the next change."""
        while not stop.wait(EVERY):
            try:
                self.look()
            except Exception:
                log.exception("documents or index could not be followed: the former ones go on answering")

    def look(self) -> None:
        """Take in what has changed since the last look, and try again what failed a minute ago."""
        if (listing := self._shelf.listing()) != self._listing:
            self._listing, self._changed = listing, monotonic()
            self._corpus_is(self._shelf.read())
        if self._opening and self._opening.is_alive():
            return
        settled = self._changed is not None and monotonic() - self._changed >= SETTLED
        if settled or self._search.due:
            self._changed = None
            self._open(lambda: self._shelf.opened(self._shelf.read()))
        elif not self._search.failed and self._shelf.build_in_use() not in ("", self._shelf.in_use):
            self._open(lambda: self._shelf.opened(None))

    def _open(self, opened: Callable[[], Retriever]) -> None:
        """Open an index, building it where it must be, beside the loop: it goes on looking at the documents."""
        self._opening = threading.Thread(target=self._search.reopen, args=(opened,), name="index", daemon=True)
        self._opening.start()
