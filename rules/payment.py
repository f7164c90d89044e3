"""When the aid is paid, and to whom."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from french import ordinal
from rules.aid_years import CHECK
from rules.dated import Parameters
from rules.profile import Profile
from rules.ruling import Ruling
from rules.topics import Topic
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
            "versements", f"{path}.annee_3.versements", f"Nombre de versements par an, dès la {ordinal(3)} année"
        ),
        ruling.figure("part_versement", f"{path}.annee_3.part", "Part de l’aide annuelle à chaque versement"),
    ]
    reasons = [
        ruling.says(
            "annee_2",
            f"{path}.annee_2",
            yes="L’aide de deuxième année est versée à l’anniversaire du contrat.",
            no="L’aide de deuxième année n’est pas versée à l’anniversaire du contrat.",
        ),
        ruling.says(
            "au_medecin",
            f"{path}.au_medecin",
            yes="L’aide vous est versée, même si un groupement emploie l’assistant.",
            no="L’aide n’est pas versée à vous, mais à qui emploie l’assistant.",
        ),
    ]
    balance = ruling.figure("solde", f"{path}.annee_1.solde", "Solde de la première année")
    part, note = figures[0].value, ruling.read(f"{path}.annee_1.part").note
    unknown = [f"{note} Faites confirmer la vôtre par votre CPAM."] if note else []
    if part is None:
        unknown.append("La part de l’aide versée au départ : demandez-la à votre CPAM.")
    elif isinstance(part, Decimal) and part < 100 and balance.value is None:
        unknown.append("La date du solde de la première année : demandez-la à votre CPAM.")
    unknown += [reason.text for reason in reasons if reason.met is None]
    first_check = ruling.number(CHECK)
    year = ordinal(int(first_check or 0))
    checked = f"À partir de la {year} année, le versement dépend de l’atteinte de vos objectifs."
    return ruling.decide(
        "Calendrier des versements",
        figures=tuple(figure for figure in (*figures, balance) if figure.value is not None),
        reasons=tuple(reason for reason in reasons if reason.met is not None),
        notes=() if first_check is None else (checked,),
        not_established=tuple(unknown),
        assumed=ruling.assumed,
        missing=("signed_on",) if profile.signed_on is None else (),
    )


TOPICS = (Topic("contract.payment", payment),)
