"""What the assistant knows from texts: registered sources, their disagreements, and fact sheets in our own words."""

from corpus.checked import CorpusError, Names
from corpus.linter import lint, shared_runs
from corpus.local import LocalDocument, read_local, remove_local, save_local, with_local
from corpus.models import Corpus, Disagreement, Document, Position, Source, last_day
from corpus.paragraphs import Paragraph
from corpus.periods import Period, ending
from corpus.reader import load_corpus, read_document, read_sources
from corpus.spoken import written

__all__ = [
    "Corpus",
    "CorpusError",
    "Disagreement",
    "Document",
    "LocalDocument",
    "Names",
    "Paragraph",
    "Period",
    "Position",
    "Source",
    "ending",
    "last_day",
    "lint",
    "load_corpus",
    "read_document",
    "read_local",
    "read_sources",
    "remove_local",
    "save_local",
    "shared_runs",
    "with_local",
    "written",
]
