"""« Non établi » that helps: what is known, what is not, who knows, and the question to ask them."""

from __future__ import annotations

from html import escape

import french
from assistant.answer import Answer, Kind, PartKind
from french import HARD
from ui import facts, theme
from ui.lead import said
from ui.markup import Register, badge, icon, inline, outside, section

SIMULATOR = "ameli-simulateur"  # its source: the address is that of the register
_WHOM = "Qui peut vous répondre"
_NOT_SIMULATED = (1.5, 2)  # ETP
_OTHERS = ("OPCO", "Urssaf", "comptable", "convention collective", "organisme de formation", "Ordre", "assureur")


def concerned(answer: Answer) -> bool:
    """Return whether what the doctor asked is not established."""
    if not answer.not_established or answer.kind not in (Kind.FIGURE, Kind.ELIGIBILITY):
        return False
    told = any(part.kind is PartKind.UNKNOWNS for part in answer.parts)
    nothing = bool(answer.figures) and all(figure.value is None for figure in answer.figures)
    return told or said(answer) == "unknown" or nothing


def unknowns(answer: Answer, asked: str, delegate: str, known: Register) -> str:
    """Return the graded list, then who answers and the question to copy. ``asked``: the doctor's own words."""
    items = [
        f'<li class="is-met">{icon("yes", "Établi")}<p>{inline(reason.text)}</p>{badge(reason.standing)}</li>'
        for reason in answer.reasons
        if reason.met and _is_hers(reason.text, answer)
    ]
    items += [
        f'<li class="is-open">{icon("open", "Non établi")}<p>{inline(text)}</p></li>' for text in answer.not_established
    ]
    return (
        f'<div class="am-open"><h3 class="am-open__title">{icon("open")}Où en sont nos sources</h3>'
        f'<ul class="am-reasons am-reasons--graded">{"".join(items)}</ul></div>{_whom(answer, asked, delegate, known)}'
    )


def _is_hers(text: str, answer: Answer) -> bool:
    """Whether a fact that is established speaks of the doctor's own number, and is not in the answer already."""
    numbers = [french.number(value) for value in answer.understood.values() if type(value) is int and value > 99]
    return text not in answer.text and any(number in text for number in numbers)


def _whom(answer: Answer, asked: str, delegate: str, known: Register) -> str:
    told = " ".join(answer.not_established)
    if any(other in told for other in _OTHERS) and "CPAM" not in told and "délégué" not in told:
        return ""
    contacts = _delegate(delegate)
    if url := _simulator(answer, known):
        contacts += f"<li>{outside(url, 'Le simulateur d’ameli')} <span>estime l’aide et l’objectif</span></li>"
    return section(_WHOM, f'<ul class="am-contacts">{contacts}</ul>{_question(answer, asked)}')


def adviser(delegate: str) -> str:
    """Return who answers what is not ours to answer."""
    return section(_WHOM, f'<ul class="am-contacts">{_delegate(delegate)}</ul>')


def _delegate(address: str) -> str:
    reached = theme.reached(address) if address else "<span>votre CPAM vous mettra en relation</span>"
    return f"<li><strong>Votre délégué de l’Assurance Maladie</strong> {reached}</li>"


def _simulator(answer: Answer, known: Register) -> str:
    """Its address, where it can answer: it knows neither other questions nor more than a full time."""
    counted = (answer.topic or "").startswith(("aid.amounts", "objectives.added"))
    if not counted or answer.understood.get("etp") in _NOT_SIMULATED:
        return ""
    return str(known.get(SIMULATOR, {}).get("url") or "")


def _question(answer: Answer, asked: str) -> str:
    if not asked:
        return ""
    said = {mention.field for mention in answer.heard.mentions} if answer.heard else set()
    situation = [
        f"{french.lower_first(facts.NAMES.get(name, name))}{HARD}: {facts.readable(name, value)}"
        for name, value in facts.used(answer).items()
        if name in answer.understood and name not in said
    ]
    told = f"{asked.strip()} Ma situation{HARD}: {f'{french.THIN}; '.join(situation)}." if situation else asked.strip()
    return (
        f'<div class="am-rewrite"><p class="am-rewrite__q">«{HARD}{escape(told)}{HARD}»</p>'
        f'<button type="button" class="am-button" data-copied="{escape(told)}">{icon("copy")}'
        "Copier cette question pour votre délégué</button></div>"
    )
