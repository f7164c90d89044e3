"""Objectives of their own: doctors of 65 and over only keep their patients, new installers reach the median."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from fractions import Fraction

from french import counted
from rules.aid_years import DURATION
from rules.bands import BANDS
from rules.dated import Parameters
from rules.options import OPTIONS, share_of
from rules.placed import distances, placed
from rules.profile import Profile
from rules.ruling import Ruling
from rules.sentences import told
from rules.topics import Topic
from rules.units import Unit
from rules.verdict import Decision, Figure, Reason, Verdict

AGE, DROP = "objectifs.senior.age", "objectifs.senior.baisse_toleree"
BOTH = "objectifs.portee.medecin_traitant_et_file_active"
_ASKED_AT_P95 = {
    etp: f"objectifs.augmentation.{OPTIONS[etp].id}.p95_plus" for etp in (Fraction(1, 2), Fraction(1))
}  # on offer to any doctor
_AGE_DAY = "Le jour où l’âge s’apprécie : à la signature, ou chaque année."


def senior(parameters: Parameters, profile: Profile, today: date) -> Decision:
    """Say whether a doctor only has to keep her patientèle because of her age (convention 2024: from 65, 10 % less)."""
    ruling = Ruling("objectives.senior", parameters, profile, today)
    age, drop = (
        ruling.figure("age", AGE, "âge à partir duquel il suffit de maintenir sa patientèle"),
        ruling.figure("baisse_toleree", DROP, "baisse tolérée"),
    )
    if not isinstance(age.value, Decimal):
        unsaid = "Aucune de mes sources ne prévoit de règle liée à l’âge pour un contrat signé à cette date."
        return ruling.decide("Règle liée à l’âge", verdict=Verdict.UNKNOWN, not_established=(unsaid,),
                              assumed=ruling.assumed)  # fmt: skip
    text = f"À partir de {age.value} ans, il suffit de maintenir sa patientèle"
    text += "." if drop.value is None else f", avec {drop.value} % de baisse tolérée."
    met = None if profile.age is None else profile.age >= age.value
    reason = ruling.reason("senior", met, text, AGE, DROP)
    # « une fois dans le cas des 65 », « et à 62 ? », said by a doctor who is not that old: the age is a bare number
    bare = () if met else (ruling.computed("age_en_nombre", age.value, Unit.COUNT, "âge, en nombre", age),)
    return ruling.decide(
        "Règle liée à l’âge",
        verdict=None if met is None else Verdict.of(met),
        figures=(age, drop, *floor(ruling, profile, drop), *bare),
        reasons=(
            reason,
            *(() if met else _kept_already(ruling, profile)),
            *_reached_in_time(ruling, profile, age.value),
            told(ruling, "jour_de_l_age", "L’âge s’apprécie ainsi : {senior.jour_de_l_age}.", "objectifs"),
            told(ruling, "baisse_excessive", "Au-delà de la tolérance : {senior.baisse_excessive}.", "objectifs"),
        ),
        not_established=(
            *(() if drop.value is not None else ("La baisse de patientèle tolérée : demandez-la à votre CPAM.",)),
            *(() if ruling.read("objectifs.senior.jour_de_l_age").value else (_AGE_DAY,)),
        ),
        assumed=ruling.assumed,
        missing=("age",) if profile.age is None else (),
    )


def floor(ruling: Ruling, profile: Profile, drop: Figure) -> tuple[Figure, ...]:
    """Return the patientèle to keep, how many patients may go, and from how many said to go it is too many.

    The last one holds of « si j’en perds 150 » too, where the patientèle known is the one left, not the one to start.
    """
    start = _patients_to_keep(ruling, profile)
    if not start or not isinstance(drop.value, Decimal) or drop.value >= 100:
        return ()
    kept = (start * (100 - drop.value) / 100).quantize(Decimal(1), ROUND_CEILING)
    beyond = (start * drop.value / (100 - drop.value)).quantize(Decimal(1), ROUND_FLOOR)
    return (
        ruling.computed("depart", Decimal(start), Unit.PATIENTS, "patientèle au départ", drop),
        ruling.computed("plancher", kept, Unit.PATIENTS, "patientèle à conserver au moins", drop),
        ruling.computed("perte_toleree", start - kept, Unit.PATIENTS, "patients qui peuvent partir", drop),
        ruling.computed("perte_sure", beyond, Unit.PATIENTS, "au-delà, la baisse est trop forte", drop),
    )


def _patients_to_keep(ruling: Ruling, profile: Profile) -> int | None:
    """Return the patients whose fall is tolerated: those the specialty counts.

    Where médecin traitant patients count as well, the source says « patientèle » and defines it no further: a file
    active alone gives no floor.
    """
    return profile.file_active if counts_both(ruling, profile) is False else profile.patientele_mt


def counts_both(ruling: Ruling, profile: Profile) -> bool | None:
    """Return whether médecin traitant patients count beside the file active; ``None`` when that is not known."""
    return None if profile.specialty is None else ruling.lists(BOTH, profile.specialty)


def _kept_already(ruling: Ruling, profile: Profile) -> tuple[Reason, ...]:
    """Say that a doctor from P95 up only keeps her patientèle before that age too, where her option asks no more."""
    share = share_of(profile)
    names = list(_ASKED_AT_P95.values()) if share is None else [_ASKED_AT_P95[share]] if share in _ASKED_AT_P95 else []
    busiest = profile.percentile is not None and profile.percentile[0] >= BANDS["p95_plus"][0]
    if not names or not busiest or any(ruling.number(name) != 0 for name in names):
        return ()
    return (ruling.reason("maintien_p95", True, "À P95 et plus, il suffit déjà de maintenir sa patientèle.", *names),)


def _reached_in_time(ruling: Ruling, profile: Profile, age: Decimal) -> tuple[Reason, ...]:
    """Say that a doctor will not be of the age before a contract of today ends, where she will not."""
    length = ruling.number(DURATION)
    if length is None or profile.age is None or profile.age + length >= age:
        return ()
    of_age, lasts = counted(age, "an", "ans"), counted(length, "an", "ans")
    text = f"Vous n’aurez pas {of_age} avant la fin du contrat, qui dure {lasts}."
    return (ruling.reason("age_atteint_en_cours", False, text, AGE, DURATION),)


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
        target = f"Il doit ensuite atteindre la médiane de sa spécialité (P50) en {counted(delay, 'an', 'ans')}."
    moved = ruling.says(
        "demenagement",
        "contrat.demenagement.nouveau_contrat",
        yes="Qui déménage trop loin pour garder ses patients, ou change de spécialité, suit les mêmes règles.",
        no="Qui déménage trop loin pour garder ses patients, ou change de spécialité, garde son contrat.",
    )
    recent = ruling.figure(
        "installe_depuis", "seuils.nouvel_installe_depuis_moins_de", "nouvel installé : installation de moins de"
    )
    unsaid = ["L’ancienneté au-delà de laquelle on n’est plus un nouvel installé."] if recent.value is None else []
    if profile.specialty and (any(figure.value is None for figure in figures) or profile.specialty != "generaliste"):
        unsaid.append("La médiane de votre spécialité à cette date : votre CPAM vous la donnera.")
    return ruling.decide(
        "Règles des nouveaux installés",
        figures=(*figures, *((recent,) if recent.value is not None else ()), *distances(ruling, profile)),
        reasons=(
            waived,
            ruling.reason("objectif_p50", None if delay is None else True, target, parameter),
            ruling.says(
                "apres_une_reprise",
                "objectifs.nouvel_installe.apres_une_reprise",
                yes="Un médecin qui reprend la patientèle d’un confrère suit les règles des nouveaux installés.",
                no="Un médecin qui reprend la patientèle d’un confrère ne suit pas les règles des nouveaux installés.",
            ),
            *placed(ruling, profile),
        ),
        notes=() if moved.met is None else (moved.text,),
        not_established=tuple(unsaid),
        assumed=ruling.assumed,
        missing=() if profile.specialty else ("specialty",),
    )  # fmt: skip


TOPICS = (Topic("objectives.senior", senior), Topic("objectives.new_installer", new_installer))
