"""What an assistant is paid at least: the grid of the branch agreement, and the SMIC under it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from french import day as french_day
from french import listed
from rules.dated import Parameters
from rules.profile import Profile
from rules.ruling import Ruling
from rules.units import Unit
from rules.verdict import Decision, Figure, Reason, Row, Table

_POSITIONS = range(5, 10)  # of the sixteen of the branch, those that avenant 76 gives to this post
MONTHS = 12


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
    newer = ("Une grille plus récente : vérifiez la convention collective des cabinets médicaux.",) if latest else ()
    return ruling.decide(
        "Grille de la convention collective des cabinets médicaux",
        figures=tuple(figure for figure in (*monthly, *yearly, *smic, *costs) if figure.value is not None),
        table=Table(
            "Salaire minimal, temps plein",
            ("Position", "Brut par mois"),
            tuple(Row(f"Position {rank}", (cell,)) for rank, cell in zip(_POSITIONS, positions, strict=True)),
        ),
        reasons=(*((floor,) if floor.met is not None else ()), *((agreed,) if monthly[0].value is not None else ())),
        notes=("Le poste se place entre ces positions selon ce qu’il demande : l’employeur choisit, par écrit.",),
        not_established=(*newer, *((floor.text,) if floor.met is None else ())),
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
