"""Asking the rule core: one decision when the signature is known or does not matter, one per period when it decides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import french
from assistant.decided import Case, joined
from assistant.turn import State
from rules.catalogue import TOPICS, decide
from rules.dated import Parameters
from rules.differences import days_of_change
from rules.regimes import REGIMES
from rules.verdict import Decision


def cases(topic: str, parameters: Parameters, state: State, today: date) -> list[Case]:
    """Return the decision on ``topic``, or one per stretch of days when the exact day of signature changes it."""
    if state.rules_of and (then := _rules_then(topic, parameters, state, *state.rules_of, today)):
        return then
    if state.regime:
        return [_under_regime(topic, parameters, state, today)]
    if state.signature is None and state.hired is None:
        return [Case(decide(topic, parameters, state.profile, today))]
    if state.signature and TOPICS[topic].dated:  # « ce qui change en 2027 »: by the end of the period, whatever the day
        return [Case(decide(topic, parameters, state.profile.updated(signed_on=state.signature[1]), today))]
    if state.signature is None and state.hired:
        starting, ending = (
            decide(topic, parameters, state.profile.updated(hired_on=day), today) for day in state.hired
        )
        if starting.regime == ending.regime:
            return [Case(of_any_day(starting, ending), within=_within(starting, ending))]
    field, period = ("signed_on", state.signature) if state.signature else ("hired_on", state.hired)
    found: list[Case] = []
    for first, last in stretches(parameters, *(period or (today, today)), today):
        starting, ending = (
            decide(topic, parameters, state.profile.updated(**{field: day}), today) for day in (first, last)
        )
        decision = of_any_day(starting, ending)
        if found and says(found[-1].decision) == says(decision):
            start, _ = found[-1].signed or (first, last)
            found[-1] = Case(found[-1].decision, (start, last), joined(found[-1].within, _within(starting, ending)))
        else:
            found.append(Case(decision, (first, last), _within(starting, ending)))
    return found


_AMOUNTS = frozenset({"aid", "salary"})  # areas whose values move under a contract or beside it


def _rules_then(topic: str, parameters: Parameters, state: State, first: date, last: date, today: date) -> list[Case]:
    """« Dans le barème de 2022 »: the texts as they stood, for a contract signed then.

    Amounts are read blind to what raised them later. Nothing where a contract of today is under the text of that
    time: its rules are those asked about.
    """
    if TOPICS[topic].dated:
        return [Case(decide(topic, parameters, state.profile.updated(signed_on=last), today))]
    governing = parameters["regimes.individuel"]
    if governing.at(last, today).value == governing.at(today, today).value:
        return []
    found: list[Case] = []
    for start, end in stretches(parameters, first, last, today):
        day = end if TOPICS[topic].area in _AMOUNTS else today
        decision = decide(topic, parameters, state.profile.updated(signed_on=end), day)
        before = found[-1] if found and says(found[-1].decision) == says(decision) else None
        case = Case(decision, (before.signed[0] if before and before.signed else start, end), read_on=day)
        found[-1:] = [case] if before else [*found[-1:], case]
    return found


def _under_regime(topic: str, parameters: Parameters, state: State, today: date) -> Case:
    """« Sous l’avenant 7 »: the text as it stood, for a contract signed on its first day, blind to what came after.

    The text in force is that of a contract signed today: what was added to it since its first day holds too.
    """
    start, end = regime_days(parameters, state.regime or "", today)
    signed_on = end if end == today else start
    day = today if TOPICS[topic].hindsight else end
    return Case(decide(topic, parameters, state.profile.updated(signed_on=signed_on), day), (start, end), read_on=day)


def regime_days(parameters: Parameters, regime: str, today: date) -> tuple[date, date]:
    """Return the first and last day on which contracts of ``regime`` could be signed, ``today`` at the latest.

    Avenant 8 amended avenant 7 on a day that is not established: its contracts are those of avenant 7.
    """
    regime = REGIMES[regime].amends or regime
    for value in (*parameters["regimes.individuel"].values, *parameters["regimes.collectif"].values):
        if value.value == regime:
            return value.since, min(today, value.until - timedelta(days=1)) if value.until else today
    raise KeyError(regime)


def stretches(parameters: Parameters, first: date, last: date, today: date) -> Iterator[tuple[date, date]]:
    """Cut a period where a text published by today, or the day of an anniversary, may change the answer."""
    starts = set(days_of_change(parameters, today))
    for value in parameters["regimes.montants_a_l_anniversaire"].values:
        if isinstance(value.value, date) and value.known_from <= today:
            starts |= {value.value.replace(year=year) for year in range(first.year, last.year + 1)}
    cuts = sorted(day for day in starts if first < day <= last)
    for start, following in pairwise([first, *cuts, last + timedelta(days=1)]):
        yield start, following - timedelta(days=1)


def of_any_day(starting: Decision, ending: Decision) -> Decision:
    """Leave out what the day itself decides, such as the end of a contract « signé en juin 2022 »."""
    lasting = {(figure.key, figure.value) for figure in ending.figures}
    met = {reason.id: reason.met for reason in ending.reasons}
    days = {french.day(limits[0]): french.period(*limits) for limits in _within(starting, ending).values()}
    said = {reason.text for reason in ending.reasons}
    return replace(
        starting,
        figures=tuple(figure for figure in starting.figures if (figure.key, figure.value) in lasting),
        reasons=tuple(
            reason if reason.text in said else replace(reason, text=_of_the_period(reason.text, days))
            for reason in starting.reasons
            if reason.text in said or (met.get(reason.id, ...) == reason.met and any(on in reason.text for on in days))
        ),
        notes=tuple(note for note in starting.notes if note in ending.notes),
    )


def _of_the_period(text: str, days: Mapping[str, str]) -> str:
    """« jusqu’au 3 janvier 2027 » of the first day a contract may be of is « jusqu’en janvier 2027 » of them all."""
    for on, period in days.items():
        text = text.replace(f"jusqu’au {on}", f"jusqu’{period}").replace(f"le {on}", period)
    return text


def _within(starting: Decision, ending: Decision) -> dict[str, tuple[date, date]]:
    """Return the first and last day that a date of the decision may be."""
    last = {figure.key: figure.value for figure in ending.figures}
    return {
        figure.key: (figure.value, end)
        for figure in starting.figures
        if isinstance(figure.value, date) and isinstance(end := last.get(figure.key), date) and end != figure.value
    }


def says(decision: Decision) -> tuple[object, ...]:
    """Return what of a decision is compared between two days."""
    return (
        decision.verdict,
        [(figure.key, figure.value) for figure in decision.figures],
        [(reason.id, reason.met, reason.text) for reason in decision.reasons],
    )
