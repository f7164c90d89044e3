"""The minimum activity a doctor must have: a percentile of her own specialty, in patients where it is published."""

from __future__ import annotations

from decimal import Decimal

from french import number
from rules.amounts import amount
from rules.conditions import Condition, stated
from rules.profile import Profile
from rules.ruling import Ruling
from rules.units import Unit
from rules.verdict import Figure

ID = "activite_minimale"
PERCENTILE = "seuils.percentile_minimal"
AGE = "seuils.age_minimal_compte"
ENOUGH = "seuils.seuil_atteint_suffit"
CHILDREN = "seuils.part_de_moins_de_16_ans"
WAIVER = "seuils.dispense_nouvel_installe"


def minimum_activity(ruling: Ruling, profile: Profile) -> Condition:
    """Return whether the activity reaches the minimum percentile of the specialty.

    Texts: avenant 7 (more than 640 patients of 16 and over), règlement arbitral 2023 and convention 2024 (775, all
    ages). New installers are exempt. For specialties other than general practice only the rule is published.
    """
    if profile.new_installer:
        waiver = ruling.says(
            ID,
            WAIVER,
            yes="Un médecin qui vient de s’installer est dispensé du seuil minimal d’activité.",
            no="Un médecin qui vient de s’installer n’est pas dispensé du seuil minimal d’activité.",
        )
        if waiver.met is not False:
            return stated(waiver)
    if exempted_by_children(ruling, profile):
        was = "n’était" if ruling.over(CHILDREN) else "n’est"
        told = f"Avec {number(profile.children or 0)} enfants sur {number(profile.patientele_mt or 0)} patients"
        text = f"{told}, plus de {ruling.number(CHILDREN)} %, aucun minimum {was} exigé."
        return stated(ruling.reason(ID, True, text, CHILDREN))
    counted = patients_counted(ruling, profile)
    threshold = minimum_in_patients(ruling, profile)
    if threshold and counted is not None and ruling.number(threshold) is not None:
        return _by_patients(ruling, profile, threshold, counted)
    if profile.percentile is not None and ruling.number(PERCENTILE) is not None:
        return _by_percentile(ruling, profile, profile.percentile)
    return _unknown(ruling, profile, threshold)


def minimum_in_patients(ruling: Ruling, profile: Profile) -> str | None:
    """Return the parameter that gives the minimum percentile in patients of this doctor; ``None`` without one."""
    percentile = ruling.number(PERCENTILE)
    group = "generaliste.patientele_mt" if _of_generalists(profile) else "autres_specialites.file_active"
    name = f"seuils.{group}.p{percentile}"
    return name if name in ruling.parameters else None


def _of_generalists(profile: Profile) -> bool:
    """Whether the thresholds of generalists are this doctor's; a particular exercise (MEP) has its own."""
    return profile.specialty in (None, "generaliste") and not profile.mep


def supposed_generalist(profile: Profile) -> bool:
    """Whether a doctor who tells only how many patients named her médecin traitant is taken for a generalist."""
    return profile.specialty is None and profile.patientele_mt is not None and not profile.mep


def exempted_by_children(ruling: Ruling, profile: Profile) -> bool:
    """Whether a generalist has so many patients under 16 that no minimum is required. Text: avenant 7."""
    share, whole, children = ruling.number(CHILDREN), profile.patientele_mt, profile.children
    if not (_of_generalists(profile) and share and whole and children):
        return False
    return children <= whole and children * 100 > share * whole


def patients_counted(ruling: Ruling, profile: Profile) -> int | None:
    """Return the patients that are compared: where only adults counted, without the children that she told apart."""
    if not _of_generalists(profile):
        return profile.file_active
    whole, children = profile.patientele_mt, profile.children or 0
    return whole - children if whole is not None and children <= whole and ruling.number(AGE) else whole


def activity_figures(ruling: Ruling, profile: Profile, activity: Condition) -> tuple[Figure, ...]:
    """Return the minimum in patients, and how many this doctor has above it or lacks, where it was compared."""
    threshold = minimum_in_patients(ruling, profile)
    limit = ruling.number(threshold) if threshold else None
    if threshold is None or limit is None or threshold not in activity.reason.parameters:
        return ()
    least = ruling.figure("minimum", threshold, "patients à suivre au moins")
    counted = patients_counted(ruling, profile)
    if counted is None:
        return (least,)
    more = Decimal(counted) - limit
    if more < 0 or (more == 0 and ruling.holds(ENOUGH) is False):
        lacking = -more + (0 if ruling.holds(ENOUGH) else 1)
        return (least, ruling.computed("manque", lacking, Unit.PATIENTS, "patients qui manquent", least))
    return (least, ruling.computed("marge", more, Unit.PATIENTS, "patients au-dessus du minimum", least))


def _by_patients(ruling: Ruling, profile: Profile, threshold: str, patients: int) -> Condition:
    limit, enough = ruling.number(threshold), ruling.holds(ENOUGH)
    parameters: tuple[str, ...] = (threshold, AGE) if ruling.number(AGE) else (threshold,)
    asked = _asked(ruling, profile, threshold)
    if patients == limit and enough is not False:
        exactly = f"Vous êtes au seuil exact, {number(limit)} patients"
        return stated(
            ruling.says(
                ID,
                ENOUGH,
                *parameters,
                yes=f"{exactly} : deux sources l’admettent, une écrit « plus de ».",
                no=f"{exactly} : il faut le dépasser.",
                unknown=f"{exactly} : aucune de mes sources ne dit s’il suffit.",
            )
        )
    whose = "Pour un généraliste, il faut" if profile.specialty is None else "Il faut"
    if limit is not None and patients > limit:
        text = f"{whose} {asked} : vous en avez {number(patients)}."
        return Condition(ruling.reason(ID, True, text, *parameters))
    return _below(ruling, profile, f"{whose} {asked}", parameters, f" : vous en avez {number(patients)}")


def _by_percentile(ruling: Ruling, profile: Profile, percentile: tuple[int, int]) -> Condition:
    limit = ruling.number(PERCENTILE) or Decimal(0)
    low, high = percentile
    text = f"{_measured(profile)} doit atteindre le P{limit} de votre spécialité"
    if low >= limit:
        return Condition(ruling.reason(ID, True, f"{text}, ce qui est le cas.", PERCENTILE))
    if high < limit:
        return _below(ruling, profile, text, (PERCENTILE,), " : vous êtes en dessous")
    return Condition(ruling.reason(ID, None, f"{text}.", PERCENTILE), ("percentile",))


def _asked(ruling: Ruling, profile: Profile, threshold: str | None) -> str:
    """Return « au moins 775 patients médecin traitant »; nothing when no source establishes it."""
    limit = ruling.number(threshold) if threshold else None
    if limit is None:
        return ""
    word = "au moins" if ruling.holds(ENOUGH) else "plus de"
    if not _of_generalists(profile):
        return f"{word} {number(limit)} patients de file active"
    age = ruling.number(AGE)
    aged = f" de {amount(age, Unit.YEARS)} et plus" if age else ""
    return f"{word} {number(limit)} patients médecin traitant{aged}"


def _below(ruling: Ruling, profile: Profile, text: str, parameters: tuple[str, ...], fact: str) -> Condition:
    """Below the threshold: no, unless newly installed; a mixed activity may have an adapted contract."""
    if profile.status == "mixte" and ruling.holds("eligibilite.activite_mixte"):
        adapted = f"{text}{fact} ; une activité mixte peut avoir un contrat adapté, à voir avec votre CPAM."
        reason = ruling.reason("activite_adaptee", None, adapted, *parameters, "eligibilite.activite_mixte")
        return Condition(reason, (), ("Les seuils du contrat adapté à une activité mixte ne sont pas établis.",))
    may_be_new = profile.new_installer is None and ruling.holds(WAIVER) is not False
    except_new, needs = (", sauf si vous venez de vous installer", ("new_installer",)) if may_be_new else ("", ())
    return Condition(ruling.reason(ID, False, f"{text}{except_new}{fact}.", *parameters), needs)


def _measured(profile: Profile) -> str:
    """What is compared with the percentile: patients who named a generalist, patients seen by anybody else."""
    if profile.specialty is None:
        return "Votre activité"
    return (
        "Votre patientèle médecin traitant" if _of_generalists(profile) else "Votre file active (patients vus en un an)"
    )


def _unknown(ruling: Ruling, profile: Profile, threshold: str | None) -> Condition:
    """Say the minimum before the facts that decide it: in patients where that is published, else as a percentile."""
    percentile, asked = ruling.number(PERCENTILE), _asked(ruling, profile, threshold)
    if percentile is None:
        return stated(ruling.reason(ID, None, ruling.unsaid(PERCENTILE), PERCENTILE))
    text = f"{_measured(profile)} doit atteindre le P{percentile} de votre spécialité"
    parameters = (threshold,) if threshold and asked else (PERCENTILE,)
    if profile.specialty is None:
        told = f"{text} : pour un généraliste, {asked}." if asked else f"{text}."
        return Condition(ruling.reason(ID, None, told, *parameters), ("patientele_mt",))
    if asked:
        field = "patientele_mt" if _of_generalists(profile) else "file_active"
        return Condition(ruling.reason(ID, None, f"Il vous faut {asked}.", *parameters), (field,))
    whose = "des médecins à expertise particulière" if profile.mep else "de votre spécialité"
    unsaid = f"Le nombre de patients du P{percentile} {whose} n’est pas établi : votre CPAM vous le donnera."
    reason = ruling.reason(ID, None, f"{text}.", PERCENTILE, *((threshold,) if threshold else ()))
    return Condition(reason, ("percentile",), (unsaid,))
