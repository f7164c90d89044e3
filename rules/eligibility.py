"""Who may sign: status, secteur, specialty, minimum activity and, under avenant 7, group and coordination."""

from __future__ import annotations

from datetime import date

from rules.activity import AGE, minimum_activity
from rules.conditions import Condition, conclude
from rules.dated import Parameters
from rules.practice import practice_conditions
from rules.profile import Profile
from rules.ruling import Ruling
from rules.second_assistant import option_conditions
from rules.specialty_conditions import specialty_conditions, specialty_notes
from rules.verdict import Decision

RULE = "eligibility.doctor"


def doctor(parameters: Parameters, profile: Profile, today: date) -> Decision:
    """Say whether a doctor may sign, with every condition met, not met or unknown.

    Texts: avenant 7 (specialty lists, group, coordination), règlement arbitral 2023 (those lifted, six specialties
    excluded), convention 2024 (same, adapted contracts).
    """
    reading = Ruling(RULE, parameters, profile, today)
    activity = minimum_activity(reading, profile)
    conditions = [
        *_status(reading, profile),
        *specialty_conditions(reading, profile),
        _secteur(reading, profile),
        activity,
        *practice_conditions(reading, profile),
        *(option_conditions(reading, profile) if profile.etp else ()),
    ]
    notes = [*specialty_notes(reading, profile)]
    if activity.reason.met is False:
        notes += _exemptions(reading)
    return conclude(
        reading,
        profile,
        "Conditions tenant au médecin et au cabinet",
        conditions,
        notes=tuple(notes),
        assumed=reading.assumed if profile.status else {**reading.assumed, "status": "libéral"},
    )


def _exemptions(reading: Ruling) -> list[str]:
    """Return what may spare a doctor the minimum activity beside a recent installation."""
    children = reading.number("seuils.part_de_moins_de_16_ans")
    if children is not None:
        age = reading.number(AGE)
        return [f"Avec plus de {children} % de patients de moins de {age} ans, ce minimum n’était pas exigé."]
    if reading.holds("eligibilite.handicap_ou_maladie_chronique"):
        return ["Un handicap ou une maladie chronique du médecin peut ouvrir un contrat adapté : voyez votre CPAM."]
    return []


def _status(reading: Ruling, profile: Profile) -> list[Condition]:
    """A replacement doctor may not sign; a partly salaried one may, with an adapted contract (convention 2024)."""
    if profile.status == "remplaçant":
        text = "Un médecin remplaçant ne peut pas signer : l’aide suppose une installation."
        met = reading.holds("eligibilite.remplacants")
        return [Condition(reading.reason("statut", met, text, "eligibilite.remplacants"))]
    if profile.status == "mixte":
        met = reading.holds("eligibilite.activite_mixte")
        text = "Une activité en partie salariée est admise, avec un contrat adapté."
        if met is None:
            text = "Aucune de mes sources ne dit si une activité en partie salariée était admise à cette date."
        reason = reading.reason("statut", met, text, "eligibilite.activite_mixte")
        return [Condition(reason, (), () if met else (text,))]
    return []


def _secteur(reading: Ruling, profile: Profile) -> Condition:
    """Secteur 1, or secteur 2 with OPTAM (all texts)."""
    met, text, needs = _secteur_met(profile)
    return Condition(reading.reason("secteur", met, text, "eligibilite.secteurs"), needs)


def _secteur_met(profile: Profile) -> tuple[bool | None, str, tuple[str, ...]]:
    if profile.secteur == 1:
        return True, "Le secteur 1 ouvre droit à l’aide.", ()
    if profile.secteur == 3:
        return False, "Le secteur 3 n’ouvre pas droit à l’aide.", ()
    if profile.optam:
        return True, "Le secteur 2 avec OPTAM ouvre droit à l’aide.", ()
    rule = "Il faut exercer en secteur 1, ou en secteur 2 avec OPTAM"
    if profile.secteur is None:
        return None, f"{rule}.", ("secteur",)
    if profile.optam is None:
        return None, f"{rule} : êtes-vous adhérent ?", ("optam",)
    return False, f"{rule} : vous n’y adhérez pas.", ()
