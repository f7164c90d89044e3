"""National figures: contracts signed, targets, the four-year study. Each is quoted at its date."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from french import day as french_day
from rules.dated import DatedValue, Parameters
from rules.profile import Profile
from rules.ruling import Ruling
from rules.topics import Topic
from rules.units import Unit
from rules.verdict import Decision, Figure, Row, Table

_SERIES = (
    "total", "generalistes", "specialistes", "part_generalistes", "etp", "zones_sous_denses", "nouveaux_installes",
    "cardiologues", "ophtalmologues", "pediatres", "dermatologues", "patientele_mt", "file_active",
    "assistants", "assistants_certifies", "recours_generalistes", "recours_specialistes",
)  # fmt: skip
_COLUMNS = {
    "total": "Contrats",
    "generalistes": "Généralistes",
    "part_generalistes": "Part",
    "specialistes": "Autres spécialistes",
    "etp": "ETP",
}
_STUDY = (
    "mt_debut", "mt_fin", "mt_hausse", "temoins_hausse", "temoins_gain",
    "cible_hausse", "cible_mt", "file_active_hausse", "medecins",
)  # fmt: skip


def contracts(parameters: Parameters, profile: Profile, today: date) -> Decision:
    """Return the dated series of contracts signed, the latest first, then who signed and what was gained."""
    ruling = Ruling("national.contracts", parameters, profile, today, today)
    series = {name: _series(ruling, name) for name in _SERIES}
    figures = tuple(figure for name in _SERIES for figure in series[name].values())
    days = list(series["total"])
    rows = tuple(Row(_at(series["total"][day]), tuple(series[name].get(day) for name in _COLUMNS)) for day in days)
    return ruling.decide(
        "Nombre de contrats signés, par date",
        figures=figures,
        table=Table("Contrats signés en France", ("Date", *_COLUMNS.values()), rows) if rows else None,
        notes=("Chaque chiffre vaut à sa date ; les sources ne comptent pas toutes la même chose.",),
        not_established=("Le nombre de contrats aujourd’hui : voyez ameli.",),
    )


def _series(ruling: Ruling, name: str) -> dict[date, Figure]:
    """Return one series, latest first, without the values later than today."""
    parameter = f"chiffres.contrats.{name}"
    series = ruling.parameters[parameter]
    values = [value for value in reversed(series.values) if value.since <= ruling.today]
    return {
        value.since: replace(
            ruling.figure(f"{name}_{value.since:%Y_%m}", parameter, series.description, value.since),
            label=f"{series.description}, {_when(value)}",
        )
        for value in values
    }


def _when(value: DatedValue) -> str:
    return value.note or f"au {french_day(value.since)}"


def _at(figure: Figure) -> str:
    when = figure.label.partition(", ")[2].removeprefix("au ").removeprefix("en ")
    return when[0].upper() + when[1:]


def targets(parameters: Parameters, profile: Profile, today: date) -> Decision:
    """Return the national targets announced so far, the latest first."""
    return _quoted(
        Ruling("national.targets", parameters, profile, today, today), "cibles", ("fin_2029", "fin_2025", "fin_2022")
    )


def study(parameters: Parameters, profile: Profile, today: date) -> Decision:
    """Return the results of the four-year study of general practitioners with an assistant."""
    ruling = Ruling("national.study", parameters, profile, today, today)
    before, after = _quote(ruling, "etude", "mt_debut"), _quote(ruling, "etude", "mt_fin")
    gained = None
    if isinstance(before.value, Decimal) and isinstance(after.value, Decimal):
        gained = after.value - before.value
    label = "Patients adultes médecin traitant gagnés"
    return _quoted(ruling, "etude", _STUDY, ruling.computed("mt_gain", gained, Unit.PATIENTS, label, before, after))


def _quote(ruling: Ruling, group: str, name: str) -> Figure:
    parameter = f"chiffres.{group}.{name}"
    return ruling.figure(name, parameter, ruling.parameters[parameter].description)


def _quoted(ruling: Ruling, group: str, names: tuple[str, ...], *computed: Figure) -> Decision:
    """Quote every parameter of a group that is known today, each said at its day, and what is computed from them."""
    figures = (*(_quote(ruling, group, name) for name in names), *computed)
    known = tuple(figure for figure in figures if figure.value is not None)
    return ruling.decide(
        "Chiffres nationaux publiés à cette date",
        figures=known,
        not_established=() if known else ("Ces chiffres n’étaient pas publiés à cette date.",),
    )


TOPICS = (
    Topic("national.contracts", contracts, counted=True),
    Topic("national.targets", targets, counted=True),
    Topic("national.study", study, counted=True),
)
