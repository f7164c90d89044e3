"""Reading parameters for one rule at one date, and keeping what was read: the decision's figures and trace."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from rules.dated import DatedValue, Parameters
from rules.verdict import Figure, Reason, Standing, Step


class Reading:
    """One rule at work. Every parameter it reads lands in the trace, so that no figure comes from nowhere."""

    def __init__(self, rule: str, parameters: Parameters, day: date):
        self.rule, self.parameters, self.day = rule, parameters, day
        self._steps: list[Step] = []
        self._unsaid: dict[DatedValue, None] = {}  # in the order read, each once

    def read(self, parameter: str, day: date | None = None) -> DatedValue:
        """Return the parameter's value on ``day`` (default: the rule's date). An unknown id is a bug: ``KeyError``."""
        value = self.parameters[parameter].at(day or self.day)
        self._unsaid[value] = None
        return value

    def number(self, parameter: str, day: date | None = None) -> Decimal | None:
        """Return a number parameter's value on ``day``; ``None`` when no source establishes it."""
        value = self.read(parameter, day).value
        if not isinstance(value, Decimal | None):
            raise TypeError(f"{parameter} is not a number")
        return value

    def figure(self, key: str, parameter: str, label: str, day: date | None = None) -> Figure:
        """Return the parameter as a figure ready to show."""
        value, unit = self.read(parameter, day), self.parameters[parameter].unit
        if unit is None or not isinstance(value.value, Decimal | date | None):
            raise TypeError(f"{parameter} has no unit: it is not a figure")
        return Figure(
            key, value.value, unit, label, self.rule, parameter, value.standing, value.references, value.since
        )

    def total(self, key: str, terms: list[Figure], label: str) -> Figure:
        """Return the sum of figures of one unit; not established as soon as one term is not."""
        known = [term.value for term in terms if isinstance(term.value, Decimal)]
        complete = len(known) == len(terms)
        standings = [term.standing for term in terms if term.standing]
        return Figure(
            key,
            sum(known, Decimal(0)) if complete else None,
            terms[0].unit,
            label,
            self.rule,
            None,
            Standing.weakest(standings) if complete else None,
            tuple(dict.fromkeys(source for term in terms for source in term.sources)),
            computed_from=tuple(dict.fromkeys(term.parameter for term in terms if term.parameter)),
        )

    def reason(self, id: str, met: bool | None, text: str, *parameters: str) -> Reason:
        """Return a reason that rests on ``parameters``, with their standing and sources."""
        values = [self.read(parameter) for parameter in parameters]
        standings = [value.standing for value in values if value.standing]
        sources = tuple(dict.fromkeys(source for value in values for source in value.references))
        return Reason(id, met, text, Standing.weakest(standings) if standings else None, sources, parameters)

    def step(self, text: str) -> None:
        """Close one step of the trace: what was just done, in French, with the parameters read since the last one."""
        self._steps.append(Step(self.rule, text, tuple(self._unsaid)))
        self._unsaid.clear()

    @property
    def trace(self) -> tuple[Step, ...]:
        """The steps so far, oldest first."""
        return tuple(self._steps)
