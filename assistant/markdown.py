"""The sections of an answer as Markdown, in the order a doctor reads: answer, figures, conditions, unknowns, dates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from assistant import format as french
from assistant import shown
from assistant.answer import ShownTable
from assistant.conversation import Turn
from assistant.deciding import Case
from assistant.messages import DONT_KNOW, MESSAGES, QUESTIONS
from assistant.wording import lead, regime_name
from corpus import Source
from rules.verdict import Decision

MARKS = {True: "✓", False: "✗", None: "?"}


@dataclass(frozen=True, slots=True)
class Decided:
    """One topic of the question and its decisions, one per period of signature when the day matters."""

    topic: str
    cases: Sequence[Case]

    @property
    def decision(self) -> Decision:
        """The decision that speaks for the topic."""
        return self.cases[0].decision


def leads(turn: Turn, decided: Sequence[Decided], today: date) -> Iterator[str]:
    """Yield the sentence that answers each topic; where the day of signature decides, one line per period."""
    for topic in decided:
        sentences = [lead(topic.topic, case, turn, today) for case in topic.cases]
        if len(sentences) == 1:
            yield sentences[0]
        else:
            yield "**Tout dépend du jour de la signature.**"
            yield _bullets(sentences)


def body(topic: Decided) -> Iterator[str]:
    """Yield table, reasons, changes, notes and unknowns of the main topic."""
    decision = topic.decision
    if len(topic.cases) == 1 and decision.table:
        yield table(shown.table(decision.table))
    if decision.verdict is not None and len(decision.reasons) > 1:
        yield _bullets(f"{MARKS[reason.met]} {reason.text}" for reason in decision.reasons)
    if decision.changes and topic.topic != "aid.amounts":  # the first sentence about amounts already names the option
        changes = " ; ou ".join(change.text for change in decision.changes)
        yield f"**Ce qui changerait la réponse** : {changes}."
    yield _bullets(decision.notes)
    if decision.not_established:
        yield "**Ce qui n’est pas établi**"
        yield _bullets(decision.not_established)
        yield MESSAGES["contacts"].strip()


def table(content: ShownTable) -> str:
    """Return a Markdown table with its caption in bold."""
    lines = [content.columns, ["---", *["---:"] * (len(content.columns) - 1)], *content.rows]
    grid = "\n".join("| " + " | ".join(cells) + " |" for cells in lines)
    return f"**{content.caption}**\n\n{grid}" if content.caption else grid


def provenance(rules_on: date, regime: str | None, sources: Sequence[Source]) -> str:
    """Return the line of dates and sources: which day's rules, who says so, when the sources were last read."""
    names = [
        f"{source.publisher}, {french.partial_day(source.published)}" if source.published else source.publisher
        for source in sources[:3]
    ]
    text = f" ({regime_name(regime)})" if regime else ""
    checked = min((source.checked_on for source in sources), default=None)
    reread = [f"sources relues le {french.short_day(checked)}"] if checked else []
    return "*" + " · ".join([f"Règles au {french.short_day(rules_on)}{text}", *dict.fromkeys(names), *reread]) + "*"


def question(field: str) -> str:
    """Return the question asked back, with its choices."""
    choices = " ".join(f"[{choice}]" for choice in [*QUESTIONS[field]["choices"], DONT_KNOW])
    return f"{QUESTIONS[field]['ask']} {choices}"


def _bullets(lines: Iterable[str]) -> str:
    """A list, or a plain paragraph when there is one line only."""
    items = list(lines)
    return "\n".join(f"- {item}" for item in items) if len(items) > 1 else "".join(items)
