"""Which company may sign a collective contract, and for how many assistants (aide collective, 2026)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

from french import listed, number
from rules import collective_aid
from rules.collective_aid import closed, opening, signed_today
from rules.dated import Parameters
from rules.profile import Profile
from rules.regimes import AIDE_COLLECTIVE
from rules.ruling import Ruling
from rules.verdict import Change, Decision, Figure, Reason, Unit, Verdict


def eligibility(parameters: Parameters, profile: Profile, today: date) -> Decision:
    """Return whether a company may sign a collective contract (text: aide collective, from 25 February 2026)."""
    ruling = Ruling("collective.eligibility", parameters, profile, today)
    opened = opening(ruling)
    if not opened.met:
        return closed(ruling, opened, signed_today(eligibility, ruling, profile))
    ruling.regime = AIDE_COLLECTIVE
    mep = bool(profile.mep)
    reasons = (opened, _form(ruling, profile), *_members(ruling, profile, mep), *_cap(ruling, profile))
    met = [reason.met for reason in reasons]
    verdict = Verdict.NO if False in met else Verdict.UNKNOWN if None in met else Verdict.YES
    ruling.read("collectif.contrat_individuel_clos")
    return ruling.decide(
        "Conditions de l’aide collective",
        verdict=verdict,
        figures=(
            ruling.figure(
                "moyenne_minimale", "collectif.moyenne_minimale", "Patientèle moyenne des associés, au moins"
            ),
            *_cap_figures(ruling, profile),
            ruling.figure("duree", "collectif.duree", "Durée du contrat collectif"),
            ruling.figure("extrait_rne", "collectif.extrait_rne", "Ancienneté maximale de l’extrait du RNE"),
            ruling.figure(
                "carence", "collectif.carence", "Attente après la fin du contrat avant d’en signer un nouveau"
            ),
        ),
        reasons=reasons,
        notes=()
        if verdict is Verdict.NO
        else (
            "Chaque médecin adhère par un formulaire individuel et peut refuser.",
            "Un associé sous contrat individuel doit d’abord y mettre fin ; hors anniversaire, l’aide est régularisée "
            "au prorata.",
            "Les médecins entrent et sortent à l’anniversaire du contrat, sans changer le nombre d’assistants.",
            "Le contrat de travail d’un assistant déjà en poste passe à la société avec son accord.",
            "Le dossier réunit l’extrait du RNE, les statuts signés, l’acte de nomination, le RIB de la société, les "
            "contrats de travail et les formulaires d’adhésion.",
        ),
        assumed={} if profile.mep is not None else {"mep": False},
        missing=_missing(profile) if verdict is Verdict.UNKNOWN else (),
        changes=_changes(ruling, profile, reasons) if verdict is Verdict.NO else (),
    )


def _form(ruling: Ruling, profile: Profile) -> Reason:
    forms, form = ruling.texts("collectif.formes"), profile.legal_form
    text = f"Le contrat doit être signé par {listed([f'une {name}' for name in forms], 'ou')}."
    if form is not None and form not in forms:
        text = f"{text.removesuffix('.')} : votre forme d’exercice ({form}) n’est pas admise."
    return ruling.reason("forme", None if form is None else form in forms, text, "collectif.formes")


def _members(ruling: Ruling, profile: Profile, mep: bool) -> list[Reason]:
    specialty = None if profile.specialty is None else profile.specialty in ruling.texts("collectif.specialites")
    minimum, average = ruling.read("collectif.moyenne_minimale").value, profile.average_patientele_mt
    actual = "" if average is None else f" : elle est de {number(average)}"
    least = number(minimum) if isinstance(minimum, Decimal) else "un certain nombre de"
    enough = average >= minimum if average is not None and isinstance(minimum, Decimal) else None
    return [
        ruling.reason(id, met, text, f"collectif.{parameter}")
        for id, met, text, parameter in (
            ("specialite", specialty, "Les associés doivent être médecins généralistes.", "specialites"),
            ("hors_mep", not mep, "Aucun associé ne peut être médecin à expertise particulière (MEP).", "mep"),
            (
                "secteur",
                _secteur(profile),
                "Les associés doivent exercer en secteur 1, ou en secteur 2 avec l’OPTAM.",
                "secteurs",
            ),
            (
                "moyenne",
                enough,
                f"La patientèle médecin traitant moyenne des associés doit atteindre {least} patients{actual}.",
                "moyenne_minimale",
            ),
        )
    ]


def _secteur(profile: Profile) -> bool | None:
    if profile.secteur == 2:
        return profile.optam
    return None if profile.secteur is None else profile.secteur == 1


def _cap(ruling: Ruling, profile: Profile) -> tuple[Reason, ...]:
    """Return whether the assistants fit the members; the extra for junior doctors rests on a fact we do not ask."""
    if profile.etp is None:
        return ()
    parameters = ("collectif.etp_par_membre", "collectif.etp_par_docteur_junior")
    plain, junior = (ruling.read(parameter).value for parameter in parameters)
    text = "Le nombre d’assistants, en équivalent temps plein, ne peut pas dépasser le nombre de médecins associés."
    if profile.members is None or not isinstance(plain, Decimal):
        return (ruling.reason("plafond", None, text, parameters[0]),)
    met: bool | None = profile.etp <= profile.members * Fraction(plain)
    if met or not isinstance(junior, Decimal):
        return (ruling.reason("plafond", met, text, parameters[0]),)
    met = None if profile.etp <= profile.members * (Fraction(plain) + Fraction(junior)) else False
    text += " Accueillir des docteurs juniors relève ce plafond."
    return (ruling.reason("plafond", met, text, *parameters),)


def _cap_figures(ruling: Ruling, profile: Profile) -> tuple[Figure, ...]:
    plain = ruling.figure("etp_par_membre", "collectif.etp_par_membre", "Assistants (ETP) par médecin associé, au plus")
    junior = ruling.figure(
        "etp_par_docteur_junior",
        "collectif.etp_par_docteur_junior",
        "ETP de plus par maître de stage d’un docteur junior",
    )
    extra = (junior,) if junior.value is not None else ()
    if profile.members is None:
        return (plain, *extra)
    label = f"Assistants (ETP) pour {profile.members} médecin{'s' if profile.members > 1 else ''}, au plus"
    return (ruling.computed("plafond_etp", Decimal(profile.members), Unit.COUNT, label, plain), *extra)


def _missing(profile: Profile) -> tuple[str, ...]:
    wanted = ["legal_form", "specialty", "secteur", "average_patientele_mt"]
    if profile.secteur == 2:
        wanted.insert(3, "optam")
    if profile.etp is not None:
        wanted.append("members")
    return tuple(field for field in wanted if getattr(profile, field) is None)


def _changes(ruling: Ruling, profile: Profile, reasons: tuple[Reason, ...]) -> tuple[Change, ...]:
    """Return the changes that answer every condition not met; a specialty or a particular exercise is not changed."""
    unmet = {reason.id for reason in reasons if reason.met is False}
    if unmet & {"specialite", "hors_mep"} or profile.secteur == 3:
        return ()
    minimum = ruling.read("collectif.moyenne_minimale").value
    possible: dict[str, tuple[str, object, str]] = {
        "forme": ("legal_form", "SCM", "faire signer une SCM, une SCP ou une SISA"),
        "secteur": ("optam", True, "adhérer à l’OPTAM"),
        "moyenne": ("average_patientele_mt", int(minimum) if isinstance(minimum, Decimal) else None,
                    f"atteindre {number(minimum) if isinstance(minimum, Decimal) else ''} patients en moyenne"),
        "plafond": ("etp", profile.members, "prévoir au plus un assistant à temps plein par médecin associé"),
    }  # fmt: skip
    found = [possible[id] for id in possible if id in unmet]
    return (Change({field: value for field, value, _ in found}, listed([text for *_, text in found])),)


TOPICS = {"collective.eligibility": eligibility, **collective_aid.TOPICS}
