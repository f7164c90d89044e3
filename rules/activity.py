"""The minimum activity a doctor must have: the 30th percentile of her own specialty."""

from __future__ import annotations

from french import number
from rules.conditions import Condition, stated
from rules.profile import Profile
from rules.ruling import Ruling

ID = "activite_minimale"
P30 = "seuils.generaliste.patientele_mt.p30"
AGE = "seuils.age_minimal_compte"
ENOUGH = "seuils.seuil_atteint_suffit"
WAIVER = "seuils.dispense_nouvel_installe"


def minimum_activity(ruling: Ruling, profile: Profile) -> Condition:
    """Return whether the activity reaches the P30 of the specialty.

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
    if profile.specialty == "generaliste" and profile.patientele_mt is not None and not profile.mep:
        return _by_patients(ruling, profile, profile.patientele_mt)
    if profile.percentile is not None:
        return _by_percentile(ruling, profile, profile.percentile)
    return _unknown(ruling, profile)


def _by_patients(ruling: Ruling, profile: Profile, patients: int) -> Condition:
    limit, enough = ruling.number(P30), ruling.holds(ENOUGH)
    if limit is None:
        return _unknown(ruling, profile)
    asked = _asked(ruling)
    parameters: tuple[str, ...] = (P30, AGE) if ruling.number(AGE) else (P30,)
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
    if patients > limit:
        text = f"Il faut {asked} : vous en avez {number(patients)}."
        return Condition(ruling.reason(ID, True, text, *parameters))
    return _below(ruling, profile, f"Il faut {asked}", parameters, f" : vous en avez {number(patients)}")


def _by_percentile(ruling: Ruling, profile: Profile, percentile: tuple[int, int]) -> Condition:
    parameter = "seuils.percentile_minimal"
    limit = ruling.number(parameter)
    if limit is None:
        return _unknown(ruling, profile)
    low, high = percentile
    text = f"Votre activité doit atteindre le P{limit} de votre spécialité"
    if low >= limit:
        return Condition(ruling.reason(ID, True, f"{text}, ce qui est le cas.", parameter))
    if high < limit:
        return _below(ruling, profile, text, (parameter,), " : vous êtes en dessous")
    return Condition(ruling.reason(ID, None, f"{text}.", parameter), ("percentile",))


def _of_generalists(ruling: Ruling, profile: Profile, every_specialty: str) -> Condition:
    """Say the minimum in patients, the only one published, before the patients or the specialty are known."""
    asked = _asked(ruling)
    text = f"Il vous faut {asked}."
    if profile.specialty is None:
        text = f"{every_specialty}{' : pour un généraliste, ' + asked if asked else ''}."
    return Condition(ruling.reason(ID, None, text, P30), ("patientele_mt",))


def _asked(ruling: Ruling) -> str:
    """Return « au moins 775 patients médecin traitant »; nothing when no source establishes it."""
    limit = ruling.number(P30)
    age = ruling.number(AGE)
    aged = f" de {age} ans et plus" if age else ""
    word = "au moins" if ruling.holds(ENOUGH) else "plus de"
    return "" if limit is None else f"{word} {number(limit)} patients médecin traitant{aged}"


def _below(ruling: Ruling, profile: Profile, text: str, parameters: tuple[str, ...], fact: str) -> Condition:
    """Below the threshold: no, unless newly installed; a mixed activity may have an adapted contract."""
    if profile.status == "mixte" and ruling.holds("eligibilite.activite_mixte"):
        adapted = f"{text}{fact} ; une activité mixte peut avoir un contrat adapté, à voir avec votre CPAM."
        reason = ruling.reason("activite_adaptee", None, adapted, *parameters, "eligibilite.activite_mixte")
        return Condition(reason, (), ("Les seuils du contrat adapté à une activité mixte ne sont pas établis.",))
    may_be_new = profile.new_installer is None and ruling.holds(WAIVER) is not False
    except_new, needs = (", sauf si vous venez de vous installer", ("new_installer",)) if may_be_new else ("", ())
    return Condition(ruling.reason(ID, False, f"{text}{except_new}{fact}.", *parameters), needs)


def _unknown(ruling: Ruling, profile: Profile) -> Condition:
    parameter = "seuils.percentile_minimal"
    text = f"Votre activité doit atteindre le P{ruling.read(parameter).value} de votre spécialité."
    if profile.specialty in (None, "generaliste") and not profile.mep:
        return _of_generalists(ruling, profile, text.removesuffix("."))
    whose = "des médecins à expertise particulière" if profile.mep else "de votre spécialité"
    unsaid = f"Le nombre de patients du P30 {whose} n’est pas établi : votre CPAM vous le donnera."
    reason = ruling.reason(ID, None, text, parameter, "seuils.autres_specialites.file_active.p30")
    return Condition(reason, ("percentile",), (unsaid,))
