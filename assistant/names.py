"""The names of the rules, as the corpus is given them: topics, and the texts with their first and last day."""

from __future__ import annotations

from datetime import date, timedelta

from corpus import Corpus, Period, lint
from rules.catalogue import TOPICS
from rules.dated import Parameters
from rules.regimes import REGIMES


def periods(parameters: Parameters) -> dict[str, Period]:
    """Return, for each text, the first and last day a contract can be signed under it.

    An amendment that changed running contracts too ends with the text it amends.
    """
    found: dict[str, Period] = {}
    for parameter in (parameters["regimes.individuel"], parameters["regimes.collectif"]):
        for value in parameter.values:
            if value.value is not None:
                last = value.until - timedelta(days=1) if value.until else None
                found[str(value.value)] = (value.since, last)
    for regime in REGIMES.values():
        if regime.amends:
            opened = parameters.get(f"regimes.{regime.id.replace('-', '_')}")  # none: its first day is not established
            first = opened.values[-1].value if opened else None
            found[regime.id] = (first if isinstance(first, date) else None, found[regime.amends][1])
    return found


def ended(parameters: Parameters, today: date) -> frozenset[str]:
    """Return the texts under which nobody signs any more."""
    return frozenset(regime for regime, (_, last) in periods(parameters).items() if last and last < today)


def problems(corpus: Corpus, parameters: Parameters) -> list[str]:
    """Return what the linter finds in the corpus, held to the names of the rules; in French, one line each."""
    return lint(corpus, topics=TOPICS.keys(), regimes=periods(parameters))
