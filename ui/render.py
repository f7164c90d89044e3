"""One answer as HTML: the sentence that answers first, then what decides, the question back, and its proofs folded."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from html import escape
from itertools import takewhile
from urllib.parse import quote

from assistant.answer import Answer, Kind, Part, PartKind
from assistant.messages import MESSAGES
from assistant.reading.dates import unreal_days
from french import HARD, fold
from rules.aid_years import CASES
from rules.catalogue import TOPICS
from rules.topics import AREAS
from ui import facts, proof, sheet, unknowns
from ui.body import body
from ui.chips import chips
from ui.lead import WORDS, call, lead, opened, sources
from ui.markup import Register, icon, inline
from ui.plain import plain

__all__ = ["WORDS", "Context", "article", "partial"]

_KINDS = {
    Kind.REFUSAL: "Message refusé",
    Kind.OUT_OF_SCOPE: "Hors du sujet",
    Kind.CLARIFICATION: "Réponse",
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


@dataclass(frozen=True, slots=True)
class Context:
    """What an answer is shown with: its place in the conversation, the question, and what the site knows."""

    turn: int = 1  # makes the anchors of its sources unique in the page
    asked: str = ""  # the doctor's own words
    register: Register = field(default_factory=dict)  # sources by id: those it mentions by id alone
    thumbs: bool = False  # whether to ask if it was useful
    delegate: str = ""  # how to reach the delegate of Assurance Maladie
    reports: tuple[str, str] = ("Signaler", "Signaler une erreur")  # a wrong answer, in a word and in full


def article(answer: Answer, context: Context) -> str:
    """Return the whole answer. What rules nothing (a greeting, a refusal) has neither proofs nor tools."""
    known = {**context.register, **{citation.source: citation.model_dump() for citation in answer.citations}}
    known = {source: {**context.register.get(source, {}), **entry} for source, entry in known.items()}
    parts = _said(answer, context)
    if unknowns.concerned(answer):
        parts.append(unknowns.unknowns(answer, context.asked, context.delegate, known))
    if answer.kind is Kind.OUT_OF_SCOPE and "CPAM" in answer.text:
        parts.append(unknowns.adviser(context.delegate))
    parts += [_ask(answer), _rewritten(answer), _redated(answer, context.asked)]
    if _rules(answer):
        parts += [chips(answer, context.turn), proof.proofs(answer, context.turn, known), _tools(answer, context)]
    kept = {
        "text": plain(answer),
        "asked": answer.next_question or "",
        "facts": json.dumps(facts.carried(answer)),
        "known": json.dumps(None if facts.is_of_another(answer) else facts.simulated(answer)),
        "spoken": json.dumps(facts.spoken(answer)),
    }
    data = " ".join(f'data-{name}="{escape(value)}"' for name, value in kept.items())
    return (
        f'<article class="am-turn am-turn--answer" data-kind="{answer.kind}" tabindex="-1" {data}>'
        f'<p class="am-rubric">{_rubric(answer)}</p><div class="am-body">{"".join(filter(None, parts))}</div></article>'
    )


def partial(answer: Answer, context: Context) -> str:
    """Return what is already known of an answer, while the rest is being worded."""
    parts = [*_said(answer, context), '<p class="am-muted">La suite arrive…</p>']
    return (
        '<article class="am-turn am-turn--answer am-turn--waiting" data-partial tabindex="-1">'
        f'<p class="am-rubric">{_rubric(answer)}</p><div class="am-body">{"".join(parts)}</div></article>'
    )


def _rules(answer: Answer) -> bool:
    """Whether an answer says something that a doctor may act on, and must be able to check."""
    return answer.kind in (Kind.FIGURE, Kind.ELIGIBILITY, Kind.EXPLANATION) or bool(answer.citations)


def _said(answer: Answer, context: Context) -> list[str]:
    """The sentence that answers and what decides, with what documents of the staff say, framed before or after.

    What is not established has its own block.
    """
    numbers = proof.numbers(answer)
    titles = {citation.source: citation.title for citation in answer.citations}
    parts = sheet.own_words(answer, numbers)
    before = len(list(takewhile(lambda part: part.kind is PartKind.LOCAL, parts)))
    theirs = [sheet.framed(part, numbers) if part.kind is PartKind.LOCAL else "" for part in parts]
    ours = [part for part in parts if part.kind is not PartKind.LOCAL]
    shown = _ours(answer, ours, context, numbers) if ours else []
    shown = [*theirs[:before], *shown, *theirs[before:]]
    return [sheet.with_calls(html, context.turn, [titles[source] for source in numbers]) for html in shown if html]


def _ours(answer: Answer, parts: list[Part], context: Context, numbers: dict[str, int]) -> list[str]:
    """The sentence that answers, of the rules or of our sheets, and the parts that follow it."""
    titles = {citation.source: citation.title for citation in answer.citations}
    first, rest = opened(answer, parts)
    if _is_rewritten(answer) and (example := f"{HARD}: par exemple") in first:
        first = f"{first.partition(example)[0]}."  # the example is offered as a button
    if unknowns.concerned(answer):
        rest = [part for part in rest if part.kind is not PartKind.UNKNOWNS]
    called = next((source for source in sources(answer) if source in numbers), None)
    mark = call(numbers[called], context.turn, titles[called]) if called and _rules(answer) else ""
    return [lead(answer, first, mark), *body(rest), _other_bands(answer)]


def _other_bands(answer: Answer) -> str:
    """Where the doctor's own column stands alone, the way to the others."""
    if not answer.table or answer.table.columns[1:] not in [[name] for name in CASES.values()]:
        return ""
    return (
        '<p><button type="button" class="am-button am-button--quiet" data-bands>'
        f"Voir les autres tranches{icon('next')}</button></p>"
    )


def _rubric(answer: Answer) -> str:
    topic = TOPICS.get(answer.topic or "")
    return AREAS[topic.area] if topic and answer.kind in (Kind.FIGURE, Kind.ELIGIBILITY) else _KINDS[answer.kind]


def _ask(answer: Answer) -> str:
    if not answer.next_question and not answer.choices:
        return ""
    buttons = "".join(
        f'<button type="button" class="am-button" data-ask="{escape(choice)}">{escape(choice)}</button>'
        for choice in answer.choices
    )
    question = f'<h3 class="am-ask__q">{inline(answer.next_question)}</h3>' if answer.next_question else ""
    return f'<div class="am-ask">{question}<div class="am-buttons">{buttons}</div></div>'


def _is_rewritten(answer: Answer) -> bool:
    """Whether a message named a patient, and was not even read; abuse was heard."""
    return answer.kind is Kind.REFUSAL and answer.heard is None


def _rewritten(answer: Answer) -> str:
    """A message that named a patient: the same kind of question without any, ready to be asked."""
    if not _is_rewritten(answer):
        return ""
    question = MESSAGES["rewritten"]
    return (
        f'<div class="am-rewrite"><p class="am-rewrite__q">«\u00a0{inline(question)}\u00a0»</p>'
        f'<button type="button" class="am-button" data-ask="{escape(question)}">Poser cette question{icon("next")}'
        "</button></div>"
    )


def _redated(answer: Answer, asked: str) -> str:
    """Return the way back to a message whose day is in no calendar: the day is selected in it, to be typed again."""
    unreal = next(unreal_days(fold(asked)), "") if answer.kind is Kind.CLARIFICATION else ""
    if not unreal:
        return ""
    return (
        f'<p><button type="button" class="am-button" data-redate="{escape(unreal)}">{icon("edit")}Corriger la date'
        "</button></p>"
    )


def _tools(answer: Answer, context: Context) -> str:
    quiet = "am-button am-button--quiet"
    in_a_word, in_full = context.reports
    carried = quote(json.dumps(facts.simulated(answer), ensure_ascii=False))
    simulate = (
        f'<a class="{quiet} am-simulate" href="#simulation={carried}">{icon("next")}Simuler</a>'
        if facts.simulates(answer)
        else ""
    )
    return (
        '<p class="am-muted am-indicative">Réponse indicative\u00a0: votre CPAM décide.</p>'
        f'<div class="am-tools">{_THUMBS if context.thumbs else ""}{simulate}'
        f'<button type="button" class="{quiet}" data-copied>{icon("copy")}Copier</button>'
        f'<button type="button" class="{quiet}" data-shared hidden>{icon("share")}Partager</button>'
        f'<button type="button" class="{quiet} am-print" data-printed>{icon("print")}Imprimer</button>'
        f'<a class="{quiet}" href="signaler" data-report aria-label="{in_full}">{icon("flag")}{in_a_word}</a></div>'
        f"{_COMMENT if context.thumbs else ''}"
    )
