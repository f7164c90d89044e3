"""Opening and closing a rule: the day it is taken at, the text that governs it, and the decision it reaches."""

from __future__ import annotations

from datetime import date
from typing import Any

from french import day as french_day
from rules.dated import Parameters
from rules.profile import Profile
from rules.reading import Reading
from rules.verdict import Decision, Figure, Standing, Unit


class Ruling(Reading):
    """A reading taken at the signature, or today when there is none. No text published after ``today`` is applied."""

    def __init__(self, rule: str, parameters: Parameters, profile: Profile, today: date, on: date | None = None):
        self.today = today
        self.signed_on = min(profile.signed_on or today, today)
        super().__init__(rule, parameters, min(on, today) if on else self.signed_on)
        self.regime = str(self.read("regimes.individuel", self.signed_on).value)
        self.assumed: dict[str, object] = {} if profile.signed_on else {"signed_on": today}
        self.step(f"Texte applicable le {french_day(self.signed_on)}")

    def holds(self, parameter: str, day: date | None = None) -> bool | None:
        """Return a yes/no parameter's value; ``None`` when it is not established."""
        value = self.read(parameter, day).value
        if not isinstance(value, bool | None):
            raise TypeError(f"{parameter} is not a yes/no value")
        return value

    def texts(self, parameter: str, day: date | None = None) -> tuple[str, ...]:
        """Return a list parameter's items; empty when it is not established."""
        value = self.read(parameter, day).value
        return value if isinstance(value, tuple) else ()

    def computed(self, key: str, value: Any, unit: Unit, label: str, *terms: Figure) -> Figure:
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
            Standing.weakest(standings) if known and standings else None,
            tuple(dict.fromkeys(source for term in terms for source in term.sources)),
            computed_from=tuple(dict.fromkeys(parameters)),
        )

    def decide(self, done: str, **found: Any) -> Decision:
        """Close the rule: ``done`` says in French what was just read, ``found`` holds the decision's other fields."""
        self.step(done)
        return Decision(self.rule, self.day, self.regime, trace=self.trace, **found)


__all__ = ["Ruling"]
