"""Life of the individual contract: length, renewal, ending, absence of the assistant, move of the doctor, steps."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

from french import day as french_day
from rules import employment, payment
from rules.conditions import stated
from rules.contract_years import year_starts_on
from rules.dated import Parameters
from rules.profile import Profile
from rules.regimes import AVENANT_7
from rules.ruling import Ruling
from rules.sentences import told
from rules.topics import Asks, Topic
from rules.units import Unit
from rules.verdict import Decision, Figure, Reason, Verdict

_SUSPENDED = "La suspension et la reprise se font chacune par un avenant signé avec votre CPAM."


def _read_yours(ruling: Ruling) -> tuple[str, ...]:
    """Say that a contract signed before the value that applies may hold another one."""
    since = ruling.read("contrat.fin.preavis").since
    return (f"Un contrat signé avant le {french_day(since)} peut prévoir autre chose : relisez-le.",)


def duration(parameters: Parameters, profile: Profile, today: date) -> Decision:
    """Return the years a contract lasts, and its last day when the signature is known."""
    ruling = Ruling("contract.duration", parameters, profile, today)
    reason = _renewable(ruling)
    return ruling.decide(
        "Durée du contrat",
        figures=_length(ruling, profile),
        reasons=(reason,),
        not_established=(reason.text,) if reason.met is None else (),
        assumed=ruling.assumed,
    )


def _length(ruling: Ruling, profile: Profile) -> tuple[Figure, ...]:
    years = ruling.figure("duree", "contrat.duree", "Durée du contrat")
    if profile.signed_on is None or not isinstance(years.value, Decimal):
        return (years,)
    ends_on = year_starts_on(profile.signed_on, int(years.value) + 1)
    return (years, ruling.computed("echeance", ends_on, Unit.DATE, "Échéance du contrat", years))


def _renewable(ruling: Ruling, parameter: str = "possible", day: date | None = None) -> Reason:
    return ruling.says(
        "renouvelable",
        f"contrat.renouvellement.{parameter}",
        yes="Le contrat se renouvelle à son terme.",
        no="Le contrat ne se renouvelle pas à son terme.",
        day=day,
    )


def renewal(parameters: Parameters, profile: Profile, today: date) -> Decision:
    """Return whether a contract is renewed at its term; its amounts and objectives are not established.

    Contracts of avenant 7 are judged by the text in force today (règlement arbitral since 1 May 2023), which keeps
    the renewal of third-time contracts and, for the others, contradicts what the CNAM is reported to have said.
    """
    ruling = Ruling("contract.renewal", parameters, profile, today)
    reason = _renewable(ruling)
    missing: tuple[str, ...] = ()
    if ruling.regime == AVENANT_7:
        reason, missing = _renewal_of_avenant_7(ruling, profile.etp)
    figures = (
        ruling.figure(
            "renouvellement_annee_1", "contrat.renouvellement.annee_1", "Aide de première année, contrat renouvelé"
        ),
        ruling.figure(
            "renouvellement_objectif", "contrat.renouvellement.objectif", "Progression demandée, contrat renouvelé"
        ),
    )
    unknown = (
        ("Les montants et les objectifs d’un contrat renouvelé : demandez une réponse écrite à votre CPAM.",)
        if reason.met is not False and any(figure.value is None for figure in figures)
        else ()
    )
    return ruling.decide(
        "Renouvellement au terme du contrat",
        verdict=Verdict.of(reason.met),
        figures=(*_length(ruling, profile), *figures),
        reasons=(reason,),
        not_established=unknown,
        assumed=ruling.assumed,
        missing=missing,
    )


def _renewal_of_avenant_7(ruling: Ruling, etp: Fraction | None) -> tuple[Reason, tuple[str, ...]]:
    path = "contrat.renouvellement"
    if etp == Fraction(1, 3):
        reason = ruling.says(
            "renouvelable_avenant_7",
            f"{path}.contrats_tiers_temps",
            yes="Un tiers-temps signé sous l’avenant 7 peut se renouveler.",
            no="Un tiers-temps signé sous l’avenant 7 ne se renouvelle pas.",
            day=ruling.today,
        )
        return reason, ()
    reason = ruling.says(
        "renouvelable_avenant_7",
        f"{path}.contrats_avenant_7",
        yes="Le contrat se renouvelle à son terme.",
        no="Le contrat de l’avenant 7 ne se renouvelle pas tel quel.",
        unknown="Pour un contrat de l’avenant 7, le règlement arbitral annonce un nouveau contrat, aux objectifs "
        "nouveaux ; la CNAM aurait répondu qu’il suffirait de les maintenir.",
        day=ruling.today,
    )
    return reason, ("etp",) if etp is None and reason.met is None else ()


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
        reasons=(letter, *((motives,) if motives.met else ())),
        notes=_read_yours(ruling),
        not_established=(*((letter.text,) if letter.met is None else ()), unsaid),
    )


def absence(parameters: Parameters, profile: Profile, today: date) -> Decision:
    """Return how long an assistant may be away without a step to take, and from when the contract is suspended."""
    ruling = Ruling("contract.absence", parameters, profile, today, today)
    gone = ruling.says(
        "depart_signale",
        "contrat.absence.depart_signale",
        yes="Si l’assistant part sans être remplacé, prévenez votre CPAM : l’aide et les objectifs sont suspendus.",
        no="Si l’assistant part sans être remplacé, vous n’avez pas à prévenir votre CPAM.",
    )
    figures = (
        ruling.figure("sans_demarche", "contrat.absence.sans_demarche", "Aucune démarche pour une absence de moins de"),
        ruling.figure("suspension", "contrat.absence.suspension", "Suspension du contrat sans remplacement après"),
    )
    return ruling.decide(
        "Absence ou départ de l’assistant",
        figures=figures,
        reasons=(gone,),
        notes=(
            *(
                ("La suspension et la reprise se font chacune par un avenant signé avec votre CPAM.",)
                if gone.met
                else ()
            ),
            "Si vous remplacez l’assistant, le contrat continue : envoyez le nouveau contrat de travail à votre CPAM.",
        ),
        not_established=(*stated(gone).not_established, *_between(figures)),
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
        reasons=(moved, *((left,) if left.met is not None else ())),
        notes=("Prévenez votre délégué de l’Assurance Maladie avant de déménager.",),
        not_established=(
            *(() if moved.met is False else ("La distance à partir de laquelle la patientèle est jugée perdue.",)),
            *unknown,
        ),
    )


def steps(parameters: Parameters, profile: Profile, today: date) -> Decision:
    """Return the steps to obtain the aid, in order."""
    ruling = Ruling("contract.steps", parameters, profile, today)
    parameter = "contrat.demarche.etapes"
    texts = ruling.texts(parameter)
    return ruling.decide(
        "Étapes de la demande",
        reasons=tuple(
            ruling.reason(f"etape_{rank}", True, text, parameter) for rank, text in enumerate(texts or (), start=1)
        ),
        not_established=(ruling.unsaid(parameter),) if texts is None else (),
    )


TOPICS = (
    Topic("contract.duration", duration),
    Topic("contract.renewal", renewal, Asks.YES_NO),
    Topic("contract.ending", ending),
    Topic("contract.absence", absence),
    Topic("contract.move", move),
    Topic("contract.steps", steps, Asks.STEPS),
    *employment.TOPICS,
    *payment.TOPICS,
)
