"""What set the contracts of each text apart: one sentence a text, read from the values of its first day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from french import HARD, THIN, listed, upper_first
from french import day as french_day
from rules.amounts import amount
from rules.dated import DatedValue, Parameters
from rules.options import OPTIONS
from rules.profile import Profile, Zone
from rules.regimes import REGIMES
from rules.ruling import Ruling
from rules.topics import Topic
from rules.verdict import Decision, Reason

RULE = "regimes.history"
_TEXTS = "regimes.individuel"
_GROUP = "eligibilite.groupe.medecins_minimum"
_COORDINATED = "eligibilite.groupe.exercice_coordonne_exige"
_ZONES = "eligibilite.temps_plein.zones_admises"
_TIMES = "eligibilite.options_ouvertes"
_LEAST = "seuils.generaliste.patientele_mt.p30"
_AID = "aide.temps_plein.annee_1"


def history(parameters: Parameters, profile: Profile, today: date) -> Decision:
    """Return, text by text in force so far, the conditions and the amount that a contract signed under it knows."""
    ruling = Ruling(RULE, parameters, profile, today, today)
    texts = [text for text in parameters[_TEXTS].values if text.value and max(text.since, text.known_from) <= today]
    return ruling.decide("Textes comparés", reasons=tuple(_of(ruling, text) for text in texts), assumed=ruling.assumed)


def _of(ruling: Ruling, text: DatedValue) -> Reason:
    day, regime = text.since, REGIMES[str(text.value)]
    until = text.until if text.until is not None and text.until <= ruling.today else None
    period = f"depuis le {french_day(day)}"
    if until:
        period = f"du {french_day(day)} au {french_day(until - timedelta(days=1))}"
    said = f"{THIN}; ".join(_points(ruling, day))
    sentence = f"{upper_first(regime.name)}, contrats signés {period}{HARD}: {said}."
    used = (_TEXTS, _GROUP, _COORDINATED, _ZONES, _TIMES, _LEAST, _AID)
    return ruling.reason(f"texte_{regime.id.replace('-', '_')}", True, sentence, *used, day=day)


def _points(ruling: Ruling, day: date) -> Iterator[str]:
    fewest, coordinated = ruling.number(_GROUP, day), ruling.holds(_COORDINATED, day)
    if fewest is not None and fewest > 1:
        yield f"cabinet d’au moins {amount(fewest, None)} médecins, sauf dérogation"
    elif fewest is not None:
        yield "aucune condition de groupe"
    if coordinated is not None:
        yield "exercice coordonné exigé" if coordinated else "aucune condition de coordination"
    zones = ruling.texts(_ZONES, day)
    if zones is not None:
        yield "temps plein ouvert partout" if set(zones) == set(Zone) else "temps plein réservé à certaines zones"
    if times := ruling.texts(_TIMES, day):
        yield listed([OPTIONS[Fraction(time)].name for time in times], "ou")
    least, aid = ruling.number(_LEAST, day), ruling.number(_AID, day)
    if isinstance(least, Decimal):
        yield f"{amount(least, ruling.parameters[_LEAST].unit)} au moins pour un généraliste"
    if isinstance(aid, Decimal):
        yield f"{amount(aid, ruling.parameters[_AID].unit)} la première année à temps plein"


TOPICS = (Topic(RULE, history, hindsight=True),)
