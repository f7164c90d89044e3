"""One rule at work: the day it is taken at, the text that governs it, what it reads, and the decision it reaches."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from french import day as french_day
from french import spaced
from rules.dated import DatedValue, Parameters
from rules.profile import Profile
from rules.units import Standing, Unit
from rules.verdict import Decision, Figure, Reason, Step


class Ruling:
    """A rule taken at the signature, or today when there is none; ``on`` is another day it is taken at.

    Only texts published ``today`` are applied: one that applies later decides for whoever signs later, and no one else.
    Every parameter read lands in the trace, so that no figure comes from nowhere.
    """

    def __init__(self, rule: str, parameters: Parameters, profile: Profile, today: date, on: date | None = None):
        self.rule, self.parameters, self.today = rule, parameters, today
        self.signed_on = parameters.settled_on(profile.signed_on or today, today)
        self.day = parameters.settled_on(on or self.signed_on, today)
        self.assumed: dict[str, object] = {} if profile.signed_on else {"signed_on": today}
        self._steps: list[Step] = []
        self._unsaid: dict[tuple[str, date], DatedValue] = {}  # in the order read, each once
        self.regime = str(self.read("regimes.individuel", self.signed_on).value)
        self.step(f"Texte applicable le {french_day(self.signed_on)}")

    def read(self, parameter: str, day: date | None = None) -> DatedValue:
        """Return the parameter's value on ``day`` (default: the rule's date). An unknown id is a bug: ``KeyError``."""
        value = self.parameters[parameter].at(day or self.day, self.today)
        self._unsaid[parameter, value.since] = value
        return value

    def rests_on(self, *parameters: str) -> None:
        """Say that the decision rests on ``parameters`` without stating them: they stand in the trace."""
        for parameter in parameters:
            self.read(parameter)

    def number(self, parameter: str, day: date | None = None) -> Decimal | None:
        """Return a number parameter's value on ``day``; ``None`` when no source establishes it."""
        value = self.read(parameter, day).value
        if not isinstance(value, Decimal | None):
            raise TypeError(f"{parameter} is not a number")
        return value

    def holds(self, parameter: str, day: date | None = None) -> bool | None:
        """Return a yes/no parameter's value; ``None`` when it is not established."""
        value = self.read(parameter, day).value
        if not isinstance(value, bool | None):
            raise TypeError(f"{parameter} is not a yes/no value")
        return value

    def texts(self, parameter: str, day: date | None = None) -> tuple[str, ...] | None:
        """Return a list parameter's items; ``None`` when no source establishes the list."""
        value = self.read(parameter, day).value
        if not isinstance(value, tuple | None):
            raise TypeError(f"{parameter} is not a list")
        return value

    def lists(self, parameter: str, item: str, day: date | None = None) -> bool | None:
        """Return whether a list parameter holds ``item``; ``None`` when the list is not established."""
        items = self.texts(parameter, day)
        return None if items is None else item in items

    def listed_since(self, parameter: str, item: str) -> date:
        """Return since when ``item`` has been in the list without a break; it must be there at the rule's date."""
        since = self.read(parameter).since
        for value in reversed(self.parameters[parameter].values):
            if value.since > since:
                continue
            if not isinstance(value.value, tuple) or item not in value.value:
                break
            since = value.since
        return since

    def listed_from(self, parameter: str, item: str) -> date | None:
        """Return from when a text published by today lists ``item``, which the rule's date does not; else ``None``."""
        for value in self.parameters[parameter].values:
            later = value.since > self.day and value.known_from <= self.today
            if later and isinstance(value.value, tuple) and item in value.value:
                return value.since
        return None

    def says(
        self,
        id: str,
        parameter: str,
        *also: str,
        yes: str,
        no: str,
        unknown: str | None = None,
        day: date | None = None,
    ) -> Reason:
        """Return the reason that a yes/no parameter gives: its value is the mark and chooses the sentence.

        ``unknown`` is by default that no source establishes what the parameter describes; ``also`` names the other
        parameters that the sentences state.
        """
        met = self.holds(parameter, day)
        text = {True: yes, False: no, None: unknown or self.unsaid(parameter)}[met]
        return self.reason(id, met, text, parameter, *also, day=day)

    def over(self, parameter: str) -> bool:
        """Whether the value read has been replaced since: what it said is told in the past."""
        following = self.parameters[parameter].next(self.read(parameter), self.today)
        return following is not None and following.since <= self.today

    def unsaid(self, parameter: str) -> str:
        """Return the sentence that says that no source establishes a parameter."""
        return f"Aucune de mes sources n’établit ce point : « {self.parameters[parameter].description} »."

    def reason(self, id: str, met: bool | None, text: str, *parameters: str, day: date | None = None) -> Reason:
        """Return a reason that rests on ``parameters``, with their standing and sources; its text is set in French."""
        values = [self.read(parameter, day) for parameter in parameters]
        standings = [value.standing for value in values if value.standing]
        sources = tuple(dict.fromkeys(source for value in values for source in value.references))
        return Reason(id, met, spaced(text), Standing.weakest(standings), sources, parameters)

    def figure(self, key: str, parameter: str, label: str, day: date | None = None, **of: Any) -> Figure:
        """Return the parameter as a figure ready to show; ``of`` may tell its ``year``, ``case`` and ``option``."""
        value, unit = self.read(parameter, day), self.parameters[parameter].unit
        if unit is None or not isinstance(value.value, Decimal | date | None):
            raise TypeError(f"{parameter} has no unit: it is not a figure")
        return Figure(
            key, value.value, unit, label, self.rule, parameter, value.standing, value.references, value.since, **of
        )

    def computed(
        self, key: str, value: Decimal | date | None, unit: Unit, label: str, *terms: Figure, **of: Any
    ) -> Figure:
        """Return a figure computed from ``terms``: as firm as its weakest term, unknown as soon as one is."""
        known = all(term.value is not None for term in terms)
        standings = [term.standing for term in terms if term.standing]
        parameters = [name for term in terms for name in ((term.parameter,) if term.parameter else term.computed_from)]
        return Figure(
            key,
            value if known else None,
            unit,
            label,
            self.rule,
            None,
            Standing.weakest(standings) if known else None,
            tuple(dict.fromkeys(source for term in terms for source in term.sources)),
            computed_from=tuple(dict.fromkeys(parameters)),
            **of,
        )

    def total(self, key: str, terms: list[Figure], label: str, **of: Any) -> Figure:
        """Return the sum of figures of one unit; not established as soon as one term is not."""
        amounts = [term.value for term in terms if isinstance(term.value, Decimal)]
        return self.computed(key, sum(amounts, Decimal(0)), terms[0].unit, label, *terms, **of)

    def step(self, text: str) -> None:
        """Close one step of the trace: what was just done, in French, with the parameters read since the last one."""
        self._steps.append(Step(self.rule, text, tuple(self._unsaid.values())))
        self._unsaid.clear()

    def decide(self, done: str, notes: tuple[str, ...] = (), regime: str | None = None, **found: Any) -> Decision:
        """Close the rule: ``done`` says in French what was just read, ``found`` holds the decision's other fields.

        ``regime`` is the text that governs, where it is not that of an individual contract.
        """
        self.step(done)
        found["not_established"] = _set(found.get("not_established", ()))
        governed, steps = regime or self.regime, tuple(self._steps)
        return Decision(self.rule, self.day, governed, trace=steps, notes=_set(notes), **found)


def _set(texts: Iterable[str]) -> tuple[str, ...]:
    """Return texts typed with plain spaces as French sets them."""
    return tuple(map(spaced, texts))
