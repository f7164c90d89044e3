"""The employment contract under the branch agreement: trial, notice, seniority, leave, sickness, and whom it binds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from french import listed
from rules.contract_years import months_after, year_starts_on
from rules.dated import Parameters
from rules.profile import Profile
from rules.ruling import Ruling
from rules.sentences import figures_of, told
from rules.topics import Topic
from rules.units import Unit
from rules.verdict import Decision, Figure, Reason

_GROUP = "travail"
_SENIORITY = (3, 6, 9, 12, 15, 18, 20)  # years that name the steps of the bonus
_WHOLE = 100  # of a percentage
_LEAVE = (10, 20, 30)  # years that name the steps of the extra leave
_SOON = 6  # months: a step that near is said before the bonus of today


def _steps(group: str, years: tuple[int, ...]) -> str:
    return listed([f"{{{group}.apres_{after}_ans}} après {after} ans" for after in years])


_SENTENCES = {
    "essai": "La période d’essai est de {essai.duree}, renouvelable {essai.renouvellements} fois "
    "si le contrat de travail le prévoit.",
    "essai_rompu": "Pour rompre l’essai, l’employeur prévient {essai.rupture_premiers_jours} à l’avance avant "
    "{essai.seuil_premiers_jours} de présence, {essai.rupture_premier_mois} jusqu’à {essai.seuil_premier_mois}, "
    "{essai.rupture_apres_un_mois} ensuite et {essai.rupture_apres_trois_mois} après {essai.seuil_trois_mois} ; "
    "le salarié prévient {essai.rupture_salarie} à l’avance.",
    "licenciement": "Pour licencier, le préavis est de {preavis.moins_de_six_mois} avant {preavis.premier_seuil} "
    "de présence, de {preavis.moins_de_deux_ans} jusqu’à {preavis.second_seuil}, puis de {preavis.licenciement}.",
    "demission": "Une démission se donne {preavis.moins_de_six_mois} à l’avance avant {preavis.premier_seuil} "
    "de présence, {preavis.moins_de_deux_ans} jusqu’à {preavis.second_seuil}, {preavis.demission} au-delà.",
    "indemnite": "À partir de {indemnite.anciennete} d’ancienneté, l’indemnité de licenciement est "
    "{indemnite.montant}, sauf faute grave.",
    "anciennete": f"La prime d’ancienneté est de {_steps('anciennete', _SENIORITY)}.",
    "anciennete_reprise": "L’ancienneté acquise dans un autre cabinet, à un emploi comparable, "
    "est reprise à {anciennete.reprise}.",
    "conges_dates": "Les congés se prennent {conges.periode} ; leurs dates s’affichent {conges.affichage} avant.",
    "conges": "L’assistant acquiert {conges.par_mois} ouvrables de congé par mois travaillé.",
    "conges_anciennete": f"L’ancienneté ajoute chaque année {_steps('conges', _LEAVE)}.",
    "maladie": "À partir de {maladie.anciennete} d’ancienneté, l’assistant en arrêt garde {maladie.maintien}.",
    "maladie_rupture": "Une absence pour maladie ne rompt pas le contrat de travail pendant {maladie.protection}.",
    "recherche_emploi": "Pendant le préavis d’un licenciement, l’assistant a {preavis.recherche_emploi} payées "
    "par jour pour chercher un emploi.",
    "retraite": "Au départ volontaire à la retraite, l’indemnité est {indemnite.retraite}.",
    "lettre": "La lettre d’embauche précise {devoirs.lettre}.",
    "preavis_cdd": "En CDD, le préavis est de {preavis.cdd} après le premier mois de présence.",
    "fermeture": "Un arrêt d’activité du cabinet de plus de {cabinet.fermeture} rompt le contrat de travail.",
    "champ": "La convention collective des cabinets médicaux s’impose {champ.employeurs}.",
}


def terms(parameters: Parameters, profile: Profile, today: date) -> Decision:
    """Return what the branch agreement says today of an employment contract, whenever the aid was signed."""
    ruling = Ruling("contract.employment_terms", parameters, profile, today, today)
    told_so = [told(ruling, id, sentence, _GROUP) for id, sentence in _SENTENCES.items()]
    bonus, due = _bonus(ruling, profile.hired_on)
    reasons = [*told_so, *_duties(ruling), *_leaving(ruling), *due]
    unsaid = tuple(reason.text for reason in reasons if reason.met is None)
    limits = [ruling.figure(name.replace(".", "_"), f"{_GROUP}.{name}", label) for name, label in _LIMITS.items()]
    figures = (*figures_of(ruling, told_so, _GROUP), *_known(limits), *_known(_thresholds(ruling)), *_known(bonus))
    return ruling.decide(
        "Contrat de travail selon la convention collective des cabinets médicaux",
        figures=tuple({figure.key: figure for figure in figures}.values()),
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


_LIMITS = {
    "indemnite.par_annee": "Part d’un mois de salaire brut due par année, pour un licenciement",
    "indemnite.annees_simples": "Ancienneté jusqu’à laquelle cette part suffit",
}


def _known(figures: Iterable[Figure]) -> Iterator[Figure]:
    return (figure for figure in figures if figure.value is not None)


def _thresholds(ruling: Ruling) -> Iterator[Figure]:
    """Yield the years each step of the seniority bonus starts at, here or elsewhere, to be compared with hers."""
    part = ruling.figure("anciennete_reprise", f"{_GROUP}.anciennete.reprise", "")
    for years in _SENIORITY:
        name = f"apres_{years}_ans"
        step = ruling.figure(name, f"{_GROUP}.anciennete.{name}", "")
        yield ruling.computed(f"palier_{years}", Decimal(years), Unit.YEARS, "Palier de la prime d’ancienneté", step)
        if isinstance(part.value, Decimal) and part.value:
            elsewhere = Decimal(years) * _WHOLE / part.value
            label = "Années dans un autre cabinet qui valent ce palier"
            yield ruling.computed(f"palier_ailleurs_{years}", elsewhere, Unit.YEARS, label, step, part)


def _bonus(ruling: Ruling, hired_on: date | None) -> tuple[list[Figure], list[Reason]]:
    """Return the seniority bonus that is due today to whoever was hired on a day, and the next step with its day."""
    if hired_on is None or hired_on > ruling.today:
        return [], []
    steps = {
        year_starts_on(hired_on, years + 1): ruling.figure("", f"{_GROUP}.anciennete.apres_{years}_ans", "")
        for years in _SENIORITY
    }
    reached = [step for day, step in steps.items() if day <= ruling.today]
    ahead = [(day, step) for day, step in steps.items() if day > ruling.today]
    figures = [_part(ruling, "prime_actuelle", "Prime d’ancienneté d’aujourd’hui", step) for step in reached[-1:]]
    for day, step in ahead[:1]:
        figures.append(_part(ruling, "prime_suivante", "Prime d’ancienneté du palier suivant", step))
        label = "Premier jour du palier suivant de la prime d’ancienneté"
        figures.append(ruling.computed("prime_suivante_le", day, Unit.DATE, label, step))
    # half of the seniority of another practice counts, and she alone knows of it: « not yet » holds without any
    not_yet = "Sans ancienneté reprise d’un autre cabinet, la prime d’ancienneté n’est pas encore due."
    due = "La prime d’ancienneté est due." if reached else not_yet
    first = f"{_GROUP}.anciennete.apres_{_SENIORITY[0]}_ans"
    soon = any(day <= months_after(ruling.today, _SOON) for day, _ in ahead[:1])
    near = "Un palier de la prime d’ancienneté est proche." if soon else "Le palier suivant de la prime est lointain."
    return figures, [
        ruling.reason("prime_due", bool(reached), due, first),
        ruling.reason("palier_proche", soon, near, first),
    ]


def _part(ruling: Ruling, key: str, label: str, step: Figure) -> Figure:
    value = step.value if isinstance(step.value, Decimal) else None
    return ruling.computed(key, value, Unit.PERCENT, label, step)


def _leaving(ruling: Ruling) -> Iterator[Reason]:
    """Yield what lets the employment contract go on, and what ends it."""
    yield ruling.says(
        "apres_cdd", "travail.essai.apres_cdd",
        yes="Un CDI qui suit un CDD au même poste ouvre une nouvelle période d’essai.",
        no="Un CDI qui suit un CDD au même poste n’ouvre pas de nouvelle période d’essai.",
    )  # fmt: skip
    yield ruling.says(
        "maternite_rompt", "travail.maladie.maternite_rompt",
        yes="La maternité rompt le contrat de travail.",
        no="La maternité ne rompt pas le contrat de travail.",
    )  # fmt: skip
    yield ruling.says(
        "meme_cabinet", "travail.anciennete.meme_cabinet",
        yes="L’ancienneté acquise dans le cabinet est gardée.",
        no="L’ancienneté acquise dans le cabinet n’est pas gardée.",
    )  # fmt: skip
    yield ruling.says(
        "refus_de_suivre", "travail.cabinet.refus_de_suivre",
        yes="Refuser de suivre le cabinet vaut démission si la nouvelle adresse n’oblige pas l’assistant à changer de "
        "résidence ; sinon, la rupture vient de l’employeur.",
        no="Refuser de suivre le cabinet ne vaut pas démission.",
    )  # fmt: skip
    yield ruling.says(
        "prevoyance", "travail.maladie.prevoyance",
        yes="La prévoyance est obligatoire : elle complète les indemnités de la sécurité sociale.",
        no="La prévoyance n’est pas obligatoire.",
    )  # fmt: skip
    yield ruling.says(
        "visite_medicale", "travail.devoirs.visite_medicale",
        yes="Vous faites passer un examen de médecine du travail dès l’embauche, à vos frais.",
        no="Un examen de médecine du travail n’est pas demandé à l’embauche.",
    )  # fmt: skip
    for id, name, subject in (
        ("rupture_conventionnelle", "indemnite.rupture_conventionnelle", "La rupture conventionnelle"),
        ("complementaire_sante", "maladie.complementaire_sante", "La complémentaire santé (mutuelle)"),
    ):
        rule = ruling.read(f"{_GROUP}.{name}").value
        text = f"{subject} : {rule}."
        if rule is None:
            text = f"{subject} : je n’ai pas de source, la loi s’applique. Votre expert-comptable vous répondra."
        yield ruling.reason(id, None if rule is None else True, text, f"{_GROUP}.{name}")


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
    yield ruling.says(
        "cours_comptent", "travail.conges.cours_comptent",
        yes="Le temps passé aux cours professionnels compte comme du travail pour calculer les congés payés.",
        no="Le temps passé aux cours professionnels ne compte pas pour calculer les congés payés.",
    )  # fmt: skip
    yield ruling.says(
        "malade_reporte", "travail.conges.malade_reporte",
        yes="Les jours de congé tombés pendant un arrêt maladie se prennent plus tard : à la suite, ou à une date "
        "convenue ensemble.",
        no="Les jours de congé tombés pendant un arrêt maladie ne sont pas reportés.",
    )  # fmt: skip


TOPICS = (Topic("contract.employment_terms", terms),)
