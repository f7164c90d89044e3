"""When the contract spoken of was signed, and by the rules of which time: what a message makes of what was known."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from assistant.heard import Heard
from assistant.turn import State, Understanding

_A_MONTH = 27  # days: a shorter period is no month, nor a year
NO_SIGNATURE: dict[str, Any] = {"signature": None, "regime": None}


def same_day(period: tuple[date, date] | None, known: date | None) -> date | None:
    """Return the day of the month that was said, in the year put in its place: « c’était novembre 2023, pas 2022 »."""
    if not period or not known or (period[1] - period[0]).days < _A_MONTH or (known.month, known.day) == (2, 29):
        return None
    found = known.replace(year=period[0].year)
    return found if period[0] <= found <= period[1] and period[0].year == period[1].year else None


def without_the_day_asked(state: State, before: State) -> State:
    """« au 1er janvier » was the day asked about: the contract spoken of stays the one before it."""
    profile = state.profile.model_copy(update={"signed_on": before.profile.signed_on})
    return replace(
        state, profile=profile, signature=before.signature, regime=before.regime, rules_of=before.rules_of, before=None
    )


def signature_of(understanding: Understanding, facts: dict[str, Any], before: State) -> dict[str, Any]:
    """A new signature replaces the old one, whether it is a day, a period or only the name of the text."""
    if "signed_on" in facts:
        return {"signature": None, "regime": None}
    if understanding.partial_signature:
        return {"signature": understanding.partial_signature, "regime": None}
    if understanding.regime:
        return {"signature": None, "regime": understanding.regime}
    return {"signature": before.signature, "regime": before.regime}


def rules_asked(
    understanding: Understanding, heard: Heard, before: State, facts: dict[str, Any]
) -> tuple[date, date] | None:
    """« Dans le barème de 2022 » holds for that question and for those that go on from it."""
    if understanding.rules_of:
        return understanding.rules_of
    dated = "signed_on" in facts or understanding.partial_signature or understanding.regime
    return before.rules_of if heard.going_on and not dated and not understanding.compared else None
