"""What identifies a patient in a document of the staff: told before it is added, since anybody may read it after."""

from __future__ import annotations

from itertools import islice

from assistant.reading.privacy import personal_data
from corpus.local import LocalDocument
from french import HARD
from rag.sentences import split_sentences

SHOWN = 5  # sentences
# A name beside « sur rendez-vous » may be of who receives, in a directory: it refuses a question, and no document.
_SURE = ("nir", "birth_date")


def patients_named(document: LocalDocument) -> list[str]:
    """Return the first sentences of a document that identify a patient: a social security number, a day of birth."""
    lines = [document.title, *document.text.splitlines()]
    sentences = (sentence for line in lines for sentence in split_sentences(line))
    found = (sentence for sentence in sentences if (data := personal_data(sentence)) and data.kind in _SURE)
    return list(islice(dict.fromkeys(found), SHOWN))


def objection(document: LocalDocument, unless: str) -> str:
    """Return why a document is not added, and ``unless`` what; empty where it seems to identify nobody."""
    told = ", ".join(f"«{HARD}{sentence}{HARD}»" for sentence in patients_named(document))
    return told and f"Ce document semble identifier un patient{HARD}: {told}. Corrigez-le, ou {unless}."
