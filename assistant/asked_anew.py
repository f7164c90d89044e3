"""What a message asks in the light of the facts it says: both questions before, or the aspect that these decide."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from assistant import colleagues
from assistant.aspects import GENERAL
from assistant.heard import Heard
from assistant.hearing import FACTS_ONLY, STILL, going_back
from assistant.reading.prepared import prepared
from assistant.reading.replies import mends
from assistant.turn import State, Understanding


def in_the_light_of(understanding: Understanding, heard: Heard, state: State, text: str, *, again: bool) -> Heard:
    """Return what is asked; ``again`` where the message asks the question before in so many words."""
    words, counted = prepared(text).text, state.counts.all
    mended = heard.reason in (FACTS_ONLY, STILL) and mends(words)
    if mended or (again and colleagues.asks_the_same(text)):  # « non, 510 » corrects the answers to both questions
        heard = replace(heard, asks=(*(going_back(label).asks[0] for label in state.also), *heard.asks))
    if len(understanding.counts.all) > len(counted) > 0:  # who joins is counted already in the average
        heard = _of_aspects(heard, {"collective.eligibility/one_more": "average"})
    if state.profile.patientele_mt and _PASSES.search(words):
        heard = _of_aspects(heard, dict.fromkeys(_MINIMUM_THEN, "enough"))
    if understanding.year_begun or len(understanding.asked_years) == 1:  # not the year that runs, nor the one after
        heard = _of_aspects(heard, dict.fromkeys(_OF_A_YEAR, "one_year"))
    if len(understanding.asked_years) == 1:  # « le premier versement ? », then « et la deuxième ? »
        heard = _of_aspects(heard, {"contract.payment/first": _PAID[min(understanding.asked_years[0], len(_PAID))]})
    form, known = understanding.profile().get("legal_form"), state.profile.legal_form
    if mended and form and known not in (None, form) and (state.topic or "").startswith("collective."):
        heard = going_back("collective.eligibility/other_forms")  # « c’est une SEL, pas une SISA » decides the rest
    if len({item.field for item in understanding.facts if item.how == "supposed"}) > 1 and heard.going_on:
        heard = _of_aspects(heard, dict.fromkeys(_ONE_CONDITION, GENERAL))  # two conditions decide together
    if state.topic == "contract.sharing":
        heard = _of_aspects(heard, {"aid.amounts/one_year": "how_much_each"}, state.topic)
    if _FAE.search(words) and "cqp" not in words:
        heard = _of_aspects(heard, {"training.certificate/obligatory": "still_to_train"})
    if wanted := _working_time_asked(understanding):
        heard = _of_aspects(heard, dict.fromkeys(_OF_HOURS, wanted))
    return heard


_PASSES = re.compile(r"\b(?:pass(?:e|ait|ais|erait|es|er)|attei\w+|suffi\w*|assez|eligible|avai[ts] droit|bon)\b")
_MINIMUM_THEN = ("eligibility.doctor/minimum_before", "eligibility.doctor/old_threshold")  # of her own patients
_FAE = re.compile(r"\bfae\b")
_PAID = {1: "first", 2: "second_year", 3: "later_years"}  # years of the contract
_OF_A_YEAR = ("aid.amounts/this_year", "aid.amounts/next_year")
_ONE_CONDITION = tuple(f"eligibility.second_assistant/{name}" for name in ("zone", "when", "objectives", "specialists"))
_ASPECTS_OF_HOURS = {Fraction(1): "full_time", Fraction(1, 2): "half_time"}
_OF_HOURS = tuple(
    f"contract.working_time/{name}" for name in ("general", "days", "in_between", "full_time", "half_time")
)


def _working_time_asked(understanding: Understanding) -> str | None:
    """Return the aspect that « 28 h, c’est un temps plein ? » asks about, whatever else it says of her days."""
    asked = [item.value for item in understanding.mentions if item.field == "etp" and item.how == "asked"]
    return _ASPECTS_OF_HOURS.get(asked[0]) if asked else None


def _of_aspects(heard: Heard, aspects: Mapping[str, str], topic: str = "") -> Heard:
    """Return the same questions, each of the aspect that stands for it, of its own topic or of another."""
    asks = (
        replace(ask, topic=topic or ask.topic, aspect=aspects[ask.label]) if ask.label in aspects else ask
        for ask in heard.asks
    )
    return replace(heard, asks=tuple(asks))
