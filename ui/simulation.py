"""The result of a simulation as HTML: yes or no and why, the five years, the objective, the cost, the sources."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from html import escape
from typing import Any

from assistant import shown
from assistant.answer import Dates
from assistant.errors import InvalidInput
from french import listed, lower_first, short_day
from rules.simulation import Simulation
from rules.verdict import Decision, Verdict
from ui import cost, five_years, proof, verdict
from ui.filled import Filled, read
from ui.form import QUESTIONS, STEPS
from ui.markup import icon, inline, section
from ui.port import Assistant
from ui.typed import how

_COMPARED = {"Mi-temps": 0.5, "Temps plein": 1}
EMPTY = (
    '<p class="am-lead">Choisissez un temps de travail\u00a0: le résultat s’affichera ici.</p>'
    '<p class="am-muted">Vos réponses sont envoyées à ce serveur pour le calcul. Elles ne sont gardées que dans cet '
    "onglet.</p>"
)


def answer(assistant: Assistant, register: proof.Register, given: Any, today: date) -> dict[str, Any]:
    """Return what the page shows of a form as ``given``: the result, or what is wrong with which field.

    ``html`` is ``None`` when a field cannot be read: the page keeps the last result, or shows ``instead``. Raise
    ``InvalidInput`` when what was given is no form at all.
    """
    if not isinstance(given, dict):
        raise InvalidInput("corps", "Ce n’est pas un objet JSON.", "Envoyez les réponses du formulaire.")
    filled = read(given, today)
    html = told = ""
    try:
        if not filled.errors:
            html, told = _result(assistant, register, filled)
    except _DayNeededError:
        filled.errors["signed_on"] = f"Il manque le jour, qui change le résultat. {how(today)}"
    if filled.errors:
        told = f"Corrigez {listed([QUESTIONS[name].named for name in filled.errors])}"
    return {
        "html": None if filled.errors else html,
        "instead": f'<p class="am-lead">{told}\u00a0: le résultat s’affichera ici.</p>',
        "told": told,
        "errors": filled.errors,
        "steps": {name: filled.told(name) for name in STEPS},
        "values": filled.values,
        "also": _also(filled),
    }


def _also(filled: Filled) -> str:
    also = [f"Pris en compte aussi\u00a0: {', '.join(map(lower_first, filled.also))}."] if filled.also else []
    if filled.unknown:
        also.append(f"Ce lien contient une réponse impossible, laissée de côté\u00a0: {', '.join(filled.unknown)}.")
    return " ".join(also)


def _result(assistant: Assistant, register: proof.Register, filled: Filled) -> tuple[str, str]:
    """Return the result and the sentence that sums it up; both are empty words until there is something to say."""
    simulated = _simulated(assistant, filled)
    refused = simulated.eligibility.verdict is Verdict.NO
    if "etp" not in filled.profile and not refused:
        return EMPTY, ""
    figures = _figures(assistant, register, filled, simulated)
    decisions = [simulated.eligibility, *_counted(simulated)]
    if refused:
        proofs = _proofs(decisions[:1], register)
        figures = figures and (
            f'<details class="am-ifyes"><summary>Ce que vous auriez avec un oui</summary>{figures}'
            f"{_proofs(decisions[1:], register, 'Sources de ces chiffres')}</details>"
        )
    else:
        proofs = _proofs(decisions, register)
        sure = simulated.eligibility.verdict is Verdict.YES
        figures = figures if sure or not figures else f'<div class="am-ifyes">{figures}</div>'
    keep = _keep(simulated, filled, decisions, register)
    parts = [verdict.section(simulated, filled), _added(decisions), figures, proofs, keep]
    return "".join(parts), verdict.in_short(simulated)


class _DayNeededError(Exception):
    """A signature known by its month alone, and a result that changes within it."""


def _simulated(assistant: Assistant, filled: Filled, **facts: Any) -> Simulation:
    """Return what is simulated of the answers. Raise ``_DayNeededError``."""
    profile = filled.profile | facts
    if not filled.signed or filled.signed[0] == filled.signed[1]:
        return assistant.simulate(profile, None)
    if (simulated := assistant.simulate_between(profile, *filled.signed)) is None:
        raise _DayNeededError
    return simulated


def _added(decisions: list[Decision]) -> str:
    """Return that values which the CPTS added are counted, where there are some."""
    used = any(value.added for decision in decisions for value in decision.values)
    return '<p class="am-muted">Ce résultat compte avec une valeur ajoutée par votre CPTS.</p>' if used else ""


def _figures(assistant: Assistant, register: proof.Register, filled: Filled, simulated: Simulation) -> str:
    """Return all that is counted: nothing when no working time was chosen."""
    drawn = five_years.series(simulated)
    if drawn is None or "etp" not in filled.profile:
        return ""
    compared = {name: _simulated(assistant, filled, etp=etp) for name, etp in _COMPARED.items()}
    case, aid = next(iter(drawn.cases.items()))
    parts = [
        five_years.years(simulated),
        five_years.objective(simulated, about(filled), str(register.get("ameli-simulateur", {}).get("url") or "")),
        five_years.versus(compared, simulated.option),
        cost.section(simulated.cost, aid, case, filled.monthly),
    ]
    return "".join(parts)


def about(filled: Filled) -> str:
    """Return the doctor's situation in one sentence, as she could say it: « Temps plein, médecine générale… »."""
    told = [filled.told(step) for step in STEPS] + filled.also
    first, *others = [text for text in told if text] or [""]
    return f"{', '.join([first, *map(lower_first, others)])}." if first else ""


def _counted(simulated: Simulation) -> list[Decision]:
    return [simulated.aid, simulated.objective, *([simulated.cost] if simulated.cost else [])]


def _proofs(decisions: list[Decision], register: proof.Register, title: str = "Sources") -> str:
    cited = [register[source] for source in _cited(decisions) if source in register]
    cards = [
        f'<li class="am-source" data-number="{number}">{proof.title(source)}{proof.origin(source)}</li>'
        for number, source in enumerate(cited, 1)
    ]
    sources = f'<div class="am-result__sources">{section(title, proof.source_cards(cards), 2)}</div>' if cards else ""
    return f"{proof.trace(shown.trace(decisions))}{sources}"


def _cited(decisions: list[Decision]) -> list[str]:
    return list(dict.fromkeys(source for decision in decisions for source in decision.sources))


def _keep(simulated: Simulation, filled: Filled, decisions: list[Decision], register: proof.Register) -> str:
    checked = [str(register[source]["checked_on"]) for source in _cited(decisions) if source in register]
    dates = Dates(
        rules_on=simulated.eligibility.rules_on,
        sources_checked_on=date.fromisoformat(min(checked)) if checked else None,
        today=simulated.today,
    )
    answers = about(filled)
    supposed = f"Signature supposée le {short_day(simulated.signed_on)}, aujourd’hui."
    signed = "" if "signed_on" in filled.profile else supposed
    return (
        '<section class="am-section am-result__keep" aria-labelledby="am-keep"><h2 id="am-keep">Garder ce résultat</h2>'
        '<div class="am-buttons">'
        f'<button type="button" class="am-button" data-about="{escape(answers)}">{icon("next")}'
        "Poser une question sur ce résultat</button>"
        f'<button type="button" class="am-button" data-share="{escape(json.dumps(_shared(filled.values)))}">'
        f"{icon('link')}Copier le lien</button>"
        f'<button type="button" class="am-button" data-print>{icon("print")}Imprimer ou garder en PDF</button></div>'
        '<p class="am-muted">Le lien contient vos réponses, jamais votre nom. '
        "Elles ne sont gardées que dans cet onglet.</p>"
        f'<p class="am-paper"><strong>Vos réponses.</strong> {inline(answers)} {signed} <span data-address></span></p>'
        f"{proof.dates(dates)}<p><strong>Ce résultat est indicatif\u00a0: votre CPAM décide.</strong></p></section>"
    )


def _shared(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answers as a link carries them, which are those of earlier links: numbers and booleans as such."""
    known: dict[str, Any] = {"0.5": 0.5, "1": 1, "true": True, "false": False}
    typed = {name: known.get(str(values[name]), values[name]) for name in ("etp", "new_installer") if name in values}
    return {**values, **typed}
