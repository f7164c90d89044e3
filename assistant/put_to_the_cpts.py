"""Whether a question is put to the CPTS rather than to the rules: log-odds, by what is heard of it and what is found.

Fitted on questions of members of CPTS and on those of strangers about the aid or about something else, each asked where
documents of a CPTS are read; `make put` fits others on those of `eval/`, and measures both.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf, log
from pathlib import Path
from types import MappingProxyType

from assistant import local_words
from assistant.heard import EXPLANATION, Ask
from assistant.local_words import Theirs
from assistant.reading.cpts import addresses_the_cpts, names_who_pays, speaks_of_around_here, speaks_to_people
from assistant.reading.privacy import without_contacts
from assistant.turn import Turn

FIRST, ALONE = 0.0, 1.0  # log-odds from which they are told first, and without the rule that is sure of itself
BESIDE = -0.7  # from which they are told after what is ours
LEARNT = (
    "bias",
    "rank",  # of the first passage
    "ahead",  # by how much the nearest one is nearer than our sheets
    "doubt",  # minus the log-odds of what was heard of the aid
    "off",  # nothing was: one more to read than to be refused
    "explained",  # what the sheets would explain
    "addressed",
    "people",
    "pays",
    "around",
    "alone",  # a word that none of our sheets has
    "told",  # a fact of the doctor's: what the rules decide on
    "facts",  # each of them
    "sure",
)
# Of a question that goes on from one on the aid: not learnt, for want of conversations with a CPTS.
NOT_LEARNT = {"sequel": -3.0}
FILE = Path(__file__).with_suffix(".json")
WEIGHTS: Mapping[str, float] = MappingProxyType(json.loads(FILE.read_text("utf-8")) | NOT_LEARNT)
MOST_FACTS = 3
LEAST = 0.01  # the surest that anything is heard, or not
RANK = 0.95  # of a passage that no tuned model ranks
FAR = 0.7  # rank under which a passage is of something else, whatever words it shares: « coupe du monde », « coup »


@dataclass(frozen=True, slots=True)
class Put:
    """A question: its words, what was heard of it (``None``: it is not on the aid), how many facts its message says.

    ``sequel``: it goes on from a question on the aid.
    """

    text: str
    ask: Ask | None
    facts: int = 0
    sequel: bool = False


def as_put(turn: Turn, ask: Ask | None, words: str) -> Put:
    """Return a question of a turn, in the words that are searched."""
    return Put(without_contacts(words), ask, len(turn.understanding.facts), turn.heard.going_on)


def odds(put: Put, found: Sequence[Theirs], ahead: float) -> float:
    """Return the log-odds that a question is put to the CPTS; ``ahead``: by how much theirs is nearer than our sheets.

    Minus infinity where nothing is near, or where no model of meaning tells.
    """
    if not found or ahead == -inf:
        return -inf
    return weighed(signs(put, found, ahead))


def weighed(told: Mapping[str, float], weights: Mapping[str, float] = WEIGHTS) -> float:
    """Return the log-odds that some signs make."""
    return -inf if told["rank"] < FAR else sum(weights[name] * sign for name, sign in told.items())


def signs(put: Put, found: Sequence[Theirs], ahead: float) -> dict[str, float]:
    """Return what is weighed, by name; ``found`` must hold a passage."""
    rank = max(item.rank for item in found) if found[0].ranked else RANK
    share = min(max(put.ask.share, LEAST), 1 - LEAST) if put.ask else 0.5
    return {
        "bias": 1.0,
        "rank": rank,
        "ahead": ahead,
        "doubt": -log(share / (1 - share)),
        "off": put.ask is None,
        "explained": put.ask is not None and put.ask.topic == EXPLANATION,
        "addressed": addresses_the_cpts(put.text),
        "people": speaks_to_people(put.text),
        "pays": names_who_pays(put.text),
        "around": speaks_of_around_here(put.text),
        "alone": local_words.names_what_they_alone_do(found),
        "told": put.facts > 0,
        "facts": min(put.facts, MOST_FACTS),
        "sure": put.ask is not None and put.ask.sure,
        "sequel": put.sequel,
    }
