"""The terms of the objectives: which patients are counted, from which year they are checked."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from french import listed, ordinal
from rules.aid_years import CHECK
from rules.amounts import amount_of
from rules.contract_years import contract_year_on, year_starts_on
from rules.dated import Parameters
from rules.lighter_objectives import AGE, BOTH, DROP, counts_both, floor
from rules.placed import placed
from rules.profile import Profile
from rules.ruling import Ruling
from rules.sentences import told
from rules.specialties import plural_of
from rules.topics import Topic
from rules.units import Unit
from rules.verdict import Decision, Figure, Reason

_YEARS = 5  # the last year a profile may name
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
        _of_her_patients(ruling, both),
        *of_mt,
        ruling.reason("file_active", True, active, BOTH),
        ruling.reason("enfants", None if age.value is None else not age.value, ages, AGED),
        ruling.says(
            "ponderation",
            "objectifs.portee.ponderation",
            yes="Certains patients comptent plus que d’autres, selon leur âge ou une ALD.",
            no="Aucun patient ne compte plus qu’un autre : ni l’âge ni une ALD ne pondèrent le décompte.",
        ),
        *_counted(ruling),
    )
    return ruling.decide(
        "Patients pris en compte",
        figures=(age,) if age.value and both is not False else (),
        reasons=reasons,
        assumed=ruling.assumed,
        missing=() if profile.specialty else ("specialty",),
    )


def _counted(ruling: Ruling) -> tuple[Reason, ...]:
    """Which patients are counted, and when: what no source settles stands here too, each point with its own mark."""
    yes_no = {
        "patients_differents": (
            "Un patient vu une seule fois dans l’année compte dans la file active, au même titre qu’un patient revu.",
            "La file active compte chaque consultation.",
        ),
        "declaration_requise": (
            "Un patient de passage n’entre dans la patientèle médecin traitant qu’après sa déclaration.",
            "Un patient de passage entre dans la patientèle médecin traitant sans déclaration.",
        ),
        "teleconsultations": (
            "Un patient vu seulement en téléconsultation compte dans la file active.",
            "Un patient vu seulement en téléconsultation ne compte pas dans la file active.",
        ),
        "vus_par_le_remplacant": (
            "Les patients vus par votre remplaçant comptent dans votre file active.",
            "Les patients vus par votre remplaçant ne comptent pas dans votre file active.",
        ),
        "ehpad": (
            "Les résidents d’EHPAD comptent dans votre patientèle.",
            "Les résidents d’EHPAD ne comptent pas dans votre patientèle.",
        ),
        "tous_les_regimes": (
            "Les patients comptent quel que soit leur régime.",
            "Les patients ne comptent pas quel que soit leur régime.",
        ),
        "vus_a_l_hopital": (
            "Les patients vus à l’hôpital ou en clinique comptent dans la file active.",
            "Les patients vus à l’hôpital ou en clinique ne comptent pas dans la file active.",
        ),
        "deja_suivis_par_un_confrere": (
            "Un patient qui quitte un confrère compte parmi vos nouveaux patients.",
            "Un patient qui quitte un confrère ne compte pas parmi vos nouveaux patients.",
        ),
    }
    texts = {
        "departs_et_deces": "Pour les départs et les décès : {portee.departs_et_deces}.",
        "periode": "La file active se compte ainsi : {portee.periode}.",
        "jour_du_depart": "La patientèle de départ est arrêtée ainsi : {portee.jour_du_depart}.",
    }
    return (
        *(ruling.says(id, f"objectifs.portee.{id}", yes=yes, no=no) for id, (yes, no) in yes_no.items()),
        *(told(ruling, id, sentence, "objectifs") for id, sentence in texts.items()),
    )


def _of_her_patients(ruling: Ruling, both: bool | None) -> Reason:
    """Return whether the médecin traitant patients of this doctor are looked at, beside her file active."""
    text = {
        True: "Vos patients médecin traitant comptent, et votre file active aussi.",
        False: "Vos patients médecin traitant ne comptent pas, votre file active seule.",
        None: "Que vos patients médecin traitant comptent dépend de votre spécialité.",
    }[both]
    return ruling.reason("mt_compte", both, text, BOTH)


def scope_reason(ruling: Ruling, profile: Profile) -> Reason:
    """Return which patients the objective is about."""
    specialties = ruling.texts(BOTH)
    if specialties is None:
        return ruling.reason("objectif_portee", None, ruling.unsaid(BOTH), BOTH)
    if not specialties:
        return ruling.reason("objectif_portee", True, "L’objectif ne porte que sur la file active.", BOTH)
    names = listed([f"les {plural_of(name)}" for name in specialties])
    text = {
        True: "L’objectif porte sur les deux, la patientèle médecin traitant et la file active.",
        False: "Dans cette spécialité, l’objectif ne porte que sur la file active.",
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
    year = profile.contract_year or _year_of_today(profile, today)
    if year and isinstance(figure.value, Decimal):
        checked = year >= figure.value
        said = "vos objectifs sont vérifiés" if checked else "vos objectifs ne sont pas vérifiés"
        reasons.append(ruling.reason("annee_verifiee", checked, f"En {ordinal(year)} année, {said}.", CHECK))
        # the same of every day of « signé en 2023 », whatever the year of the contract now
        reasons.append(ruling.reason("verifie_maintenant", checked, f"Cette année, {said}.", CHECK))
    if isinstance(figure.value, Decimal):
        reasons.append(ruling.reason("controle_avant", figure.value <= 1, reasons[0].text, CHECK))
    formula = told(ruling, "formule", "L’aide est modulée ainsi : {verification.formule}.", "objectifs")
    unsaid = (
        "La formule qui module l’aide selon l’objectif atteint, et l’effet d’une baisse de patientèle, "
        "ne sont pas publiés : demandez-les à votre CPAM."
    )
    if formula.met:
        unsaid = "L’effet d’une baisse de patientèle n’est pas publié : demandez-le à votre CPAM."
    return ruling.decide(
        "Vérification des objectifs",
        figures=(figure, *_first_check(ruling, profile, figure), *_of_her_age(ruling, profile)),
        reasons=(*reasons, formula, *_missed(ruling), *placed(ruling, profile)),
        not_established=(unsaid,),
        assumed=ruling.assumed,
    )


def _of_her_age(ruling: Ruling, profile: Profile) -> tuple[Figure, ...]:
    """Return how many patients a doctor may lose because of her age, where she is of that age."""
    age = ruling.number(AGE)
    if age is None or profile.age is None or profile.age < age:
        return ()
    drop = ruling.figure("baisse_toleree", DROP, "baisse tolérée")
    return (drop, *floor(ruling, profile, drop))


def _year_of_today(profile: Profile, today: date) -> int | None:
    """Return which year of a contract is running, where its day of signature is known and past."""
    if profile.signed_on is None or profile.signed_on > today:
        return None
    year = contract_year_on(profile.signed_on, today)
    return year if year <= _YEARS else None


def _first_check(ruling: Ruling, profile: Profile, year: Figure) -> tuple[Figure, ...]:
    """Return the day the first year that is checked begins, for a contract whose day is known."""
    if profile.signed_on is None or not isinstance(year.value, Decimal):
        return ()
    begins = year_starts_on(profile.signed_on, int(year.value))
    label = "début de la première année vérifiée"
    return (ruling.computed("debut_verification", begins, Unit.DATE, label, year),)


def _missed(ruling: Ruling) -> tuple[Reason, ...]:
    """What follows an objective that is missed, or exceeded: no source settles it yet, each point with its own mark."""
    yes_no = {
        "remboursement": (
            "L’aide déjà versée se rembourse quand l’objectif n’est pas atteint.",
            "L’aide déjà versée ne se rembourse pas quand l’objectif n’est pas atteint.",
        ),
        "rattrapage": (
            "Un objectif manqué se rattrape l’année suivante.",
            "Un objectif manqué ne se rattrape pas l’année suivante.",
        ),
        "circonstances": (
            "Une maladie, une maternité ou un départ massif de patients est pris en compte au bilan.",
            "Une maladie, une maternité ou un départ massif de patients n’est pas pris en compte au bilan.",
        ),
        "depassement": ("Dépasser son objectif augmente l’aide.", "Dépasser son objectif n’augmente pas l’aide."),
    }
    return (
        *(ruling.says(id, f"objectifs.verification.{id}", yes=yes, no=no) for id, (yes, no) in yes_no.items()),
        told(ruling, "methode", "Le bilan se fait ainsi : {verification.methode}.", "objectifs"),
        told(ruling, "baisse", "Si la patientèle baisse : {verification.baisse}.", "objectifs"),
    )


TOPICS = (
    Topic("objectives.evaluation", evaluation, collective="collective.aid/objectives"),
    Topic("objectives.scope", scope),
)
