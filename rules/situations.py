"""What particular situations change, each asked about by itself: statuses, age, activity, other professions."""

from __future__ import annotations

from datetime import date

from rules.amounts import amount
from rules.dated import Parameters
from rules.kinds import WITH_OPTAM
from rules.profile import Profile
from rules.ruling import Ruling
from rules.secteurs import admitted_secteurs
from rules.topics import Asks, Topic
from rules.units import Unit
from rules.verdict import Decision, Reason

RULE = "eligibility.situations"
SENIOR, SECTEURS = "objectifs.senior.age", "eligibilite.secteurs"
_UNSAID = "Aucune de mes sources ne"

# What each yes/no parameter of `situations` says, when it is established; what is not is said by name.
_SAID = {
    "collaborateur_liberal": (
        "Un médecin collaborateur libéral peut signer en son nom.",
        "Un médecin collaborateur libéral ne peut pas signer en son nom.",
        f"{_UNSAID} dit si un médecin collaborateur libéral peut signer en son nom.",
    ),
    "medecin_adjoint": (
        "Un médecin adjoint peut signer.",
        "Un médecin adjoint ne peut pas signer.",
        f"{_UNSAID} parle du médecin adjoint.",
    ),
    "docteur_junior": (
        "Un interne ou un docteur junior peut signer.",
        "Un interne ou un docteur junior ne peut pas signer.",
        f"{_UNSAID} parle d’un contrat signé par un interne ou un docteur junior.",
    ),
    "cumul_emploi_retraite": (
        "Un médecin retraité qui exerce encore peut signer.",
        "Un médecin retraité qui exerce encore ne peut pas signer.",
        f"{_UNSAID} parle du cumul emploi-retraite.",
    ),
    "limite_d_age": (
        "Une limite d’âge ferme l’aide.",
        "Aucune limite d’âge ne ferme l’aide.",
        f"{_UNSAID} pose de limite d’âge.",
    ),
    "plafond_de_revenus": (
        "L’aide est fermée au-delà d’un certain revenu.",
        "Le revenu du médecin ne compte pas.",
        f"{_UNSAID} parle d’un plafond de revenus.",
    ),
    "duree_minimale_d_exercice": (
        "Une durée minimale d’exercice par semaine est exigée.",
        "Aucune durée minimale d’exercice n’est exigée.",
        f"{_UNSAID} demande une durée minimale d’exercice par semaine.",
    ),
    "teleconsultation_seule": (
        "Un médecin qui n’exerce qu’en téléconsultation peut signer.",
        "Un médecin qui n’exerce qu’en téléconsultation ne peut pas signer.",
        f"{_UNSAID} parle d’un médecin qui n’exerce qu’en téléconsultation.",
    ),
    "plusieurs_lieux": (
        "Exercer dans plusieurs lieux change les conditions.",
        "Exercer dans plusieurs lieux ne change pas les conditions.",
        f"{_UNSAID} traite à part le médecin qui exerce dans plusieurs lieux.",
    ),
    "exercice_particulier": (
        "Un médecin à exercice particulier (MEP) peut signer un contrat individuel.",
        "Un médecin à exercice particulier (MEP) ne peut pas signer de contrat individuel.",
        f"{_UNSAID} dit si un médecin à exercice particulier (MEP) peut signer, et aucune ne l’exclut.",
    ),
    "salarie_de_centre_de_sante": (
        "Un médecin salarié d’un centre de santé peut signer l’aide des médecins libéraux.",
        "Cette aide est celle des médecins libéraux : les centres de santé ont leur propre accord national.",
        f"{_UNSAID} dit si un médecin salarié d’un centre de santé peut signer l’aide des médecins libéraux.",
    ),
    "autres_professions": (
        "L’aide est ouverte à d’autres professions que les médecins.",
        "L’aide est réservée aux médecins.",
        f"{_UNSAID} dit si l’aide est ouverte à d’autres professions que les médecins.",
    ),
    "outre_mer": (
        "Les médecins installés outre-mer peuvent signer.",
        "Les médecins installés outre-mer ne peuvent pas signer.",
        f"{_UNSAID} dit si les médecins installés outre-mer peuvent signer.",
    ),
    "perte_de_l_optam": (
        "Quitter l’OPTAM en cours de contrat met fin à l’aide.",
        "Quitter l’OPTAM en cours de contrat ne met pas fin à l’aide.",
        f"{_UNSAID} dit si l’aide s’arrête, ni à quelle date, quand un médecin quitte l’OPTAM en cours de contrat.",
    ),
    "passage_sous_le_minimum": (
        "Passer sous le minimum en cours de contrat met fin à l’aide.",
        "Passer sous le minimum en cours de contrat ne met pas fin à l’aide.",
        f"{_UNSAID} dit ce que devient un contrat en cours quand le médecin passe sous le minimum.",
    ),
    "recours": (
        "Un recours est prévu contre un refus de la caisse.",
        "Aucun recours n’est prévu contre un refus de la caisse.",
        f"{_UNSAID} décrit de recours ni de délai pour contester un refus.",
    ),
    "changement_d_option": (
        "Un contrat en cours peut changer de temps de travail.",
        "Un contrat en cours ne peut pas changer de temps de travail.",
        f"{_UNSAID} dit si un contrat en cours peut changer de temps de travail.",
    ),
    "avenant_pour_second": (
        "Un second assistant se signe par avenant au contrat en cours.",
        "Un second assistant se signe par un nouveau contrat.",
        f"{_UNSAID} dit si un second assistant se signe par avenant ou par un nouveau contrat.",
    ),
}
# The same of conditions that decide `eligibility.doctor`.
_CONDITIONS = {
    "remplacants": (
        "Un médecin remplaçant peut signer.",
        "Un médecin remplaçant ne peut pas signer : l’aide suppose une installation.",
        f"{_UNSAID} dit si un médecin remplaçant peut signer.",
    ),
    "activite_mixte": (
        "Un médecin qui exerce en partie comme salarié peut signer, avec un contrat adapté.",
        "Un médecin qui exerce en partie comme salarié ne peut pas signer.",
        f"{_UNSAID} dit si un médecin qui exerce en partie comme salarié pouvait signer.",
    ),
    "handicap_ou_maladie_chronique": (
        "Un handicap ou une maladie chronique du médecin peut ouvrir un contrat adapté.",
        "Un handicap ou une maladie chronique du médecin ne change pas les conditions.",
        f"{_UNSAID} dit ce que change un handicap ou une maladie chronique du médecin.",
    ),
}


def situations(parameters: Parameters, profile: Profile, today: date) -> Decision:
    """Say what each particular situation changes, where a source says it, and that none does where none does.

    Texts: avenant 7 (exercice particulier admitted), règlement arbitral 2023 and convention 2024 (adapted contracts).
    """
    ruling = Ruling(RULE, parameters, profile, today)
    reasons = [_told(ruling, id, f"situations.{id}", said) for id, said in _SAID.items()]
    reasons += [_told(ruling, id, f"eligibilite.{id}", said) for id, said in _CONDITIONS.items()]
    return ruling.decide(
        "Situations particulières", reasons=(*reasons, *_secteurs(ruling), *_senior(ruling)), assumed=ruling.assumed
    )


def _told(ruling: Ruling, id: str, parameter: str, said: tuple[str, str, str]) -> Reason:
    yes, no, unknown = said
    return ruling.says(id, parameter, yes=yes, no=no, unknown=unknown)


def _secteurs(ruling: Ruling) -> tuple[Reason, ...]:
    """The secteurs admitted, whatever hers: what « faut-il être en secteur 1 ? » asks."""
    items = ruling.texts(SECTEURS)
    if items is None:
        return ()
    text = f"Il faut exercer en {admitted_secteurs(items)}."
    return (
        ruling.reason("secteurs_admis", True, text, SECTEURS),
        ruling.reason("secteur_1_seul", tuple(items) == ("1",), text, SECTEURS),
        ruling.reason("optam_suffit", WITH_OPTAM in items, text, SECTEURS),
    )


def _senior(ruling: Ruling) -> tuple[Reason, ...]:
    """From an age the objectives are lighter: a sign that age closes nothing."""
    age = ruling.number(SENIOR)
    if age is None:
        return ()
    text = f"À partir de {amount(age, Unit.YEARS)}, les objectifs sont au contraire allégés."
    return (ruling.reason("objectifs_alleges", True, text, SENIOR),)


TOPICS = (Topic(RULE, situations, Asks.YES_NO),)
