"""When the aid is paid, and to whom."""

from __future__ import annotations

from datetime import date

from rules.dated import Parameters
from rules.profile import Profile
from rules.regimes import AVENANT_7, REGLEMENT_ARBITRAL
from rules.ruling import Ruling
from rules.verdict import Decision


def payment(parameters: Parameters, profile: Profile, today: date) -> Decision:
    """Return the payment calendar of the contract's text: first year, second, then each year in instalments."""
    ruling = Ruling("contract.payment", parameters, profile, today)
    path = "contrat.versement"
    figures = [
        ruling.figure("premier_versement", f"{path}.annee_1.part", "Part de la première année versée au départ"),
        ruling.figure("delai_jours", f"{path}.annee_1.delai_jours", "Délai du premier versement, après l’embauche"),
        ruling.figure("delai_mois", f"{path}.annee_1.delai_mois", "Délai du premier versement, après la signature"),
        ruling.figure(
            "versements", f"{path}.annee_3.versements", "Nombre de versements par an, dès la troisième année"
        ),
        ruling.figure("part_versement", f"{path}.annee_3.part", "Part de l’aide annuelle à chaque versement"),
    ]
    second, doctor = ruling.holds(f"{path}.annee_2"), ruling.holds(f"{path}.au_medecin")
    reasons = [
        ruling.reason(
            "annee_2", second, "L’aide de deuxième année est versée à l’anniversaire du contrat.", f"{path}.annee_2"
        ),
        ruling.reason(
            "au_medecin",
            doctor,
            "L’aide vous est versée, même si un groupement emploie l’assistant.",
            f"{path}.au_medecin",
        ),
    ]
    unknown = []
    if ruling.regime == REGLEMENT_ARBITRAL:
        unknown = ["Le jour où le versement de la première année a changé : faites confirmer le vôtre par votre CPAM."]
    if ruling.regime == AVENANT_7:
        ruling.figure("solde", f"{path}.annee_1.solde", "Solde de la première année")
        unknown = [
            "La date du solde de la première année et le calendrier des années suivantes : demandez à votre CPAM."
        ]
    return ruling.decide(
        "Calendrier des versements",
        figures=tuple(figure for figure in figures if figure.value is not None),
        reasons=tuple(reason for reason in reasons if reason.met is not None),
        notes=("À partir de la troisième année, le versement dépend de l’atteinte de vos objectifs.",),
        not_established=tuple(unknown),
        assumed=ruling.assumed,
        missing=("signed_on",) if profile.signed_on is None else (),
    )


TOPICS = {"contract.payment": payment}
