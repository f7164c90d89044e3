"""How far a model is believed: as often as it heard what ours did, of as often as ours was right.

Ours tells how likely it is to be right, and is right as often as it tells (`eval.labels`): whoever hears rightly agrees
with it as often. So every message puts the model to the test and none stands out, where the one whose meaning is known
(`assistant.listening.control`) is public. The record is kept by tenths of our own probability: a model that hears the
easy messages is not believed of the hard ones for it.

What it cannot find out: who knows the right answer and ours, agrees where ours errs, and lies as often elsewhere.
"""

from __future__ import annotations

import threading

TENTHS = 10
DOUBT = 1.0  # agreements that a model owes before it is believed of anything
KEPT = 0.99  # of what was counted, at each message: the last hundred are what matters
BEST = 0.995  # the most that a model is worth


class Record:
    """What a model's hearing is worth. Thread-safe; kept in memory, it begins anew with the process."""

    def __init__(self) -> None:
        self._agreed, self._expected = [0.0] * TENTHS, [0.0] * TENTHS
        self._lock = threading.Lock()

    def worth(self, share: float) -> float:
        """Return the probability that the model hears rightly where ours is right with the probability ``share``."""
        at = _tenth(share)
        with self._lock:
            return min(BEST, self._agreed[at] / (self._expected[at] + DOUBT))

    def count(self, share: float, *, agrees: bool) -> None:
        """Count a message that ours heard with the probability ``share``."""
        at = _tenth(share)
        with self._lock:
            self._agreed[at] = KEPT * self._agreed[at] + agrees
            self._expected[at] = KEPT * self._expected[at] + share


def _tenth(share: float) -> int:
    return min(int(share * TENTHS), TENTHS - 1)
