"""Life of the individual contract: length, renewal, ending, absence of the assistant, move of the doctor, steps."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

from rules import employment, payment
from rules.dated import Parameters
from rules.profile import Profile
from rules.regimes import AVENANT_7, year_starts_on
from rules.ruling import Ruling
from rules.verdict import Decision, Figure, Reason, Unit, Verdict

_READ_YOURS = "Un contrat signé avant le 22 juin 2024 peut prévoir autre chose : relisez-le."


def duration(parameters: Parameters, profile: Profile, today: date) -> Decision:
    """Return the years a contract lasts, and its last day when the signature is known."""
    ruling = Ruling("contract.duration", parameters, profile, today)
    return ruling.decide(
        "Durée du contrat",
        figures=_length(ruling, profile),
        reasons=(_renewable(ruling),),
        assumed=ruling.assumed,
    )


def _length(ruling: Ruling, profile: Profile) -> tuple[Figure, ...]:
    years = ruling.figure("duree", "contrat.duree", "Durée du contrat")
    if profile.signed_on is None or not isinstance(years.value, Decimal):
        return (years,)
    ends_on = year_starts_on(profile.signed_on, int(years.value) + 1)
    return (years, ruling.computed("echeance", ends_on, Unit.DATE, "Échéance du contrat", years))


def _renewable(ruling: Ruling) -> Reason:
    parameter = "contrat.renouvellement.possible"
    return ruling.reason("renouvelable", ruling.holds(parameter), "Le contrat se renouvelle à son terme.", parameter)


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
    verdict = {True: Verdict.YES, False: Verdict.NO, None: Verdict.UNKNOWN}[reason.met]
    figures = (
        ruling.figure(
            "renouvellement_annee_1", "contrat.renouvellement.annee_1", "Aide de première année, contrat renouvelé"
        ),
        ruling.figure(
            "renouvellement_objectif", "contrat.renouvellement.objectif", "Progression demandée, contrat renouvelé"
        ),
    )
    return ruling.decide(
        "Renouvellement au terme du contrat",
        verdict=verdict,
        figures=(*_length(ruling, profile), *figures),
        reasons=(reason,),
        not_established=(
            "Les montants et les objectifs d’un contrat renouvelé : demandez une réponse écrite à votre CPAM.",
        ),
        assumed=ruling.assumed,
        missing=missing,
    )


def _renewal_of_avenant_7(ruling: Ruling, etp: Fraction | None) -> tuple[Reason, tuple[str, ...]]:
    third, other = "contrat.renouvellement.contrats_tiers_temps", "contrat.renouvellement.contrats_avenant_7"
    parameter = third if etp == Fraction(1, 3) else other
    met = ruling.holds(parameter, ruling.today)
    text = {
        third: "Un tiers-temps signé sous l’avenant 7 peut se renouveler.",
        other: "Pour un contrat de l’avenant 7, le règlement arbitral annonce un nouveau contrat, aux objectifs "
        "nouveaux ; la CNAM aurait répondu qu’il suffirait de les maintenir."
        if met is None
        else "Le contrat se renouvelle à son terme.",
    }[parameter]
    value = ruling.read(parameter, ruling.today)
    reason = Reason("renouvelable_avenant_7", met, text, value.standing, value.references, (parameter,))
    return reason, ("etp",) if etp is None and met is None else ()


def ending(parameters: Parameters, profile: Profile, today: date) -> Decision:
    """Return the notice and the form by which the doctor ends the contract, as they are today."""
    ruling = Ruling("contract.ending", parameters, profile, today, today)
    parameter = "contrat.fin.lettre_recommandee"
    text = "Prévenez votre CPAM par lettre recommandée avec avis de réception."
    ruling.read("contrat.fin.motifs_cpam")
    return ruling.decide(
        "Fin du contrat à l’initiative du médecin",
        figures=(ruling.figure("preavis", "contrat.fin.preavis", "Préavis"),),
        reasons=(ruling.reason("lettre_recommandee", ruling.holds(parameter), text, parameter),),
        notes=(_READ_YOURS,),
        not_established=(
            "Les motifs qui permettraient à la CPAM de mettre fin au contrat, et ce qu’elle réclamerait alors : "
            "demandez-le-lui par écrit.",
        ),
    )


def absence(parameters: Parameters, profile: Profile, today: date) -> Decision:
    """Return how long an assistant may be away without a step to take, and from when the contract is suspended."""
    ruling = Ruling("contract.absence", parameters, profile, today, today)
    gone = "contrat.absence.depart_signale"
    return ruling.decide(
        "Absence ou départ de l’assistant",
        figures=(
            ruling.figure(
                "sans_demarche", "contrat.absence.sans_demarche", "Aucune démarche pour une absence de moins de"
            ),
            ruling.figure("suspension", "contrat.absence.suspension", "Suspension du contrat sans remplacement après"),
        ),
        reasons=(
            ruling.reason(
                "depart_signale",
                ruling.holds(gone),
                "Si l’assistant part sans être remplacé, prévenez votre CPAM : l’aide et les objectifs sont suspendus.",
                gone,
            ),
        ),
        notes=(
            "La suspension et la reprise se font chacune par un avenant signé avec votre CPAM.",
            "Si vous remplacez l’assistant, le contrat continue : envoyez le nouveau contrat de travail à votre CPAM.",
        ),
        not_established=("Ce que devient une absence entre ces deux durées : prévenez votre CPAM sans attendre.",),
    )


def move(parameters: Parameters, profile: Profile, today: date) -> Decision:
    """Return what moving away, or changing specialty, does to the contract."""
    ruling = Ruling("contract.move", parameters, profile, today, today)
    parameter = "contrat.demenagement.nouveau_contrat"
    text = (
        "Si vous partez trop loin pour garder votre patientèle, ou changez de spécialité, la CPAM met fin au contrat "
        "et vous en signez un nouveau comme nouvel installé."
    )
    ruling.read("contrat.demenagement.depart_de_msp")
    return ruling.decide(
        "Déménagement du médecin",
        reasons=(ruling.reason("nouveau_contrat", ruling.holds(parameter), text, parameter),),
        notes=("Prévenez votre délégué de l’Assurance Maladie avant de déménager.",),
        not_established=(
            "La distance à partir de laquelle la patientèle est jugée perdue.",
            "Le sort du contrat quand vous quittez une maison de santé.",
        ),
    )


def steps(parameters: Parameters, profile: Profile, today: date) -> Decision:
    """Return the steps to obtain the aid, in order."""
    ruling = Ruling("contract.steps", parameters, profile, today)
    parameter = "contrat.demarche.etapes"
    return ruling.decide(
        "Étapes de la demande",
        reasons=tuple(
            ruling.reason(f"etape_{rank}", True, text, parameter)
            for rank, text in enumerate(ruling.texts(parameter), start=1)
        ),
    )


TOPICS = {
    "contract.duration": duration,
    "contract.renewal": renewal,
    "contract.ending": ending,
    "contract.absence": absence,
    "contract.move": move,
    "contract.steps": steps,
    **employment.TOPICS,
    **payment.TOPICS,
}
