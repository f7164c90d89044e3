"""Group practice and coordinated practice: asked by avenant 7, lifted since 1 May 2023."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from french import day as french_day
from rules.activity import minimum_activity
from rules.amounts import amount
from rules.conditions import Condition, conclude, stated, verdict_of
from rules.dated import Parameters
from rules.profile import Profile, Zone
from rules.regimes import AVENANT_7, REGIMES
from rules.ruling import Ruling
from rules.secteurs import secteur_condition
from rules.specialty_conditions import specialty_conditions
from rules.topics import Asks, Topic
from rules.units import Unit
from rules.verdict import Decision, Verdict

RULE = "eligibility.group"
MINIMUM = "eligibilite.groupe.medecins_minimum"
COORDINATED = "eligibilite.groupe.exercice_coordonne_exige"
DELAY = "eligibilite.groupe.delai_exercice_coordonne"
MINUTES = "eligibilite.groupe.minutes_entre_confreres"
LIFTED = "desormais"  # what holds today, told beside a former text: no condition of hers
FORMER_DELAY = "delai_d_alors"  # what a former text gave her to practise in a coordinated way, told beside today’s


def practice_conditions(ruling: Ruling, profile: Profile) -> list[Condition]:
    """Return the conditions on the practice. Avenant 7: two doctors (with derogations), coordination in 2 years."""
    group, coordination = _group_required(ruling), ruling.holds(COORDINATED)
    if group is False and coordination is False:
        if profile.group_size != 1 and profile.coordinated is not False:
            return []
        text = "Exercer seul ou sans coordination ne fait plus obstacle."
        return [Condition(ruling.reason("cabinet_de_groupe", True, text, MINIMUM, COORDINATED))]
    conditions = []
    if group is None:
        conditions.append(stated(ruling.reason("cabinet_de_groupe", None, ruling.unsaid(MINIMUM), MINIMUM)))
    elif group:
        conditions.append(_group(ruling, profile))
    if coordination is not False:
        conditions.append(_coordination(ruling, profile))
    return conditions


def _group_required(ruling: Ruling) -> bool | None:
    minimum = ruling.number(MINIMUM)
    return None if minimum is None else minimum > 1


def _group(ruling: Ruling, profile: Profile) -> Condition:
    id, minimum = "cabinet_de_groupe", ruling.number(MINIMUM) or Decimal(0)
    must = "il fallait" if ruling.over(MINIMUM) else "il faut"
    asked = f"Sous {REGIMES[ruling.regime].the}, {must} exercer dans un cabinet d’au moins {minimum} médecins"
    if profile.group_size is not None and profile.group_size >= minimum:
        return Condition(ruling.reason(id, True, f"{asked}, ce qui est le cas.", MINIMUM))
    if profile.zone in (Zone.ZIP, Zone.ZAC):
        return Condition(ruling.reason(id, True, f"{asked}, sauf en zone sous-dense, ce qui est le cas.", MINIMUM))
    if profile.group_size is None:
        return Condition(ruling.reason(id, None, f"{asked}, avec des dérogations.", MINIMUM), ("group_size",))
    minutes = ruling.number(MINUTES)
    near = "sauf zone sous-dense, coordination renforcée"
    near += " ou confrère proche" if minutes is None else f" ou confrère à {minutes} minutes au plus"
    if profile.zone is Zone.NONE and profile.coordinated is False:
        return Condition(ruling.reason(id, False, f"{asked}, {near}.", MINIMUM, MINUTES))
    needs = tuple(field for field in ("zone", "coordinated") if getattr(profile, field) is None)
    return Condition(ruling.reason(id, None, f"{asked}, {near}.", MINIMUM, MINUTES), needs)


def _coordination(ruling: Ruling, profile: Profile) -> Condition:
    """An engagement is enough: whoever does not practise so yet may sign."""
    if ruling.holds(COORDINATED) is None:
        return stated(ruling.reason("exercice_coordonne", None, ruling.unsaid(COORDINATED), COORDINATED))
    delay, regime = ruling.number(DELAY), REGIMES[ruling.regime]
    over = ruling.over(COORDINATED)
    text = f"Vous exercez déjà de façon coordonnée, comme {regime.the} le {'demandait' if over else 'demande'}."
    if not profile.coordinated:
        within = "" if delay is None else f" dans un délai de {amount(delay, Unit.YEARS)}"
        text = f"Sous {regime.the}, {'il fallait' if over else 'il faut'} s’engager dans un exercice coordonné{within}."
    return Condition(ruling.reason("exercice_coordonne", True, text, COORDINATED, DELAY))


def alone(parameters: Parameters, profile: Profile, today: date) -> Decision:
    """Say whether a doctor who practises alone may sign: the question of ``group`` asked the other way round."""
    decision = group(parameters, profile.model_copy(update={"group_size": 1}), today)
    if decision.verdict is Verdict.NO:
        allowed = replace(decision.reasons[0], id="exercice_seul", met=True)
        decision = replace(decision, rule="eligibility.alone", verdict=Verdict.YES, reasons=(allowed,))
        return _refused_otherwise(decision, parameters, profile, today)
    reasons = tuple(reason for reason in decision.reasons if reason.id != LIFTED)
    verdict = verdict_of([Condition(reason) for reason in reasons])
    missing = tuple(field for field in ("zone", "coordinated") if getattr(profile, field) is None)
    missing = missing if verdict is Verdict.UNKNOWN else ()
    return replace(decision, rule="eligibility.alone", verdict=verdict, reasons=reasons, missing=missing)


def _refused_otherwise(decision: Decision, parameters: Parameters, profile: Profile, today: date) -> Decision:
    """Add what refuses this doctor beside practising alone: her secteur, her specialty or her patients."""
    ruling = Ruling("eligibility.alone", parameters, profile, today)
    conditions = [
        *specialty_conditions(ruling, profile),
        secteur_condition(ruling, profile),
        minimum_activity(ruling, profile),
    ]
    lacking = [condition for condition in conditions if condition.reason.met is False]
    if not lacking:
        return decision
    refused = conclude(ruling, profile, "Ce qui manque par ailleurs", lacking)
    return replace(
        decision,
        verdict=refused.verdict,
        reasons=(*decision.reasons, *refused.reasons),
        missing=refused.missing,
        trace=(*decision.trace, *refused.trace),
    )


def group(parameters: Parameters, profile: Profile, today: date) -> Decision:
    """Say whether a group practice is required (« yes » means required) and what the other texts said.

    Texts: avenant 7 (two doctors, coordination within 2 years), règlement arbitral 2023 (both lifted).
    """
    ruling = Ruling(RULE, parameters, profile, today)
    required = {_group_required(ruling), ruling.holds(COORDINATED)}
    if required == {False}:
        return _lifted(ruling)
    reasons = tuple(condition.reason for condition in practice_conditions(ruling, profile))
    if _group_required(ruling) is False and True in required:
        return ruling.decide(
            f"Conditions {REGIMES[ruling.regime].of}", verdict=Verdict.NO, reasons=reasons, assumed=ruling.assumed
        )
    if _group_required(ruling) is None:
        unsaid = tuple(reason.text for reason in reasons if reason.met is None)
        return ruling.decide(
            "Condition non établie",
            verdict=Verdict.UNKNOWN,
            reasons=reasons,
            not_established=unsaid,
            assumed=ruling.assumed,
        )
    figures = (
        ruling.figure("medecins_minimum", MINIMUM, "médecins au moins dans le cabinet"),
        ruling.figure("delai", DELAY, "délai pour s’engager dans un exercice coordonné"),
        ruling.figure("minutes", MINUTES, "minutes au plus jusqu’à un confrère, à défaut de cabinet de groupe"),
    )
    counts = "comptait" if ruling.over(MINIMUM) else "compte"
    notes = [f"Une maison de santé multisite {counts} comme un cabinet de groupe."]
    now = ruling.read(COORDINATED, today)
    if now.value is False and now.since > ruling.day:
        notes.append(f"Ces conditions ont été levées le {french_day(now.since)} pour les contrats signés depuis.")
        text = f"Depuis le {french_day(now.since)}, ce n’est plus exigé pour un nouveau contrat."
        reasons += (ruling.reason(LIFTED, True, text, COORDINATED, day=today),)
    return ruling.decide(
        f"Conditions {REGIMES[ruling.regime].of}", verdict=Verdict.YES, figures=figures, reasons=reasons,
        notes=tuple(notes), assumed=ruling.assumed,
    )  # fmt: skip


def _lifted(ruling: Ruling) -> Decision:
    since = ruling.read(COORDINATED).since
    text = f"Depuis le {french_day(since)}, un médecin peut signer en exerçant seul et sans structure coordonnée."
    before = [ruling.read(MINIMUM, value.since) for value in ruling.parameters[MINIMUM].values if value.since < since]
    notes: tuple[str, ...] = ()
    if before and isinstance(before[-1].value, Decimal):
        notes = (
            f"Sous {REGIMES[AVENANT_7].the} (contrats signés avant cette date), il fallait un cabinet d’au moins "
            f"{before[-1].value} médecins, avec des dérogations, et s’engager dans un exercice coordonné.",
        )
    reasons = [ruling.reason("groupe_exige", False, text, MINIMUM, COORDINATED)]
    delay = ruling.number(DELAY, before[-1].since) if before else None
    if delay is not None:
        then = f"Sous {REGIMES[AVENANT_7].the}, il fallait s’y engager dans un délai de {amount(delay, Unit.YEARS)}."
        reasons.append(ruling.reason(FORMER_DELAY, True, then, DELAY, day=before[-1].since))
    return ruling.decide(
        "Condition levée",
        verdict=Verdict.NO,
        reasons=tuple(reasons),
        notes=notes,
        assumed=ruling.assumed,
    )


TOPICS = (
    Topic(RULE, group, Asks.YES_NO, conditions=True),
    Topic("eligibility.alone", alone, Asks.YES_NO, conditions=True),
)
