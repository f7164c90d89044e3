"""The parts of an answer, in the order a doctor reads: answer, figures, conditions, unknowns, dates."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

import french
from assistant import shown
from assistant.answer import Part, PartKind
from assistant.decided import Case, Decided, Lead
from assistant.messages import MESSAGES
from corpus import Source
from french import HARD, THIN
from rules.amounts import amount_of
from rules.catalogue import TOPICS
from rules.verdict import Decision, Verdict

MOST_FIGURES = 8  # a longer list is not read; the answer's data has them all
_THE_DAY_DECIDES = "**Tout dépend du jour de la signature.**"
_WHATEVER_THE_DAY = {Verdict.YES: "**Oui**, dans tous les cas.", Verdict.NO: "**Non**, dans aucun cas."}


def by_day(leads: Sequence[Lead]) -> str:
    """Return what is said above several sentences, one a period of signature: their yes or no where it is one."""
    first, *others = {lead.verdict for lead in leads}
    return _WHATEVER_THE_DAY.get(first, _THE_DAY_DECIDES) if first and not others else _THE_DAY_DECIDES


ADVISERS = ("CPAM", "ameli", "OPCO", "Urssaf", "convention collective")


def of_decision(decided: Decided, title: str = "", *, alone: bool = True) -> Iterator[Part]:
    """Yield the answer to one thing asked: its sentence, or one per period of signature, then what supports it.

    Among several answers (not ``alone``) only the sentences are told.
    """
    sentences = [lead.text for lead in decided.leads]
    first, several = decided.leads[0], len(decided.leads) > 1
    if several:
        sentences = [by_day(decided.leads), bullets(sentences)]
    elif decided.correction and decided.correction.text:
        sentences = [f"{decided.correction.text} {_without_verdict(sentences[0])}"]
    elif decided.correction:
        sentences = [f"{sentences[0]} {decided.correction.after}"]
    closed = _shared(decided.cases).closed
    told = decided.correction is not None and all(text in decided.correction.text for text in closed)
    warned = [" ".join([MESSAGES["closed"].strip(), *closed])] if closed and not told else []
    if decided.verdict is None:  # an amount is not read before she knows that it is not for her
        sentences, warned = [*warned, *sentences], []
    said = "\n\n".join(sentences)
    yield Part(
        kind=PartKind.LEAD, text=said, title=title, verdict=decided.verdict,
        topic=decided.aspect.topic, aspect=decided.aspect.id,
    )  # fmt: skip
    further = dict.fromkeys(lead.more for lead in decided.leads if lead.more)
    yield from (Part(kind=PartKind.MORE, text=more) for more in further)
    yield from (Part(kind=PartKind.MORE, text=text) for text in warned)
    if alone:
        shows = first.shows
        yield from (part for part in _support(decided, said, first.covers) if _OF_THE_DECISION[part.kind] in shows)
        if "notes" not in shows:  # whatever an aspect shows, a text that is about to change its answer is told
            yield Part(kind=PartKind.NOTES, items=list(_shared(decided.cases).announced))


_OF_THE_DECISION = {
    PartKind.GRID: "table", PartKind.FIGURES: "figures", PartKind.REASONS: "reasons", PartKind.CHANGES: "changes",
    PartKind.NOTES: "notes", PartKind.UNKNOWNS: "not_established",
}  # fmt: skip


def _support(decided: Decided, said: str, covered: Sequence[str]) -> Iterator[Part]:
    decision = _shared(decided.cases)
    if decision.table:
        yield Part(kind=PartKind.GRID, table=shown.table(decision.table))
    yield Part(kind=PartKind.FIGURES, items=list(_other_figures(decision, said, covered)))
    yield _reasons(decided.aspect.rule, decision, said, covered)
    changes = [change.text for change in decision.changes]
    if not all(change in said for change in changes):
        text = f"**Ce qui changerait la réponse**{HARD}: {f'{THIN}; ou '.join(changes)}."
        yield Part(kind=PartKind.CHANGES, text=text, items=changes)
    yield Part(kind=PartKind.NOTES, items=[*(() if "notes" in covered else decision.notes), *decision.announced])
    if decision.not_established and "not_established" in covered:
        yield Part(kind=PartKind.UNKNOWNS, text="" if _advised([said]) else MESSAGES["contacts"].strip())
    elif decision.not_established and "unasked" not in covered:
        whom = "" if _advised(decision.not_established) else MESSAGES["ask"].strip()
        title = "Ce qui n’est pas établi"
        yield Part(kind=PartKind.UNKNOWNS, title=title, items=list(decision.not_established), text=whom)


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
            closed=tuple(text for text in first.closed if text in other.closed),
            announced=tuple(note for note in first.announced if note in other.announced),
            not_established=tuple(text for text in first.not_established if text in other.not_established),
            changes=first.changes if first.changes == other.changes else (),
        )
    return first


def _advised(texts: Iterable[str]) -> bool:
    return any(adviser in text for text in texts for adviser in ADVISERS)


_VERDICT = re.compile(r"^\*\*(?:Oui|Si|Je ne peux pas encore trancher\.)\*\*[,.]? ?|^\*\*(?:Oui|Si)\.\*\* ?")


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
        alone = re.findall(rf"(?<![\d ,]){re.escape(value)}(?!\d)", said)
        if said_once[value] > len(alone):  # two delays of two years are two facts
            yield f"{french.upper_first(figure.label)}{HARD}: **{value}**"


def _reasons(topic: str, decision: Decision, said: str, covered: Sequence[str]) -> Part:
    """What the first sentence does not say; conditions with their mark, those still open unless it says no."""
    conditions = TOPICS[topic].conditions and len(decision.reasons) > 1
    kept = [
        shown.reason(reason)
        for reason in decision.reasons
        if reason.id not in covered
        and reason.text not in said
        and not (conditions and decision.verdict is Verdict.NO and reason.met is None)
    ]
    if conditions:
        return Part(kind=PartKind.REASONS, reasons=kept)
    return Part(kind=PartKind.REASONS, items=[reason.text for reason in kept])


def provenance(rules_on: str, sources: Sequence[Source], today: date) -> Part:
    """Return the line of dates and sources: which rules, who says so, when the sources were last consulted."""
    names = [
        f"{source.publisher}, {french.partial_day(source.published)}" if source.published else source.publisher
        for source in sources[:3]
    ]
    checked = min((source.checked_on for source in sources), default=None)
    consulted = [f"sources consultées le {french.short_day(checked)}{shown.aged(checked, today)}"] if checked else []
    line = " · ".join([f"Règles {rules_on}", *dict.fromkeys(names), *consulted])
    return Part(kind=PartKind.PROVENANCE, text=line)


def references(sources: Sequence[Source]) -> Part:
    """Return who says so, with the title, the date and the address of each source."""
    lines = [
        f"{source.publisher}, «{HARD}{source.title}{HARD}»"
        + (f", {french.partial_day(source.published)}" if source.published else "")
        + (f"{HARD}: {source.url}" if source.url else "")
        for source in sources
    ]
    return Part(kind=PartKind.REFERENCES, title="D’après", items=lines)


def question(asked: str, choices: Iterable[str]) -> Part:
    """Return the question asked back, with its choices."""
    return Part(kind=PartKind.NEXT_QUESTION, text=asked, items=list(choices))


def bullets(lines: Iterable[str]) -> str:
    """A list, or a plain paragraph when there is one line only."""
    items = list(lines)
    return "\n".join(f"- {item}" for item in items) if len(items) > 1 else "".join(items)
