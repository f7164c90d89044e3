"""Weekly hours of the assistant, what extra hours cost, and the limits that the branch agreement sets to the day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from rules.amounts import amount_of
from rules.dated import Parameters
from rules.profile import Profile
from rules.ruling import Ruling
from rules.sentences import told
from rules.topics import Topic
from rules.units import Unit
from rules.verdict import Decision, Figure, Reason

_GROUP = "contrat.temps_de_travail"
_FIGURES = {
    "heures_temps_plein": ("temps_plein", "Temps plein (1 ETP), par semaine"),
    "heures_mi_temps": ("mi_temps", "Mi-temps (0,5 ETP), par semaine"),
    "majoration_10": (
        "majoration_premier_dixieme",
        "Majoration des heures complémentaires, jusqu’au dixième du contrat",
    ),
    "majoration_25": ("majoration_au_dela", "Au-delà, jusqu’au tiers du contrat"),
    "minimum_hebdomadaire": ("minimum_hebdomadaire", "Temps partiel, au moins, par semaine"),
    "prevenance": ("prevenance", "Délai pour annoncer un changement d’horaires"),
}
_DAY = (
    "La journée a une amplitude de {amplitude} au plus ; les vacations, au nombre de {vacations} au plus, "
    "durent chacune {vacation_minimale} au moins ; {repos} de repos précèdent la journée suivante."
)
_NOTICE = "Un changement d’horaires s’annonce par écrit {prevenance} à l’avance."


def working_time(parameters: Parameters, profile: Profile, today: date) -> Decision:
    """Return the weekly hours of each option, and what the branch agreement allows."""
    ruling = Ruling("contract.working_time", parameters, profile, today)
    figures = {key: ruling.figure(key, f"{_GROUP}.{name}", label) for key, (name, label) in _FIGURES.items()}
    third = _third(ruling, figures["heures_temps_plein"])
    reasons = (
        _least(ruling, figures["minimum_hebdomadaire"], third),
        told(ruling, "journee", _DAY, _GROUP),
        told(ruling, "prevenance", _NOTICE, _GROUP),
    )
    return ruling.decide(
        "Durée hebdomadaire du travail",
        figures=(*figures.values(), third),
        reasons=tuple(reason for reason in reasons if reason.met is not None),
        notes=("Les heures complémentaires concernent le salarié à temps partiel.",),
        not_established=tuple(reason.text for reason in reasons if reason.met is None),
    )


def _third(ruling: Ruling, full: Figure) -> Figure:
    hours = full.value / 3 if isinstance(full.value, Decimal) else None
    return ruling.computed("heures_tiers_temps", hours, Unit.HOURS, "Tiers-temps (1/3 ETP), par semaine", full)


def _least(ruling: Ruling, least: Figure, third: Figure) -> Reason:
    """Return the least week of a part-timer, and that a third of a full-timer is below it when it is."""
    sentence = "Un temps partiel compte au moins {minimum_hebdomadaire} par semaine, sauf demande écrite et motivée "
    below = isinstance(least.value, Decimal) and isinstance(third.value, Decimal) and third.value < least.value
    only = f"du salarié : un tiers-temps ({amount_of(third)}) n’est possible qu’ainsi." if below else "du salarié."
    return told(ruling, "minimum_hebdomadaire", sentence + only, _GROUP)


TOPICS = (Topic("contract.working_time", working_time),)
