"""Employing the assistant: a former secretary, and sharing between doctors; who may employ is in ``employers.py``."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from french import ordinal, upper_first
from rules import employers, employment_terms, working_time
from rules.aid_years import each_year, total
from rules.amounts import amount
from rules.conditions import Condition, stated, verdict_of
from rules.contract_years import Contract
from rules.dated import Parameters
from rules.options import OPTIONS, Option, closest, named, on_offer, option_reason, share_of, sharing_reason
from rules.profile import Profile
from rules.regimes import REGIMES
from rules.ruling import Ruling
from rules.topics import Asks, Topic
from rules.units import Unit
from rules.verdict import Change, Decision, Figure, Reason, Verdict


def secretary(parameters: Parameters, profile: Profile, today: date) -> Decision:
    """Return whether the practice's secretary may become the assistant, and what must replace her post."""
    ruling = Ruling("contract.secretary", parameters, profile, today)
    delay = ruling.figure(
        "delai_remplacement", "contrat.secretaire.delai_remplacement", "Délai pour embaucher une autre secrétaire"
    )
    allowed = ruling.says(
        "devient_assistante",
        "contrat.secretaire.devient_assistante",
        yes="Votre secrétaire peut devenir assistante médicale si elle suit la formation.",
        no="Votre secrétaire ne peut pas devenir assistante médicale.",
    )
    replaced = _replacement(ruling) if allowed.met else None
    plain = ruling.says(
        "simple_secretaire",
        "contrat.secretaire.simple_secretaire",
        yes="Un simple emploi de secrétaire ouvre droit à l’aide.",
        no="Un simple emploi de secrétaire n’ouvre pas droit à l’aide.",
    )
    both = ruling.says(
        "deux_fonctions",
        "contrat.secretaire.deux_fonctions",
        yes="La même personne peut être secrétaire une partie de ses heures et assistante le reste.",
        no="La même personne ne peut pas être secrétaire une partie de ses heures et assistante le reste.",
        unknown="Deux fonctions pour une même personne : aucune de mes sources n’en parle, demandez l’accord écrit de "
        "votre CPAM.",
    )
    return ruling.decide(
        "Secrétaire qui devient assistante",
        verdict=Verdict.of(allowed.met),
        figures=(delay,) if delay.value is not None and allowed.met else (),
        reasons=(
            allowed,
            *((replaced.reason,) if replaced else ()),
            *_terms_of_replacement(ruling, allowed),
            plain,
            both,
        ),
        notes=(plain.text,) if plain.met is False else (),
        not_established=(*stated(allowed).not_established, *(replaced.not_established if replaced else ())),
        assumed=ruling.assumed,
    )


def _replacement(ruling: Ruling) -> Condition | None:
    """Return the condition on the post she leaves: it is for the doctor to meet, so it is never known to be met."""
    path = "contrat.secretaire"
    extra, delay = ruling.holds(f"{path}.embauche_reelle"), ruling.number(f"{path}.delai_remplacement")
    if extra:
        asked, over = upper_first(REGIMES[ruling.regime].the), ruling.over(f"{path}.embauche_reelle")
        must = (
            "demandait une vraie embauche de plus : le poste de secrétaire devait"
            if over
            else ("demande une vraie embauche de plus : le poste de secrétaire doit")
        )
        text = f"{asked} {must} être remplacé."
        return Condition(ruling.reason("embauche_reelle", None, text, f"{path}.embauche_reelle"))
    if extra is False and delay is None:
        return None
    if delay is None:
        text = "La condition de remplacement de son poste de secrétaire : demandez à votre CPAM."
        return stated(ruling.reason("embauche_reelle", None, text, f"{path}.embauche_reelle"))
    proved = "prouvez dès la signature" if ruling.holds(f"{path}.preuve_a_la_signature") else "choisissez"
    remote = {
        True: f", ou {proved} une autre organisation comme le télésecrétariat.",
        False: " : une autre organisation, comme le télésecrétariat, n’y suffit pas.",
        None: ".",
    }[ruling.holds(f"{path}.telesecretariat")]
    hours = " pour au moins autant d’heures" if ruling.holds(f"{path}.heures_egales") else ""
    text = f"Vous embauchez une autre secrétaire{hours}{remote}"
    of = ("delai_remplacement", "telesecretariat", "heures_egales", "preuve_a_la_signature")
    return Condition(ruling.reason("poste_remplace", None, text, *(f"{path}.{name}" for name in of)))


def _terms_of_replacement(ruling: Ruling, allowed: Reason) -> tuple[Reason, ...]:
    """Return what is asked of the secretariat that replaces hers: its hours, another service, the proof of it."""
    path = "contrat.secretaire"
    if not allowed.met or ruling.number(f"{path}.delai_remplacement") is None:
        return ()
    return (
        ruling.says(
            "heures_egales",
            f"{path}.heures_egales",
            yes="Le secrétariat de remplacement couvre au moins autant d’heures que le poste quitté.",
            no="Le secrétariat de remplacement peut couvrir moins d’heures que le poste quitté.",
        ),
        ruling.says(
            "telesecretariat",
            f"{path}.telesecretariat",
            yes="Une autre organisation, comme le télésecrétariat, remplace l’embauche d’une secrétaire.",
            no="Une autre organisation, comme le télésecrétariat, ne remplace pas l’embauche d’une secrétaire.",
        ),
        ruling.says(
            "preuve_a_la_signature",
            f"{path}.preuve_a_la_signature",
            yes="Cette autre organisation se prouve à la signature du contrat d’aide.",
            no="Cette autre organisation n’a pas à se prouver à la signature du contrat d’aide.",
        ),
    )


def sharing(parameters: Parameters, profile: Profile, today: date) -> Decision:
    """Return whether doctors may share an assistant, and what each one receives in the first year.

    Each doctor signs for an option on offer (half-time at least since 1 May 2023, one third before).
    """
    ruling = Ruling("contract.sharing", parameters, profile, today)
    doctors = max(profile.shared_between or profile.members or 2, 2)
    share = share_of(profile.updated(etp=profile.etp or 1, shared_between=doctors)) or Fraction(1, 2)
    offered = on_offer(ruling)
    allowed, option = sharing_reason(ruling), option_reason(ruling, share, offered)
    verdict = verdict_of([Condition(allowed), Condition(option)])
    beyond = (profile.etp or 1) > 1 and not (profile.shared_between or profile.members)  # one doctor's own second post
    figures = _shares(ruling, profile, share, doctors, today) if verdict is Verdict.YES and not beyond else ()
    unknown = [reason.text for reason in (allowed, option) if reason.met is None]
    if figures and figures[0].value is None:
        unknown.append(f"L’aide pour {named(OPTIONS[share])} par médecin.")
    assumed = {
        name: value for name, value in (("etp", 1), ("shared_between", doctors)) if getattr(profile, name) is None
    }
    return ruling.decide(
        "Partage d’un assistant entre médecins",
        verdict=verdict,
        figures=(*figures, *_hours(ruling, offered, doctors)),
        not_established=tuple(unknown),
        reasons=(allowed, option, *_between_doctors(ruling)),
        assumed={**ruling.assumed, **assumed},
        changes=option_for_each(closest(offered, share), doctors) if option.met is False else (),
    )


def _shares(ruling: Ruling, profile: Profile, share: Fraction, doctors: int, today: date) -> tuple[Figure, ...]:
    """Return what each doctor and all of them receive: the first year, the other years, the whole contract."""
    option = OPTIONS[share]
    each = ruling.figure(
        "par_medecin_annee_1", f"aide.{option.id}.annee_1", f"Pour chaque médecin, 1re année, {option.label}"
    )
    together = ruling.total("ensemble_annee_1", [each] * doctors, f"Pour les {doctors} médecins ensemble, 1re année")
    years = each_year(ruling, Contract(ruling.parameters, profile.signed_on or today, today), option, "general")
    whole = total(ruling, "par_medecin", years)
    later = [
        replace(of, key=f"par_medecin_annee_{rank}", label=f"Pour chaque médecin, {of.label}")
        for rank, of in enumerate(years, start=1)
        if rank > 1
    ]
    each_whole = replace(whole, key="par_medecin_total", label=f"Pour chaque médecin, {whole.label}")
    all_whole = ruling.total("ensemble_total", [whole] * doctors, f"Pour les {doctors} médecins, {whole.label}")
    all_later = [
        ruling.total(
            f"ensemble_annee_{of.year}",
            [of] * doctors,
            f"Pour les {doctors} médecins ensemble, {ordinal(of.year)} année",
            year=of.year,
            is_maximum=of.is_maximum,
        )
        for of in later
        if of.year
    ]
    return each, together, *(of for of in (*later, *all_later, each_whole, all_whole) if of.value is not None)


def _between_doctors(ruling: Ruling) -> tuple[Reason, ...]:
    """Return what is known of the doctors that an assistant works for, and of the doctor who has several assistants."""
    path = "contrat.partage"
    ask = "aucune de mes sources n’en parle, demandez à votre CPAM."
    return (
        ruling.says(
            "objectifs_propres",
            f"{path}.objectifs_propres",
            yes="Chaque médecin a ses propres objectifs.",
            no="Les objectifs sont communs aux médecins qui partagent l’assistant.",
        ),
        ruling.says(
            "sans_contrat",
            f"{path}.sans_contrat",
            yes="Un médecin qui n’a pas signé l’aide peut faire travailler l’assistant.",
            no="Un médecin qui n’a pas signé l’aide ne peut pas faire travailler l’assistant.",
            unknown=f"Un médecin qui n’a pas signé l’aide : {ask}",
        ),
        ruling.says(
            "locaux_differents",
            f"{path}.locaux_differents",
            yes="Des médecins de cabinets distants peuvent partager un assistant.",
            no="Des médecins de cabinets distants ne peuvent pas partager un assistant.",
            unknown=f"Des cabinets distants : {ask}",
        ),
        ruling.says(
            "un_poste_a_deux",
            f"{path}.un_poste_a_deux",
            yes="Un médecin peut remplir son option avec plusieurs assistants à temps partiel.",
            no="Un médecin ne peut pas remplir son option avec plusieurs assistants à temps partiel.",
            unknown=f"Plusieurs assistants à temps partiel pour une même option : {ask}",
        ),
    )


def _hours(ruling: Ruling, offered: tuple[Option, ...], doctors: int) -> tuple[Figure, ...]:
    """Return the least weekly hours of each doctor, of all of them, and the largest number of doctors."""
    path = "contrat.temps_de_travail"
    full = ruling.figure("heures_temps_plein", f"{path}.temps_plein", "Temps plein (1 ETP), par semaine")
    shortest = min((option.etp for option in offered), default=None)
    figures = [
        ruling.figure("medecins_au_plus", "contrat.partage.nombre_maximal", "Médecins pour un assistant, au plus")
    ]
    if shortest is not None and isinstance(full.value, Decimal):
        each = full.value * shortest.numerator / shortest.denominator
        figures += [
            ruling.computed("heures_par_medecin", each, Unit.HOURS, "Pour chaque médecin, par semaine, au moins", full),
            ruling.computed(
                "heures_a_plusieurs", full.value * doctors * shortest.numerator / shortest.denominator, Unit.HOURS,
                f"Pour {amount(Decimal(doctors), Unit.COUNT)} médecins ensemble, par semaine, au moins", full,
            ),
            ruling.computed(
                "parts", Decimal(shortest.denominator // shortest.numerator), Unit.COUNT,
                "Médecins qui peuvent se partager un temps plein, au plus", full,
            ),
        ]  # fmt: skip
    return tuple(figure for figure in figures if figure.value is not None)


def option_for_each(option: Option | None, doctors: int) -> tuple[Change, ...]:
    """Return the working time that gives each doctor ``option``; below a full-timer, an ETP is each doctor's own."""
    if option is None:
        return ()
    whole = option.etp * doctors
    text = f"choisir {named(option)}" + (" par médecin" if doctors > 1 else "")
    return (Change({"etp": whole if whole >= 1 else option.etp}, text),)


TOPICS = (
    Topic("contract.secretary", secretary, Asks.YES_NO),
    Topic("contract.sharing", sharing, Asks.YES_NO, named_by="shared_between"),
    *employers.TOPICS,
    *working_time.TOPICS,
    *employment_terms.TOPICS,
)
