"""The questions that a model chooses among: our reader's nearest, and every topic for those it did not think of.

All aspects together would make a prompt several times as long, read anew for each message. Of 2 939 questions that
nothing was fitted on (`eval/unseen/`), the right aspect is among our nearest 24 in 997 of 1 000; for the others a model
may name the topic, of which our nearest aspect is then asked.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from assistant.aspects import GENERAL, aspects
from assistant.heard import EXPLANATION
from assistant.reader import Likely, Reader

NEAREST, ALONE = 40, 12  # aspects listed; of those, as many that the words ask for when they stand alone


@dataclass(frozen=True)
class Shortlist:
    """What may be asked, each by a short code and a line; ``by_code`` gives the label that a code stands for."""

    by_code: dict[str, str]
    likely: Likely

    def lines(self) -> Iterable[str]:
        """Yield a line for each code: names of aspects and topics hold no amount."""
        for code, label in self.by_code.items():
            yield f"{code} : {name(label)}"

    def label(self, code: str) -> str:
        """Return the aspect that a code asks about: of a topic, the one that our reader finds the nearest."""
        label = self.by_code[code]
        topic, _, aspect = label.partition("/")
        return label if aspect or topic == EXPLANATION else self.likely.first(topic)


def shortlist(words: str, previous: str | None, reader: Reader, besides: Iterable[str]) -> Shortlist:
    """Return the questions that prepared ``words`` may ask after ``previous``; those of ``besides`` are among them."""
    alone = reader.read(words)
    likely = reader.read_on(words, previous) if previous else alone
    first = [label for label in alone.above() if "/" in label][:ALONE]
    nearest = [label for label in likely.above() if "/" in label]
    kept = [
        label
        for label in dict.fromkeys((*besides, *nearest[: NEAREST - ALONE], *first, *nearest))
        if label in aspects()
    ]
    listed = sorted(kept[:NEAREST])  # by name: the order tells nothing of what we heard
    codes = {f"q{number}": label for number, label in enumerate(listed, 1)}
    codes |= {f"s{number}": topic for number, topic in enumerate(_topics(), 1)}
    return Shortlist(codes | {"s0": EXPLANATION}, likely)


@cache
def _topics() -> tuple[str, ...]:
    return tuple(sorted({aspect.topic for aspect in aspects().values()}))


@cache
def name(label: str) -> str:
    """Return the French name of an aspect, of a topic, or of what the sheets alone explain."""
    topic, _, aspect = label.partition("/")
    if topic == EXPLANATION:
        return "autre chose sur les assistants médicaux"
    return aspects()[f"{topic}/{aspect or GENERAL}"].name
