"""Employing the assistant: a former secretary, who may employ, sharing between doctors."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from french import day as french_day
from french import listed, upper_first
from rules import employment_terms, working_time
from rules.conditions import Condition, stated, verdict_of
from rules.dated import Parameters
from rules.options import OPTIONS, Option, closest, named, on_offer, option_reason, share_of, sharing_reason
from rules.profile import Profile
from rules.regimes import REGIMES
from rules.ruling import Ruling
from rules.sentences import told
from rules.topics import Asks, Topic
from rules.verdict import Change, Decision, Figure, Reason, Verdict

FORMS = "contrat.employeur.formes"


def secretary(parameters: Parameters, profile: Profile, today: date) -> Decision:
    """Return whether the practice's secretary may become the assistant, and what must replace her post."""
    ruling = Ruling("contract.secretary", parameters, profile, today)
    delay = ruling.figure(
        "delai_remplacement", "contrat.secretaire.delai_remplacement", "Délai pour embaucher un autre secrétaire"
    )
    allowed = ruling.says(
        "devient_assistante",
        "contrat.secretaire.devient_assistante",
        yes="Votre secrétaire peut devenir assistante médicale si elle suit la formation.",
        no="Votre secrétaire ne peut pas devenir assistante médicale.",
    )
    replaced = _replacement(ruling) if allowed.met else None
    return ruling.decide(
        "Secrétaire qui devient assistante",
        verdict=Verdict.of(allowed.met),
        figures=(delay,) if delay.value is not None and allowed.met else (),
        reasons=(allowed, replaced.reason) if replaced else (allowed,),
        notes=("Un simple emploi de secrétaire n’ouvre pas droit à l’aide.",),
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
    remote = {
        True: ", ou justifiez dès la signature d’une autre organisation comme le télésecrétariat.",
        False: " : une autre organisation, comme le télésecrétariat, n’y suffit pas.",
        None: ".",
    }[ruling.holds(f"{path}.telesecretariat")]
    text = f"Vous embauchez un autre secrétaire pour au moins autant d’heures{remote}"
    return Condition(
        ruling.reason("poste_remplace", None, text, f"{path}.delai_remplacement", f"{path}.telesecretariat")
    )


def employer(parameters: Parameters, profile: Profile, today: date) -> Decision:
    """Return who may employ the assistant of an individual contract; without a form, list them."""
    ruling = Ruling("contract.employer", parameters, profile, today)
    form, fixed_term = profile.legal_form, _fixed_term(ruling)
    of_form = _form(ruling, form)
    family = ruling.says(
        "famille",
        "contrat.employeur.membre_de_la_famille",
        yes="Vous pouvez embaucher un conjoint ou un proche, pour un vrai travail salarié.",
        no="Vous ne pouvez pas embaucher un conjoint ou un proche.",
        unknown="L’embauche d’un conjoint ou d’un proche : aucune règle trouvée. Il faut un vrai travail salarié ; "
        "interrogez votre CPAM.",
    )
    tese = ruling.says(
        "tese",
        "contrat.employeur.tese",
        yes="Vous pouvez déclarer l’emploi par le TESE de l’Urssaf.",
        no="Le TESE de l’Urssaf ne peut pas servir à déclarer cet emploi.",
    )
    unknown = [f"La place {_of(form)} : demandez à votre CPAM."] if form and of_form.met is None else []
    unknown += [reason.text for reason in (*fixed_term, tese) if reason.met is None]
    if form is None and family.met is None:
        unknown.append(family.text)
    return ruling.decide(
        "Employeurs admis",
        verdict=None if form is None else Verdict.of(of_form.met),
        figures=_fixed_term_figures(ruling) if fixed_term[0].met else (),
        reasons=(of_form, *fixed_term, tese, *((family,) if family.met is not None else ())),
        notes=("Quand une structure emploie l’assistant, chaque médecin signe son propre contrat d’aide.",),
        not_established=tuple(unknown),
        missing=("legal_form",) if form is None else (),
    )


_FORMS = {
    "individuel": "le médecin",
    "SCM": "une SCM",
    "SEL": "une SEL",
    "SCP": "une SCP",
    "GE": "un groupement d’employeurs (GE)",
    "SISA": "une SISA ou un groupement d’employeurs qu’elle porte",
}


def _of(form: str) -> str:
    """Return « du médecin », « d’une SCM »."""
    name = _FORMS[form]
    return f"du {name.removeprefix('le ')}" if name.startswith("le ") else f"d’{name}"


def _form(ruling: Ruling, form: str | None) -> Reason:
    """The sources quote groups of doctors without an exhaustive list: an unquoted form is unknown, not refused."""
    forms = ruling.texts(FORMS)
    if forms is None:
        return ruling.reason("forme", None, ruling.unsaid(FORMS), FORMS)
    if form is None or form in forms:
        text = f"L’employeur peut être {listed([_FORMS.get(name, name) for name in forms], 'ou')}."
        return ruling.reason("forme", True, text, FORMS)
    if later := ruling.listed_from(FORMS, form):
        text = f"{upper_first(_FORMS[form])} ne peut employer un assistant que depuis le {french_day(later)}."
        return ruling.reason("forme", False, text, FORMS)
    text = f"Mes sources ne citent pas {_FORMS[form]} parmi les employeurs d’un contrat individuel."
    return ruling.reason("forme", None, text, FORMS)


def _fixed_term(ruling: Ruling) -> tuple[Reason, ...]:
    """Return whether a fixed-term contract is admitted, and the limit the branch agreement sets to it."""
    allowed = ruling.says(
        "cdd",
        "contrat.employeur.cdd",
        yes="Le CDD est admis, et le CDI toujours possible.",
        no="Le CDD n’est pas admis : il faut un CDI.",
    )
    if not allowed.met:
        return (allowed,)
    limit = (
        "Mais au-delà de {cdd_branche} de CDD en tout dans votre cabinet, la convention collective en fait un CDI, "
        "sauf remplacement d’un absent."
    )
    return allowed, told(ruling, "cdd_branche", limit, "contrat.employeur")


def _fixed_term_figures(ruling: Ruling) -> tuple[Figure, ...]:
    return (
        ruling.figure("cdd_duree", "contrat.employeur.cdd_duree", "Durée maximale d’un CDD"),
        ruling.figure(
            "cdd_renouvellements", "contrat.employeur.cdd_renouvellements", "Renouvellements d’un CDD, au plus"
        ),
        ruling.figure("cdd_prime", "contrat.employeur.cdd_prime", "Prime de fin de CDD"),
        ruling.figure(
            "cdd_branche", "contrat.employeur.cdd_branche", "Durée totale de CDD qui vaut CDI, sauf remplacement"
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
    figures = _shares(ruling, share, doctors) if verdict is Verdict.YES else ()
    unknown = [reason.text for reason in (allowed, option) if reason.met is None]
    if figures and figures[0].value is None:
        unknown.append(f"L’aide pour {named(OPTIONS[share])} par médecin.")
    assumed = {
        name: value for name, value in (("etp", 1), ("shared_between", doctors)) if getattr(profile, name) is None
    }
    return ruling.decide(
        "Partage d’un assistant entre médecins",
        verdict=verdict,
        figures=figures,
        not_established=tuple(unknown),
        reasons=(allowed, option),
        assumed={**ruling.assumed, **assumed},
        changes=option_for_each(closest(offered, share), doctors) if option.met is False else (),
    )


def _shares(ruling: Ruling, share: Fraction, doctors: int) -> tuple[Figure, Figure]:
    option = OPTIONS[share]
    each = ruling.figure(
        "par_medecin_annee_1", f"aide.{option.id}.annee_1", f"Pour chaque médecin, 1re année, {option.label}"
    )
    return each, ruling.total("ensemble_annee_1", [each] * doctors, f"Pour les {doctors} médecins ensemble, 1re année")


def option_for_each(option: Option | None, doctors: int) -> tuple[Change, ...]:
    """Return the working time that gives each doctor ``option``; below a full-timer, an ETP is each doctor's own."""
    if option is None:
        return ()
    whole = option.etp * doctors
    text = f"choisir {named(option)}" + (" par médecin" if doctors > 1 else "")
    return (Change({"etp": whole if whole >= 1 else option.etp}, text),)


TOPICS = (
    Topic("contract.secretary", secretary, Asks.YES_NO),
    Topic("contract.employer", employer, Asks.YES_NO),
    Topic("contract.sharing", sharing, Asks.YES_NO, named_by="shared_between"),
    *working_time.TOPICS,
    *employment_terms.TOPICS,
)
