"""« En fait je suis en secteur 3, ça change quoi ? »: whether what was just said changes the answer given before."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.aspects import GENERAL, aspects
from assistant.hearing import going_back, topic_of_facts
from assistant.reading.prepared import prepared
from assistant.turn import State, Turn
from rules.catalogue import TOPICS

_OF_SOMETHING = (
    r"(?! (?:quoi |quelque chose |rien )?(?:aux?|a (?:la|l'|mes|nos)|sur|dans|pour (?:la|le|les|l'|mes|nos)) ?\w)"
)
_ASKED = re.compile(
    rf"\b(?:ca|cela|ceci) (?:(?:me|nous|lui|y|ne) )?chang\w+(?! (?:d'|de|le \d|au \d|en 20)){_OF_SOMETHING}|"
    rf"\bchange-t-(?:il|elle)\b{_OF_SOMETHING}|"
    r"\bchange(?:nt|rait)? (?:quelque chose|la donne|tout|rien|votre reponse|la reponse)\b|\bune incidence\b"
)
_WHO_MAY = {True: "collective.eligibility", False: "eligibility.doctor"}  # by whether the group's aid is spoken of

Told = Callable[[str, State], Sequence[object]]  # what answers on an aspect, by its label, for what is known


def what_changes(state: State, turn: Turn, told: Told) -> Turn:
    """Return the turn as the question before asked again, or the one whose answer the new facts change.

    The turn as it is where the message does not ask that, or says nothing new.
    """
    about = aspects().get(state.about or "")
    known = (state.known(), state.counts) != (turn.state.known(), turn.state.counts)
    if not about or not known or not _ASKED.search(prepared(turn.text).text):
        return turn
    named = topic_of_facts(turn.understanding) or about.topic
    of_the_group = {item.field for item in turn.understanding.facts} & {"average_patientele_mt", "members"}
    who_may = _WHO_MAY[TOPICS[about.topic].area == "collective" or bool(of_the_group)]
    first = f"{who_may}/{GENERAL}" if of_the_group or about.topic == who_may else about.label
    labels = dict.fromkeys((first, about.label, *(f"{topic}/{GENERAL}" for topic in (who_may, about.topic, named))))
    before = replace(state, asked=turn.state.asked)
    label = next((name for name in labels if told(name, turn.state) != told(name, before)), None)
    heard = replace(going_back(label or first), changes=label is not None, reason="what changes")
    return replace(turn, heard=heard, corrected=(), state=replace(turn.state, about=label or first))
