"""``assistant-medical rules check``: where parameters, sources and sheets disagree, and what to do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from assistant.names import problems
from assistant.stale import Stale, stale
from corpus import Corpus
from french import HARD, THIN
from french import day as french_day
from rules.amounts import amount
from rules.dated import Parameters
from rules.differences import days_of_change
from rules.invariants import broken


def faults(parameters: Parameters, corpus: Corpus, today: date) -> Iterator[str]:
    """Yield, in French, what is wrong today or will be on the day of a text already published."""
    yield from broken(parameters)
    yield from problems(corpus, parameters)
    days = [today, *(day for day in days_of_change(parameters, today) if day > today)]
    lines = [_told(line, parameters) for day in days for line in stale(corpus, parameters, day)]
    yield from dict.fromkeys(lines)  # what is wrong today still is on the day of a text to come


def added(parameters: Parameters, ours: Parameters) -> Iterator[str]:
    """Yield, in French, each value that is not ours: where, from when, what ours was and whose theirs is."""
    for id, parameter in parameters.items():
        days = {value.since for value in (*parameter.values, *ours[id].values)}
        for day in sorted(days):
            mine, theirs = ours[id].at(day), parameter.at(day)
            if mine.value != theirs.value:
                before, after = (amount(value.value, parameter.unit) for value in (mine, theirs))
                whose = f" ({', '.join(theirs.references)})" if theirs.references else ""
                yield f"{parameter.file}, {id}, depuis le {french_day(day)}{HARD}: {before} → {after}{whose}"


def _told(line: Stale, parameters: Parameters) -> str:
    unit, since = parameters[line.closed.parameter].unit, french_day(line.current.since)
    return (
        f"documents/{line.sheet}.md{HARD}: «{HARD}{line.sentence}{HARD}» dit encore "
        f"{amount(line.closed.value, unit)}{THIN}; {line.closed.parameter} vaut "
        f"{amount(line.current.value, unit)} depuis le {since}. Corrigez la phrase, ou "
        f"fermez la fiche la veille (valid_to) et écrivez-en une autre à partir du {since}."
    )
