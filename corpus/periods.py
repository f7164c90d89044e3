"""When the texts of the aid were in force, as whoever loads the corpus says: the corpus itself knows no rule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from corpus.models import Corpus

# First and last day a contract could be signed under a text; None is: not established, or still open.
Period = tuple[date | None, date | None]


def ending(corpus: Corpus, periods: Mapping[str, Period]) -> Corpus:
    """Return the corpus where a sheet that names no last day ends with the texts it speaks of."""
    documents = tuple(
        document
        if document.valid_to or document.local
        else document.model_copy(update={"valid_to": span(document.regimes, periods)[1]})
        for document in corpus.documents
    )
    return corpus.model_copy(update={"documents": documents})


def span(regimes: Iterable[str], periods: Mapping[str, Period]) -> Period:
    """Return the first and last day of several texts together: from the earliest day known to the end of the latest."""
    starts, ends = zip(*(periods[regime] for regime in regimes), strict=True) if regimes else ((), ())
    last = None if None in ends else max(filter(None, ends), default=None)
    return min(filter(None, starts), default=None), last
