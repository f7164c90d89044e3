"""National figures: contracts signed, targets, the four-year study. Each is quoted at its date."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import chain, islice

from french import day as french_day
from rules.dated import DatedValue, Parameters
from rules.profile import Profile
from rules.ruling import Ruling
from rules.sentences import told
from rules.topics import Topic
from rules.units import Unit
from rules.verdict import Decision, Figure, Reason, Row, Table

_SERIES = (
    "total", "en_cours", "generalistes", "specialistes", "part_generalistes", "etp", "zones_sous_denses",
    "part_zones_sous_denses", "nouveaux_installes", "cardiologues", "ophtalmologues", "pediatres", "dermatologues",
    "tiers_temps", "mi_temps", "temps_plein", "anciens_secretaires", "infirmiers", "aides_soignants",
    "patientele_mt", "file_active",
    "assistants", "assistants_certifies", "recours_generalistes", "recours_specialistes",
)  # fmt: skip
_OF_THE_TOTAL = ("generalistes", "specialistes", "part_generalistes")  # told beside a total of about the same time
_AS_OLD = timedelta(days=366)
_COLUMNS = {
    "total": "Contrats",
    "generalistes": "Généralistes",
    "part_generalistes": "Part",
    "specialistes": "Autres spécialistes",
    "etp": "ETP",
}
_STUDY = (
    "mt_debut", "mt_fin", "mt_hausse", "temoins_hausse", "temoins_gain",
    "cible_hausse", "cible_mt", "file_active_hausse", "medecins", "temoins_medecins", "petite_patientele_gain",
    "petite_patientele_hausse", "jeunes_gain",
)  # fmt: skip
_TARGETS = (2022, 2025, 2029)  # the years they fall due
_STUDY_2022 = ("contrats", "mt_hausse", "mt_gain", "file_active_hausse")


def contracts(parameters: Parameters, profile: Profile, today: date) -> Decision:
    """Return the dated series of contracts signed, the latest first, then who signed and what was gained.

    The day asked about (« fin 2022 ») comes as ``signed_on``: the last figure counted by then is given beside.
    """
    ruling = Ruling("national.contracts", parameters, Profile(), today, today)
    series = {name: _series(ruling, name) for name in _SERIES}
    figures = tuple(figure for name in _SERIES for figure in series[name].values())
    asked = profile.signed_on
    days = list(series["total"])
    rows = tuple(Row(_at(series["total"][day]), tuple(series[name].get(day) for name in _COLUMNS)) for day in days)
    return ruling.decide(
        "Nombre de contrats signés, par date",
        figures=(*figures, *_parts(ruling, series, asked), *_last(series), *(_by(asked, series) if asked else ())),
        reasons=_asked_day(ruling, asked, days) if asked and days else (),
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


def _by(asked: date, series: dict[str, dict[date, Figure]]) -> Iterator[Figure]:
    """Yield of each series the last figure counted by the day asked about."""
    last = next((day for day in series["total"] if day <= asked), asked)
    for name, counted in series.items():
        oldest = last - _AS_OLD if name in _OF_THE_TOTAL else date.min
        if found := next((figure for day, figure in counted.items() if oldest <= day <= asked), None):
            yield replace(found, key=f"{name}_alors")


def _last(series: dict[str, dict[date, Figure]]) -> Iterator[Figure]:
    """Yield the last count of contracts by a name of its own: what a number put to us is compared with."""
    for figure in islice(series["total"].values(), 1):
        yield replace(figure, key="dernier")


def _parts(ruling: Ruling, series: dict[str, dict[date, Figure]], asked: date | None) -> Iterator[Figure]:
    """Yield the shares of general practitioners and of the others, on the last day by which both were counted."""
    names = ("generalistes", "specialistes")
    both = [day for day in series[names[0]] if day in series[names[1]]]
    for suffix, until in (("", None), *((("_alors", asked),) if asked else ())):
        day = next((day for day in both if until is None or day <= until), None)
        if day is None or (until and until - day > _AS_OLD):
            continue
        counted = [series[name][day] for name in names]
        values = [figure.value for figure in counted if isinstance(figure.value, Decimal)]
        for name, figure in zip(names, counted, strict=True):
            if (whole := sum(values, Decimal(0))) and len(values) == len(names) and isinstance(figure.value, Decimal):
                share = (figure.value * 100 / whole).quantize(Decimal("0.1")).normalize()
                label = f"Part des {figure.label.partition(' ')[2].removeprefix('de ').removeprefix('d’')}"
                yield ruling.computed(f"part_comptee_{name}{suffix}", share, Unit.PERCENT, label, *counted)


def _asked_day(ruling: Ruling, asked: date, days: list[date]) -> tuple[Reason, ...]:
    """Say whether the count of contracts is known up to the day asked about."""
    known = asked <= days[0]
    text = "Un chiffre est connu à cette date." if known else "Aucun chiffre n’est connu après le dernier compté."
    return (ruling.reason("chiffre_connu", known, text, "chiffres.contrats.total", day=days[0]),)


def _when(value: DatedValue) -> str:
    return value.note or f"au {french_day(value.since)}"


def _at(figure: Figure) -> str:
    when = figure.label.partition(", ")[2].removeprefix("au ").removeprefix("en ")
    return when[0].upper() + when[1:]


def targets(parameters: Parameters, profile: Profile, today: date) -> Decision:
    """Return the national targets announced so far, the latest first, and the last count of contracts beside them.

    The year asked about (« pour 2025 ? ») comes as ``signed_on``: the first target that falls due by then is named.
    """
    ruling = Ruling("national.targets", parameters, Profile(), today, today)
    counted = (replace(figure, key="contrats") for figure in _series(ruling, "total").values())
    year = profile.signed_on.year if profile.signed_on else _TARGETS[-1] + 1
    due_by = [last for last in _TARGETS if year <= last]
    aimed = (replace(_quote(ruling, "cibles", f"fin_{last}"), key="visee") for last in due_by)
    known = (f"fin_{last}" for last in reversed(_TARGETS))
    due = [*((str(last), last) for last in _TARGETS), *[("visee", last) for last in due_by][:1]]
    reasons, counts = zip(*(_held(ruling, name, last) for name, last in due), strict=True)
    quoted = _quoted(ruling, "cibles", tuple(known), *islice(counted, 1), *islice(aimed, 1), *chain(*counts))
    return replace(quoted, reasons=(*reasons, *_followed(ruling, due_by)))


def _followed(ruling: Ruling, due_by: list[int]) -> Iterator[Reason]:
    """Say of the target asked about whether it is the last one set, or a later one followed it."""
    for year in due_by[:1]:
        last = year == _TARGETS[-1]
        text = f"La cible de {year} est la dernière fixée." if last else f"Une autre cible a suivi celle de {year}."
        yield ruling.reason("visee_derniere", last, text, f"chiffres.cibles.fin_{_TARGETS[-1]}")


def _held(ruling: Ruling, name: str, year: int) -> tuple[Reason, tuple[Figure, ...]]:
    """Say whether a target was met by the end of its year, with the last count by then and the first that met it.

    Not established while no count is known of the last day of that year or later.
    """
    target, due = _quote(ruling, "cibles", f"fin_{year}"), date(year, 12, 31)
    counts = [(day, figure) for day, figure in reversed(_series(ruling, "total").items())]
    reached = next(((day, figure) for day, figure in counts if _value(figure) >= _value(target)), None)
    by_then = [figure for day, figure in counts if day <= due]
    known = bool(counts) and counts[-1][0] >= due and target.value is not None
    met = True if reached and reached[0] <= due and target.value is not None else False if known else None
    told = {True: "est atteinte à sa date", False: "n’est pas atteinte à sa date", None: "n’est pas vérifiée"}[met]
    text = f"La cible de {year} {told}, d’après les contrats comptés."
    shown = {f"compte_{name}": by_then[-1] if by_then else None, f"atteint_{name}": reached[1] if reached else None}
    return (
        ruling.reason(f"atteinte_{name}", met, text, f"chiffres.cibles.fin_{year}"),
        tuple(replace(figure, key=key) for key, figure in shown.items() if figure and met is False),
    )


def _value(figure: Figure) -> Decimal:
    return figure.value if isinstance(figure.value, Decimal) else Decimal("Infinity")


def study(parameters: Parameters, profile: Profile, today: date) -> Decision:
    """Return the results of the four-year study of general practitioners with an assistant."""
    ruling = Ruling("national.study", parameters, profile, today, today)
    before, after = _quote(ruling, "etude", "mt_debut"), _quote(ruling, "etude", "mt_fin")
    gained = None
    if isinstance(before.value, Decimal) and isinstance(after.value, Decimal):
        gained = after.value - before.value
    label = "Patients adultes médecin traitant gagnés"
    earlier = (_quote(ruling, "etude_2022", name, f"{name}_2022") for name in _STUDY_2022)
    unmeasured = (
        told(ruling, "temps_gagne", "Le temps médical gagné : {temps_gagne}.", "chiffres.etude"),
        told(ruling, "specialistes", "Chez les autres spécialistes : {specialistes}.", "chiffres.etude"),
    )
    gain = ruling.computed("mt_gain", gained, Unit.PATIENTS, label, before, after)
    measured = (
        _above(ruling, "gain_superieur", "Les médecins aidés gagnent davantage de patients.", gain, "temoins_gain"),
        _above(ruling, "cible_depassee", "Les médecins suivis ont dépassé leur objectif.", after, "cible_mt"),
    )
    return replace(_quoted(ruling, "etude", _STUDY, gain, *earlier), reasons=(*measured, *unmeasured))


def _above(ruling: Ruling, id: str, text: str, found: Figure, than: str) -> Reason:
    """Return whether what the study found is above another of its figures."""
    other = _quote(ruling, "etude", than)
    value, limit = found.value, other.value
    met = value > limit if isinstance(value, Decimal) and isinstance(limit, Decimal) else None
    terms = [name for name in (found.parameter, *found.computed_from, other.parameter) if name]
    return ruling.reason(id, met, text, *terms)


def _quote(ruling: Ruling, group: str, name: str, key: str = "") -> Figure:
    parameter = f"chiffres.{group}.{name}"
    return ruling.figure(key or name, parameter, ruling.parameters[parameter].description)


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
    Topic("national.contracts", contracts, dated=True, counted=True),
    Topic("national.targets", targets, dated=True, counted=True),
    Topic("national.study", study, counted=True),
)
