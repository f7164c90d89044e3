"""The form of the simulator: its steps, its questions, and their HTML. Nothing is obligatory."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from french import upper_first
from rules.specialties import SPECIALTIES
from ui import facts

OTHER = "autre"  # the specialty is chosen in a list
UNKNOWN = "inconnue"
SECTEURS: dict[str, dict[str, object]] = {
    "Secteur 1": {"secteur": 1},
    "Secteur 2 avec OPTAM": {"secteur": 2, "optam": True},
    "Secteur 2 sans OPTAM": {"secteur": 2, "optam": False},
    "Secteur 3": {"secteur": 3},
}


@dataclass(frozen=True)
class Question:
    """One question: with ``choices`` (value, label) buttons, otherwise a field. ``why`` helps, ``unit`` follows.

    ``named`` is what a sentence calls the answer of a field: « la date de signature ».
    """

    name: str
    label: str
    why: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    unit: str = ""
    keyboard: str = "numeric"
    named: str = ""


@dataclass(frozen=True)
class Step:
    """Questions that fold together; ``title`` is followed by the answers given, or by what is ``asked``."""

    title: str
    asked: str
    questions: tuple[Question, ...]
    is_open: bool = True


_BANDS = tuple((value, upper_first(label)) for label, value in facts.CHOICES["percentile"])
_PROFILES = tuple((value, upper_first(label)) for label, value in facts.CHOICES["assistant_profile"])
STEPS = {
    "contract": Step(
        "Le contrat",
        "Temps de travail, signature, coût",
        (
            Question("etp", "Temps de travail de l’assistant", choices=(("0.5", "Mi-temps"), ("1", "Temps plein"))),
            Question(
                "signed_on",
                "Date de signature avec la CPAM",
                "C’est elle qui choisit le texte applicable. Le mois suffit souvent. Sans réponse, c’est aujourd’hui.",
                unit="jj/mm/aaaa",
                named="la date de signature",
            ),
            Question(
                "cost",
                "Coût mensuel de l’emploi, charges comprises",
                "Pour ce temps de travail. Sans réponse, un exemple publié sert d’estimation.",
                unit="€ par mois",
                keyboard="decimal",
                named="le coût mensuel",
            ),
        ),
    ),
    "doctor": Step(
        "Vous",
        "Spécialité, secteur, âge",
        (
            Question(
                "specialty",
                "Spécialité",
                choices=(("generaliste", "Médecine générale"), ("pediatre", "Pédiatrie"), (OTHER, "Autre spécialité")),
            ),
            Question("secteur", "Secteur", choices=tuple((name, name) for name in SECTEURS)),
            Question("age", "Âge", "À partir de 65 ans, l’objectif change.", unit="ans", named="votre âge"),
        ),
    ),
    "patients": Step(
        "Votre patientèle",
        "Nombre de patients, tranche nationale",
        (
            Question(
                "patientele_mt",
                "Patients dont vous êtes le médecin traitant",
                "Le nombre figure sur amelipro.",
                unit="patients",
                named="le nombre de patients",
            ),
            Question(
                "percentile",
                "Tranche nationale",
                "P90\u00a0: 90\u202f% des médecins de votre spécialité ont une patientèle plus petite que la vôtre.",
                choices=(*_BANDS, (UNKNOWN, "Je ne sais pas")),
            ),
        ),
    ),
    "particular": Step(
        "Situations particulières",
        "Facultatif\u00a0: installation récente, profil de l’assistant",
        (
            Question("new_installer", "Installation récente", choices=(("true", "Oui"), ("false", "Non"))),
            Question("assistant_profile", "Profil de l’assistant", choices=_PROFILES),
        ),
        is_open=False,
    ),
}
QUESTIONS = {question.name: question for step in STEPS.values() for question in step.questions}
_LIST = sorted((upper_first(name), identifier) for identifier, name in SPECIALTIES.items())


def html() -> str:
    """Return the whole form. The bar at its end says the result in one sentence: on a phone, it stays in sight."""
    return (
        '<form class="am-form" novalidate aria-labelledby="am-form-title">'
        '<h2 id="am-form-title" tabindex="-1">Votre situation</h2><p class="am-form__intro am-muted">'
        "Rien n’est obligatoire\u00a0: le résultat suit vos réponses, et dit ce qui lui manque.</p>"
        f"{''.join(_step(name, step) for name, step in STEPS.items())}"
        '<p class="am-form__also am-muted" id="am-form-also" hidden></p>'
        '<p class="am-form__end"><button type="button" class="am-button am-button--quiet" data-erase>'
        "Tout effacer</button></p>"
        '<div class="am-bar"><p role="status" id="am-told"></p>'
        '<a class="am-button" href="#am-result">Voir<span class="am-sr"> le résultat</span></a>'
        '<a class="am-button" data-correct hidden>Corriger</a></div>'
        "</form>"
    )


def _step(name: str, step: Step) -> str:
    return (
        f'<details class="am-step" data-step="{name}"{" open" if step.is_open else ""}><summary><span>{step.title} '
        f'<small data-asked="{step.asked}">{step.asked}</small></span></summary>'
        f"{''.join(map(_question, step.questions))}</details>"
    )


def _question(question: Question) -> str:
    why = f'<p class="am-field__why" id="am-f-{question.name}-why">{question.why}</p>' if question.why else ""
    return (_radios if question.choices else _field)(question, why)


def _radios(question: Question, why: str) -> str:
    described = f' aria-describedby="am-f-{question.name}-why"' if why else ""
    options = "".join(
        f'<label class="am-option"><input type="radio" name="{question.name}" value="{escape(value)}">{label}</label>'
        for value, label in question.choices
    )
    more = _specialties() if question.name == "specialty" else ""
    return (
        f'<fieldset class="am-field" id="am-f-{question.name}" tabindex="-1"{described}>'
        f'<legend>{question.label}</legend>{why}<div class="am-options">{options}</div>{more}</fieldset>'
    )


def _specialties() -> str:
    options = "".join(f'<option value="{identifier}">{name}</option>' for name, identifier in _LIST)
    return (
        '<div class="am-field am-other"><label for="am-f-other">Votre spécialité</label>'
        '<p class="am-input am-input--wide"><select id="am-f-other" name="other"><option value="">Choisir…</option>'
        f"{options}</select></p></div>"
    )


def _field(question: Question, why: str) -> str:
    name = question.name
    described = " ".join(f"am-f-{name}-{part}" for part in ("why", "unit", "error") if part != "why" or why)
    return (
        f'<div class="am-field"><label for="am-f-{name}">{question.label}</label>{why}<p class="am-input">'
        f'<input id="am-f-{name}" name="{name}" inputmode="{question.keyboard}" autocomplete="off" '
        f'enterkeyhint="done" aria-describedby="{described}"> <span id="am-f-{name}-unit">{question.unit}</span></p>'
        f'<p class="am-field__error" id="am-f-{name}-error" hidden></p></div>'
    )
