"""What new values change in the answers: the same situations decided with and without them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from rules.catalogue import TOPICS, decide
from rules.dated import Parameter, Parameters
from rules.options import OPTIONS
from rules.profile import AssistantProfile, Profile
from rules.specialties import SPECIALTIES
from rules.verdict import Decision

_GENERALIST: dict[str, Any] = {"specialty": "generaliste", "secteur": 1}


class Effect(NamedTuple):
    """A situation answered otherwise."""

    topic: str
    profile: Profile
    before: Decision
    after: Decision


def effects(parameters: Parameters, day: date, later: date) -> Iterator[Effect]:
    """Yield each typical situation that is answered otherwise on ``later`` for the values that apply after ``day``."""
    without = Parameters({id: _until(parameter, day) for id, parameter in parameters.items()})
    for topic in (id for id, record in TOPICS.items() if not record.dated):  # those are about the change itself
        for profile in typical(parameters, day, later):
            before, after = (decide(topic, known, profile, later) for known in (without, parameters))
            if answer(before) != answer(after):
                yield Effect(topic, profile, before, after)


def readers(parameters: Parameters, day: date, later: date) -> dict[str, set[str]]:
    """Return, for each parameter, the topics that read it on ``later`` in a typical situation."""
    found: dict[str, set[str]] = {}
    for topic in (id for id, record in TOPICS.items() if not record.dated):
        for profile in typical(parameters, day, later):
            for parameter in decide(topic, parameters, profile, later).parameters:
                found.setdefault(parameter, set()).add(topic)
    return found


def answer(decision: Decision) -> tuple[object, ...]:
    """Return what a decision says, whatever it rests on."""
    figures = tuple((figure.key, figure.value) for figure in decision.figures)
    return decision.verdict, figures, tuple((reason.id, reason.met, reason.text) for reason in decision.reasons)


def typical(parameters: Parameters, day: date, later: date) -> Sequence[Profile]:
    """Return situations that between them reach every rule: each option, specialty and profile, new and running."""
    running = [value.since for value in parameters["regimes.individuel"].values if value.since <= day]
    options: list[dict[str, Any]] = [{"etp": etp} for etp in OPTIONS]
    situations: list[dict[str, Any]] = [
        {},
        *({**option, **size} for option in options for size in ({}, {"percentile": 92}, {"percentile": 97})),
        *({**option, "signed_on": signed} for option in options for signed in (*running, day, later)),
        *({"specialty": specialty} for specialty in SPECIALTIES),
        *({**_GENERALIST, "patientele_mt": patients} for patients in (600, 700, 780, 900, 1100, 1600, 2300)),
        *({"assistant_profile": profile, "hired_on": later} for profile in AssistantProfile),
        *({"secteur": 2, "optam": optam} for optam in (True, False)),
        {"secteur": 3},
        {**_GENERALIST, "etp": 2, "zone": "zip", "current_etp": 1, "objectives_reached": True, "contract_year": 3},
        {**_GENERALIST, "age": 66},
        {**_GENERALIST, "new_installer": True},
        *({"specialty": specialty, "ccam_share": 15} for specialty in ("chirurgien", "orl")),
        {"legal_form": "SISA", "members": 4, "average_patientele_mt": 900, "etp": 2},
        {"shared_between": 2, "etp": 1},
        {"renewal": True, "signed_on": running[0]},
        {"status": "remplaçant"},
        {"mep": True},
    ]
    return [Profile.model_validate(situation) for situation in situations]


def _until(parameter: Parameter, day: date) -> Parameter:
    """Return a parameter without the values that apply after ``day``, if it had any before."""
    kept = [value for value in parameter.values if value.since <= day]
    if not kept:
        return parameter
    return replace(parameter, values=(*kept[:-1], replace(kept[-1], until=None)))
