"""One answer as HTML: the sentence that answers first, then its figures, its conditions, its sources and its dates."""

from __future__ import annotations

import json
import re
from html import escape
from types import MappingProxyType

from assistant.answer import Answer, Kind, Part
from rules import aid
from rules.catalogue import TOPICS
from rules.topics import AREAS
from ui import facts, proof
from ui.body import body
from ui.markup import blocks, icon, inline, section

_KINDS = {
    Kind.REFUSAL: "Message refusé",
    Kind.OUT_OF_SCOPE: "Hors du sujet",
    Kind.CLARIFICATION: "Question",
    Kind.FIGURE: "Montant",
    Kind.ELIGIBILITY: "Éligibilité",
    Kind.EXPLANATION: "Explication",
}
_THUMBS = "".join(
    f'<button type="button" class="am-button am-button--quiet" data-useful="{value}" aria-pressed="false">'
    f"{icon(name)}{label}</button>"
    for value, name, label in (("true", "yes", "Utile"), ("false", "no", "Pas utile"))
)
_COMMENT = (
    '<form class="am-comment" hidden><label>Un commentaire\u202f? <span class="am-muted">Facultatif. Gardé avec votre '
    "question, sans nom ni coordonnées. N’écrivez rien qui identifie un patient.</span>"
    '<textarea rows="2" maxlength="500"></textarea></label>'
    '<button type="submit" class="am-button">Envoyer le commentaire</button>'
    '<p class="am-comment__said am-muted" tabindex="-1"></p></form>'
)
_LONG_LEAD = 220  # characters
WORDS = {"yes": "am-word am-word--yes", "no": "am-word am-word--no", "unknown": "am-word am-word--open"}


def article(answer: Answer, turn: int, register: proof.Register = MappingProxyType({}), *, thumbs: bool = False) -> str:
    """Return the whole answer.

    ``turn`` makes the anchors of its sources unique in the page; ``register`` names sources it mentions by id alone;
    ``thumbs`` asks whether it was useful.
    """
    known = {**register, **{citation.source: citation.model_dump() for citation in answer.citations}}
    first, rest = _opened(answer)
    parts = [
        lead(answer, first, turn),
        *body(rest),
        _ask(answer),
        _understood(answer),
    ]
    if answer.kind not in (Kind.REFUSAL, Kind.OUT_OF_SCOPE, Kind.CLARIFICATION):
        parts.append(proof.proofs(answer, turn, known))
    parts.append(_tools(answer, thumbs=thumbs and answer.kind is not Kind.REFUSAL))
    return (
        f'<article class="am-turn am-turn--answer" data-kind="{answer.kind}" '
        f'data-text="{escape(answer.text)}" data-asked="{escape(answer.next_question or "")}">'
        f'<p class="am-rubric">{_rubric(answer)}</p><div class="am-body">{"".join(parts)}</div></article>'
    )


def partial(answer: Answer, turn: int) -> str:
    """Return what is already known of an answer, while the rest is being worded."""
    first, rest = _opened(answer)
    parts = [lead(answer, first, turn), *body(rest), '<p class="am-muted">La suite arrive…</p>']
    return (
        f'<article class="am-turn am-turn--answer am-turn--waiting" data-partial><p class="am-rubric">{_rubric(answer)}'
        f'</p><div class="am-body">{"".join(parts)}</div></article>'
    )


def _opened(answer: Answer) -> tuple[str, list[Part]]:
    """Return what stands in large type, one sentence when the first paragraph is long, and the parts that follow."""
    opening, *others = answer.parts
    first, *more = blocks(opening.text) or [""]
    if len(first) > _LONG_LEAD:
        first, *after = re.split(r"(?<=[.!?])\s+(?=[A-ZÀ-Ý])", first, maxsplit=1)
        more = [*after, *more]
    left = opening.model_copy(update={"text": "\n\n".join(more), "title": ""})
    return f"{opening.title} {first}".strip(), [left, *others]


def _rubric(answer: Answer) -> str:
    topic = TOPICS.get(answer.topic or "")
    return AREAS[topic.area] if topic and answer.kind in (Kind.FIGURE, Kind.ELIGIBILITY) else _KINDS[answer.kind]


def lead(answer: Answer, text: str, turn: int = 0) -> str:
    """Return the sentence that answers, its verdict or its key figure marked, with a call to the figure's source."""
    if answer.verdict:
        bold = WORDS[answer.verdict]
    elif answer.kind is Kind.FIGURE:
        known = any(figure.value is not None for figure in answer.figures)
        bold = "am-key" if known else WORDS["unknown"]
    else:
        bold = ""
    html = inline(text.replace("\n", " "), bold)
    deciding = [reason for reason in answer.reasons if reason.met is (answer.verdict == "yes")]
    cited = [source for shown in (deciding if answer.verdict else answer.figures)[:1] for source in shown.sources]
    calls = [
        f'<sup><a class="am-call" href="#r{turn}-s{number}" aria-label="source {number}">{number}</a></sup>'
        for number, source in enumerate(dict.fromkeys(citation.source for citation in answer.citations), 1)
        if source in cited
    ]
    if calls and "</strong>" in html:
        html = html.replace("</strong>", f"</strong>{calls[0]}", 1)
    return f'<p class="am-lead">{html}</p>'


def _understood(answer: Answer) -> str:
    facts_read = {**answer.understood, **{name: value for name, value in answer.assumed.items() if value is not None}}
    chips = [_chip(name, value, name not in answer.understood) for name, value in facts_read.items()]
    return section("Ce que j’ai compris", f'<div class="am-chips">{"".join(chips)}</div>' if chips else "")


def _chip(field: str, value: object, assumed: bool) -> str:
    label, shown = facts.NAMES.get(field, field.replace("_", " ").capitalize()), facts.readable(field, value)
    name = f"{escape(label)}{' (par défaut)' if assumed else ''}"
    if field not in facts.LABELS:
        return f'<p class="am-chip am-chip--fixed"><span><span>{name}</span>{escape(shown)}</span></p>'
    if field in facts.CHOICES:
        edit = '<div class="am-buttons am-chip__edit">' + "".join(
            f'<button type="button" class="am-button" aria-pressed="{str(text == shown or known == value).lower()}" '
            f"data-field=\"{field}\" data-value='{escape(json.dumps(known))}' "
            f'data-ask="Et avec {escape(label.lower())} : {escape(text)} ?">{escape(text)}</button>'
            for text, known in facts.CHOICES[field]
        )
        edit += "</div>"
    else:
        edit = (
            f'<p class="am-input am-chip__edit"><label>{escape(label)} <input value="{escape(shown)}"></label>'
            f'<button type="button" class="am-button" data-field="{field}" data-label="{escape(label)}">'
            "Corriger</button></p>"
        )
    return (
        f'<details class="am-chip{" am-chip--assumed" if assumed else ""}"><summary>'
        f"<span><span>{name}</span>{escape(shown)}</span>{icon('edit', 'Corriger')}</summary>{edit}</details>"
    )


def _ask(answer: Answer) -> str:
    if not answer.next_question and not answer.choices:
        return ""
    buttons = "".join(
        f'<button type="button" class="am-button" data-ask="{escape(choice)}">{escape(choice)}</button>'
        for choice in answer.choices
    )
    question = f'<h3 class="am-ask__q">{inline(answer.next_question)}</h3>' if answer.next_question else ""
    return f'<div class="am-ask">{question}<div class="am-buttons">{buttons}</div></div>'


def _tools(answer: Answer, *, thumbs: bool) -> str:
    simulate = (
        f'<button type="button" class="am-button am-button--quiet" data-tab="#simuler">{icon("next")}Simuler</button>'
        if answer.series or answer.topic == aid.RULE
        else ""
    )
    return (
        '<div class="am-tools"><p class="am-muted">Réponse indicative : votre CPAM décide.</p>'
        f"{_THUMBS if thumbs else ''}{simulate}"
        f'<button type="button" class="am-button am-button--quiet" data-copy>{icon("copy")}Copier</button>'
        f'<button type="button" class="am-button am-button--quiet" data-print>{icon("print")}Imprimer</button></div>'
        f"{_COMMENT if thumbs else ''}"
    )
