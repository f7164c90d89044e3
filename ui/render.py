"""One answer as HTML: the sentence that answers first, then its figures, its conditions, its sources and its dates."""

from __future__ import annotations

import json
from html import escape
from types import MappingProxyType

from assistant.answer import Answer, Kind, ShownReason
from ui import facts, proof
from ui.markup import badge, block, blocks, icon, inline, listed, section, table

RUBRICS = {
    "aid": "Montant",
    "eligibility": "Éligibilité",
    "objectives": "Objectif",
    "training": "Formation",
    "missions": "Missions",
    "contract": "Contrat",
    "collective": "Aide collective",
    "salary": "Salaire",
    "national": "Chiffres nationaux",
    "regimes": "Textes",
}
_KINDS = {
    Kind.REFUSAL: "Message refusé",
    Kind.OUT_OF_SCOPE: "Hors du sujet",
    Kind.CLARIFICATION: "Question",
    Kind.FIGURE: "Montant",
    Kind.ELIGIBILITY: "Éligibilité",
    Kind.EXPLANATION: "Explication",
}
_MET = {
    True: ("is-met", "yes", "Condition remplie"),
    False: ("is-unmet", "no", "Condition non remplie"),
    None: ("is-open", "open", "À vérifier"),
}
WORDS = {"yes": "am-word am-word--yes", "no": "am-word am-word--no", "unknown": "am-word am-word--open"}

_WHOM = "Votre délégué de l’Assurance Maladie ou votre CPAM peuvent vous le préciser."


def article(answer: Answer, turn: int, register: proof.Register = MappingProxyType({})) -> str:
    """Return the whole answer.

    ``turn`` makes the anchors of its sources unique in the page; ``register`` names sources it mentions by id alone.
    """
    known = {**register, **{citation.source: citation.model_dump() for citation in answer.citations}}
    first, *rest = blocks(answer.text) or [""]
    parts = [lead(answer, first, turn), *_body(answer, rest, known), _understood(answer), _ask(answer)]
    if answer.kind not in (Kind.REFUSAL, Kind.OUT_OF_SCOPE, Kind.CLARIFICATION):
        parts += [proof.trace(answer.trace), proof.sources(answer.citations, turn), proof.dates(answer.dates)]
    parts.append(_tools(answer))
    return (
        f'<article class="am-turn am-turn--answer" data-kind="{answer.kind}" data-text="{escape(answer.text)}">'
        f'<p class="am-rubric">{_rubric(answer)}</p><div class="am-body">{"".join(parts)}</div></article>'
    )


def failure(message: str, expected: str = "") -> str:
    """Return what is shown when a question could not be answered."""
    return (
        '<article class="am-turn am-turn--answer" data-kind="error"><p class="am-rubric">Sans réponse</p>'
        f'<div class="am-body"><p class="am-lead">{inline(message)}</p><p>{inline(expected)}</p></div></article>'
    )


def _rubric(answer: Answer) -> str:
    topic = (answer.topic or "").partition(".")[0]
    if answer.kind in (Kind.REFUSAL, Kind.OUT_OF_SCOPE, Kind.CLARIFICATION) or topic not in RUBRICS:
        return _KINDS[answer.kind]
    return RUBRICS[topic]


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
    cited = [source for figure in answer.figures[:1] for source in figure.sources]
    calls = [
        f'<sup><a class="am-call" href="#r{turn}-s{number}" aria-label="source {number}">{number}</a></sup>'
        for number, citation in enumerate(answer.citations, 1)
        if citation.source in cited
    ]
    if calls and "</strong>" in html:
        html = html.replace("</strong>", f"</strong>{calls[0]}", 1)
    return f'<p class="am-lead">{html}</p>'


def _body(answer: Answer, rest: list[str], known: proof.Register) -> list[str]:
    """The typed fields are shown as such; of the text, only what no field carries."""
    shown = [*answer.notes, *answer.changes, *answer.not_established, *(reason.text for reason in answer.reasons)]
    shown += [citation.quote for citation in answer.citations]
    told = _plain(" ".join([*shown, answer.next_question or ""]))
    texts = [text for text in rest if not _told(text, told) and not (answer.table and text.startswith("|"))]
    parts = [reasons(answer.reasons)]
    if answer.table:
        parts.append(table(answer.table.caption, answer.table.columns, answer.table.rows))
    parts += [block(text) for text in texts]
    parts += [f"<p>{inline(note)}</p>" for note in answer.notes]
    parts.append(changes(answer.changes))
    parts.append(not_established(answer.not_established))
    parts += [proof.disagreement(disagreement, known) for disagreement in answer.disagreements]
    return parts


def _plain(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def _told(text: str, told: str) -> bool:
    """Whether a field already says ``text``, or the three dates do."""
    if text.lstrip("*_").startswith(("Règles au", "Sources")):
        return True
    lines = [_plain(line) for line in text.splitlines()]
    return all(line in told for line in lines)


def changes(texts: list[str]) -> str:
    """Return the smallest changes that would turn the answer."""
    return section("Ce qui changerait la réponse", listed([inline(text) for text in texts]))


def reasons(conditions: list[ShownReason]) -> str:
    """Return the conditions of a yes or a no: met, not met, to be checked."""
    if not conditions:
        return ""
    items = []
    for reason in conditions:
        state, sign, label = _MET[reason.met]
        items.append(
            f'<li class="{state}">{icon(sign, label)}<p>{inline(reason.text)}</p>{badge(reason.standing)}</li>'
        )
    return f'<ul class="am-reasons am-reasons--graded">{"".join(items)}</ul>'


def not_established(texts: list[str]) -> str:
    """Return what no source gives, and who knows."""
    if not texts:
        return ""
    items = "".join(f'<li class="is-open">{icon("open", "Non établi")}<p>{inline(text)}</p></li>' for text in texts)
    told = any(who in text for text in texts for who in ("délégué", "CPAM", "comptable", "URPS"))
    whom = "" if told else f'<p class="am-muted">{_WHOM}</p>'
    return (
        f'<div class="am-open"><h3 class="am-open__title">{icon("open")}Ce que nos sources n’établissent pas</h3>'
        f'<ul class="am-reasons">{items}</ul>{whom}</div>'
    )


def _understood(answer: Answer) -> str:
    facts_read = {**answer.understood, **{name: value for name, value in answer.assumed.items() if value is not None}}
    chips = [_chip(name, value, name not in answer.understood) for name, value in facts_read.items()]
    return section("Ce que j’ai compris", f'<div class="am-chips">{"".join(chips)}</div>' if chips else "")


def _chip(field: str, value: object, assumed: bool) -> str:
    label, shown = facts.LABELS.get(field, field.replace("_", " ").capitalize()), facts.readable(field, value)
    name = f"{escape(label)}{' (supposé)' if assumed else ''}"
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


def _tools(answer: Answer) -> str:
    simulate = (
        f'<button type="button" class="am-button am-button--quiet" data-tab="Simuler">{icon("next")}Simuler</button>'
        if answer.series
        else ""
    )
    return (
        '<div class="am-tools"><p class="am-muted">Réponse indicative : votre CPAM décide.</p>'
        f'<span class="am-tools__gap"></span>{simulate}'
        f'<button type="button" class="am-button am-button--quiet" data-copy>{icon("copy")}Copier</button>'
        f'<button type="button" class="am-button am-button--quiet" data-print>{icon("print")}Imprimer</button></div>'
    )
