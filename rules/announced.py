"""Texts published and not yet in force: what an answer says of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from french import day as french_day
from rules.dated import DatedValue, Parameters
from rules.profile import Profile
from rules.topics import Rule
from rules.verdict import Decision


def announced(rule: Rule, parameters: Parameters, profile: Profile, today: date, decision: Decision) -> Iterator[str]:
    """Yield a note for each text that a decision applies ahead of its day, and one for the next that will change it.

    A coming text is news to who signs, hires or asks today, and only when it changes the answer: the rule is asked
    again as on the day of that text.
    """
    applied = dict.fromkeys((value.known_from, value.since) for value in decision.values if value.since > today)
    for known_from, since in sorted(applied):
        yield (
            f"Cette réponse applique le texte publié le {french_day(known_from)}, "
            f"en vigueur à partir du {french_day(since)}."
        )
    coming = sorted(_coming(decision, parameters, today), key=lambda value: value.since)
    if not coming or profile.signed_on is not None:
        return
    first = coming[0]
    if _said(rule(parameters, profile, first.since)) != _said(decision):
        when = f"à partir du {french_day(first.since)}."
        if "signed_on" in decision.assumed:
            when = f"pour les contrats signés {when.removesuffix('.')} : donnez-moi le jour de la signature."
        yield f"Un texte publié le {french_day(first.known_from)} change cette réponse {when}"


def _coming(decision: Decision, parameters: Parameters, today: date) -> Iterator[DatedValue]:
    """Yield the published values that will replace one that a figure or a reason of the decision states."""
    stated = {name for reason in decision.reasons for name in reason.parameters}
    stated |= {name for figure in decision.figures for name in (figure.parameter, *figure.computed_from) if name}
    for value in decision.values:
        following = parameters[value.parameter].next(value, today)
        if value.parameter in stated and following and following.since > today and following.value != value.value:
            yield following


def _said(decision: Decision) -> tuple[object, ...]:
    return (
        decision.verdict,
        [(figure.key, figure.value) for figure in decision.figures],
        [(reason.id, reason.met) for reason in decision.reasons],
    )
