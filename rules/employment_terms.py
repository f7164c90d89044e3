"""The employment contract under the branch agreement: trial, notice, seniority, leave, sickness, and whom it binds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from french import listed
from rules.dated import Parameters
from rules.profile import Profile
from rules.ruling import Ruling
from rules.sentences import figures_of, told
from rules.topics import Topic
from rules.verdict import Decision, Reason

_GROUP = "travail"
_SENIORITY = (3, 6, 9, 12, 15, 18, 20)  # years that name the steps of the bonus
_LEAVE = (10, 20, 30)  # years that name the steps of the extra leave


def _steps(group: str, years: tuple[int, ...]) -> str:
    return listed([f"{{{group}.apres_{after}_ans}} après {after} ans" for after in years])


_SENTENCES = {
    "essai": "La période d’essai est de {essai.duree}, renouvelable {essai.renouvellements} fois "
    "si le contrat de travail le prévoit.",
    "essai_rompu": "Pour rompre l’essai, l’employeur prévient {essai.rupture_premiers_jours} à l’avance "
    "pendant les huit premiers jours, {essai.rupture_premier_mois} jusqu’à un mois de présence, "
    "{essai.rupture_apres_un_mois} ensuite et {essai.rupture_apres_trois_mois} après trois mois ; "
    "le salarié prévient {essai.rupture_salarie} à l’avance.",
    "licenciement": "Pour licencier, le préavis est de {preavis.moins_de_six_mois} avant six mois de présence, "
    "de {preavis.moins_de_deux_ans} jusqu’à deux ans, puis de {preavis.licenciement}.",
    "demission": "Une démission se donne {preavis.moins_de_six_mois} à l’avance avant six mois de présence, "
    "{preavis.moins_de_deux_ans} jusqu’à deux ans, {preavis.demission} au-delà.",
    "indemnite": "À partir de {indemnite.anciennete} d’ancienneté, l’indemnité de licenciement est "
    "{indemnite.montant}, sauf faute grave.",
    "anciennete": f"La prime d’ancienneté est de {_steps('anciennete', _SENIORITY)}.",
    "anciennete_reprise": "L’ancienneté acquise dans un autre cabinet, à un emploi comparable, "
    "est reprise à {anciennete.reprise}.",
    "conges": "L’assistant acquiert {conges.par_mois} ouvrables de congé par mois travaillé.",
    "conges_anciennete": f"S’y ajoutent, chaque année, {_steps('conges', _LEAVE)} d’ancienneté.",
    "maladie": "À partir de {maladie.anciennete} d’ancienneté, l’assistant en arrêt garde {maladie.maintien}.",
    "fermeture": "Un arrêt d’activité du cabinet de plus de {cabinet.fermeture} rompt le contrat de travail.",
    "champ": "La convention collective des cabinets médicaux s’impose {champ.employeurs}.",
}


def terms(parameters: Parameters, profile: Profile, today: date) -> Decision:
    """Return what the branch agreement says today of an employment contract, whenever the aid was signed."""
    ruling = Ruling("contract.employment_terms", parameters, profile, today, today)
    told_so = [told(ruling, id, sentence, _GROUP) for id, sentence in _SENTENCES.items()]
    reasons = [*told_so, *_duties(ruling)]
    unsaid = tuple(reason.text for reason in reasons if reason.met is None)
    return ruling.decide(
        "Contrat de travail selon la convention collective des cabinets médicaux",
        figures=figures_of(ruling, told_so, _GROUP),
        reasons=tuple(reason for reason in reasons if reason.met is not None),
        notes=(
            "La loi peut être plus favorable à l’assistant : faites vérifier avant de rompre son contrat de travail.",
            "Le contrat d’aide signé avec la CPAM est un autre contrat : il a son propre préavis.",
        ),
        not_established=(
            *unsaid,
            "Un avenant plus récent que ceux que j’ai lus : vérifiez la convention collective des cabinets médicaux.",
        ),
    )


def _duties(ruling: Ruling) -> Iterator[Reason]:
    """Yield what the agreement asks or rules out, yes or no."""
    yield ruling.says(
        "suit_le_titulaire", "travail.cabinet.suit_le_titulaire",
        yes="Si le cabinet change de titulaire, le contrat de travail continue.",
        no="Si le cabinet change de titulaire, le contrat de travail s’arrête.",
    )  # fmt: skip
    yield ruling.says(
        "assurance", "travail.devoirs.assurance",
        yes="Vous devez assurer la responsabilité civile de votre personnel.",
        no="La convention collective ne vous oblige pas à assurer la responsabilité civile de votre personnel.",
    )  # fmt: skip
    yield ruling.says(
        "actes_hors_competence", "travail.devoirs.actes_hors_competence",
        yes="Vous pouvez lui demander des actes médicaux qui sortent de sa compétence réglementaire.",
        no="Vous ne pouvez pas lui demander d’acte médical qui sorte de sa compétence réglementaire.",
    )  # fmt: skip
    yield ruling.says(
        "discretion_apres_depart", "travail.devoirs.discretion_apres_depart",
        yes="L’assistant doit une discrétion absolue sur les malades et leur entourage, même après son départ.",
        no="L’assistant doit une discrétion absolue sur les malades et leur entourage, jusqu’à son départ.",
    )  # fmt: skip
    yield ruling.says(
        "outre_mer", "travail.champ.outre_mer",
        yes="La convention collective s’applique aussi dans les départements d’outre-mer.",
        no="La convention collective ne s’applique pas dans les départements d’outre-mer : voyez votre CGSS.",
    )  # fmt: skip
    yield ruling.says(
        "domicile_seul", "travail.champ.domicile_seul",
        yes="La convention collective couvre aussi qui travaille seulement à son domicile.",
        no="La convention collective ne couvre pas qui travaille seulement à son domicile.",
    )  # fmt: skip


TOPICS = (Topic("contract.employment_terms", terms),)
