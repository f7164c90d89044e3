"""The terms of the objectives: which patients are counted, from which year they are checked."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from french import listed, ordinal
from rules.aid_years import CHECK
from rules.amounts import amount_of
from rules.dated import Parameters
from rules.profile import Profile
from rules.ruling import Ruling
from rules.sentences import told
from rules.specialties import plural_of
from rules.topics import Topic
from rules.verdict import Decision, Reason

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
        True: f"La patientèle médecin traitant compte les patients de {amount_of(age)} et plus.",
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
    if not specialties:
        return ruling.reason("objectif_portee", True, "L’objectif ne porte que sur la file active.", BOTH)
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
        no="Les deux objectifs, médecin traitant et file active, doivent progresser ensemble.",
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
    formula = told(ruling, "formule", "L’aide est modulée ainsi : {verification.formule}.", "objectifs")
    unsaid = (
        "La formule qui module l’aide selon l’objectif atteint, et l’effet d’une baisse de patientèle, "
        "ne sont pas publiés : demandez-les à votre CPAM."
    )
    if formula.met:
        reasons.append(formula)
        unsaid = "L’effet d’une baisse de patientèle n’est pas publié : demandez-le à votre CPAM."
    return ruling.decide(
        "Vérification des objectifs",
        figures=(figure,),
        reasons=tuple(reasons),
        not_established=(unsaid,),
        assumed=ruling.assumed,
    )


TOPICS = (
    Topic("objectives.evaluation", evaluation, collective="collective.aid"),
    Topic("objectives.scope", scope),
)
