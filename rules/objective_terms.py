"""The terms of the objectives: who is counted, when they are checked, the thresholds, seniors, new installers."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from french import day as french_day
from french import listed, number, ordinal
from rules.aid import CHECK
from rules.dated import Parameters
from rules.profile import Profile
from rules.ruling import Ruling
from rules.specialties import plural_of
from rules.topics import Topic
from rules.units import Unit
from rules.verdict import Decision, Figure, Reason, Verdict

BOTH = "objectifs.portee.medecin_traitant_et_file_active"

AGED = "seuils.age_minimal_compte"
ONE_ENOUGH = "objectifs.un_seul_suffit"
ASK = "Le simulateur d’ameli ou votre délégué de l’Assurance Maladie vous donnera votre chiffre."


def scope(parameters: Parameters, profile: Profile, today: date) -> Decision:
    """Say which patients count: médecin traitant and file active, from which age, at which reference date.

    Texts: avenant 7 (patients of 16 and over), règlement arbitral 2023 and convention 2024 (all ages; one of the two
    objectives is enough).
    """
    ruling = Ruling("objectives.scope", parameters, profile, today)
    both = counts_both(ruling, profile)
    age = ruling.figure("age_minimal", AGED, "âge à partir duquel un patient compte")
    ages = {
        True: f"La patientèle médecin traitant compte les patients de {age.value} ans et plus.",
        False: "La patientèle médecin traitant compte les adultes et les enfants.",
        None: "Aucune de mes sources n’établit à partir de quel âge un patient compte.",
    }[bool(age.value) if age.value is not None else None]
    of_mt = (
        (ruling.reason("age_compte", None if age.value is None else True, ages, AGED), enough_reason(ruling))
        if both is not False
        else ()
    )
    active = "La file active compte les patients différents vus en un an, de tous âges."
    reasons = (
        scope_reason(ruling, profile),
        *of_mt,
        ruling.reason("file_active", True, active, BOTH),
        ruling.says(
            "ponderation",
            "objectifs.portee.ponderation",
            yes="Certains patients comptent plus que d’autres, selon leur âge ou une ALD.",
            no="Aucun patient ne compte plus qu’un autre : ni l’âge ni une ALD ne pondèrent le décompte.",
        ),
    )
    return ruling.decide(
        "Patients pris en compte",
        figures=(age,) if age.value and both is not False else (),
        reasons=reasons,
        assumed=ruling.assumed,
        missing=() if profile.specialty else ("specialty",),
    )


def counts_both(ruling: Ruling, profile: Profile) -> bool | None:
    """Return whether médecin traitant patients count beside the file active; ``None`` when that is not known."""
    return None if profile.specialty is None else ruling.lists(BOTH, profile.specialty)


def scope_reason(ruling: Ruling, profile: Profile) -> Reason:
    """Return which patients the objective is about."""
    specialties = ruling.texts(BOTH)
    if specialties is None:
        return ruling.reason("objectif_portee", None, ruling.unsaid(BOTH), BOTH)
    names = listed([f"les {plural_of(name)}" for name in specialties])
    text = {
        True: "L’objectif porte sur votre patientèle médecin traitant et sur votre file active.",
        False: "Pour votre spécialité, l’objectif ne porte que sur la file active.",
        None: f"Pour {names}, l’objectif porte sur la patientèle médecin traitant "
        "et sur la file active ; pour les autres spécialités, sur la file active seule.",
    }[counts_both(ruling, profile)]
    return ruling.reason("objectif_portee", True, text, BOTH)


def enough_reason(ruling: Ruling) -> Reason:
    """Return whether raising one of the two, médecin traitant or file active, is enough."""
    return ruling.says(
        "un_seul_suffit",
        ONE_ENOUGH,
        yes="Des deux objectifs fixés, médecin traitant et file active, il suffirait d’en atteindre un seul : "
        "faites-le confirmer par votre CPAM.",
        no="Les deux objectifs, médecin traitant et file active, devaient progresser ensemble.",
    )


def check_reason(ruling: Ruling) -> Reason:
    """Return from which contract year the objectives are checked."""
    return _checked_from(ruling, "Les objectifs sont vérifiés à partir de la {year} année du contrat, pas avant.")


def _checked_from(ruling: Ruling, sentence: str) -> Reason:
    first = ruling.number(CHECK)
    if first is None:
        return ruling.reason("objectif_verification", None, ruling.unsaid(CHECK), CHECK)
    return ruling.reason("objectif_verification", True, sentence.replace("{year}", ordinal(int(first))), CHECK)


def evaluation(parameters: Parameters, profile: Profile, today: date) -> Decision:
    """Say from which contract year the aid depends on the objectives; the formula is not published.

    Texts: avenant 7, règlement arbitral 2023, convention 2024 (third year in each).
    """
    ruling = Ruling("objectives.evaluation", parameters, profile, today)
    figure = ruling.figure("premiere_annee", CHECK, "année du contrat où commence la vérification")
    reasons = [
        _checked_from(
            ruling,
            "Vos objectifs sont vérifiés à partir de la {year} année du contrat, pas avant : l’aide de l’année est "
            "alors un maximum, modulé selon leur atteinte.",
        )
    ]
    if profile.contract_year and isinstance(figure.value, Decimal):
        checked = profile.contract_year >= figure.value
        said = "vos objectifs sont vérifiés" if checked else "vos objectifs ne sont pas vérifiés"
        text = f"En {ordinal(profile.contract_year)} année, {said}."
        reasons.append(ruling.reason("annee_verifiee", checked, text, CHECK))
    ruling.rests_on("objectifs.verification.formule")
    unsaid = (
        "La formule qui module l’aide selon l’objectif atteint, et l’effet d’une baisse de patientèle, "
        "ne sont pas publiés : demandez-les à votre CPAM."
    )
    return ruling.decide(
        "Vérification des objectifs",
        figures=(figure,),
        reasons=tuple(reasons),
        not_established=(unsaid,),
        assumed=ruling.assumed,
    )


def thresholds(parameters: Parameters, profile: Profile, today: date) -> Decision:
    """Return the national percentiles known: P30 and P50 for generalists, none for other specialties.

    Texts: avenant 7 (annex, patients of 16 and over), règlement arbitral 2023 and convention 2024 (all ages, 2021).
    """
    ruling = Ruling("objectives.thresholds", parameters, profile, today)
    if (profile.specialty not in (None, "generaliste")) or profile.mep:
        p30 = ruling.figure("fa_p30", "seuils.autres_specialites.file_active.p30", "file active, P30 de la spécialité")
        unsaid = "Les seuils de votre spécialité, en file active, ne sont pas établis : votre CPAM vous les donnera."
        return ruling.decide("Seuils de la spécialité", verdict=Verdict.UNKNOWN, figures=(p30,),
                              not_established=(unsaid,), assumed=ruling.assumed)  # fmt: skip
    counted = {"": ("patientele_mt", "patientèle médecin traitant"), "fa_": ("file_active", "file active")}
    figures = tuple(
        ruling.figure(f"{prefix}{name}", f"seuils.generaliste.{field}.{name}", f"{label}, {name.upper()}")
        for prefix, (field, label) in counted.items()
        for name in ("p30", "p50", "p70", "p90", "p95")
    )
    notes, distribution = [], ruling.read("seuils.distribution").value
    if isinstance(distribution, date):
        notes.append(f"Patients de tous âges, distribution nationale au {french_day(distribution)}.")
    elif (age := ruling.number(AGED)) is not None:
        notes.append(f"Patients de {age} ans et plus.")
    unknown = " ; ".join(
        f"{label}, {listed([f.key[-3:].upper() for f in figures if f.value is None and f.label.startswith(label)])}"
        for _, label in counted.values()
    )
    return ruling.decide(
        "Seuils des généralistes",
        figures=figures,
        notes=tuple(notes),
        not_established=(f"Pour les généralistes : {unknown}.",),
        assumed=ruling.assumed,
    )


def _unknown_thresholds(figures: tuple[Figure, ...], labels: list[str]) -> str:
    """Return « file active, P30 et P70 ; … »: the thresholds that no source establishes."""
    unknown = {
        label: [f.label.removeprefix(f"{label}, ") for f in figures if f.value is None and f.label.startswith(label)]
        for label in labels
    }
    return " ; ".join(f"{label}, {listed(names)}" for label, names in unknown.items() if names)


def senior(parameters: Parameters, profile: Profile, today: date) -> Decision:
    """Say whether a doctor only has to keep her patientèle because of her age (convention 2024: from 65, 10 % less)."""
    ruling = Ruling("objectives.senior", parameters, profile, today)
    age, drop = (
        ruling.figure("age", "objectifs.senior.age", "âge à partir duquel il suffit de maintenir sa patientèle"),
        ruling.figure("baisse_toleree", "objectifs.senior.baisse_toleree", "baisse tolérée"),
    )
    if not isinstance(age.value, Decimal) or not isinstance(drop.value, Decimal):
        unsaid = "Aucune de mes sources ne prévoit de règle liée à l’âge pour un contrat signé à cette date."
        return ruling.decide("Règle liée à l’âge", verdict=Verdict.UNKNOWN, not_established=(unsaid,),
                              assumed=ruling.assumed)  # fmt: skip
    text = f"À partir de {age.value} ans, il suffit de maintenir sa patientèle, avec {drop.value} % de baisse tolérée."
    met = None if profile.age is None else profile.age >= age.value
    reason = ruling.reason("senior", met, text, "objectifs.senior.age", "objectifs.senior.baisse_toleree")
    figures: tuple[Figure, ...] = (age, drop)
    if met and profile.patientele_mt:
        floor = (profile.patientele_mt * (100 - drop.value) / 100).quantize(Decimal(1), "ROUND_CEILING")
        figures += (ruling.computed("plancher", floor, Unit.PATIENTS, "patientèle à conserver au moins", drop),)
    return ruling.decide(
        "Règle liée à l’âge",
        verdict=None if met is None else Verdict.of(met),
        figures=figures,
        reasons=(reason,),
        not_established=("Le jour où l’âge s’apprécie : à la signature, ou chaque année.",),
        assumed=ruling.assumed,
        missing=("age",) if profile.age is None else (),
    )


def new_installer(parameters: Parameters, profile: Profile, today: date) -> Decision:
    """Return what a newly installed doctor must reach: the median in 3 years, then the next objective.

    Texts: avenant 7 (one year for the next), convention 2024 (two years).
    """
    ruling = Ruling("objectives.new_installer", parameters, profile, today)
    figures = [
        ruling.figure("delai_p50", "objectifs.nouvel_installe.delai_p50", "délai pour atteindre la médiane (P50)"),
        ruling.figure(
            "delai_suivant", "objectifs.nouvel_installe.delai_objectif_suivant", "délai pour l’objectif suivant"
        ),
    ]
    if profile.specialty == "generaliste" and not profile.mep:
        figures += [
            ruling.figure("p50", "seuils.generaliste.patientele_mt.p50", "médiane, patientèle médecin traitant"),
            ruling.figure("fa_p50", "seuils.generaliste.file_active.p50", "médiane, file active"),
        ]
    waived = ruling.says(
        "seuil_dispense",
        "seuils.dispense_nouvel_installe",
        yes="Un médecin qui vient de s’installer n’a pas de patientèle minimale à atteindre pour signer.",
        no="Un médecin qui vient de s’installer doit avoir la patientèle minimale pour signer.",
    )
    parameter = "objectifs.nouvel_installe.delai_p50"
    delay = ruling.number(parameter)
    target = ruling.unsaid(parameter)
    if delay is not None:
        target = f"Il doit ensuite atteindre la médiane de sa spécialité (P50) en {number(delay)} ans."
    moved = ruling.says(
        "demenagement",
        "contrat.demenagement.nouveau_contrat",
        yes="Qui déménage trop loin pour garder ses patients, ou change de spécialité, suit les mêmes règles.",
        no="Qui déménage trop loin pour garder ses patients, ou change de spécialité, garde son contrat.",
    )
    unsaid = ["L’ancienneté au-delà de laquelle on n’est plus un nouvel installé."]
    if profile.specialty and (any(figure.value is None for figure in figures) or profile.specialty != "generaliste"):
        unsaid.append("La médiane de votre spécialité à cette date : votre CPAM vous la donnera.")
    ruling.rests_on("seuils.nouvel_installe_depuis_moins_de")
    return ruling.decide(
        "Règles des nouveaux installés",
        figures=tuple(figures),
        reasons=(
            waived,
            ruling.reason("objectif_p50", None if delay is None else True, target, parameter),
        ),
        notes=() if moved.met is None else (moved.text,),
        not_established=tuple(unsaid),
        assumed=ruling.assumed,
        missing=() if profile.specialty else ("specialty",),
    )  # fmt: skip


TOPICS = (
    Topic("objectives.thresholds", thresholds),
    Topic("objectives.evaluation", evaluation, collective="collective.aid"),
    Topic("objectives.scope", scope),
    Topic("objectives.senior", senior),
    Topic("objectives.new_installer", new_installer),
)
