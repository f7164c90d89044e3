"""Which company may sign a collective contract, and for how many assistants (aide collective, 2026)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from french import listed, number
from rules import collective_aid, collective_terms
from rules.collective_aid import closed, joining, opening
from rules.conditions import Condition, stated, verdict_of
from rules.dated import Parameters
from rules.kinds import WITH_OPTAM
from rules.profile import Profile
from rules.regimes import AIDE_COLLECTIVE
from rules.ruling import Ruling
from rules.secteurs import admitted_secteurs, secteur_met
from rules.specialties import plural_of
from rules.topics import Asks, Topic
from rules.units import Unit
from rules.verdict import Change, Decision, Figure, Verdict


def eligibility(parameters: Parameters, profile: Profile, today: date) -> Decision:
    """Return whether a company may sign a collective contract (text: aide collective, from 25 February 2026)."""
    profile = joining(parameters, profile, today)
    ruling = Ruling("collective.eligibility", parameters, profile, today)
    opened = opening(ruling)
    if not opened.met:
        return closed(ruling, opened)
    conditions = [Condition(opened), _form(ruling, profile), *_members(ruling, profile), *_cap(ruling, profile)]
    verdict = verdict_of(conditions)
    terms, least = collective_terms.terms(ruling), collective_terms.least(ruling)
    return ruling.decide(
        "Conditions de l’aide collective",
        verdict=verdict,
        regime=AIDE_COLLECTIVE,
        figures=(
            ruling.figure(
                "moyenne_minimale", "collectif.moyenne_minimale", "Patientèle moyenne des associés, au moins"
            ),
            *_cap_figures(ruling, profile),
            *((least,) if least.value is not None else ()),
            ruling.figure("duree", "collectif.duree", "Durée du contrat collectif"),
            ruling.figure("extrait_rne", "collectif.extrait_rne", "Ancienneté maximale de l’extrait du RNE"),
            ruling.figure(
                "carence", "collectif.carence", "Attente après la fin du contrat avant d’en signer un nouveau"
            ),
        ),
        reasons=tuple(condition.reason for condition in conditions),
        notes=()
        if verdict is Verdict.NO
        else (
            *(term.text for term in terms if term.met is not None),
            "Le dossier réunit l’extrait du RNE, les statuts signés, l’acte de nomination, le RIB de la société, les "
            "contrats de travail et les formulaires d’adhésion.",
        ),
        assumed={} if profile.mep is not None else {"mep": False},
        missing=_missing(profile) if verdict is Verdict.UNKNOWN else (),
        not_established=(
            *(text for condition in conditions for text in condition.not_established),
            *(term.text for term in terms if term.met is None),
            *([] if least.value is not None else ["Un nombre minimal de médecins : la source n’en donne pas."]),
        ),
        changes=_changes(ruling, profile, conditions) if verdict is Verdict.NO else (),
    )


def _form(ruling: Ruling, profile: Profile) -> Condition:
    forms, form = ruling.texts("collectif.formes"), profile.legal_form
    if forms is None:
        return stated(ruling.reason("forme", None, ruling.unsaid("collectif.formes"), "collectif.formes"))
    text = f"Le contrat doit être signé par {listed([f'une {name}' for name in forms], 'ou')}."
    if form is not None and form not in forms:
        text = f"{text.removesuffix('.')} : votre forme d’exercice ({form}) n’est pas admise."
    return Condition(ruling.reason("forme", None if form is None else form in forms, text, "collectif.formes"))


def _members(ruling: Ruling, profile: Profile) -> Iterator[Condition]:
    specialties = ruling.texts("collectif.specialites")
    names = listed([plural_of(name) for name in specialties or ()], "ou")
    yield _known(
        ruling,
        "specialite",
        "collectif.specialites",
        None if profile.specialty is None else ruling.lists("collectif.specialites", profile.specialty),
        f"Les associés doivent être {names}.",
    )
    mep = ruling.says(
        "hors_mep",
        "collectif.mep",
        yes="Les médecins à expertise particulière (MEP) peuvent être associés.",
        no="Les médecins à expertise particulière (MEP) ne peuvent pas y adhérer.",
    )
    yield stated(replace(mep, met=True)) if mep.met is not None and not profile.mep else stated(mep)
    secteurs = ruling.texts("collectif.secteurs")
    yield _known(
        ruling,
        "secteur",
        "collectif.secteurs",
        secteur_met(ruling, "collectif.secteurs", profile)[0],
        f"Les associés doivent exercer en {admitted_secteurs(secteurs or ())}.",
    )
    minimum, average = ruling.number("collectif.moyenne_minimale"), profile.average_patientele_mt
    actual = "" if average is None else f" : elle est de {number(average)}"
    yield _known(
        ruling,
        "moyenne",
        "collectif.moyenne_minimale",
        None if average is None or minimum is None else average >= minimum,
        f"La patientèle médecin traitant moyenne des associés doit atteindre {number(minimum or 0)} patients{actual}.",
    )


def _known(ruling: Ruling, id: str, parameter: str, met: bool | None, text: str) -> Condition:
    """Return a condition on the members; unknown and said so when no source establishes what it asks."""
    if ruling.read(parameter).value is None:
        return stated(ruling.reason(id, None, ruling.unsaid(parameter), parameter))
    return Condition(ruling.reason(id, met, text, parameter))


def _cap(ruling: Ruling, profile: Profile) -> tuple[Condition, ...]:
    """Return whether the assistants fit the members; the extra for junior doctors rests on a fact we do not ask."""
    if profile.etp is None:
        return ()
    parameters = ("collectif.etp_par_membre", "collectif.etp_par_docteur_junior")
    plain, junior = (ruling.number(parameter) for parameter in parameters)
    if plain is None:
        return (stated(ruling.reason("plafond", None, ruling.unsaid(parameters[0]), parameters[0])),)
    text = (
        f"Le nombre d’assistants, en équivalent temps plein, ne peut pas dépasser {number(plain)} par médecin associé."
    )
    met = None if profile.members is None else profile.etp <= profile.members * Fraction(plain)
    if met is not False or junior is None:
        return (Condition(ruling.reason("plafond", met, text, parameters[0])),)
    most = (profile.members or 0) * (Fraction(plain) + Fraction(junior))
    text += " Accueillir des docteurs juniors relève ce plafond."
    return (Condition(ruling.reason("plafond", None if profile.etp <= most else False, text, *parameters)),)


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
    most = plain.value * profile.members if isinstance(plain.value, Decimal) else None
    return (ruling.computed("plafond_etp", most, Unit.COUNT, label, plain), *extra)


def _missing(profile: Profile) -> tuple[str, ...]:
    wanted = ["legal_form", "specialty", "secteur", "average_patientele_mt"]
    if profile.secteur == 2:
        wanted.insert(3, "optam")
    if profile.etp is not None:
        wanted.append("members")
    return tuple(field for field in wanted if getattr(profile, field) is None)


def _changes(ruling: Ruling, profile: Profile, conditions: list[Condition]) -> tuple[Change, ...]:
    """Return the changes that answer every condition not met; a specialty or a particular exercise is not changed."""
    unmet = {condition.reason.id for condition in conditions if condition.reason.met is False}
    if unmet & {"specialite", "hors_mep"}:
        return ()
    forms, minimum = ruling.texts("collectif.formes") or (), int(ruling.number("collectif.moyenne_minimale") or 0)
    most, secteurs = ruling.number("collectif.etp_par_membre") or 0, ruling.texts("collectif.secteurs") or ()
    optam = profile.secteur == 2 and WITH_OPTAM in secteurs
    if "secteur" in unmet and not optam and profile.secteur != 2:
        return ()
    possible: dict[str, tuple[str, object, str]] = {
        "forme": ("legal_form", next(iter(forms), None), f"faire signer {listed([f'une {f}' for f in forms], 'ou')}"),
        "secteur": ("optam", True, "adhérer à l’OPTAM") if optam else ("secteur", 1, "passer en secteur 1"),
        "moyenne": ("average_patientele_mt", minimum, f"atteindre {number(minimum)} patients en moyenne"),
        "plafond": ("etp", Fraction(most) * (profile.members or 0),
                    f"prévoir au plus {number(most)} équivalent temps plein par médecin associé"),
    }  # fmt: skip
    found = [possible[id] for id in possible if id in unmet]
    return (Change({field: value for field, value, _ in found}, listed([text for *_, text in found])),)


TOPICS = (
    Topic(
        "collective.eligibility",
        eligibility,
        Asks.YES_NO,
        conditions=True,
        facts=frozenset({"legal_form", "members", "average_patientele_mt"}),
    ),
    *collective_aid.TOPICS,
)
