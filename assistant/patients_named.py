"""What identifies a patient in a document of the staff: told before it is added, since anybody may read it after."""

from __future__ import annotations

from itertools import chain, pairwise

from assistant.reading.privacy import personal_data
from corpus.local import LocalDocument
from french import HARD
from rag.sentences import split_sentences

SHOWN = 5  # sentences
# A name beside « sur rendez-vous » may be of who receives, in a directory: it refuses a question, and no document.
_SURE = ("nir", "birth_date")


def patients_named(document: LocalDocument) -> list[str]:
    """Return the first sentences of a document that identify a patient: a social security number, a day of birth."""
    lines = [line for line in (document.title, *document.text.splitlines()) if line.strip()]
    across = map(" ".join, pairwise(lines))  # a name may stand on one line, and a day of birth on the next
    found: list[str] = []
    for sentence in chain.from_iterable(map(split_sentences, chain(lines, across))):
        if (data := personal_data(sentence)) and data.kind in _SURE and not any(one in sentence for one in found):
            found.append(sentence)
        if len(found) == SHOWN:
            break
    return found


def objection(document: LocalDocument, unless: str) -> str:
    """Return why a document is not added, and ``unless`` what; empty where it seems to identify nobody."""
    told = ", ".join(f"«{HARD}{sentence}{HARD}»" for sentence in patients_named(document))
    return told and f"Ce document semble identifier un patient{HARD}: {told}. Corrigez-le, ou {unless}."
