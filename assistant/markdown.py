"""The sections of an answer as Markdown, in the order a doctor reads: answer, figures, conditions, unknowns, dates."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

import french
from assistant import shown
from assistant.answer import ShownTable
from assistant.decided import Case, Decided
from assistant.messages import MESSAGES
from assistant.turn import Turn
from assistant.wording import leads, regime_name
from corpus import Source
from french import HARD, THIN
from rules.amounts import amount_of
from rules.catalogue import TOPICS
from rules.verdict import Decision, Verdict

MOST_FIGURES = 8  # a longer list is not read; the answer's data has them all
MARKS = {True: "✓ ", False: "✗ ", None: "? "}
ADVISERS = ("CPAM", "ameli", "OPCO", "Urssaf", "convention collective")


def section(turn: Turn, topic: Decided, today: date) -> Iterator[str]:
    """Yield the answer to one topic: its sentence, or one per period of signature, then what supports it."""
    found = leads(topic.topic, topic.cases, turn, today)
    sentences, covered = [sentence.text for sentence in found], found[0].covers
    if len(sentences) > 1:
        yield "**Tout dépend du jour de la signature.**"
    elif topic.correction:
        sentences = [f"{topic.correction.text} {_without_verdict(sentences[0])}"]
    said = _bullets(sentences)
    yield said
    decision = _shared(topic.cases)
    if decision.table:
        yield table(shown.table(decision.table))
    yield _bullets(_other_figures(decision, said, covered))
    yield _bullets(_other_reasons(topic.topic, decision, said, covered))
    changes = [change.text for change in decision.changes]
    if not all(change in said for change in changes):
        yield f"**Ce qui changerait la réponse**{HARD}: {f'{THIN}; ou '.join(changes)}."
    yield _bullets((*(() if "notes" in covered else decision.notes), *decision.announced))
    if decision.not_established and "not_established" in covered:
        yield "" if _advised([said]) else MESSAGES["contacts"].strip()
    elif decision.not_established and "unasked" not in covered:
        yield "**Ce qui n’est pas établi**"
        yield _bullets(decision.not_established)
        yield "" if _advised(decision.not_established) else MESSAGES["ask"].strip()


def _shared(cases: Sequence[Case]) -> Decision:
    """What holds whichever day the contract was signed; the tables differ."""
    first, *others = (case.decision for case in cases)
    tabled = {cell.key for row in first.table.rows for cell in row.cells if cell} if first.table else set()
    for other in others:
        figures = {(figure.key, figure.value) for figure in other.figures if figure.key not in tabled}
        first = replace(
            first,
            table=None,
            figures=tuple(figure for figure in first.figures if (figure.key, figure.value) in figures),
            reasons=tuple(reason for reason in first.reasons if reason.text in {said.text for said in other.reasons}),
            notes=tuple(note for note in first.notes if note in other.notes),
            announced=tuple(note for note in first.announced if note in other.announced),
            not_established=tuple(text for text in first.not_established if text in other.not_established),
            changes=first.changes if first.changes == other.changes else (),
        )
    return first


def _advised(texts: Iterable[str]) -> bool:
    return any(adviser in text for text in texts for adviser in ADVISERS)


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
        value = amount_of(figure)
        said_once[value] += 1
        alone = re.findall(rf"(?<![\d ,]){re.escape(value)}(?!\d)", said)
        if said_once[value] > len(alone):  # two delays of two years are two facts
            yield f"{french.upper_first(figure.label)}{HARD}: **{value}**"


def _other_reasons(topic: str, decision: Decision, said: str, covered: Sequence[str]) -> Iterator[str]:
    """What the first sentence does not say; conditions with their mark, those still open unless it says no."""
    conditions = TOPICS[topic].conditions and len(decision.reasons) > 1
    for reason in decision.reasons:
        useless = conditions and decision.verdict is Verdict.NO and reason.met is None
        if reason.id not in covered and reason.text not in said and not useless:
            yield f"{MARKS[reason.met]}{reason.text}" if conditions else reason.text


def table(content: ShownTable) -> str:
    """Return a Markdown table with its caption in bold."""
    lines = [content.columns, ["---", *["---:"] * (len(content.columns) - 1)], *content.rows]
    grid = "\n".join("| " + " | ".join(cells) + " |" for cells in lines)
    return f"**{content.caption}**\n\n{grid}" if content.caption else grid


def provenance(rules_on: str, regime: str | None, sources: Sequence[Source]) -> str:
    """Return the line of dates and sources: which rules, who says so, when the sources were last consulted."""
    names = [
        f"{source.publisher}, {french.partial_day(source.published)}" if source.published else source.publisher
        for source in sources[:3]
    ]
    text = f" ({regime_name(regime)})" if regime else ""
    checked = min((source.checked_on for source in sources), default=None)
    consulted = [f"sources consultées le {french.short_day(checked)}"] if checked else []
    return "*" + " · ".join([f"Règles {rules_on}{text}", *dict.fromkeys(names), *consulted]) + "*"


def question(asked: str, choices: Iterable[str]) -> str:
    """Return the question asked back, with its choices."""
    return " ".join([asked, *(f"[{choice}]" for choice in choices)])


def _bullets(lines: Iterable[str]) -> str:
    """A list, or a plain paragraph when there is one line only."""
    items = list(lines)
    return "\n".join(f"- {item}" for item in items) if len(items) > 1 else "".join(items)
