"""What a rule answers: a verdict, figures, reasons, what is missing, what would change it, and how it was reached."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from rules.dated import DatedValue
from rules.units import Standing, Unit


class Verdict(StrEnum):
    """Answer of a yes/no rule. ``UNKNOWN`` is an answer: a fact or the text itself is missing."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"

    @classmethod
    def of(cls, met: bool | None) -> Verdict:
        """Return the verdict that a condition met, not met or not known amounts to."""
        return {True: cls.YES, False: cls.NO, None: cls.UNKNOWN}[met]


@dataclass(frozen=True, slots=True)
class Figure:
    """One number or date that may be shown, with its proof.

    ``value`` is ``None`` when the figure is not established. ``parameter`` is the id of the dated value it was read
    from, or ``None`` for a figure computed from others (then ``computed_from`` lists their parameters).
    """

    key: str  # stable name inside the decision: "annee_1", "total", "p30"…
    value: Decimal | date | None
    unit: Unit
    label: str  # French, completes « … : 19 000 € »
    rule: str
    parameter: str | None
    standing: Standing | None
    sources: tuple[str, ...]
    since: date | None = None
    computed_from: tuple[str, ...] = ()
    year: int | None = None  # contract year it is paid for
    until_year: int | None = None  # the last year paid alike, where one figure stands for several
    is_maximum: bool = False  # paid in full only if the objectives are reached
    case: str | None = None  # size of patientèle: general, p90, p95
    option: str | None = None  # working time: mi_temps, temps_plein…


@dataclass(frozen=True, slots=True)
class Reason:
    """One condition of a yes/no rule: met, not met, or not known."""

    id: str
    met: bool | None
    text: str  # French sentence, ready to show
    standing: Standing | None = None
    sources: tuple[str, ...] = ()
    parameters: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """A smallest set of changes of the profile (field → new value) that turns a « no » into a « yes »."""

    fields: dict[str, object]
    text: str  # French


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the trace: the rule applied, in French, and the dated values read."""

    rule: str
    text: str
    values: tuple[DatedValue, ...] = ()

    @property
    def parameters(self) -> tuple[str, ...]:
        """Ids of the parameters read."""
        return tuple(dict.fromkeys(value.parameter for value in self.values))


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a decision's table: a heading and one figure per column (``None`` for an empty cell)."""

    heading: str
    cells: tuple[Figure | None, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Figures laid out for reading. ``columns`` names the heading column first."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """The whole answer of one rule for one profile at one date."""

    rule: str
    rules_on: date  # the date the rules are taken at (signature, or today when none is given)
    regime: str
    verdict: Verdict | None = None
    figures: tuple[Figure, ...] = ()
    table: Table | None = None
    reasons: tuple[Reason, ...] = ()
    notes: tuple[str, ...] = ()  # French: conditions and consequences worth reading after the figures
    announced: tuple[str, ...] = ()  # French: texts published and not in force yet, applied or to come
    closed: tuple[str, ...] = ()  # French: why what is known of the doctor closes the aid that is spoken of
    not_established: tuple[str, ...] = ()  # French: what no source gives
    assumed: dict[str, object] = field(default_factory=dict)  # profile facts taken for granted, shown to the reader
    missing: tuple[str, ...] = ()  # profile fields, the most decisive first
    changes: tuple[Change, ...] = ()
    trace: tuple[Step, ...] = ()

    @property
    def sources(self) -> tuple[str, ...]:
        """Ids of every source behind the decision, first use first."""
        proofs: tuple[Figure | Reason, ...] = (*self.figures, *self.reasons)
        return tuple(dict.fromkeys(source for proof in proofs for source in proof.sources))

    @property
    def values(self) -> tuple[DatedValue, ...]:
        """Every dated value read, first use first: id, value, since, references, standing."""
        read = {(value.parameter, value.since): value for step in self.trace for value in step.values}
        return tuple(read.values())

    @property
    def parameters(self) -> tuple[str, ...]:
        """Ids of every parameter read, first use first."""
        return tuple(dict.fromkeys(parameter for step in self.trace for parameter in step.parameters))

    def figure(self, key: str) -> Figure:
        """Return the figure named ``key``; raise ``KeyError`` naming those there are."""
        for figure in self.figures:
            if figure.key == key:
                return figure
        raise KeyError(f"{self.rule} has no figure {key!r}; it has {[figure.key for figure in self.figures]}")
