"""Which specialties may sign, and which must show a clinical practice."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from french import day as french_day
from french import listed, number
from rules.conditions import Condition
from rules.profile import Profile
from rules.regimes import AVENANT_7
from rules.ruling import Ruling
from rules.specialties import plural_of

BRITTANY = ("22", "29", "35", "56")


class _ByDepartment(NamedTuple):
    parameter: str
    name: str
    everywhere: bool  # the list read covers France; otherwise Brittany only


_BY_DEPARTMENT = {
    "gynecologue-obstetricien": _ByDepartment("gynecologie_chirurgicale", "la gynécologie chirurgicale", True),
    "radiologue": _ByDepartment("radiologie", "la radiologie", False),
    "nephrologue": _ByDepartment("nephrologie", "la néphrologie", False),
}


def specialty_conditions(reading: Ruling, profile: Profile) -> list[Condition]:
    """Return whether the specialty may sign, and the clinical practice asked of some since 1 May 2023."""
    if profile.specialty is None:
        text = "Certaines spécialités ne sont pas admises : la vôtre décide."
        return [Condition(reading.reason("specialite", None, text, "specialites.admises_partout"), ("specialty",))]
    if reading.regime == AVENANT_7:
        return [_under_avenant_7(reading, profile, profile.specialty)]
    name = plural_of(profile.specialty)
    if profile.specialty in reading.texts("specialites.exclues"):
        since = reading.parameters["specialites.exclues"].values[1].since
        text = f"Les {name} sont exclus de l’aide depuis le {french_day(since)}."
        return [Condition(reading.reason("specialite", False, text, "specialites.exclues"))]
    admitted = reading.reason("specialite", True, f"Les {name} sont admis.", "specialites.exclues")
    if profile.specialty in reading.texts("specialites.activite_clinique_exigee"):
        return [Condition(admitted), _clinical(reading, profile, name)]
    return [Condition(admitted)]


def _clinical(reading: Ruling, profile: Profile, name: str) -> Condition:
    """CCAM fees under 20 % of fees without dépassement, over the 12 months before signature."""
    limit = reading.number("specialites.part_ccam_maximale")
    share = None if limit is None else f"{number(limit)} %"
    months = reading.number("specialites.periode_ccam")
    over = f" des {number(months)}\u00a0mois avant la signature" if months else ""
    text = f"Pour les {name}, les actes CCAM doivent rester sous {share} des honoraires sans dépassement{over}"
    met = None if profile.ccam_share is None or limit is None else Decimal(str(profile.ccam_share)) < limit
    if met is False:
        text = f"{text} ; vous en êtes à {number(Decimal(str(profile.ccam_share)))} %"
    parameters = ("specialites.activite_clinique_exigee", "specialites.part_ccam_maximale")
    return Condition(reading.reason("activite_clinique", met, f"{text}.", *parameters), ("ccam_share",))


def _under_avenant_7(reading: Ruling, profile: Profile, specialty: str) -> Condition:
    """Some specialties everywhere, others in the 30 % of departments with the fewest doctors of that specialty."""
    parameter, name = "specialites.admises_partout", plural_of(specialty)
    if specialty in reading.texts(parameter):
        text = f"Sous l’avenant 7, les {name} étaient admis sur tout le territoire."
        return Condition(reading.reason("specialite", True, text, parameter))
    if specialty == "gynecologue":
        text = "Sous l’avenant 7, la gynécologie médicale était admise partout, la chirurgicale selon le département."
        return Condition(reading.reason("specialite", None, text, parameter), ("specialty",))
    if specialty in _BY_DEPARTMENT:
        return _by_department(reading, profile, _BY_DEPARTMENT[specialty])
    if specialty == "orl":
        text = (
            "Sous l’avenant 7, l’ORL médicale était admise partout ; "
            "pour l’ORL chirurgicale, la liste des départements n’est pas établie."
        )
    else:
        text = f"Sous l’avenant 7, les {name} étaient admis selon le département, et la liste n’en est pas établie."
    return Condition(reading.reason("specialite", None, text, parameter), (), (text,))


def _by_department(reading: Ruling, profile: Profile, listing: _ByDepartment) -> Condition:
    parameter = f"specialites.departements.{listing.parameter}"
    departments, where = reading.texts(parameter), profile.department
    if where in departments:
        text = f"Sous l’avenant 7, {listing.name} était admise dans votre département ({where})."
        return Condition(reading.reason("specialite", True, text, parameter))
    if where is None:
        text = f"Sous l’avenant 7, {listing.name} était admise dans certains départements seulement."
        return Condition(reading.reason("specialite", None, text, parameter), ("department",))
    if listing.everywhere or where in BRITTANY:
        text = f"Sous l’avenant 7, {listing.name} n’était pas admise dans votre département ({where})."
        return Condition(reading.reason("specialite", False, text, parameter))
    text = f"Sous l’avenant 7, {listing.name} était admise selon le département ; la liste n’est connue qu’en Bretagne."
    return Condition(reading.reason("specialite", None, text, parameter), (), (text,))


def specialty_notes(reading: Ruling, profile: Profile) -> list[str]:
    """Return what avenant 7 said of a specialty excluded since."""
    excluded = reading.regime != AVENANT_7 and profile.specialty in reading.texts("specialites.exclues")
    listing = _BY_DEPARTMENT.get(profile.specialty or "")
    if not excluded or listing is None:
        return []
    departments = reading.texts(f"specialites.departements.{listing.parameter}")
    where = listed([f"le {department}" for department in departments])
    return [
        f"Sous l’avenant 7 (contrats signés avant mai 2023), {listing.name} était admise en Bretagne dans {where}. "
        "Un contrat signé alors va à son terme."
    ]
