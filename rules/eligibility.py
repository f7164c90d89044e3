"""Who may sign: status, secteur, specialty, minimum activity and, under avenant 7, group and coordination."""

from __future__ import annotations

from datetime import date

from rules import former_conditions, situations, specialty_lists
from rules.activity import AGE, CHILDREN, activity_figures, minimum_activity, supposed_generalist
from rules.conditions import Condition, conclude, stated
from rules.dated import Parameters
from rules.options import sharing_reason
from rules.practice import practice_conditions
from rules.profile import Profile
from rules.ruling import Ruling
from rules.second_assistant import option_conditions
from rules.secteurs import secteur_condition
from rules.specialty_conditions import specialty_conditions, specialty_notes
from rules.topics import Asks, Topic
from rules.verdict import Decision

RULE = "eligibility.doctor"


def doctor(parameters: Parameters, profile: Profile, today: date) -> Decision:
    """Say whether a doctor may sign, with every condition met, not met or unknown.

    Texts: avenant 7 (specialty lists, group, coordination), règlement arbitral 2023 (those lifted, six specialties
    excluded), convention 2024 (same, adapted contracts).
    """
    ruling = Ruling(RULE, parameters, profile, today)
    activity = minimum_activity(ruling, profile)
    conditions = [
        *_status(ruling, profile),
        *specialty_conditions(ruling, profile),
        secteur_condition(ruling, profile),
        activity,
        *practice_conditions(ruling, profile),
        *(option_conditions(ruling, profile) if profile.etp else ()),
        *([stated(sharing_reason(ruling))] if (profile.shared_between or 1) > 1 else ()),
    ]
    notes = [*specialty_notes(ruling, profile)]
    if activity.reason.met is False:
        notes += _exemptions(ruling, profile)
    return conclude(
        ruling,
        profile,
        "Conditions tenant au médecin et au cabinet",
        conditions,
        figures=activity_figures(ruling, profile, activity),
        notes=tuple(notes),
        assumed=_assumed(ruling, profile),
    )


def _assumed(ruling: Ruling, profile: Profile) -> dict[str, object]:
    """What the answer takes for granted: private practice, and « patients médecin traitant » said by a GP."""
    assumed = dict(ruling.assumed)
    if not profile.status:
        assumed["status"] = "libéral"
    if supposed_generalist(profile):
        assumed["specialty"] = "generaliste"
    return assumed


def _exemptions(ruling: Ruling, profile: Profile) -> list[str]:
    """Return what may spare a doctor the minimum activity beside a recent installation."""
    children = ruling.number(CHILDREN)
    if children is not None:
        if profile.children is not None and profile.patientele_mt:  # hers have been compared
            return []
        age, was = ruling.number(AGE), "n’était" if ruling.over(CHILDREN) else "n’est"
        young = "trop jeunes pour être comptés" if not age else f"de moins de {age} ans"
        return [f"Avec plus de {children} % de patients {young}, ce minimum {was} pas exigé."]
    adapted = ruling.says(
        "handicap",
        "eligibilite.handicap_ou_maladie_chronique",
        yes="Un handicap ou une maladie chronique du médecin peut ouvrir un contrat adapté : voyez votre CPAM, "
        "le simulateur d’ameli ne le prévoit pas.",
        no="Un handicap ou une maladie chronique du médecin ne change pas ce minimum.",
    )
    return [] if adapted.met is None else [adapted.text]


def _status(ruling: Ruling, profile: Profile) -> list[Condition]:
    """A replacement doctor may not sign; a partly salaried one may, with an adapted contract (convention 2024)."""
    if profile.status == "remplaçant":
        return [
            stated(
                ruling.says(
                    "statut",
                    "eligibilite.remplacants",
                    yes="Un médecin remplaçant peut signer.",
                    no="Un médecin remplaçant ne peut pas signer : l’aide suppose une installation.",
                )
            )
        ]
    if profile.status == "mixte":
        return [
            stated(
                ruling.says(
                    "statut",
                    "eligibilite.activite_mixte",
                    yes="Une activité en partie salariée est admise, avec un contrat adapté.",
                    no="Une activité en partie salariée n’est pas admise.",
                    unknown="Aucune de mes sources ne dit si une activité en partie salariée était admise à cette "
                    "date.",
                )
            )
        ]
    return []


TOPICS = (
    *situations.TOPICS,
    *specialty_lists.TOPICS,
    *former_conditions.TOPICS,
    Topic(
        RULE,
        doctor,
        Asks.YES_NO,
        why_not=True,
        collective="collective.eligibility",
        conditions=True,
        facts=frozenset(
            {
                "specialty", "secteur", "optam", "patientele_mt", "children", "file_active", "age", "department",
                "zone", "mep", "new_installer", "group_size", "ccam_share", "status", "coordinated",
            }
        ),
    ),
)  # fmt: skip
