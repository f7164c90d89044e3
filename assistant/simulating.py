"""Simulating a contract whose day of signature is known in part: where the day decides nothing, no day is asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from assistant.deciding import of_any_day, says, stretches
from rules.dated import Parameters
from rules.profile import Profile
from rules.simulation import Simulation, simulate

_DECISIONS = ("aid", "eligibility", "objective", "cost")


def simulate_between(
    parameters: Parameters, profile: Profile, first: date, last: date, today: date
) -> Simulation | None:
    """Return what holds whichever day the contract was signed between two; nothing where the day changes it."""
    found: list[Simulation] = []
    for limits in stretches(parameters, first, last, today):
        starting, ending = (simulate(parameters, profile.updated(signed_on=day), today) for day in limits)
        if _amounts(starting) != _amounts(ending):
            return None
        found.append(_of_any_day(starting, ending))
    return found[-1] if all(_says(one) == _says(found[0]) for one in found) else None


def _of_any_day(starting: Simulation, ending: Simulation) -> Simulation:
    """Leave out of the decisions what the day itself decides."""
    both = {name: (getattr(starting, name), getattr(ending, name)) for name in _DECISIONS}
    merged: dict[str, Any] = {
        name: replace(of_any_day(*pair), rules_on=pair[1].rules_on) for name, pair in both.items() if all(pair)
    }
    return replace(ending, **merged)


def _says(simulated: Simulation) -> tuple[object, ...]:
    decisions = (getattr(simulated, name) for name in _DECISIONS)
    return _amounts(simulated), [says(decision) for decision in decisions if decision]


def _amounts(simulated: Simulation) -> tuple[object, ...]:
    years = [
        (year.starts_on.year, year.regime, {case: due.value for case, due in year.amounts.items()}, year.is_maximum)
        for year in simulated.years
    ]
    return simulated.regime, years
