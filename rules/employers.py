"""Who may employ the assistant of an individual contract, in what form, and who receives the aid."""

from __future__ import annotations

from datetime import date

from french import day as french_day
from french import listed, upper_first
from rules.dated import Parameters
from rules.profile import Profile
from rules.ruling import Ruling
from rules.sentences import told
from rules.topics import Asks, Topic
from rules.verdict import Decision, Figure, Reason, Verdict

FORMS = "contrat.employeur.formes"


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
        reasons=(of_form, *fixed_term, tese, family, *_others(ruling), *_status(ruling)),
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
    "SISA": "une SISA (ou le groupement d’employeurs qu’elle porte)",
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
    if form in forms:
        return ruling.reason("forme", True, f"{upper_first(_FORMS[form])} peut employer l’assistant.", FORMS)
    if form is None:
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


_OTHERS = {  # bodies that no source quotes as employers of an aided assistant
    "etablissement": "un hôpital, une clinique ou un centre de santé",
    "commune": "une commune ou une intercommunalité",
    "association": "une CPTS, une association ou un GIE",
    "autre_societe": "une société extérieure au cabinet",
    "prestataire": "une agence d’intérim, une société de portage ou de télésecrétariat",
}


def _others(ruling: Ruling) -> tuple[Reason, ...]:
    quoted = ruling.lists(FORMS, "GE") or None
    text = "Un groupement d’employeurs peut salarier l’assistant et le mettre à votre disposition."
    if quoted is None:
        text = "Aucune de mes sources ne cite un groupement d’employeurs parmi les employeurs d’un assistant aidé."
    return (ruling.reason("groupement", quoted, text, FORMS), *_not_quoted(ruling))


def _not_quoted(ruling: Ruling) -> tuple[Reason, ...]:
    return tuple(
        ruling.says(
            id,
            f"contrat.employeur.{id}",
            yes=f"{upper_first(name)} peut employer l’assistant.",
            no=f"{upper_first(name)} ne peut pas employer l’assistant.",
            unknown=f"Aucune de mes sources ne cite {name} parmi les employeurs d’un assistant aidé, ni ne l’exclut : "
            "demandez un accord écrit à votre CPAM avant l’embauche.",
        )
        for id, name in _OTHERS.items()
    )


def _status(ruling: Ruling) -> tuple[Reason, ...]:
    """Return the assistant's own status, and that the aid goes to the doctor whoever employs."""
    return (
        ruling.says(
            "independant",
            "contrat.employeur.independant",
            yes="L’assistant peut travailler à son compte.",
            no="L’assistant ne peut pas travailler à son compte : il faut un contrat de travail.",
            unknown="Aucune de mes sources ne parle d’un assistant à son compte : les démarches passent par un contrat "
            "de travail, envoyé à la CPAM. Faites-la répondre par écrit avant.",
        ),
        ruling.says(
            "apprentissage",
            "contrat.employeur.apprentissage",
            yes="Le CQP d’assistant médical se prépare en apprentissage.",
            no="Le CQP d’assistant médical ne se prépare pas en apprentissage, d’après l’IGAS.",
        ),
        ruling.says(
            "au_medecin",
            "contrat.versement.au_medecin",
            yes="L’aide est versée au médecin qui a signé, même quand un groupement emploie l’assistant.",
            no="L’aide est versée à l’employeur, même quand ce n’est pas le médecin qui a signé.",
        ),
    )


TOPICS = (Topic("contract.employer", employer, Asks.YES_NO),)
