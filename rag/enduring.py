"""A retriever that outlives its model: memory refused to it costs a question its meaning, not its answer."""

import logging
from collections.abc import Collection
from datetime import date
from functools import cached_property
from time import monotonic

from rag.faults import fault_of
from rag.hit import Hit
from rag.retrieval import Retriever
from rag.unusable import REST, Fault

log = logging.getLogger(__name__)


class Enduring(Retriever):
    """Searches by words alone while the model or the second reader fails; they are tried again a minute later."""

    _fault: Fault | None = None
    _until = 0.0

    @property
    def fault(self) -> Fault | None:
        """Why words alone are searched at the moment, where they are."""
        return self._fault if monotonic() < self._until else None

    @cached_property
    def _words(self) -> Retriever:
        return Retriever(self.index._replace(vectors=None), None)

    def search(
        self, query: str, k: int = 5, on: date | None = None, regimes: frozenset[str] | None = None,
        among: Collection[str] | None = None,
    ) -> list[Hit]:  # fmt: skip
        """See `Retriever.search`. Never raises."""
        if monotonic() >= self._until:
            try:
                return super().search(query, k, on, regimes, among)
            except Exception as error:
                self._fault, self._until = fault_of(error), monotonic() + REST
                log.exception("the question could not be embedded: words alone are searched for a minute")
        return self._words.search(query, k, on, regimes, among)
