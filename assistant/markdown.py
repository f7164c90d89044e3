"""The sections of an answer as Markdown, in the order a doctor reads: answer, figures, conditions, unknowns, dates."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from assistant import format as french
from assistant import shown
from assistant.answer import ShownTable
from assistant.conversation import Turn
from assistant.deciding import Case
from assistant.format import HARD, THIN
from assistant.messages import DONT_KNOW, MESSAGES, QUESTIONS
from assistant.premises import Correction
from assistant.wording import lead, regime_name
from corpus import Source
from rules.verdict import Decision

MOST_FIGURES = 8  # a longer list is not read; the answer's data has them all
MARKS = {True: "✓ ", False: "✗ ", None: "? "}
CONDITIONS = ("eligibility.", "collective.eligibility")  # topics whose reasons are conditions met or not
ADVISERS = ("CPAM", "ameli", "OPCO", "Urssaf", "convention collective")


@dataclass(frozen=True, slots=True)
class Decided:
    """One topic of the question and its decisions, one per period of signature when the day matters."""

    topic: str
    cases: Sequence[Case]
    correction: Correction | None = None  # of the belief the question rests on

    @property
    def decision(self) -> Decision:
        """The decision that speaks for the topic."""
        return self.cases[0].decision


def section(turn: Turn, topic: Decided, today: date) -> Iterator[str]:
    """Yield the answer to one topic: its sentence, or one per period of signature, then what supports it."""
    leads = [lead(topic.topic, case, turn, today) for case in topic.cases]
    sentences = [sentence for sentence, _ in leads]
    if len(sentences) > 1:
        yield "**Tout dépend du jour de la signature.**"
    elif topic.correction:
        sentences = [f"{topic.correction.text} {_without_verdict(sentences[0])}"]
    said = _bullets(sentences)
    yield said
    decision = topic.decision
    if len(topic.cases) == 1 and decision.table:
        yield table(shown.table(decision.table))
    yield _bullets(_other_figures(decision, said, leads[0][1]))
    yield _bullets(_other_reasons(topic, said))
    if decision.changes and topic.topic != "aid.amounts":  # the first sentence about amounts already names the option
        changes = f"{THIN}; ou ".join(change.text for change in decision.changes)
        yield f"**Ce qui changerait la réponse**{HARD}: {changes}."
    yield _bullets(decision.notes)
    if decision.not_established:
        yield "**Ce qui n’est pas établi**"
        yield _bullets(decision.not_established)
        if not any(adviser in text for text in decision.not_established for adviser in ADVISERS):
            yield MESSAGES["contacts"].strip()


_VERDICT = re.compile(r"^\*\*(?:Oui|Je ne peux pas encore trancher\.)\*\*[,.]? ?|^\*\*Oui\.\*\* ?")


def _without_verdict(sentence: str) -> str:
    """The sentence after a correction, which has said yes or no already."""
    return french.upper_first(_VERDICT.sub("", sentence))


def _other_figures(decision: Decision, said: str, covered: Sequence[str]) -> Iterator[str]:
    """The established figures that neither the first sentence nor the table states."""
    shown_already = {cell.key for row in decision.table.rows for cell in row.cells if cell} if decision.table else set()
    shown_already |= set(covered)
    known = [figure for figure in decision.figures if figure.value is not None and figure.key not in shown_already]
    said_once: Counter[str] = Counter()
    for figure in known[:MOST_FIGURES]:
        value = french.figure(figure)
        said_once[value] += 1
        if said_once[value] > said.count(value):  # two delays of two years are two facts
            yield f"{french.upper_first(figure.label)}{HARD}: **{value}**"


def _other_reasons(topic: Decided, said: str) -> Iterator[str]:
    """Every condition with its mark; elsewhere, the statements the first sentence does not make."""
    reasons = topic.decision.reasons
    conditions = topic.topic.startswith(CONDITIONS) and len(reasons) > 1
    for reason in reasons:
        if conditions:
            yield f"{MARKS[reason.met]}{reason.text}"
        elif reason.text not in said:
            yield reason.text


def table(content: ShownTable) -> str:
    """Return a Markdown table with its caption in bold."""
    lines = [content.columns, ["---", *["---:"] * (len(content.columns) - 1)], *content.rows]
    grid = "\n".join("| " + " | ".join(cells) + " |" for cells in lines)
    return f"**{content.caption}**\n\n{grid}" if content.caption else grid


def provenance(rules_on: str, regime: str | None, sources: Sequence[Source]) -> str:
    """Return the line of dates and sources: which rules, who says so, when the sources were last read."""
    names = [
        f"{source.publisher}, {french.partial_day(source.published)}" if source.published else source.publisher
        for source in sources[:3]
    ]
    text = f" ({regime_name(regime)})" if regime else ""
    checked = min((source.checked_on for source in sources), default=None)
    reread = [f"sources relues le {french.short_day(checked)}"] if checked else []
    return "*" + " · ".join([f"Règles {rules_on}{text}", *dict.fromkeys(names), *reread]) + "*"


def question(field: str) -> str:
    """Return the question asked back, with its choices."""
    choices = " ".join(f"[{choice}]" for choice in [*QUESTIONS[field]["choices"], DONT_KNOW])
    return f"{QUESTIONS[field]['ask']} {choices}"


def _bullets(lines: Iterable[str]) -> str:
    """A list, or a plain paragraph when there is one line only."""
    items = list(lines)
    return "\n".join(f"- {item}" for item in items) if len(items) > 1 else "".join(items)
