"""What the rules decided on a question, and the belief of hers that they correct: types that others fill and read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from assistant.aspects import GENERAL, PARTS, Aspect
from rules.verdict import Decision, Figure, Verdict


@dataclass(frozen=True, slots=True)
class Case:
    """A decision and the signature days it holds for (``None``: a given day, or today)."""

    decision: Decision
    signed: tuple[date, date] | None = None
    within: Mapping[str, tuple[date, date]] = field(default_factory=dict)  # days that depend on that of the signature
    read_on: date | None = None  # the day on which the texts are read, blind to the later ones; ``None``: today


Days = Mapping[str, tuple[date, date]]


def joined(one: Days, other: Days) -> dict[str, tuple[date, date]]:
    """Return what two stretches that follow each other leave of the days that depend on that of the signature."""
    return {key: (one[key][0], other[key][1]) for key in one.keys() & other.keys()}


@dataclass(frozen=True, slots=True)
class Correction:
    """The sentence that corrects, who says so, and the yes or no to the question as it was put."""

    text: str  # said before the answer; none where the answer says it itself
    sources: tuple[str, ...] = ()
    verdict: Verdict | None = None
    after: str = ""  # then, what is added to it


@dataclass(frozen=True, slots=True)
class Lead:
    """The first sentence of an answer, in Markdown, and what follows it."""

    text: str
    covers: Sequence[str] = ()  # what need not be said after it
    verdict: Verdict | None = None  # yes or no to the question put, where it is not the decision's
    figures: tuple[Figure, ...] = ()  # values that the sentence read beside the decision's
    sources: tuple[str, ...] = ()  # of what the sentence names; none: it rests on the whole decision
    names: tuple[str, ...] = ()  # texts of the data that it says, such as the number of a title
    more: str = ""  # a second paragraph
    shows: frozenset[str] = PARTS  # parts of the decision shown after it


@dataclass(frozen=True, slots=True)
class Decided:
    """One thing asked and its decisions, one per period of signature when the day matters."""

    aspect: Aspect
    cases: Sequence[Case]
    leads: Sequence[Lead]
    correction: Correction | None = None  # of the belief the question rests on
    of: str = ""  # the doctor it is decided of, where several are named

    @property
    def topic(self) -> str:
        """The topic asked about."""
        return self.aspect.topic

    @property
    def decision(self) -> Decision:
        """The decision that speaks for the topic."""
        return self.cases[0].decision

    @property
    def verdict(self) -> Verdict | None:
        """Yes or no to the question as it was put."""
        if self.correction and self.correction.verdict:
            return self.correction.verdict
        return self.leads[0].verdict or (self.decision.verdict if self.aspect.id == GENERAL else None)
