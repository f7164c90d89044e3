"""The minimum activity a doctor must have: the 30th percentile of her own specialty."""

from __future__ import annotations

from french import number
from rules.conditions import Condition
from rules.profile import Profile
from rules.regimes import AVENANT_7
from rules.ruling import Ruling

ID = "activite_minimale"
P30 = "seuils.generaliste.patientele_mt.p30"
AGE = "seuils.age_minimal_compte"
ENOUGH = "seuils.seuil_atteint_suffit"


def minimum_activity(reading: Ruling, profile: Profile) -> Condition:
    """Return whether the activity reaches the P30 of the specialty.

    Texts: avenant 7 (more than 640 patients of 16 and over), règlement arbitral 2023 and convention 2024 (775, all
    ages). New installers are exempt. For specialties other than general practice only the rule is published.
    """
    if profile.new_installer:
        text = "Un médecin qui vient de s’installer est dispensé du seuil minimal d’activité."
        return Condition(reading.reason(ID, True, text, "seuils.dispense_nouvel_installe"))
    if profile.specialty == "generaliste" and profile.patientele_mt is not None and not profile.mep:
        return _by_patients(reading, profile, profile.patientele_mt)
    if profile.percentile is not None:
        return _by_percentile(reading, profile, profile.percentile)
    return _unknown(reading, profile)


def _by_patients(reading: Ruling, profile: Profile, patients: int) -> Condition:
    limit, enough = reading.number(P30), reading.holds(ENOUGH)
    if limit is None:
        return _unknown(reading, profile)
    asked = _asked(reading)
    met = patients >= limit if enough else patients > limit
    parameters: tuple[str, ...] = (P30, AGE) if reading.regime == AVENANT_7 else (P30,)
    if met:
        text = f"Il faut {asked} : vous en avez {number(patients)}."
        if patients == limit:
            text = (
                f"Vous êtes au seuil exact, {number(limit)} patients : deux sources l’admettent, une écrit « plus de »."
            )
            parameters += (ENOUGH,)
        return Condition(reading.reason(ID, True, text, *parameters))
    return _below(reading, profile, f"Il faut {asked}", parameters, f" : vous en avez {number(patients)}")


def _by_percentile(reading: Ruling, profile: Profile, percentile: tuple[int, int]) -> Condition:
    parameter = "seuils.percentile_minimal"
    limit = reading.number(parameter)
    if limit is None:
        return _unknown(reading, profile)
    low, high = percentile
    text = f"Votre activité doit atteindre le P{limit} de votre spécialité"
    if low >= limit:
        return Condition(reading.reason(ID, True, f"{text}, ce qui est le cas.", parameter))
    if high < limit:
        return _below(reading, profile, text, (parameter,), " : vous êtes en dessous")
    return Condition(reading.reason(ID, None, f"{text}.", parameter), ("percentile",))


def _of_generalists(reading: Ruling, profile: Profile, every_specialty: str) -> Condition:
    """Say the minimum in patients, the only one published, before the patients or the specialty are known."""
    asked = _asked(reading)
    text = f"Il vous faut {asked}."
    if profile.specialty is None:
        text = f"{every_specialty}{' : pour un généraliste, ' + asked if asked else ''}."
    return Condition(reading.reason(ID, None, text, P30), ("patientele_mt",))


def _asked(reading: Ruling) -> str:
    """Return « au moins 775 patients médecin traitant »; nothing when no source establishes it."""
    limit = reading.number(P30)
    aged = f" de {reading.number(AGE)} ans et plus" if reading.regime == AVENANT_7 else ""
    word = "au moins" if reading.holds(ENOUGH) else "plus de"
    return "" if limit is None else f"{word} {number(limit)} patients médecin traitant{aged}"


def _below(reading: Ruling, profile: Profile, text: str, parameters: tuple[str, ...], fact: str) -> Condition:
    """Below the threshold: no, unless newly installed; a mixed activity may have an adapted contract."""
    if profile.status == "mixte" and reading.holds("eligibilite.activite_mixte"):
        adapted = f"{text}{fact} ; une activité mixte peut avoir un contrat adapté, à voir avec votre CPAM."
        reason = reading.reason("activite_adaptee", None, adapted, *parameters, "eligibilite.activite_mixte")
        return Condition(reason, (), ("Les seuils du contrat adapté à une activité mixte ne sont pas établis.",))
    except_new = "" if profile.new_installer is False else ", sauf si vous venez de vous installer"
    needs = () if profile.new_installer is False else ("new_installer",)
    return Condition(reading.reason(ID, False, f"{text}{except_new}{fact}.", *parameters), needs)


def _unknown(reading: Ruling, profile: Profile) -> Condition:
    parameter = "seuils.percentile_minimal"
    text = f"Votre activité doit atteindre le P{reading.read(parameter).value} de votre spécialité."
    if profile.specialty in (None, "generaliste") and not profile.mep:
        return _of_generalists(reading, profile, text.removesuffix("."))
    whose = "des médecins à expertise particulière" if profile.mep else "de votre spécialité"
    unsaid = f"Le nombre de patients du P30 {whose} n’est pas établi : votre CPAM vous le donnera."
    reason = reading.reason(ID, None, text, parameter, "seuils.autres_specialites.file_active.p30")
    return Condition(reason, ("percentile",), (unsaid,))
