"""What the assistant knows from texts: registered sources, their disagreements, and fact sheets in our own words."""

from corpus.linter import lint, shared_runs, unknown_names
from corpus.local import LocalDocument, read_local, remove_local, save_local, with_local
from corpus.periods import Period, ending
from corpus.reader import (
    Corpus,
    CorpusError,
    Disagreement,
    Document,
    Position,
    Source,
    load_corpus,
    read_document,
    read_sources,
)
from corpus.spoken import written

__all__ = [
    "Corpus",
    "CorpusError",
    "Disagreement",
    "Document",
    "LocalDocument",
    "Period",
    "Position",
    "Source",
    "ending",
    "lint",
    "load_corpus",
    "read_document",
    "read_local",
    "read_sources",
    "remove_local",
    "save_local",
    "shared_runs",
    "unknown_names",
    "with_local",
    "written",
]
