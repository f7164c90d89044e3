"""Whether a passage found answers the question: near in meaning, in its words, ahead of the rest, nothing unheard of.

Fitted on 311 questions: 86 on our sheets, set before the questions of the index were written, 40 on neighbouring
subjects that no sheet answers, and those of the bank of evaluation to explain (86) or to decline (99). The first two
were set by the hand that wrote the index: what they measure is a little flattered. Counted by folds, where no question
is judged by what it fitted:

    ENOUGH          right 83 times in 100 when it says yes, 95 on our sheets; says yes 76 times in 100 when it should
    ABOUT_THE_AID   76 and 93; 89
    the rule before 59 (by the passage alone); 97

Of the 40 and the 99 that nothing answers, ENOUGH declines 36 and 85; the routing stops most of the others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from math import inf, log
from typing import TYPE_CHECKING

from rag.words import stems

if TYPE_CHECKING:  # rag brings numpy and the vector store: figure answers start without them
    from rag import Hit, Retriever

# Log-odds that the passage answers: cosines of e5 lie between .79 and .95 whatever the question, hence the weight.
NEARNESS, COVERED, STRANGE, AHEAD, BIAS = 28.0, 4.4, -2.9, 4.0, -28.5
ENOUGH = 0.3
ABOUT_THE_AID = -0.6  # for a question that is known to be about the aid
EXPLAINED = -2.0  # for one that is surely to be explained by the sheets
NEIGHBOUR = -2.5  # from here up, a passage is near enough to be offered; below, the question is about something else
_TO_QUESTIONS = 0.02  # by how much questions lie nearer to each other than to sentences: see `rag.retrieval`
# Without a model, by the share of the words that the passage tells, its questions counting half: right 78 times in 100
# when it says yes, and says yes 71 times when it should; the rule of before, 64 and 79. Half of them make a neighbour.
WORDS_ALONE, MOST = 14.0, 0.7
BEGINNING = 5  # letters of a stem: « conflit » is in « conflictuel », « australien » in « Australie »


def answers(asked: str, hit: Hit, retriever: Retriever, enough: float = ENOUGH, ahead: float = 0.0) -> bool:
    """Return whether a passage answers; ``asked`` is the question in the words of the sheets.

    ``ahead``: by how much the passage leads the next one, for the best of a search.
    """
    return confidence(asked, hit, retriever, ahead) >= enough


def confidence(asked: str, hit: Hit, retriever: Retriever, ahead: float = 0.0) -> float:
    """Return the log-odds that a passage answers, on the scale of ``ENOUGH``; none where nothing is asked."""
    wanted = _beginnings(asked)
    if not wanted:
        return -inf
    covered = worded(asked, hit)
    strange = len(wanted - _vocabulary(retriever)) / len(wanted)
    if hit.dense_cosine is None:
        told = (covered + len(wanted & _beginnings(hit.passage.counted_text)) / len(wanted)) / 2
        return WORDS_ALONE * (told - strange + ahead / 2 - MOST) + ENOUGH
    nearest = max(hit.question_cosine or 0.0, max(hit.sentence_scores) + _TO_QUESTIONS)
    return NEARNESS * nearest + COVERED * covered + STRANGE * strange + AHEAD * ahead + BIAS


def worded(asked: str, hit: Hit) -> float:
    """Return the share of the words of a question that a passage tells, by how they begin."""
    wanted = _beginnings(asked)
    return len(wanted & _beginnings(hit.passage.worded_text)) / max(1, len(wanted))


def theirs_alone(asked: str, retriever: Retriever) -> frozenset[str]:
    """Return the stems of a question that none of our sheets holds, numbers apart."""
    return frozenset(stem for stem in stems(asked) if stem.isalpha()) - _ours(retriever)


def rarity(asked: str, retriever: Retriever) -> dict[str, float]:
    """Return the share of a question that each of its words makes, by how few passages of the staff hold it."""
    held, among = _held(retriever)
    weights = {word: log((among + 1) / (held[word] + 0.5)) for word in _beginnings(asked)}
    return {word: weight / sum(weights.values()) for word, weight in weights.items()}


def told(shares: Mapping[str, float], text: str) -> float:
    """Return how much of a question the words of a text tell; ``shares``: see ``rarity``."""
    return sum(shares[word] for word in shares.keys() & _beginnings(text))


@lru_cache(maxsize=1)  # of the index that is open
def _held(retriever: Retriever) -> tuple[Counter[str], int]:
    """Return in how many passages of the staff each word stands, and how many they are."""
    theirs = [_beginnings(passage.worded_text) for passage in retriever.passages if passage.local]
    return Counter(word for words in theirs for word in words), len(theirs)


@lru_cache(maxsize=1)  # of the index that is open
def _ours(retriever: Retriever) -> frozenset[str]:
    return frozenset(stem for passage in retriever.passages if not passage.local for stem in stems(passage.worded_text))


@lru_cache(maxsize=20_000)  # the same sentences are compared with each question
def _beginnings(text: str) -> frozenset[str]:
    return frozenset(stem[:BEGINNING] for stem in stems(text))


@lru_cache(maxsize=1)  # of the index that is open: its words do not change
def _vocabulary(retriever: Retriever) -> frozenset[str]:
    """Return how the words of all the documents begin: a question full of others is about something else."""
    return frozenset(word[:BEGINNING] for word in retriever.index.lexical.model.vocab_dict)
