"""Texts published and not yet in force: what an answer says of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from french import day as french_day
from rules.dated import DatedValue, Parameters
from rules.verdict import Decision


def announced(decision: Decision, parameters: Parameters, today: date, undated: bool) -> Iterator[str]:
    """Yield a note for each text that a decision applies ahead of its day, and one for the next that will change it.

    ``undated`` is whether the answer is for who signs, hires or asks today: only then is a coming change news.
    """
    applied = dict.fromkeys((value.known_from, value.since) for value in decision.values if value.since > today)
    for known_from, since in sorted(applied):
        yield (
            f"Cette réponse applique le texte publié le {french_day(known_from)}, "
            f"en vigueur à partir du {french_day(since)}."
        )
    coming = list(_coming(decision, parameters, today))
    if coming and undated:
        first = min(coming, key=lambda value: value.since)
        yield (
            f"Un texte publié le {french_day(first.known_from)} change cette réponse à partir du "
            f"{french_day(first.since)} : donnez-moi le jour de la signature."
        )


def _coming(decision: Decision, parameters: Parameters, today: date) -> Iterator[DatedValue]:
    """Yield the published values that will replace one that a figure or a reason of the decision states."""
    stated = {name for reason in decision.reasons for name in reason.parameters}
    stated |= {name for figure in decision.figures for name in (figure.parameter, *figure.computed_from) if name}
    for value in decision.values:
        following = parameters[value.parameter].next(value, today)
        if value.parameter in stated and following and following.since > today and following.value != value.value:
            yield following
