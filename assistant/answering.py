"""Whether a passage found answers a question: close in meaning, in its words, and nothing in it unheard of."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # rag brings numpy and the vector store: figure answers start without them
    from rag import Hit, Retriever

# Cosines of e5 lie between .79 and .90, whatever the question: a tenth of a point is made or lost on the words.
# Calibrated with the routing, for alone it would let half of the neighbouring subjects through, which share our words
# (« cotation d’une suture de plaie »). It refuses 3 in 77 training questions on the sources, none of the 33 held back.
ENOUGH = 0.86
ABOUT_THE_AID = 0.84  # enough for a question that the routing knows to be about the aid
COVERED, STRANGE = 0.08, 0.11
ENOUGH_WITHOUT_MEANING = 0.5
BEGINNING = 5  # letters of a stem: « conflit » is in « conflictuel », « australien » in « Australie »


def answers(asked: str, hit: Hit, retriever: Retriever, enough: float = ENOUGH) -> bool:
    """Return whether the best passage answers; ``asked`` is the question in the words of the sheets."""
    wanted = _beginnings(asked)
    if not wanted:
        return False
    covered = len(wanted & _beginnings(hit.passage.counted_text)) / len(wanted)
    strange = len(wanted - _vocabulary(retriever)) / len(wanted)
    if hit.dense_cosine is None:
        return covered - strange >= ENOUGH_WITHOUT_MEANING
    return hit.dense_cosine + COVERED * covered - STRANGE * strange >= enough


def _beginnings(text: str) -> frozenset[str]:
    from rag.lexical import stems  # noqa: PLC0415 (rag is loaded by the first explanation)

    return frozenset(stem[:BEGINNING] for stem in stems(text))


@lru_cache(maxsize=1)  # of the index that is open: its words do not change
def _vocabulary(retriever: Retriever) -> frozenset[str]:
    """Return how the words of all the documents begin: a question full of others is about something else."""
    return frozenset(word[:BEGINNING] for word in retriever.index.lexical.model.vocab_dict)
