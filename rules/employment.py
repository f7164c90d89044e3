"""Employing the assistant: a former secretary, who may employ, sharing between doctors, working time."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from french import day as french_day
from rules.dated import Parameters
from rules.options import OPTIONS, Option, closest, named, on_offer, option_reason, share_of
from rules.profile import Profile
from rules.regimes import AVENANT_7, REGLEMENT_ARBITRAL
from rules.ruling import Ruling
from rules.verdict import Change, Decision, Figure, Reason, Verdict


def secretary(parameters: Parameters, profile: Profile, today: date) -> Decision:
    """Return whether the practice's secretary may become the assistant, and what must replace her post."""
    ruling = Ruling("contract.secretary", parameters, profile, today)
    parameter = "contrat.secretaire.devient_assistante"
    delay = ruling.figure(
        "delai_remplacement", "contrat.secretaire.delai_remplacement", "Délai pour embaucher un autre secrétaire"
    )
    text = "Votre secrétaire peut devenir assistante médicale si elle suit la formation."
    return ruling.decide(
        "Secrétaire qui devient assistante",
        verdict=Verdict.YES,
        figures=(delay,) if delay.value is not None else (),
        reasons=(ruling.reason("devient_assistante", ruling.holds(parameter), text, parameter), _replacement(ruling)),
        notes=("Un simple emploi de secrétaire n’ouvre pas droit à l’aide.",),
        not_established=("La condition de remplacement sous le règlement arbitral : demandez à votre CPAM.",)
        if ruling.regime == REGLEMENT_ARBITRAL
        else (),
        assumed=ruling.assumed,
    )


def _replacement(ruling: Ruling) -> Reason:
    """Return the condition on the post she leaves: it is for the doctor to meet, so it is never known to be met."""
    if ruling.regime in (AVENANT_7, REGLEMENT_ARBITRAL):
        parameter = "contrat.secretaire.embauche_reelle"
        text = "L’avenant 7 demandait une vraie embauche de plus : le poste de secrétaire devait être remplacé."
        if ruling.read(parameter).value is None:
            text = "Le remplacement du poste de secrétaire peut être demandé."
        return ruling.reason("embauche_reelle", None, text, parameter)
    return ruling.reason(
        "poste_remplace",
        None,
        "Vous embauchez un autre secrétaire pour au moins autant d’heures, ou justifiez dès la signature d’une autre "
        "organisation comme le télésecrétariat.",
        "contrat.secretaire.delai_remplacement",
        "contrat.secretaire.telesecretariat",
    )


def employer(parameters: Parameters, profile: Profile, today: date) -> Decision:
    """Return who may employ the assistant of an individual contract; without a form, list them."""
    ruling = Ruling("contract.employer", parameters, profile, today)
    forms, form = ruling.texts("contrat.employeur.formes"), profile.legal_form
    # The sources quote groups of doctors without an exhaustive list: an unquoted form is unknown, not refused.
    met = True if form is None or form in forms else False if form == "SISA" else None
    return ruling.decide(
        "Employeurs admis",
        verdict=None if form is None else {True: Verdict.YES, False: Verdict.NO, None: Verdict.UNKNOWN}[met],
        figures=(
            ruling.figure("cdd_duree", "contrat.employeur.cdd_duree", "Durée maximale d’un CDD"),
            ruling.figure(
                "cdd_renouvellements", "contrat.employeur.cdd_renouvellements", "Renouvellements d’un CDD, au plus"
            ),
            ruling.figure("cdd_prime", "contrat.employeur.cdd_prime", "Prime de fin de CDD"),
        ),
        reasons=(_form(ruling, form, forms, met), *_terms(ruling)),
        notes=("Dans une SISA ou un groupement d’employeurs, chaque médecin signe son propre contrat d’aide.",),
        not_established=_not_established(ruling, form, met),
        missing=("legal_form",) if form is None else (),
    )


def _form(ruling: Ruling, form: str | None, forms: tuple[str, ...], met: bool | None) -> Reason:
    text = "L’employeur peut être le médecin, un groupe de médecins (SCM, SEL) ou un groupement d’employeurs (GE)"
    text += ", y compris porté par une SISA." if "SISA" in forms else "."
    if form is not None and met is None:
        text = f"Mes sources ne citent pas la {form} parmi les employeurs d’un contrat individuel."
    if met is False:
        since = french_day(ruling.parameters["contrat.employeur.formes"].at(ruling.today).since)
        text = f"Une SISA ne peut employer un assistant que depuis le {since}."
    return ruling.reason("forme", met, text, "contrat.employeur.formes")


def _terms(ruling: Ruling) -> tuple[Reason, Reason]:
    return (
        ruling.reason(
            "cdd",
            ruling.holds("contrat.employeur.cdd"),
            "Le CDD est admis, et le CDI toujours possible.",
            "contrat.employeur.cdd",
        ),
        ruling.reason(
            "tese",
            ruling.holds("contrat.employeur.tese"),
            "Vous pouvez déclarer l’emploi par le TESE de l’Urssaf.",
            "contrat.employeur.tese",
        ),
    )


def _not_established(ruling: Ruling, form: str | None, met: bool | None) -> tuple[str, ...]:
    ruling.read("contrat.employeur.membre_de_la_famille")
    family = (
        "L’embauche d’un conjoint ou d’un proche : aucune règle trouvée. Il faut un vrai travail salarié ; "
        "interrogez votre CPAM."
    )
    if form is None:
        return (family,)
    return (f"La place de la {form} : demandez à votre CPAM.",) if met is None else ()


def sharing(parameters: Parameters, profile: Profile, today: date) -> Decision:
    """Return whether doctors may share an assistant, and what each one receives in the first year.

    Each doctor signs for an option on offer (half-time at least since 1 May 2023, one third before).
    """
    ruling = Ruling("contract.sharing", parameters, profile, today)
    doctors = max(profile.shared_between or profile.members or 2, 2)
    share = share_of(profile.updated(etp=profile.etp or 1, shared_between=doctors)) or Fraction(1, 2)
    offered = on_offer(ruling)
    allowed = ruling.reason(
        "partage",
        ruling.holds("contrat.partage.possible"),
        "Plusieurs médecins peuvent partager un assistant : chacun signe son propre contrat"
        + (f", ici pour {named(OPTIONS[share])}." if share in OPTIONS else "."),
        "contrat.partage.possible",
    )
    option = option_reason(ruling, share, offered)
    figures = _shares(ruling, share, doctors) if option.met else ()
    unknown = f"L’aide pour {named(OPTIONS[share])} par médecin." if figures and figures[0].value is None else ""
    return ruling.decide(
        "Partage d’un assistant entre médecins",
        verdict=Verdict.YES if option.met else Verdict.NO,
        figures=figures,
        not_established=(unknown,) if unknown else (),
        reasons=(allowed, option),
        assumed={
            **ruling.assumed,
            **{
                name: value
                for name, value in (("etp", 1), ("shared_between", doctors))
                if getattr(profile, name) is None
            },
        },
        changes=() if option.met else (option_for_each(closest(offered, share), doctors),),
    )


def _shares(ruling: Ruling, share: Fraction, doctors: int) -> tuple[Figure, Figure]:
    option = OPTIONS[share]
    each = ruling.figure(
        "par_medecin_annee_1", f"aide.{option.id}.annee_1", f"Pour chaque médecin, 1re année, {option.label}"
    )
    return each, ruling.total("ensemble_annee_1", [each] * doctors, f"Pour les {doctors} médecins ensemble, 1re année")


def option_for_each(option: Option, doctors: int) -> Change:
    """Return the working time that gives each doctor ``option``; below a full-timer, an ETP is each doctor's own."""
    whole = option.etp * doctors
    text = f"choisir {named(option)}" + (" par médecin" if doctors > 1 else "")
    return Change({"etp": whole if whole >= 1 else option.etp}, text)


def working_time(parameters: Parameters, profile: Profile, today: date) -> Decision:
    """Return the weekly hours of a full-timer and of a half-timer, and what extra hours of a part-timer cost."""
    ruling = Ruling("contract.working_time", parameters, profile, today)
    path = "contrat.temps_de_travail"
    return ruling.decide(
        "Durée hebdomadaire du travail",
        figures=(
            ruling.figure("heures_temps_plein", f"{path}.temps_plein", "Temps plein (1 ETP), par semaine"),
            ruling.figure("heures_mi_temps", f"{path}.mi_temps", "Mi-temps (0,5 ETP), par semaine"),
            ruling.figure(
                "majoration_10",
                f"{path}.majoration_premier_dixieme",
                "Majoration des heures complémentaires, jusqu’au dixième du contrat",
            ),
            ruling.figure("majoration_25", f"{path}.majoration_au_dela", "Au-delà, jusqu’au tiers du contrat"),
        ),
        notes=("Les heures complémentaires concernent le salarié à temps partiel.",),
    )


TOPICS = {
    "contract.secretary": secretary,
    "contract.employer": employer,
    "contract.sharing": sharing,
    "contract.working_time": working_time,
}
