"""What the assistant knows from texts: registered sources, their disagreements, and fact sheets in our own words."""

from corpus.linter import lint, shared_runs
from corpus.reader import Corpus, CorpusError, Disagreement, Document, Position, Source, load_corpus, read_document

__all__ = [
    "Corpus",
    "CorpusError",
    "Disagreement",
    "Document",
    "Position",
    "Source",
    "lint",
    "load_corpus",
    "read_document",
    "shared_runs",
]
