"""Group practice and coordinated practice: asked by avenant 7, lifted since 1 May 2023."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from french import day as french_day
from rules.conditions import Condition
from rules.dated import Parameters
from rules.profile import Profile, Zone
from rules.ruling import Ruling
from rules.verdict import Decision, Verdict

RULE = "eligibility.group"
MINIMUM = "eligibilite.groupe.medecins_minimum"
COORDINATED = "eligibilite.groupe.exercice_coordonne_exige"
DELAY = "eligibilite.groupe.delai_exercice_coordonne"
MINUTES = "eligibilite.groupe.minutes_entre_confreres"


def practice_conditions(reading: Ruling, profile: Profile) -> list[Condition]:
    """Return the conditions on the practice. Avenant 7: two doctors (with derogations), coordination in 2 years."""
    minimum = reading.number(MINIMUM)
    if minimum is None or minimum < 2:
        if profile.group_size is None and profile.coordinated is None:
            return []
        text = "Exercer seul ou sans coordination ne fait plus obstacle."
        return [Condition(reading.reason("cabinet_de_groupe", True, text, MINIMUM, COORDINATED))]
    return [_group(reading, profile, int(minimum)), _coordination(reading, profile)]


def _group(reading: Ruling, profile: Profile, minimum: int) -> Condition:
    id, asked = (
        "cabinet_de_groupe",
        f"Sous l’avenant 7, il fallait exercer dans un cabinet d’au moins {minimum} médecins",
    )
    if profile.group_size is not None and profile.group_size >= minimum:
        return Condition(reading.reason(id, True, f"{asked}, ce qui est le cas.", MINIMUM))
    if profile.zone in (Zone.ZIP, Zone.ZAC):
        return Condition(reading.reason(id, True, f"{asked}, sauf en zone sous-dense, ce qui est le cas.", MINIMUM))
    if profile.group_size is None:
        return Condition(reading.reason(id, None, f"{asked}, avec des dérogations.", MINIMUM), ("group_size",))
    near = f"sauf zone sous-dense, coordination renforcée ou confrère à {reading.number(MINUTES)} minutes au plus"
    if profile.zone is Zone.NONE and profile.coordinated is False:
        return Condition(reading.reason(id, False, f"{asked}, {near}.", MINIMUM, MINUTES))
    needs = tuple(field for field in ("zone", "coordinated") if getattr(profile, field) is None)
    return Condition(reading.reason(id, None, f"{asked}, {near}.", MINIMUM, MINUTES), needs)


def _coordination(reading: Ruling, profile: Profile) -> Condition:
    delay = reading.number(DELAY)
    text = "Vous exercez déjà de façon coordonnée, comme l’avenant 7 le demandait."
    if not profile.coordinated:
        text = f"Sous l’avenant 7, il fallait s’engager dans un exercice coordonné dans les {delay} ans."
    return Condition(reading.reason("exercice_coordonne", True, text, COORDINATED, DELAY))


def alone(parameters: Parameters, profile: Profile, today: date) -> Decision:
    """Say whether a doctor who practises alone may sign: the question of ``group`` asked the other way round."""
    decision = group(parameters, profile.model_copy(update={"group_size": 1}), today)
    if decision.verdict is Verdict.NO:
        allowed = replace(decision.reasons[0], id="exercice_seul", met=True)
        return replace(decision, rule="eligibility.alone", verdict=Verdict.YES, reasons=(allowed,))
    waived = all(reason.met for reason in decision.reasons)
    verdict = (
        Verdict.YES if waived else Verdict.NO if any(r.met is False for r in decision.reasons) else Verdict.UNKNOWN
    )
    missing = tuple(field for field in ("zone", "coordinated") if getattr(profile, field) is None)
    return replace(
        decision, rule="eligibility.alone", verdict=verdict, missing=missing if verdict is Verdict.UNKNOWN else ()
    )


def group(parameters: Parameters, profile: Profile, today: date) -> Decision:
    """Say whether a group practice is required (« yes » means required) and what the other texts said.

    Texts: avenant 7 (two doctors, coordination within 2 years), règlement arbitral 2023 (both lifted).
    """
    reading = Ruling(RULE, parameters, profile, today)
    required = reading.holds(COORDINATED)
    if not required:
        since = french_day(reading.read(COORDINATED).since)
        text = f"Depuis le {since}, un médecin peut signer en exerçant seul et sans structure coordonnée."
        reason = reading.reason("groupe_exige", False, text, MINIMUM, COORDINATED)
        note = (
            "Sous l’avenant 7 (contrats signés avant cette date), il fallait un cabinet d’au moins deux médecins, "
            "avec des dérogations, et s’engager dans un exercice coordonné."
        )
        return reading.decide(
            "Condition levée",
            verdict=Verdict.NO,
            reasons=(reason,),
            notes=(note,),
            assumed=reading.assumed,
        )
    conditions = practice_conditions(reading, profile)
    figures = (
        reading.figure("medecins_minimum", MINIMUM, "médecins au moins dans le cabinet"),
        reading.figure("delai", DELAY, "délai pour s’engager dans un exercice coordonné"),
        reading.figure("minutes", MINUTES, "minutes au plus jusqu’à un confrère, à défaut de cabinet de groupe"),
    )
    notes = ["Une maison de santé multisite compte comme un cabinet de groupe."]
    now = reading.read(COORDINATED, today)
    if now.value is False:
        notes.append(f"Ces conditions ont été levées le {french_day(now.since)} pour les contrats signés depuis.")
    reasons = tuple(condition.reason for condition in conditions)
    return reading.decide(
        "Conditions de l’avenant 7", verdict=Verdict.YES, figures=figures, reasons=reasons,
        notes=tuple(notes), assumed=reading.assumed,
    )  # fmt: skip
