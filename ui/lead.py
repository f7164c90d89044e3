"""The sentence that answers: what is set in large type, what is marked in it, and the sources it calls."""

from __future__ import annotations

import re
from decimal import Decimal
from html import escape

import french
from assistant.answer import Answer, Kind, Part, PartKind, ShownFigure, ShownReason
from assistant.aspects import GENERAL
from rules.amounts import amount
from rules.catalogue import TOPICS
from rules.units import Unit
from ui.markup import blocks, inline

WORDS = {"yes": "am-word am-word--yes", "no": "am-word am-word--no", "unknown": "am-word am-word--open"}
_LONG = 220  # characters
_SENTENCE = re.compile(r"(?<=[.!?\ue001])\s+(?=[A-ZÀ-Ý])")  # \ue001 closes a mark of ui.sheet
_BAND = re.compile(r"\.p9\d")  # in the name of the parameters that the size of a patientèle decides


def opened(answer: Answer, parts: list[Part]) -> tuple[str, list[Part]]:
    """Return what stands in large type, one sentence when the first paragraph is long, and the parts that follow.

    A sentence that is a condition not met is left to the conditions, where it has its cross and its source.
    """
    opening, *others = parts
    first, *more = blocks(opening.text) or [""]
    for reason in unmet(answer):
        first = first.replace(f" {reason.text}", "").strip() or first
    if len(first) > _LONG:
        first, *after = _SENTENCE.split(first, maxsplit=1)
        more = [*after, *more]
    left = opening.model_copy(update={"text": "\n\n".join(more), "title": ""})
    return f"{opening.title} {first}".strip(), _with_unmet([left, *others], unmet(answer))


def _with_unmet(parts: list[Part], failing: list[ShownReason]) -> list[Part]:
    """Put the conditions not met first, which the sentence no longer tells; those still open cannot matter."""
    if not failing:
        return parts
    met = [reason for part in parts for reason in part.reasons if reason.met]
    conditions = Part(kind=PartKind.REASONS, reasons=[*failing, *met])
    left, *others = [part for part in parts if not part.reasons]  # the first is what is left of the first paragraph
    return [left, conditions, *others]


def said(answer: Answer) -> str | None:
    """Return the yes or no of the first sentence: of several questions, only another may have one."""
    return answer.verdict if answer.kind is Kind.ELIGIBILITY else None


def unmet(answer: Answer) -> list[ShownReason]:
    """Return the conditions that refuse the aid to this doctor; none where a no is good news (« faut-il être deux ? »).

    « C’est mort ? » is answered « Oui »: the aid is refused all the same.
    """
    topic = TOPICS.get(answer.topic or "")
    if said(answer) not in ("yes", "no") or not topic or not (topic.why_not and topic.conditions):
        return []
    general = any(part.aspect == GENERAL for part in answer.parts)
    failing = (reason for reason in answer.reasons if reason.met is False)
    return [reason for reason in failing if general or reason.text in answer.text]


def lead(answer: Answer, text: str, call: str = "") -> str:
    """Return the sentence that answers, its verdict or its figure marked; ``call`` leads to the source of it."""
    marked = _with_key(answer, text.replace("\n", " "))
    first = WORDS["no" if unmet(answer) else word] if (word := said(answer)) else ""
    known = any(figure.value is not None for figure in answer.figures)
    if not first and answer.kind is Kind.FIGURE and answer.figures and not known:
        first = WORDS["unknown"]

    def dressed(rank: int, bold: str) -> str:
        if first:
            return "" if rank else first
        return "am-key" if answer.kind is Kind.FIGURE and known and re.search(r"\d", bold) else ""

    html = inline(marked, dressed)
    if call:
        html = html.replace("</strong>", f"</strong>{call}", 1) if "</strong>" in html else html + call
    return f'<p class="am-lead">{html}</p>'


def sources(answer: Answer) -> list[str]:
    """Return the sources of what the first sentence says, firmest first; of what is not established, there is none."""
    if (word := said(answer)) == "unknown":
        return []
    deciding = [reason for reason in answer.reasons if reason.met is (word == "yes")]
    shown = deciding if word else (_of_this_turn(answer) or answer.figures)
    return [source for item in shown[:1] for source in item.sources]


def call(number: int, turn: int, title: str) -> str:
    """Return the note call of a source: its number, and its title for who does not see where it leads."""
    label = escape(f"source {number} : {title}")
    return f'<sup><a class="am-call" href="#r{turn}-s{number}" aria-label="{label}">{number}</a></sup>'


def _of_this_turn(answer: Answer) -> list[ShownFigure]:
    """The figures that a size of patientèle said in this very message decides: the others were told before."""
    said = {mention.field for mention in answer.heard.mentions} if answer.heard else set()
    if "percentile" not in said or "etp" in said:
        return []
    return [figure for figure in answer.figures if figure.value and _BAND.search(figure.parameter or "")]


def _with_key(answer: Answer, text: str) -> str:
    """Move the mark of the sentence to what answers this turn: « et au P92 ? » changes the third year alone."""
    asked = {amount(Decimal(str(figure.value)), Unit(figure.unit)) for figure in _of_this_turn(answer)}
    told = [value for value in asked if french.spaced(value) in french.spaced(text)]
    if not told or any(value in bold for bold in re.findall(r"\*\*(.+?)\*\*", text) for value in told):
        return text
    plain = text.replace("**", "")
    for value in told:
        plain = plain.replace(value, f"**{value}**")
    return plain
