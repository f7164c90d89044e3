"""What other values change in the answers on one day: the same situations decided with both."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from rules.catalogue import TOPICS, decide
from rules.dated import Parameters
from rules.effects import Effect, answer, typical


def compared(before: Parameters, after: Parameters, day: date, parameter: str) -> Iterator[Effect]:
    """Yield each typical situation that is answered otherwise on ``day`` for another value of ``parameter``."""
    for topic in (id for id, record in TOPICS.items() if not record.dated):
        for profile in typical(before, day, day):
            old = decide(topic, before, profile, day)
            if parameter in old.parameters:
                new = decide(topic, after, profile, day)
                if answer(old) != answer(new):
                    yield Effect(topic, profile, old, new)
