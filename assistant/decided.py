"""What the rules decided on a question, and the belief of hers that they correct: types that others fill and read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rules.verdict import Decision, Verdict


@dataclass(frozen=True, slots=True)
class Case:
    """A decision and the signature days it holds for (``None``: a given day, or today)."""

    decision: Decision
    signed: tuple[date, date] | None = None


@dataclass(frozen=True, slots=True)
class Correction:
    """The sentence that corrects, who says so, and the yes or no to the question as it was put."""

    text: str
    sources: tuple[str, ...] = ()
    verdict: Verdict | None = None


@dataclass(frozen=True, slots=True)
class Decided:
    """One topic of the question and its decisions, one per period of signature when the day matters."""

    topic: str
    cases: Sequence[Case]
    correction: Correction | None = None  # of the belief the question rests on

    @property
    def decision(self) -> Decision:
        """The decision that speaks for the topic."""
        return self.cases[0].decision
