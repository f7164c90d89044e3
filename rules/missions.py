"""What an assistant may do: administration, consultation, coordination, by diploma and certificate."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from rules.dated import Parameters
from rules.profile import Profile
from rules.ruling import Ruling
from rules.topics import Asks, Topic
from rules.verdict import Change, Decision, Reason, Verdict


def administrative(parameters: Parameters, profile: Profile, today: date) -> Decision:
    """Return whether the assistant may do administrative work, whatever the profile."""
    return _open_to_all(Ruling("missions.administrative", parameters, profile, today), "administratives")


def coordination(parameters: Parameters, profile: Profile, today: date) -> Decision:
    """Return whether the assistant may organise and coordinate, whatever the profile."""
    return _open_to_all(Ruling("missions.coordination", parameters, profile, today), "coordination")


def _open_to_all(ruling: Ruling, group: str) -> Decision:
    name = {"administratives": "administratives", "coordination": "d’organisation et de coordination"}[group]
    reason = ruling.says(
        group,
        f"missions.{group}",
        yes=f"Les missions {name} sont ouvertes à tous les profils, dès l’embauche.",
        no=f"Les missions {name} ne sont pas ouvertes à tous les profils.",
    )
    return _decided(ruling, f"Missions {name}", reason)


def _decided(
    ruling: Ruling, done: str, reason: Reason, not_established: str | None = None, also: tuple[Reason, ...] = ()
) -> Decision:
    unsaid = (not_established or reason.text,) if reason.met is None else ()
    notes = (indicative(ruling).text, _profession(ruling).text)
    return ruling.decide(
        done, verdict=Verdict.of(reason.met), reasons=(reason, *also), notes=notes, not_established=unsaid
    )


def indicative(ruling: Ruling) -> Reason:
    """Return whether the lists of missions only give examples."""
    return ruling.says(
        "liste_indicative",
        "missions.liste_indicative",
        yes="La liste des missions est indicative : c’est le médecin qui compose le poste.",
        no="La liste des missions est limitative.",
    )


def _profession(ruling: Ruling) -> Reason:
    """Return whether the assistant is a health professional."""
    return ruling.says(
        "professionnel_de_sante",
        "missions.professionnel_de_sante",
        yes="L’assistant médical est un professionnel de santé.",
        no="L’assistant médical n’est pas un professionnel de santé.",
    )


def consultation(parameters: Parameters, profile: Profile, today: date) -> Decision:
    """Return whether the assistant may prepare and help the consultation: blood pressure, undressing, tests…

    A care diploma opens it at once; any other profile must first obtain the CQP.
    """
    ruling = Ruling("missions.consultation", parameters, profile, today)
    care = profile.assistant_profile.is_care if profile.assistant_profile else None
    certified = profile.assistant_certified
    diploma, certificate = _by_diploma(ruling, care), _by_certificate(ruling, certified)
    met = _either(diploma.met, certificate.met)
    if care is None and certified is False:  # whoever still has to obtain the CQP holds no care diploma
        met = certificate.met
    missing = [field for field, known in (("assistant_profile", care), ("assistant_certified", certified))
               if known is None and not (met or certified)]  # fmt: skip
    later = _by_certificate(ruling, True).met and not certified
    change = Change({"assistant_certified": True}, "attendre que l’assistant obtienne son CQP")
    devices, presence = _with_what(ruling)
    reasons = (diploma,) if care else (certificate, diploma) if care is False else (diploma, certificate)
    return ruling.decide(
        "Missions de consultation selon le diplôme et le certificat",
        verdict=Verdict.of(met),
        reasons=reasons,
        notes=(
            indicative(ruling).text,
            _profession(ruling).text,
            devices.text,
            *((presence.text,) if presence.met is not None else ()),
        ),
        not_established=(presence.text,) if presence.met is None else (),
        missing=tuple(missing),
        changes=(change,) if met is False and later else (),
    )


def _with_what(ruling: Ruling) -> tuple[Reason, Reason]:
    """Return which devices are open, and whether the doctor must be there."""
    devices = ruling.says(
        "appareils",
        "missions.appareils_automatiques",
        yes="Parmi les appareils, seuls ceux qui sont entièrement automatiques lui sont ouverts.",
        no="Aucun appareil de mesure ne lui est ouvert.",
    )
    presence = ruling.says(
        "presence",
        "missions.presence_du_medecin",
        yes="Le médecin doit être présent.",
        no="La présence du médecin n’est pas exigée.",
        unknown="La présence du médecin auprès de l’assistant : demandez à votre CPAM et à votre assureur.",
    )
    return devices, presence


def _either(*ways: bool | None) -> bool | None:
    return True if True in ways else None if None in ways else False


def _by_diploma(ruling: Ruling, care: bool | None) -> Reason:
    """Return whether a care diploma opens it to this assistant."""
    said = ruling.says(
        "diplome_de_soin",
        "missions.consultation.diplome_de_soin",
        yes="Un infirmier, un aide-soignant ou un auxiliaire de puériculture peut le faire d’emblée.",
        no="Un diplôme de soin ne permet pas de le faire d’emblée.",
    )
    return said if care else replace(said, met=False if care is False or said.met is False else None)


def _by_certificate(ruling: Ruling, certified: bool | None) -> Reason:
    """Return whether the certificate opens it to this assistant, once obtained or before."""
    after = ruling.says(
        "cqp",
        "missions.consultation.apres_cqp",
        yes="Un assistant qui a son CQP peut le faire.",
        no="Un assistant ne peut pas le faire, même avec son CQP.",
    )
    before = ruling.says(
        "cqp",
        "missions.consultation.avant_cqp",
        yes="Un assistant sans diplôme de soin peut le faire dès avant son CQP.",
        no="Avant son CQP, un assistant sans diplôme de soin se limite à l’administratif et à la coordination.",
    )
    if certified is None:
        return replace(before, met=after.met if after.met == before.met else None)
    return after if certified else before


def unlisted(parameters: Parameters, profile: Profile, today: date) -> Decision:
    """Say that no list of missions names the act: vaccinating, injecting, prescribing…

    Texts: avenant 7, art. 9-1, and ameli list missions as an indication; none names these acts.
    """
    ruling = Ruling("missions.unlisted", parameters, profile, today)
    reason = ruling.says(
        "acte_hors_liste",
        "missions.hors_liste",
        yes="Un texte ouvre cet acte aux assistants médicaux.",
        no="Un texte ferme cet acte aux assistants médicaux.",
        unknown="Aucune des listes de missions que je connais ne cite cet acte.",
    )
    medical = ruling.says(
        "acte_medical",
        "missions.actes_medicaux",
        yes="Un acte médical (diagnostic, interprétation, prescription) peut lui être confié.",
        no="Le diagnostic, l’interprétation et la prescription restent au médecin : la convention collective interdit "
        "de demander au personnel un acte médical qui dépasse sa compétence.",
    )
    ask = "Si votre assistant peut faire cet acte : demandez à votre CPAM avant de le lui confier."
    return _decided(ruling, "Missions citées par les textes", reason, ask, (medical, _profession(ruling)))


TOPICS = (
    Topic("missions.administrative", administrative, Asks.YES_NO, tasks=1),
    Topic("missions.consultation", consultation, Asks.YES_NO, tasks=2),
    Topic("missions.coordination", coordination, Asks.YES_NO, tasks=1),
    Topic("missions.unlisted", unlisted, Asks.YES_NO, tasks=3),
)
