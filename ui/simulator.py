"""The « Simuler » tab: a short form, and the five years that follow from it. Nothing is obligatory, nothing is kept."""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Callable
from typing import Any

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # read when gradio is imported

import gradio as gr

from assistant.errors import InvalidInput
from french import upper_first
from rules.specialties import SPECIALTIES
from ui import facts, simulation
from ui.port import Assistant
from ui.problems import seconds
from ui.rate import Rate
from ui.requests import read_simulation

_log = logging.getLogger(__name__)

_OTHER = "autre"
_COMPARED = {"Mi-temps": 0.5, "Temps plein": 1}
_SECTEURS: dict[str, dict[str, Any]] = {
    "Secteur 1": {"secteur": 1},
    "Secteur 2 avec OPTAM": {"secteur": 2, "optam": True},
    "Secteur 2 sans OPTAM": {"secteur": 2, "optam": False},
    "Secteur 3": {"secteur": 3},
}
_BANDS = [*((upper_first(label), value) for label, value in facts.CHOICES["percentile"]), ("Je ne sais pas", "")]
_FORM = (
    '<h2>Votre situation</h2><p class="am-form__intro am-muted">'
    "Rien n’est obligatoire\u00a0: le résultat suit vos réponses.</p>"
)
_YES_NO = [("Oui", True), ("Non", False)]


def build(assistant: Assistant, rate: Rate) -> gr.Blocks:
    """Return the form and its result. A link to the page may carry the answers: they fill the form."""
    page: gr.Blocks
    with gr.Blocks(title="Simuler", analytics_enabled=False, fill_width=True) as page:
        _add_form(page, assistant, rate)
    return page


def _add_form(page: gr.Blocks, assistant: Assistant, rate: Rate) -> None:
    with gr.Row(elem_classes="am-sim"):
        with gr.Column(elem_classes="am-form"):
            gr.HTML(_FORM, apply_default_css=False)
            fields = {**_contract(), **_doctor(), **_patients(), **_particular()}
        with gr.Column():
            shown = gr.HTML(simulation.EMPTY, apply_default_css=False, elem_id="am-result")
    run = _simulator(assistant, rate, tuple(fields))
    inputs = list(fields.values())
    settled = [field.blur if isinstance(field, gr.Textbox) else field.input for field in inputs]  # not by a link
    submitted = [field.submit for field in inputs if isinstance(field, gr.Textbox)]
    gr.on(
        [*settled, *submitted],
        run,
        inputs,
        shown,
        api_visibility="private",
        show_progress="hidden",
        concurrency_limit=8,
        trigger_mode="always_last",
        preprocess=False,  # Gradio would log, and send back in English, a value it does not expect
    )
    filled = page.load(None, None, inputs, js=f"() => window.am.shared({json.dumps(list(fields))})")
    filled.then(run, inputs, shown, api_visibility="private", show_progress="hidden", preprocess=False)
    fields["specialty"].change(
        lambda chosen: gr.Radio(visible=chosen == _OTHER),
        fields["specialty"],
        fields["other"],
        api_visibility="private",
        preprocess=False,
    )


def _doctor() -> dict[str, Any]:
    names = sorted((name.capitalize(), identifier) for identifier, name in SPECIALTIES.items())
    main = [("Médecine générale", "generaliste"), ("Pédiatrie", "pediatre"), ("Autre spécialité", _OTHER)]
    with gr.Accordion("Vous", elem_classes="am-step"):
        return {
            "specialty": _radio("Spécialité", main),
            "other": _radio("Votre spécialité", names, "am-field--long", visible=False),
            "secteur": _radio("Secteur", [(name, name) for name in _SECTEURS]),
            "age": _text("Âge", "À partir de 65 ans, l’objectif change."),
        }


def _patients() -> dict[str, Any]:
    percentile = "P90\u00a0: 90\u202f% des médecins de votre spécialité ont une patientèle plus petite que la vôtre."
    with gr.Accordion("Votre patientèle", elem_classes="am-step"):
        return {
            "patientele_mt": _text("Patients dont vous êtes le médecin traitant", "Le nombre figure sur amelipro."),
            "percentile": _radio("Tranche nationale", _BANDS, info=percentile),
        }


def _contract() -> dict[str, Any]:
    with gr.Accordion("Le contrat", elem_classes="am-step"):
        etp = _radio("Temps de travail de l’assistant", [("Mi-temps", 0.5), ("Temps plein", 1)])
        signed_on = _text(
            "Date de signature avec la CPAM", "jj/mm/aaaa. C’est elle qui choisit le texte applicable.", "aujourd’hui"
        )
        cost = _text(
            "Coût mensuel de l’emploi, charges comprises",
            "En euros, pour ce temps de travail. Sans réponse, un exemple publié sert d’estimation.",
        )
    return {"etp": etp, "signed_on": signed_on, "cost": cost}


def _particular() -> dict[str, Any]:
    profiles = [(label.capitalize(), value) for label, value in facts.CHOICES["assistant_profile"]]
    with gr.Accordion("Situations particulières", open=False, elem_classes="am-step"):
        return {
            "new_installer": _radio("Installation récente", _YES_NO),
            "assistant_profile": _radio("Profil de l’assistant", profiles),
        }


def _radio(label: str, choices: list[tuple[str, Any]], classes: str = "", **options: Any) -> gr.Radio:
    return gr.Radio(choices, label=label, value=None, elem_classes=["am-field", classes], **options)


def _text(label: str, why: str, placeholder: str = "") -> gr.Textbox:
    return gr.Textbox(
        label=label, info=why, placeholder=placeholder, max_length=10, max_lines=1, elem_classes="am-field"
    )


def _simulator(assistant: Assistant, rate: Rate, names: tuple[str, ...]) -> Callable[..., str]:
    register = {source["id"]: source for source in assistant.sources()["sources"]}

    def simulate(request: gr.Request, *values: Any) -> str:
        """Return the result for the form's ``values``, as HTML, whatever happens."""
        form = dict(zip(names, values, strict=True))
        profile = _profile(form)
        if "etp" not in profile:
            return simulation.EMPTY
        wait = rate.wait(request.client.host if request.client else "")
        if wait:
            return simulation.failure("Trop de demandes en peu de temps.", f"Réessayez dans {seconds(wait)}.")
        try:
            profile, _ = read_simulation(profile)
            compared = {name: assistant.simulate({**profile, "etp": etp}, None) for name, etp in _COMPARED.items()}
            return simulation.result(assistant.simulate(profile, None), form, compared, register)
        except InvalidInput as error:
            label = facts.LABELS.get(error.field, error.field)
            return simulation.failure(f"{label}\u00a0: {error.message}", error.expected)
        except Exception:  # noqa: BLE001 — a doctor is shown a sentence, never a traceback; the log has it
            _log.exception("unexpected error while simulating on the page")
            return simulation.failure("Le résultat n’a pas pu être établi.", "Réessayez dans un instant.")

    return simulate


def _profile(form: dict[str, Any]) -> dict[str, Any]:
    """Return the profile's fields from the form's: only what was answered."""
    specialty = form["other"] if form["specialty"] == _OTHER else form["specialty"]
    not_facts = {"secteur": None, "other": None, "cost": None}
    facts_given = {**form, "specialty": specialty, **not_facts, **_SECTEURS.get(form["secteur"], {})}
    given = {name: value for name, value in facts_given.items() if value not in (None, "")}
    return {name: facts.typed(name, value) for name, value in given.items()}
