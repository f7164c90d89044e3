"""Weekly hours of the assistant, what extra hours cost, and the limits that the branch agreement sets to the day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

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
    "periodes": ("periodes", "Périodes de travail par semaine, au plus, pour un petit temps partiel"),
    "avenants_temporaires": ("avenants_temporaires", "Augmentations temporaires d’heures, par an, au plus"),
    "reponse": ("reponse", "Délai pour répondre à une demande de changement de durée"),
}
_ASK = "aucune de mes sources ne l’établit, demandez à votre CPAM."
_SAYS = {  # yes or no: sentence of a yes, of a no, of what is not established
    "passage_impose": (
        "Un changement de durée du travail peut être imposé au salarié.",
        "Un changement de durée du travail se propose par lettre recommandée : le salarié peut refuser.",
        "",
    ),
    "teletravail": (
        "Une partie des tâches administratives ou de coordination peut se faire en télétravail.",
        "Le télétravail n’est pas admis.",
        "",
    ),
    "teletravail_compte": (
        "Les heures de télétravail comptent dans le temps aidé.",
        "Les heures de télétravail ne comptent pas dans le temps aidé.",
        f"Si les heures de télétravail comptent dans le temps aidé : {_ASK}",
    ),
    "formation_comprise": (
        "Les heures de cours comptent dans le temps aidé.",
        "Les heures de cours ne comptent pas dans le temps aidé.",
        f"Si les heures de cours comptent dans le temps aidé : {_ASK}",
    ),
    "heures_en_plus_aidees": (
        "L’aide augmente quand l’assistant travaille plus que l’option signée.",
        "L’aide ne dépend que de l’option signée : des heures en plus ne la changent pas.",
        f"Si des heures au-delà de l’option signée changent l’aide : {_ASK}",
    ),
    "jours_imposes": (
        "L’aide impose des jours ou des horaires de présence.",
        "L’aide n’impose ni jours ni horaires de présence.",
        "Aucune de mes sources n’impose de jours ni d’horaires : seule la durée de l’option signée compte.",
    ),
    "annualisation": (
        "Les heures de l’assistant peuvent être comptées sur l’année.",
        "Les heures de l’assistant ne peuvent pas être comptées sur l’année.",
        f"Le compte des heures sur l’année : {_ASK}",
    ),
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
        _between(ruling),
    )
    also = [
        ruling.says(id, f"{_GROUP}.{id}", yes=yes, no=no, unknown=unknown or None)
        for id, (yes, no, unknown) in _SAYS.items()
    ]
    return ruling.decide(
        "Durée hebdomadaire du travail",
        figures=(*figures.values(), third, *_sums(ruling, figures)),
        reasons=(*(reason for reason in reasons if reason.met is not None), *also),
        notes=("Les heures complémentaires concernent le salarié à temps partiel.",),
        not_established=tuple(reason.text for reason in reasons if reason.met is None),
    )


def _third(ruling: Ruling, full: Figure) -> Figure:
    hours = full.value / 3 if isinstance(full.value, Decimal) else None
    return ruling.computed("heures_tiers_temps", hours, Unit.HOURS, "Tiers-temps (1/3 ETP), par semaine", full)


def _between(ruling: Ruling) -> Reason:
    """Return how the aid takes a week between half-time and full-time."""
    name = f"{_GROUP}.entre_deux_options"
    taken = ruling.read(name).value
    text = f"Entre le mi-temps et le temps plein, la caisse retient {taken}."
    if taken is None:
        text = "Entre le mi-temps et le temps plein : ce que la caisse retient n’est écrit dans aucune de mes sources."
    return ruling.reason("entre_deux_options", None if taken is None else True, text, name)


_WEEKS, _MONTHS, _WORKING_DAYS = 52, 12, 5
_CENT = Decimal("0.01")  # a payslip tells the hours of a month in hundredths


def _sums(ruling: Ruling, figures: dict[str, Figure]) -> Iterator[Figure]:
    """Yield what the options make per month, per day worked from Monday to Friday, and together."""
    full, half = figures["heures_temps_plein"], figures["heures_mi_temps"]
    for of, name, label in ((full, "temps_plein", "Temps plein"), (half, "mi_temps", "Mi-temps")):
        month = day = None
        if isinstance(of.value, Decimal):
            month = (of.value * _WEEKS / _MONTHS).quantize(_CENT, ROUND_HALF_UP)
            day = of.value / _WORKING_DAYS
        yield ruling.computed(f"mois_{name}", month, Unit.COUNT, f"{label}, heures par mois", of)
        yield ruling.computed(f"jour_{name}", day, Unit.HOURS, f"{label}, par jour du lundi au vendredi", of)
    if isinstance(full.value, Decimal) and isinstance(half.value, Decimal):
        together = full.value + half.value
        yield ruling.computed("heures_1_5_etp", together, Unit.HOURS, "Temps et demi (1,5 ETP)", full, half)
        yield ruling.computed("heures_2_etp", full.value * 2, Unit.HOURS, "Deux temps pleins (2 ETP)", full)


def _least(ruling: Ruling, least: Figure, third: Figure) -> Reason:
    """Return the least week of a part-timer, and that a third of a full-timer is below it when it is."""
    sentence = "Un temps partiel compte au moins {minimum_hebdomadaire} par semaine, sauf demande écrite et motivée "
    below = isinstance(least.value, Decimal) and isinstance(third.value, Decimal) and third.value < least.value
    only = f"du salarié : un tiers-temps ({amount_of(third)}) n’est possible qu’ainsi." if below else "du salarié."
    return told(ruling, "minimum_hebdomadaire", sentence + only, _GROUP)


TOPICS = (Topic("contract.working_time", working_time),)
