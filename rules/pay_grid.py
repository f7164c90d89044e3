"""What an assistant is paid at least: the grid of the branch agreement, and the SMIC under it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

from french import day as french_day
from french import listed
from rules.amounts import amount_of
from rules.dated import Parameters
from rules.profile import Profile
from rules.ruling import Ruling
from rules.units import Unit
from rules.verdict import Decision, Figure, Reason, Row, Table

_POSITIONS = range(5, 10)  # of the sixteen of the branch, those that avenant 76 gives to this post
MONTHS = 12
_WEEKS = 52
_CENT = Decimal("0.01")


def grid(parameters: Parameters, profile: Profile, today: date) -> Decision:
    """Return the branch's gross pay for assistants, position by position: the grid of the hiring, else of today."""
    ruling = Ruling("salary.grid", parameters, profile, today, profile.hired_on or today)
    positions = [
        ruling.figure(f"position_{rank}", f"salaire.grille.position_{rank}", f"Position {rank}, brut par mois")
        for rank in _POSITIONS
    ]
    monthly = [_bound(ruling, bound) for bound in ("minimum", "maximum")]
    yearly = [_over_a_year(ruling, figure) for figure in monthly]
    costs = [
        ruling.figure(f"cout_annuel_{bound}", f"salaire.grille.cout_annuel_{bound}", f"Coût annuel chargé, {where}")
        for bound, where in (("minimum", "au plus bas de la grille"), ("maximum", "au plus haut"))
    ]
    smic = [
        ruling.figure("smic", "salaire.smic.mensuel", "SMIC brut par mois, temps plein"),
        ruling.figure("smic_horaire", "salaire.smic.horaire", "SMIC brut de l’heure"),
    ]
    floor, agreed, latest = _floor(ruling, smic[0], positions), _agreed(ruling), _latest(ruling)
    due = list(_due(ruling, monthly[0], smic[0], positions))
    due += _in_part(due[0], positions, profile, ruling)
    average = ruling.figure("moyen", "salaire.usage.moyen", "Salaire brut moyen par mois, temps plein")
    newer = ("Une grille plus récente : vérifiez la convention collective des cabinets médicaux.",) if latest else ()
    return ruling.decide(
        "Grille de la convention collective des cabinets médicaux",
        figures=tuple(
            figure for figure in (*monthly, *yearly, *smic, *costs, *due, average) if figure.value is not None
        ),
        table=Table(
            "Salaire minimal, temps plein",
            ("Position", "Brut par mois"),
            tuple(Row(f"Position {rank}", (cell,)) for rank, cell in zip(_POSITIONS, positions, strict=True)),
        ),
        reasons=(
            *((floor,) if floor.met is not None else ()),
            *((agreed,) if monthly[0].value is not None else ()),
            _listed(ruling, positions),
            *_ranked(ruling),
        ),
        notes=("Le poste se place entre ces positions selon ce qu’il demande : l’employeur choisit, par écrit.",),
        not_established=(*newer, *((floor.text,) if floor.met is None else ())),
    )


def _due(ruling: Ruling, lowest: Figure, smic: Figure, positions: list[Figure]) -> Iterator[Figure]:
    """Yield what is due at least, the SMIC where it is above the grid, then the positions."""
    full = ruling.figure("", "contrat.temps_de_travail.temps_plein", "")
    half = ruling.figure("", "contrat.temps_de_travail.mi_temps", "")
    month = hour = part = None
    if isinstance(lowest.value, Decimal) and isinstance(smic.value, Decimal) and isinstance(full.value, Decimal):
        month = max(lowest.value, smic.value)
        hour = (month * MONTHS / (full.value * _WEEKS)).quantize(_CENT, ROUND_HALF_UP)
        if isinstance(half.value, Decimal):
            part = (month * half.value / full.value).quantize(_CENT, ROUND_HALF_UP)
    yield ruling.computed("du_mensuel", month, Unit.EUR, "Dû au moins, brut par mois, temps plein", lowest, smic)
    yield ruling.computed("du_horaire", hour, Unit.EUR, "Dû au moins, brut de l’heure", lowest, smic, full)
    yield ruling.computed(
        "du_mi_temps", part, Unit.EUR, "Dû au moins, brut par mois, mi-temps", lowest, smic, full, half
    )
    yield from positions
    yield from _ranks(ruling, positions)


def _in_part(lowest: Figure, positions: list[Figure], profile: Profile, ruling: Ruling) -> Iterator[Figure]:
    """Yield what is due at least for the part of a full time that is known of this assistant; nothing at full time."""
    etp = profile.etp
    if etp is None or etp >= 1:
        return
    for key, of in (("du_part", lowest), *zip((f"part_{rank}" for rank in _POSITIONS), positions, strict=True)):
        value = of.value
        if isinstance(value, Decimal):
            value = (value * etp.numerator / etp.denominator).quantize(_CENT, ROUND_HALF_UP)
        label = f"{of.label.removesuffix(', temps plein')}, au prorata du temps de travail"
        yield ruling.computed(key, value, Unit.EUR, label, of)


def _ranks(ruling: Ruling, positions: list[Figure]) -> Iterator[Figure]:
    """Yield the number of each position, to be compared with the one said, and what each pays above the one before."""
    for rank, of in zip(_POSITIONS, positions, strict=True):
        yield ruling.computed(f"rang_{rank}", Decimal(rank), Unit.COUNT, f"Position {rank}", of)
    for rank, (lower, upper) in enumerate(pairwise(positions), start=_POSITIONS[1]):
        gap = None
        if isinstance(lower.value, Decimal) and isinstance(upper.value, Decimal):
            gap = upper.value - lower.value
        label = f"De plus en position {rank} qu’en position {rank - 1}, brut par mois"
        yield ruling.computed(f"ecart_{rank}", gap, Unit.EUR, label, lower, upper)


def _listed(ruling: Ruling, positions: list[Figure]) -> Reason:
    """Return the pay of each position, in one sentence."""
    said = [f"**{amount_of(of)}** en position {rank}" for rank, of in zip(_POSITIONS, positions, strict=True)]
    known = all(of.value is not None for of in positions)
    text = f"Brut par mois, à temps plein : {listed(said)}."
    if not known:
        text = ruling.unsaid(next(str(of.parameter) for of in positions if of.value is None))
    return ruling.reason("grille", True if known else None, text, *(str(of.parameter) for of in positions))


def _ranked(ruling: Ruling) -> Iterator[Reason]:
    """Yield how a post is placed in the grid, and what does not place it."""
    path = "salaire.classement"
    positions, criteria = ruling.read(f"{path}.positions").value, ruling.texts(f"{path}.criteres")
    text = ruling.unsaid(f"{path}.positions")
    if positions is not None:
        by = f" selon {listed(criteria)}" if criteria else ""
        text = f"L’employeur place le poste aux positions {positions} de la grille{by}."
    yield ruling.reason("positions", None if positions is None else True, text, f"{path}.positions", f"{path}.criteres")
    yield ruling.says(
        "hausse_au_cqp",
        f"{path}.hausse_au_cqp",
        yes="Le CQP fait changer de position d’office.",
        no="Le CQP ne change pas la position d’office : elle dépend du poste.",
    )
    yield ruling.says(
        "selon_le_diplome",
        f"{path}.selon_le_diplome",
        yes="Le diplôme fixe à lui seul la position.",
        no="Le diplôme ne fixe pas à lui seul la position : elle dépend du poste.",
    )
    yield ruling.says(
        "treizieme_mois",
        "salaire.treizieme_mois",
        yes="La convention collective prévoit un treizième mois.",
        no="La convention collective ne prévoit pas de treizième mois.",
        unknown="Aucune de mes sources ne cite de treizième mois : vérifiez la convention collective.",
    )


def _bound(ruling: Ruling, bound: str) -> Figure:
    label = {"minimum": "minimal", "maximum": "le plus haut de la grille"}[bound]
    return ruling.figure(
        f"{bound}_mensuel", f"salaire.grille.{bound}_mensuel", f"Salaire brut mensuel {label}, temps plein"
    )


def _over_a_year(ruling: Ruling, monthly: Figure) -> Figure:
    value = monthly.value * MONTHS if isinstance(monthly.value, Decimal) else None
    label = monthly.label.replace("mensuel", "annuel")
    return ruling.computed(monthly.key.replace("mensuel", "annuel"), value, Unit.EUR, label, monthly)


def _floor(ruling: Ruling, smic: Figure, positions: list[Figure]) -> Reason:
    """Return whether the SMIC is above some position: no one is paid less, whatever the grid says."""
    text = "Le SMIC à cette date : si la grille est plus basse, c’est lui qui est dû."
    below: list[str] = []
    if isinstance(smic.value, Decimal):
        below = [str(rank) for rank, of in zip(_POSITIONS, positions, strict=True) if _less(of, smic.value)]
        text = "Toute la grille est au-dessus du SMIC."
    missing = [str(of.parameter) for of in positions if of.value is None]
    if missing:
        text = ruling.unsaid(missing[0])
    if below:
        places = f"la position {below[0]}" if len(below) == 1 else f"les positions {listed(below)}"
        text = f"Le SMIC dépasse la grille pour {places} : c’est lui qui est dû."
    met = True if below else None if missing or smic.value is None else False
    return ruling.reason("smic", met, text, "salaire.smic.mensuel", *(str(of.parameter) for of in positions))


def _less(figure: Figure, amount: Decimal) -> bool:
    return isinstance(figure.value, Decimal) and figure.value < amount


def _agreed(ruling: Ruling) -> Reason:
    """Return the amendment that sets the grid, and from when: signatory unions' members first, then every practice."""
    lowest = ruling.read("salaire.grille.minimum_mensuel")
    since = f"depuis le {french_day(lowest.since)} pour les adhérents d’un syndicat signataire"
    text = f"Cette grille vaut {since}." + (f" {lowest.note}." if lowest.note else "")
    return ruling.reason("avenant", True, text, "salaire.grille.minimum_mensuel")


def _latest(ruling: Ruling) -> bool:
    """Whether no later grid is known."""
    lowest = ruling.read("salaire.grille.minimum_mensuel")
    return ruling.parameters[lowest.parameter].next(lowest, ruling.today) is None
