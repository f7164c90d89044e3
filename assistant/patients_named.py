"""What identifies a patient in a document of the staff: told before it is added, since anybody may read it after."""

from __future__ import annotations

from itertools import islice

from assistant.reading.privacy import personal_data
from corpus.local import LocalDocument
from french import HARD
from rag.sentences import split_sentences

SHOWN = 5  # sentences


def patients_named(document: LocalDocument) -> list[str]:
    """Return the first sentences of a document that seem to identify a patient, as a question would."""
    lines = [document.title, *document.text.splitlines()]
    sentences = (sentence for line in lines for sentence in split_sentences(line))
    return list(islice(dict.fromkeys(sentence for sentence in sentences if personal_data(sentence)), SHOWN))


def objection(document: LocalDocument, unless: str) -> str:
    """Return why a document is not added, and ``unless`` what; empty where it seems to identify nobody."""
    told = ", ".join(f"«{HARD}{sentence}{HARD}»" for sentence in patients_named(document))
    return told and f"Ce document semble identifier un patient{HARD}: {told}. Corrigez-le, ou {unless}."
