"""Which specialties may sign, and which must show a clinical practice."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from french import day as french_day
from french import listed, number
from rules.amounts import amount
from rules.conditions import Condition, stated
from rules.departments import NAMES
from rules.kinds import ALL_BUT_EXCLUDED
from rules.profile import Profile
from rules.regimes import AVENANT_7, REGIMES
from rules.ruling import Ruling
from rules.specialties import plural_of
from rules.units import Unit

BRITTANY = ("22", "29", "35", "56")
ADMITTED, EXCLUDED = "specialites.admises_partout", "specialites.exclues"
CLINICAL, LIMIT = "specialites.activite_clinique_exigee", "specialites.part_ccam_maximale"
_KEPT = "regimes.contrats_anterieurs_vont_a_terme"


class ByDepartment(NamedTuple):
    """A specialty that avenant 7 admitted in some departments only."""

    parameter: str
    name: str
    everywhere: bool  # the list read covers France; otherwise Brittany only

    @property
    def id(self) -> str:
        """The parameter that lists the departments."""
        return f"specialites.departements.{self.parameter}"

    def covers(self, department: str) -> bool:
        """Whether the list read would hold the department, had it been admitted there."""
        return self.everywhere or department in BRITTANY


BY_DEPARTMENT = {
    "gynecologue-obstetricien": ByDepartment("gynecologie_chirurgicale", "la gynécologie chirurgicale", True),
    "radiologue": ByDepartment("radiologie", "la radiologie", False),
    "nephrologue": ByDepartment("nephrologie", "la néphrologie", False),
}


def specialty_conditions(ruling: Ruling, profile: Profile) -> list[Condition]:
    """Return whether the specialty may sign, and the clinical practice asked of some since 1 May 2023.

    A text either lists the specialties it admits everywhere (avenant 7), or admits all but those it excludes.
    """
    specialty = profile.specialty
    admitted = ruling.texts(ADMITTED)
    if specialty is None:
        return [_of_any(ruling, admitted)]
    if admitted is None:
        return [_not_known(ruling, "specialite", ADMITTED)]
    if ALL_BUT_EXCLUDED not in admitted:
        return [_listed(ruling, profile, specialty, admitted)]
    name, excluded = plural_of(specialty), ruling.lists(EXCLUDED, specialty)
    if excluded is None:
        return [_not_known(ruling, "specialite", EXCLUDED)]
    if excluded:
        since = french_day(ruling.listed_since(EXCLUDED, specialty))
        text = f"Les {name} sont exclus de l’aide depuis le {since}."
        return [Condition(ruling.reason("specialite", False, text, EXCLUDED))]
    conditions = [Condition(ruling.reason("specialite", True, f"Les {name} sont admis.", EXCLUDED))]
    clinical = ruling.lists(CLINICAL, specialty)
    if clinical is None:
        conditions.append(_not_known(ruling, "activite_clinique", CLINICAL))
    elif clinical:
        conditions.append(_clinical(ruling, profile, name))
    return conditions


def _of_any(ruling: Ruling, admitted: tuple[str, ...] | None) -> Condition:
    """Say which specialties are out, where the text lists them: hers is not known."""
    names = excluded_names(ruling) if admitted and ALL_BUT_EXCLUDED in admitted else None
    if names:
        text = f"Votre spécialité ne doit pas être exclue, comme le sont les {names}."
        return Condition(ruling.reason("specialite", None, text, ADMITTED, EXCLUDED), ("specialty",))
    text = "Certaines spécialités ne sont pas admises : la vôtre décide."
    return Condition(ruling.reason("specialite", None, text, ADMITTED), ("specialty",))


def excluded_names(ruling: Ruling) -> str | None:
    """Return « radiologues, … et médecins nucléaires »; ``None`` where no list of exclusions is established."""
    excluded = ruling.texts(EXCLUDED)
    return listed([plural_of(name) for name in excluded]) if excluded else None


def _not_known(ruling: Ruling, id: str, parameter: str) -> Condition:
    return stated(ruling.reason(id, None, ruling.unsaid(parameter), parameter))


def _clinical(ruling: Ruling, profile: Profile, name: str) -> Condition:
    """CCAM fees under 20 % of fees without dépassement, over the 12 months before signature."""
    limit, months = ruling.number(LIMIT), ruling.number("specialites.periode_ccam")
    if limit is None:
        return _not_known(ruling, "activite_clinique", LIMIT)
    over = f", sur {amount(months, Unit.MONTHS)} avant la signature" if months else ""
    text = (
        f"Pour les {name}, les actes CCAM doivent rester sous {number(limit)} % des honoraires sans dépassement{over}"
    )
    met = None if profile.ccam_share is None else Decimal(str(profile.ccam_share)) < limit
    if met is not None:
        text = f"{text} ; vous en êtes à {number(Decimal(str(profile.ccam_share)))} %"
    return Condition(ruling.reason("activite_clinique", met, f"{text}.", CLINICAL, LIMIT), ("ccam_share",))


def _listed(ruling: Ruling, profile: Profile, specialty: str, admitted: tuple[str, ...]) -> Condition:
    """Some specialties everywhere, others in the 30 % of departments with the fewest doctors of that specialty."""
    name, under = plural_of(specialty), f"Sous {REGIMES[ruling.regime].the}"
    was = "était" if ruling.over(ADMITTED) else "est"
    were = "étaient" if ruling.over(ADMITTED) else "sont"
    if specialty in admitted:
        text = f"{under}, les {name} {were} admis sur tout le territoire."
        return Condition(ruling.reason("specialite", True, text, ADMITTED))
    if specialty == "gynecologue" and "gynecologue-medical" in admitted:
        text = f"{under}, la gynécologie médicale {was} admise partout, la chirurgicale selon le département."
        return Condition(ruling.reason("specialite", None, text, ADMITTED), ("specialty",))
    if specialty in BY_DEPARTMENT:
        return _by_department(ruling, profile, BY_DEPARTMENT[specialty], under)
    text = f"{under}, les {name} {were} admis selon le département, et la liste n’en est pas établie."
    if specialty == "orl" and ruling.regime == AVENANT_7:
        text = (
            f"{under}, l’ORL médicale était admise partout ; "
            "pour l’ORL chirurgicale, la liste des départements n’est pas établie."
        )
    return stated(ruling.reason("specialite", None, text, ADMITTED))


def _by_department(ruling: Ruling, profile: Profile, listing: ByDepartment, under: str) -> Condition:
    parameter = listing.id
    departments, where = ruling.texts(parameter), profile.department
    was = "était" if ruling.over(ADMITTED) else "est"
    if departments is None:
        return _not_known(ruling, "specialite", parameter)
    if where in departments:
        text = f"{under}, {listing.name} {was} admise dans votre département ({where})."
        return Condition(ruling.reason("specialite", True, text, parameter))
    if where is None:
        text = f"{under}, {listing.name} {was} admise dans certains départements seulement."
        return Condition(ruling.reason("specialite", None, text, parameter), ("department",))
    if listing.covers(where):
        text = f"{under}, {listing.name} n’{was} pas admise dans votre département ({where})."
        return Condition(ruling.reason("specialite", False, text, parameter))
    text = f"{under}, {listing.name} {was} admise selon le département ; la liste n’est connue qu’en Bretagne."
    return stated(ruling.reason("specialite", None, text, parameter))


def specialty_notes(ruling: Ruling, profile: Profile) -> list[str]:
    """Return what avenant 7 said of a specialty excluded since."""
    listing = BY_DEPARTMENT.get(profile.specialty or "")
    if listing is None or not ruling.lists(EXCLUDED, profile.specialty or ""):
        return []
    departments = ruling.texts(listing.id)
    if not departments:
        return []
    where = listed([NAMES[department] for department in departments])
    since = french_day(ruling.listed_since(EXCLUDED, profile.specialty or ""))
    begun = ruling.parameters[_KEPT].values[0].since <= ruling.today
    kept = begun and ruling.holds(_KEPT, ruling.today)
    return [
        f"Sous {REGIMES[AVENANT_7].the} (contrats signés avant le {since}), {listing.name} était admise en Bretagne "
        f"dans {'ces départements' if len(departments) > 1 else 'ce département'} : {where}."
        + (" Un contrat signé alors va à son terme." if kept else "")
    ]
