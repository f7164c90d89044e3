"""The terms of the objectives: who is counted, when they are checked, the thresholds, seniors, new installers."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from french import day as french_day
from french import listed, number, ordinal
from rules.dated import Parameters
from rules.profile import Profile
from rules.ruling import Ruling
from rules.verdict import Decision, Figure, Reason, Unit, Verdict

BOTH = "objectifs.portee.medecin_traitant_et_file_active"
CHECK = "objectifs.verification.premiere_annee"
AGED = "seuils.age_minimal_compte"
ASK = "Le simulateur d’ameli ou votre délégué de l’Assurance Maladie vous donnera votre chiffre."


def scope(parameters: Parameters, profile: Profile, today: date) -> Decision:
    """Say which patients count: médecin traitant and file active, from which age, at which reference date.

    Texts: avenant 7 (patients of 16 and over), règlement arbitral 2023 and convention 2024 (all ages).
    """
    reading = Ruling("objectives.scope", parameters, profile, today)
    age = reading.figure("age_minimal", AGED, "âge à partir duquel un patient compte")
    ages = (
        f"La patientèle médecin traitant compte les patients de {age.value} ans et plus."
        if age.value
        else "La patientèle médecin traitant compte les adultes et les enfants."
    )
    flat = "Aucun patient ne compte plus qu’un autre : ni l’âge ni une ALD ne pondèrent le décompte."
    active = "La file active compte les patients différents vus en un an, de tous âges."
    return reading.decide(
        "Patients pris en compte",
        figures=(age,) if age.value and counts_both(reading, profile) is not False else (),
        reasons=(
            scope_reason(reading, profile),
            *(() if counts_both(reading, profile) is False else (reading.reason("age_compte", True, ages, AGED),)),
            reading.reason("file_active", True, active, BOTH),
            reading.reason("sans_ponderation", True, flat, "objectifs.portee.ponderation"),
        ),
        assumed=reading.assumed,
        missing=() if profile.specialty else ("specialty",),
    )


def counts_both(reading: Ruling, profile: Profile) -> bool | None:
    """Return whether médecin traitant patients count beside the file active; ``None`` without a specialty."""
    return None if profile.specialty is None else profile.specialty in reading.texts(BOTH)


def scope_reason(reading: Ruling, profile: Profile) -> Reason:
    """Return which patients the objective is about."""
    text = {
        True: "L’objectif porte sur votre patientèle médecin traitant et sur votre file active.",
        False: "Pour votre spécialité, l’objectif ne porte que sur la file active.",
        None: "Pour les généralistes et les pédiatres, l’objectif porte sur la patientèle médecin traitant "
        "et sur la file active ; pour les autres spécialités, sur la file active seule.",
    }[counts_both(reading, profile)]
    return reading.reason("objectif_portee", True, text, BOTH)


def check_reason(reading: Ruling) -> Reason:
    """Return from which contract year the objectives are checked."""
    first = reading.number(CHECK)
    text = f"Les objectifs sont vérifiés à partir de la {ordinal(int(first or 0))} année du contrat, pas avant."
    return reading.reason("objectif_verification", True, text, CHECK)


def evaluation(parameters: Parameters, profile: Profile, today: date) -> Decision:
    """Say from which contract year the aid depends on the objectives; the formula is not published.

    Texts: avenant 7, règlement arbitral 2023, convention 2024 (third year in each).
    """
    reading = Ruling("objectives.evaluation", parameters, profile, today)
    figure = reading.figure("premiere_annee", CHECK, "année du contrat où commence la vérification")
    text = (
        f"Vos objectifs sont vérifiés à partir de la {ordinal(int(reading.number(CHECK) or 0))} année du contrat, pas "
        "avant : l’aide de l’année est alors un maximum, modulé selon leur atteinte."
    )
    reasons = [reading.reason("objectif_verification", True, text, CHECK)]
    if profile.contract_year and isinstance(figure.value, Decimal):
        checked = profile.contract_year >= figure.value
        said = "vos objectifs sont vérifiés" if checked else "vos objectifs ne sont pas vérifiés"
        text = f"En {ordinal(profile.contract_year)} année, {said}."
        reasons.append(reading.reason("annee_verifiee", checked, text, CHECK))
    reading.read("objectifs.verification.formule")
    unsaid = (
        "La formule qui module l’aide selon l’objectif atteint, et l’effet d’une baisse de patientèle, "
        "ne sont pas publiés : demandez-les à votre CPAM."
    )
    return reading.decide(
        "Vérification des objectifs",
        figures=(figure,),
        reasons=tuple(reasons),
        not_established=(unsaid,),
        assumed=reading.assumed,
    )


def thresholds(parameters: Parameters, profile: Profile, today: date) -> Decision:
    """Return the national percentiles known: P30 and P50 for generalists, none for other specialties.

    Texts: avenant 7 (annex, patients of 16 and over), règlement arbitral 2023 and convention 2024 (all ages, 2021).
    """
    reading = Ruling("objectives.thresholds", parameters, profile, today)
    if (profile.specialty not in (None, "generaliste")) or profile.mep:
        p30 = reading.figure("fa_p30", "seuils.autres_specialites.file_active.p30", "file active, P30 de la spécialité")
        unsaid = "Les seuils de votre spécialité, en file active, ne sont pas établis : votre CPAM vous les donnera."
        return reading.decide("Seuils de la spécialité", verdict=Verdict.UNKNOWN, figures=(p30,),
                              not_established=(unsaid,), assumed=reading.assumed)  # fmt: skip
    counted = {"": ("patientele_mt", "patientèle médecin traitant"), "fa_": ("file_active", "file active")}
    figures = tuple(
        reading.figure(f"{prefix}{name}", f"seuils.generaliste.{field}.{name}", f"{label}, {name.upper()}")
        for prefix, (field, label) in counted.items()
        for name in ("p30", "p50", "p70", "p90", "p95")
    )
    notes, distribution = [], reading.read("seuils.distribution").value
    if isinstance(distribution, date):
        notes.append(f"Patients de tous âges, distribution nationale au {french_day(distribution)}.")
    elif (age := reading.number(AGED)) is not None:
        notes.append(f"Patients de {age} ans et plus.")
    unknown = " ; ".join(
        f"{label}, {listed([f.key[-3:].upper() for f in figures if f.value is None and f.label.startswith(label)])}"
        for _, label in counted.values()
    )
    return reading.decide(
        "Seuils des généralistes",
        figures=figures,
        notes=tuple(notes),
        not_established=(f"Pour les généralistes : {unknown}.",),
        assumed=reading.assumed,
    )


def senior(parameters: Parameters, profile: Profile, today: date) -> Decision:
    """Say whether a doctor only has to keep her patientèle because of her age (convention 2024: from 65, 10 % less)."""
    reading = Ruling("objectives.senior", parameters, profile, today)
    age, drop = (
        reading.figure("age", "objectifs.senior.age", "âge à partir duquel il suffit de maintenir sa patientèle"),
        reading.figure("baisse_toleree", "objectifs.senior.baisse_toleree", "baisse tolérée"),
    )
    if not isinstance(age.value, Decimal) or not isinstance(drop.value, Decimal):
        unsaid = "Aucune de mes sources ne prévoit de règle liée à l’âge pour un contrat signé à cette date."
        return reading.decide("Règle liée à l’âge", verdict=Verdict.UNKNOWN, not_established=(unsaid,),
                              assumed=reading.assumed)  # fmt: skip
    text = f"À partir de {age.value} ans, il suffit de maintenir sa patientèle, avec {drop.value} % de baisse tolérée."
    met = None if profile.age is None else profile.age >= age.value
    reason = reading.reason("senior", met, text, "objectifs.senior.age", "objectifs.senior.baisse_toleree")
    figures: tuple[Figure, ...] = (age, drop)
    if met and profile.patientele_mt:
        floor = (profile.patientele_mt * (100 - drop.value) / 100).quantize(Decimal(1), "ROUND_CEILING")
        figures += (reading.computed("plancher", floor, Unit.PATIENTS, "patientèle à conserver au moins", drop),)
    return reading.decide(
        "Règle liée à l’âge",
        verdict={True: Verdict.YES, False: Verdict.NO, None: None}[met],
        figures=figures,
        reasons=(reason,),
        not_established=("Le jour où l’âge s’apprécie : à la signature, ou chaque année.",),
        assumed=reading.assumed,
        missing=("age",) if profile.age is None else (),
    )


def new_installer(parameters: Parameters, profile: Profile, today: date) -> Decision:
    """Return what a newly installed doctor must reach: the median in 3 years, then the next objective.

    Texts: avenant 7 (one year for the next), convention 2024 (two years).
    """
    reading = Ruling("objectives.new_installer", parameters, profile, today)
    figures = [
        reading.figure("delai_p50", "objectifs.nouvel_installe.delai_p50", "délai pour atteindre la médiane (P50)"),
        reading.figure(
            "delai_suivant", "objectifs.nouvel_installe.delai_objectif_suivant", "délai pour l’objectif suivant"
        ),
    ]
    if profile.specialty == "generaliste" and not profile.mep:
        figures += [
            reading.figure("p50", "seuils.generaliste.patientele_mt.p50", "médiane, patientèle médecin traitant"),
            reading.figure("fa_p50", "seuils.generaliste.file_active.p50", "médiane, file active"),
        ]
    waived = "Un médecin qui vient de s’installer n’a pas de patientèle minimale à atteindre pour signer."
    delay = reading.number("objectifs.nouvel_installe.delai_p50")
    target = f"Il doit ensuite atteindre la médiane de sa spécialité (P50) en {number(delay or 0)} ans."
    unsaid = ["L’ancienneté au-delà de laquelle on n’est plus un nouvel installé."]
    if profile.specialty and (any(figure.value is None for figure in figures) or profile.specialty != "generaliste"):
        unsaid.append("La médiane de votre spécialité à cette date : votre CPAM vous la donnera.")
    reading.read("seuils.nouvel_installe_depuis_moins_de")
    return reading.decide(
        "Règles des nouveaux installés",
        figures=tuple(figures),
        reasons=(
            reading.reason("seuil_dispense", True, waived, "seuils.dispense_nouvel_installe"),
            reading.reason("objectif_p50", True, target, "objectifs.nouvel_installe.delai_p50"),
        ),
        notes=("Qui déménage trop loin pour garder ses patients, ou change de spécialité, suit les mêmes règles.",),
        not_established=tuple(unsaid),
        assumed=reading.assumed,
        missing=() if profile.specialty else ("specialty",),
    )  # fmt: skip
