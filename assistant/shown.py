"""Parts of a decision and of the register, as the typed answer carries them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import french
from assistant.answer import (
    Citation,
    Dates,
    Position,
    Series,
    ShownAsk,
    ShownDisagreement,
    ShownFigure,
    ShownHeard,
    ShownListened,
    ShownMention,
    ShownReason,
    ShownStep,
    ShownTable,
)
from assistant.messages import MESSAGES
from assistant.turn import Turn
from corpus import Disagreement, Source
from corpus.models import REREAD
from french import HARD, counted
from rules.amounts import amount, amount_of
from rules.dated import DatedValue, Parameters
from rules.units import Standing
from rules.verdict import Decision, Figure, Reason, Table


def added(decisions: Iterable[Decision], parameters: Parameters, sources: Mapping[str, Source]) -> list[str]:
    """Return a sentence for each value that decisions read and that the staff added, with who says so."""
    values = dict.fromkeys(value for decision in decisions for value in decision.values if value.added)
    return [_added(value, parameters, sources) for value in values]


def _added(value: DatedValue, parameters: Parameters, sources: Mapping[str, Source]) -> str:
    parameter = parameters[value.parameter]
    named = [f"{sources[id].title}, {sources[id].publisher}" for id in value.references if id in sources]
    return str(MESSAGES["added"]).format(
        standing=", à confirmer" if value.standing is Standing.UNCONFIRMED else "",
        what=french.lower_first(parameter.description),
        value=amount(value.value, parameter.unit),
        sources=f" ({french.listed(named)})" if named else "",
        signed=f", signée par {value.signed}" if value.signed else "",
    )


def plain(value: Any) -> Any:
    """Return a value as JSON carries it: exact decimals and ISO dates as text."""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, Fraction):
        return float(value)
    return value.isoformat() if isinstance(value, date) else value


def figure(source: Figure) -> ShownFigure:
    """Return a figure as the answer carries it."""
    return ShownFigure(
        value=plain(source.value),
        unit=source.unit,
        label=source.label,
        parameter=source.parameter,
        rule=source.rule,
        since=source.since,
        standing=source.standing,
        sources=list(source.sources),
    )


def table(source: Table) -> ShownTable:
    """Return a decision's table with its cells ready to read."""
    rows = [[row.heading, *("—" if cell is None else amount_of(cell) for cell in row.cells)] for row in source.rows]
    return ShownTable(caption=source.caption, columns=list(source.columns), rows=rows)


def series(source: Table) -> Series | None:
    """Return the amounts of the contract years, column by column; ``None`` for a table of something else."""
    cases: dict[str, list[float | None]] = {}
    years = range(0)
    for column, name in enumerate(source.columns[1:]):
        paid = {
            year: cell.value
            for row in source.rows
            if (cell := row.cells[column]) and cell.year
            for year in range(cell.year, (cell.until_year or cell.year) + 1)
        }
        if 1 not in paid:
            return None
        years = range(1, max(paid) + 1)
        values = [paid.get(year) for year in years]
        cases[name] = [float(value) if isinstance(value, Decimal) else None for value in values]
    return Series(years=list(years), cases=cases)


def reason(source: Reason) -> ShownReason:
    """Return a reason as the answer carries it."""
    return ShownReason(
        id=source.id, met=source.met, text=source.text, standing=source.standing, sources=list(source.sources)
    )


def citation(source: Source, **quoted: Any) -> Citation:
    """Return a source of the register as a citation; ``quoted`` adds quote, document and score."""
    quoted.setdefault("local", source.local)
    return Citation(
        source=source.id,
        title=source.title,
        publisher=source.publisher,
        published=source.published,
        url=source.url,
        standing=source.standing,
        **quoted,
    )


def disagreements(
    topic: str, decision: Decision, register: Iterable[Disagreement], parameters: Parameters
) -> list[ShownDisagreement]:
    """Return the register's contradictions on a value the decision read, or on the topic if none is named."""
    values = decision.values
    return [
        ShownDisagreement(
            id=entry.id,
            what=entry.what,
            positions=[
                Position(
                    value=f"{side.value} ({side.period})" if side.period else side.value,
                    sources=list(side.sources),
                    followed=side.followed if isinstance(side.followed, bool) else list(side.followed),
                )
                for side in entry.positions
            ],
            followed=entry.followed,
            why=entry.why,
        )
        for entry in register
        if (_disputed(entry, values, parameters) if entry.parameters else topic in entry.topics)
    ]


def _disputed(entry: Disagreement, values: Sequence[DatedValue], parameters: Parameters) -> bool:
    """Whether a value read is disputed: where values say who disputes them, only those do.

    A value that rests on none of the sources of the contradiction, such as the staff's own, settles it.
    """
    read = [value for value in values if value.parameter in entry.parameters]
    if not read:
        return False
    heard = {source for side in entry.positions for source in side.sources}
    told = any(value.others for name in entry.parameters for value in parameters[name].values)
    settled = any(value.references and heard.isdisjoint(value.references) for value in read)
    return not settled and any(value.others or not told for value in read)


def dates(rules_on: date, sources: Sequence[Source], today: date) -> Dates:
    """Return the three dates; the sources' one is the oldest check among those cited."""
    checked = min((source.checked_on for source in sources), default=None)
    return Dates(rules_on=rules_on, sources_checked_on=checked, today=today)


def aged(checked: date, today: date) -> str:
    """Return what follows the day sources were consulted, once they should have been read again (half a year)."""
    late = today > checked + REREAD
    return f", il y a longtemps{HARD}: un texte a pu changer depuis" if late else ""


def trace(decisions: Iterable[Decision]) -> list[ShownStep]:
    """Return « comment ce chiffre est calculé », step by step."""
    return [
        ShownStep(rule=step.rule, text=step.text, parameters=list(step.parameters))
        for decision in decisions
        for step in decision.trace
    ]


def sums(figures: Iterable[Figure]) -> list[ShownStep]:
    """Return the sums behind the figures computed for a sentence, each written out."""
    return [
        ShownStep(rule=figure.rule, text=f"{figure.label} = {amount_of(figure)}", parameters=list(figure.computed_from))
        for figure in figures
        if figure.computed_from
    ]


def heard(turn: Turn) -> ShownHeard:
    """Return what was heard in a message."""
    told = turn.listened
    return ShownHeard(
        act=turn.heard.act,
        asks=[
            ShownAsk(topic=ask.topic, aspect=ask.aspect, words=ask.words, sure=ask.sure, rivals=list(ask.rivals))
            for ask in turn.heard.asks
        ],
        mentions=[
            ShownMention(field=said.field, value=plain(said.value), words=said.words, whose=said.whose, how=said.how)
            for said in turn.understanding.mentions
        ],
        reason=turn.heard.reason,
        listened=told
        and ShownListened(
            model=told.model, outcome=told.outcome, dropped=dict(told.dropped), doubted=list(told.doubted)
        ),
    )


def listened(turn: Turn) -> list[ShownStep]:
    """Return who heard the message, where a language model was to hear it too."""
    told = turn.listened
    if not told:
        return []
    left = sum(told.dropped.values())
    count = counted(left, "élément écarté, faute de preuve", "éléments écartés, faute de preuve")
    text = MESSAGES["listened"][told.outcome].format(model=told.model)
    return [ShownStep(rule="hearing", text=f"{text} ({count})" if left else text)]
