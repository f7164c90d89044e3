"""What an assistant may do: administration, consultation, coordination, by diploma and certificate."""

from __future__ import annotations

from datetime import date

from rules.dated import Parameters
from rules.profile import Profile
from rules.ruling import Ruling
from rules.verdict import Change, Decision, Reason, Verdict

_INDICATIVE = "La liste des missions est indicative et l’assistant médical n’est pas un professionnel de santé."


def administrative(parameters: Parameters, profile: Profile, today: date) -> Decision:
    """Return whether the assistant may do administrative work: always."""
    return _open_to_all(Ruling("missions.administrative", parameters, profile, today), "administratives")


def coordination(parameters: Parameters, profile: Profile, today: date) -> Decision:
    """Return whether the assistant may organise and coordinate: always."""
    return _open_to_all(Ruling("missions.coordination", parameters, profile, today), "coordination")


def _open_to_all(ruling: Ruling, group: str) -> Decision:
    name = {"administratives": "administratives", "coordination": "d’organisation et de coordination"}[group]
    text = f"Les missions {name} sont ouvertes à tous les profils, dès l’embauche."
    reason = ruling.reason(group, ruling.holds(f"missions.{group}"), text, f"missions.{group}")
    return ruling.decide(f"Missions {name}", verdict=Verdict.YES, reasons=(reason,), notes=(_INDICATIVE,))


def consultation(parameters: Parameters, profile: Profile, today: date) -> Decision:
    """Return whether the assistant may prepare and help the consultation: blood pressure, undressing, tests…

    A care diploma opens it at once; any other profile must first obtain the CQP.
    """
    ruling = Ruling("missions.consultation", parameters, profile, today)
    care = profile.assistant_profile.is_care if profile.assistant_profile else None
    certified = profile.assistant_certified
    reasons = _ways(ruling, care, certified)
    verdict, missing = Verdict.UNKNOWN, ["assistant_certified"]
    if care or certified:
        verdict, missing = Verdict.YES, []
    elif certified is False:  # whoever still has to obtain the CQP holds no care diploma
        verdict, missing = Verdict.NO, []
    if care is None and not certified:
        missing.insert(0, "assistant_profile")
    change = Change({"assistant_certified": True}, "attendre que l’assistant obtienne son CQP")
    return ruling.decide(
        "Missions de consultation selon le diplôme et le certificat",
        verdict=verdict,
        reasons=reasons,
        notes=(_INDICATIVE, "Parmi les appareils, seuls ceux qui sont entièrement automatiques lui sont ouverts."),
        missing=tuple(missing),
        changes=(change,) if verdict is Verdict.NO else (),
    )


def unlisted(parameters: Parameters, profile: Profile, today: date) -> Decision:
    """Say that no list of missions names the act: vaccinating, injecting, prescribing…

    Texts: avenant 7, art. 9-1, and ameli list missions as an indication; none names these acts.
    """
    ruling = Ruling("missions.unlisted", parameters, profile, today)
    parameter = "missions.hors_liste"
    text = "Aucune des listes de missions que je connais ne cite cet acte."
    return ruling.decide(
        "Missions citées par les textes",
        verdict=Verdict.UNKNOWN,
        reasons=(ruling.reason("acte_hors_liste", ruling.holds(parameter), text, parameter),),
        notes=(_INDICATIVE,),
        not_established=("Si votre assistant peut faire cet acte : demandez à votre CPAM avant de le lui confier.",),
    )


def _ways(ruling: Ruling, care: bool | None, certified: bool | None) -> tuple[Reason, ...]:
    """Return the two ways in: the care diploma, the certificate."""
    diploma = ruling.reason(
        "diplome_de_soin",
        care,
        "Un infirmier, un aide-soignant ou un auxiliaire de puériculture peut le faire d’emblée.",
        "missions.consultation.diplome_de_soin",
    )
    text, parameter = (
        ("Un assistant qui a son CQP peut le faire.", "apres_cqp")
        if certified
        else (
            "Avant son CQP, un assistant sans diplôme de soin se limite à l’administratif et à la coordination.",
            "avant_cqp",
        )
    )
    certificate = ruling.reason("cqp", certified, text, f"missions.consultation.{parameter}")
    return (diploma,) if care else (certificate, diploma) if care is False else (diploma, certificate)


TOPICS = {
    "missions.administrative": administrative,
    "missions.consultation": consultation,
    "missions.coordination": coordination,
    "missions.unlisted": unlisted,
}
