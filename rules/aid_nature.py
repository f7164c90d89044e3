"""What the aid is, whatever its amount: no loan, taxable, one scale for all; and what no source says of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from rules.dated import Parameters
from rules.profile import Profile
from rules.ruling import Ruling
from rules.sentences import told
from rules.topics import Asks, Topic
from rules.verdict import Decision, Reason

RULE = "aid.nature"
_CEILING = "aide.nature.plafond"


def nature(parameters: Parameters, profile: Profile, today: date) -> Decision:
    """Return what the texts say of the aid itself, each point on its own: none is a condition of another."""
    ruling = Ruling(RULE, parameters, profile, today)
    ceiling = ruling.figure("plafond", _CEILING, "Plafond de l’aide versée à un médecin en une année")
    return ruling.decide(
        "Nature et règles générales de l’aide",
        figures=() if ceiling.value is None else (ceiling,),
        reasons=tuple(_points(ruling)),
        assumed=ruling.assumed,
    )


def _points(ruling: Ruling) -> Iterator[Reason]:
    yield ruling.says(
        "bareme_unique",
        "aide.nature.bareme_unique",
        yes="Le barème est le même pour toutes les spécialités et partout en France.",
        no="Le barème n’est pas le même pour tous.",
    )
    yield ruling.says("pret", "aide.nature.pret", yes="L’aide est un prêt.", no="L’aide n’est pas un prêt.")
    yield ruling.says(
        "imposable", "aide.nature.imposable", yes="L’aide est imposable.", no="L’aide n’est pas imposable."
    )
    yield _more_for_a_large_practice(ruling)
    yield told(ruling, "ligne", "En BNC, les aides se déclarent dans les gains divers, {ligne}.", "aide.nature")
    yield ruling.says(
        "tva", "aide.nature.tva", yes="L’aide est soumise à la TVA.", no="L’aide n’est pas soumise à la TVA."
    )
    yield ruling.says(
        "cotisations",
        "aide.nature.cotisations",
        yes="L’aide compte dans le revenu sur lequel se calculent vos cotisations.",
        no="L’aide ne compte pas dans le revenu sur lequel se calculent vos cotisations.",
    )
    yield ruling.says(
        "cumul",
        "aide.nature.cumul",
        yes="L’aide se cumule avec d’autres aides.",
        no="L’aide ne se cumule pas avec d’autres aides.",
    )
    yield ruling.says(
        "indexation",
        "aide.nature.indexation",
        yes="Les montants suivent un indice.",
        no="Les montants ne suivent aucun indice.",
    )
    yield ruling.says(
        "prorata",
        "aide.nature.prorata",
        yes="L’aide est calculée au prorata des heures entre deux options.",
        no="L’aide n’est pas calculée au prorata des heures entre deux options.",
    )
    yield ruling.says(
        "excedent",
        "aide.nature.excedent",
        yes="Le médecin garde ce que l’aide dépasse du coût réel de l’assistant.",
        no="L’aide est limitée au coût réel de l’assistant.",
    )
    yield ruling.says(
        "usage_libre",
        "aide.nature.usage_libre",
        yes="Le médecin dépense l’aide comme il l’entend.",
        no="L’aide doit payer l’assistant.",
    )


def _more_for_a_large_practice(ruling: Ruling) -> Reason:
    """Say whether a practice from P90 on is paid more than another in the third year."""
    names = ("aide.temps_plein.annee_3", "aide.temps_plein.p90_annee_3", "aide.temps_plein.p95")
    general, *larger = (ruling.number(name) for name in names)
    known = [amount for amount in larger if amount is not None]
    met = None if general is None or len(known) < len(larger) else max(known) > general
    text = {
        True: "L’aide est plus forte à partir de P90.",
        False: "L’aide n’est pas plus forte à partir de P90.",
        None: "Ce que change une grande patientèle n’est pas établi.",
    }[met]
    return ruling.reason("majoration", met, text, *names)


TOPICS = (Topic(RULE, nature, Asks.YES_NO),)
