"""Life of the individual contract: its ending, absences, a move or a change of the doctor’s, the steps to obtain it."""

from __future__ import annotations

from datetime import date

from french import day as french_day
from french import listed
from rules import contract_term, employment, payment
from rules.dated import Parameters
from rules.profile import Profile
from rules.ruling import Ruling
from rules.sentences import told
from rules.topics import Asks, Topic
from rules.verdict import Decision, Figure, Reason


def _read_yours(ruling: Ruling) -> tuple[str, ...]:
    """Say that a contract signed before the value that applies may hold another one."""
    since = ruling.read("contrat.fin.preavis").since
    return (f"Un contrat signé avant le {french_day(since)} peut prévoir autre chose : relisez-le.",)


def ending(parameters: Parameters, profile: Profile, today: date) -> Decision:
    """Return the notice and the form by which the doctor ends the contract, as they are today."""
    ruling = Ruling("contract.ending", parameters, profile, today, today)
    letter = ruling.says(
        "lettre_recommandee",
        "contrat.fin.lettre_recommandee",
        yes="Prévenez votre CPAM par lettre recommandée avec avis de réception.",
        no="Une lettre recommandée n’est pas exigée pour prévenir votre CPAM.",
    )
    motives = told(
        ruling, "motifs_cpam", "La CPAM peut mettre fin au contrat dans ces cas : {fin.motifs_cpam}.", "contrat"
    )
    unsaid = (
        "Ce que la CPAM réclamerait si elle mettait fin au contrat : demandez-le-lui par écrit."
        if motives.met
        else "Les motifs qui permettraient à la CPAM de mettre fin au contrat, et ce qu’elle réclamerait alors : "
        "demandez-le-lui par écrit."
    )
    return ruling.decide(
        "Fin du contrat à l’initiative du médecin",
        figures=(ruling.figure("preavis", "contrat.fin.preavis", "Préavis"),),
        reasons=(letter, *((motives,) if motives.met else ()), *_left_behind(ruling)),
        notes=_read_yours(ruling),
        not_established=(*((letter.text,) if letter.met is None else ()), unsaid),
    )


def _left_behind(ruling: Ruling) -> tuple[Reason, ...]:
    """Return what becomes, at the end, of the aid already paid and of the contract itself."""
    return (
        ruling.says(
            "remboursement",
            "contrat.fin.remboursement",
            yes="L’aide déjà versée se rembourse en partie quand vous arrêtez avant le terme.",
            no="L’aide déjà versée vous reste acquise quand vous arrêtez avant le terme.",
            unknown="Aucune source ne dit si l’aide déjà versée se rembourse quand vous arrêtez avant le terme.",
        ),
        ruling.says(
            "transmissible",
            "contrat.fin.transmissible",
            yes="Le contrat se transmet au médecin qui reprend votre cabinet.",
            no="Le contrat ne se transmet pas : le médecin qui reprend votre cabinet signe le sien.",
            unknown="Aucune source ne prévoit de transmettre le contrat au médecin qui reprend le cabinet.",
        ),
    )


def absence(parameters: Parameters, profile: Profile, today: date) -> Decision:
    """Return how long an assistant may be away without a step to take, what follows, and whether hers is the doctor's.

    The instructions of the URPS and the CPAM are about the assistant; nothing is established on the doctor's absence.
    """
    ruling = Ruling("contract.absence", parameters, profile, today, today)
    gone = ruling.says(
        "depart_signale",
        "contrat.absence.depart_signale",
        yes="Si l’assistant part sans être remplacé, prévenez votre CPAM : l’aide et les objectifs sont suspendus.",
        no="Si l’assistant part sans être remplacé, vous n’avez pas à prévenir votre CPAM.",
    )
    figures = (
        ruling.figure("sans_demarche", "contrat.absence.sans_demarche", "Aucune démarche pour une absence de moins de"),
        ruling.figure("suspension", "contrat.absence.suspension", "Suspension du contrat sans remplacement après"),
    )
    delay = ruling.figure("delai_recrutement", "contrat.absence.delai_recrutement", "Délai pour le remplacer")
    reasons = (gone, *_replaced(ruling), *_doctor_away(ruling))
    asked = ("remplacement", "avenant", "depart_signale")
    return ruling.decide(
        "Absence ou départ de l’assistant",
        figures=(*figures, *((delay,) if delay.value is not None else ())),
        reasons=reasons,
        not_established=(
            *(reason.text for reason in reasons if reason.met is None and reason.id in asked),
            *_between(figures),
        ),
    )


def _replaced(ruling: Ruling) -> tuple[Reason, ...]:
    return (
        ruling.says(
            "remplacement",
            "contrat.absence.remplacement",
            yes="Si vous remplacez l’assistant, le contrat continue : envoyez le nouveau contrat de travail à votre "
            "CPAM.",
            no="Le contrat ne continue pas avec un autre assistant.",
        ),
        ruling.says(
            "avenant",
            "contrat.absence.avenant",
            yes="La suspension et la reprise se font chacune par un avenant signé avec votre CPAM.",
            no="La suspension et la reprise se font sans avenant.",
        ),
        ruling.says(
            "reprise",
            "contrat.absence.reprise",
            yes="L’aide déjà versée pour une période sans assistant se rembourse.",
            no="L’aide déjà versée pour une période sans assistant ne se rembourse pas.",
            unknown="Aucune source ne dit si l’aide déjà versée pour une période sans assistant se rembourse.",
        ),
    )


def _doctor_away(ruling: Ruling) -> tuple[Reason, ...]:
    return (
        ruling.says(
            "medecin_suspend",
            "contrat.absence.medecin_suspend",
            yes="Votre propre absence suspend l’aide.",
            no="Votre propre absence ne suspend pas l’aide.",
            unknown="Aucune source ne dit ce que devient l’aide quand c’est le médecin qui s’absente.",
        ),
        ruling.says(
            "medecin_objectifs",
            "contrat.absence.medecin_objectifs",
            yes="Votre propre absence recule la vérification de vos objectifs.",
            no="Votre propre absence ne recule pas la vérification de vos objectifs.",
            unknown="Aucune source ne dit si l’absence du médecin recule la vérification de ses objectifs.",
        ),
    )


def _between(figures: tuple[Figure, Figure]) -> tuple[str, ...]:
    """Say what is not established of an absence longer than the one and shorter than the other."""
    shortest, longest = figures
    if shortest.value is None or longest.value is None:
        return ("Les durées d’absence qui demandent une démarche : prévenez votre CPAM sans attendre.",)
    if shortest.value == longest.value:
        return ()
    return ("Ce que devient une absence entre ces deux durées : prévenez votre CPAM sans attendre.",)


def move(parameters: Parameters, profile: Profile, today: date) -> Decision:
    """Return what moving away, or changing specialty, does to the contract."""
    ruling = Ruling("contract.move", parameters, profile, today, today)
    moved = ruling.says(
        "nouveau_contrat",
        "contrat.demenagement.nouveau_contrat",
        yes="Si vous partez trop loin pour garder votre patientèle, ou changez de spécialité, la CPAM met fin au "
        "contrat et vous en signez un nouveau comme nouvel installé.",
        no="Partir trop loin pour garder votre patientèle, ou changer de spécialité, ne met pas fin au contrat.",
    )
    left = ruling.says(
        "depart_de_msp",
        "contrat.demenagement.depart_de_msp",
        yes="Le contrat prend fin quand vous quittez votre maison de santé.",
        no="Le contrat continue quand vous quittez votre maison de santé.",
        unknown="Le sort du contrat quand vous quittez une maison de santé.",
    )
    unknown = [reason.text for reason in (moved, left) if reason.met is None]
    return ruling.decide(
        "Déménagement du médecin",
        reasons=(moved, *((left,) if left.met is not None else ()), *_changes(ruling)),
        notes=("Prévenez votre délégué de l’Assurance Maladie avant de déménager.",),
        not_established=(
            *(() if moved.met is False else ("La distance à partir de laquelle la patientèle est jugée perdue.",)),
            *unknown,
        ),
    )


def _changes(ruling: Ruling) -> tuple[Reason, ...]:
    """Return what the other changes of a doctor's do to her running contract."""
    return (
        ruling.says(
            "option",
            "contrat.changement.option",
            yes="Le temps de travail de l’assistant peut changer en cours de contrat.",
            no="Le temps de travail de l’assistant ne peut pas changer en cours de contrat.",
            unknown="Aucune source ne décrit comment changer le temps de travail de l’assistant en cours de contrat.",
        ),
        ruling.says(
            "secteur_admis",
            "contrat.changement.secteur_admis",
            yes="Le contrat continue quand vous passez à un autre secteur ouvert à l’aide.",
            no="Le contrat prend fin quand vous changez de secteur.",
            unknown="Aucune source ne dit si le contrat continue quand on change de secteur.",
        ),
    )


def steps(parameters: Parameters, profile: Profile, today: date) -> Decision:
    """Return the steps to obtain the aid, in order; then whom to ask, the papers and what the simulator leaves out."""
    ruling = Ruling("contract.steps", parameters, profile, today)
    group, parameter = "contrat.demarche", "contrat.demarche.etapes"
    texts = ruling.texts(parameter)
    told_of = (
        told(ruling, "interlocuteur", "Adressez-vous à {demarche.interlocuteur}.", "contrat"),
        _papers(ruling, "pieces", f"{group}.pieces", "À remettre à votre CPAM"),
        _papers(ruling, "simulateur", f"{group}.simulateur_exclut", "Le simulateur d’ameli ne calcule pas"),
        ruling.says(
            "retroactif",
            f"{group}.retroactif",
            yes="L’aide couvre une embauche antérieure à la signature du contrat d’aide.",
            no="L’aide ne couvre pas une embauche antérieure à la signature du contrat d’aide.",
            unknown="Aucune source ne dit si l’aide couvre une embauche antérieure à la signature du contrat d’aide.",
        ),
    )
    delays = (
        ruling.figure("delai_reponse", f"{group}.delai_reponse", "Délai de réponse de la CPAM"),
        ruling.figure("delai_embauche", f"{group}.delai_embauche", "Délai pour embaucher après la signature"),
    )
    return ruling.decide(
        "Étapes de la demande",
        figures=tuple(figure for figure in delays if figure.value is not None),
        reasons=(
            *(ruling.reason(f"etape_{rank}", True, text, parameter) for rank, text in enumerate(texts or (), start=1)),
            *told_of,
        ),
        not_established=(ruling.unsaid(parameter),) if texts is None else (),
    )


def _papers(ruling: Ruling, id: str, parameter: str, opening: str) -> Reason:
    """Return a list of the data as a sentence, unknown when no source establishes it."""
    items = ruling.texts(parameter)
    text = ruling.unsaid(parameter) if items is None else f"{opening} : {listed(items)}."
    return ruling.reason(id, None if items is None else True, text, parameter)


TOPICS = (
    *contract_term.TOPICS,
    Topic("contract.ending", ending),
    Topic("contract.absence", absence),
    Topic("contract.move", move),
    Topic("contract.steps", steps, Asks.STEPS),
    *employment.TOPICS,
    *payment.TOPICS,
)
