"""What proves a text: the numbers and days of the decisions, of the parameters they read, and of the question."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from assistant.decided import Lead
from assistant.firewall import Proofs, numbers_in
from assistant.turn import Turn
from corpus import Source
from french import day, lower_first, upper_first
from rules.dated import Parameters
from rules.verdict import Decision, Figure


@dataclass(frozen=True, slots=True)
class Evidence:
    """``given``: the figures of the answer; ``read``: the other parameters behind it, for what the text mentions."""

    given: tuple[Figure, ...]
    read: tuple[Figure, ...]
    proofs: Proofs

    def figures_of(self, text: str) -> list[Figure]:
        """Return the figures of the answer, then those of the parameters that the text mentions."""
        given = {figure.value for figure in self.given}
        written = numbers_in(text) - given
        days = {figure.value for figure in self.read if isinstance(figure.value, date) and day(figure.value) in text}
        return [*self.given, *(figure for figure in self.read if figure.value in written | days)]


def gather(
    decisions: Sequence[Decision],
    leads: Sequence[Lead],
    parameters: Parameters,
    turn: Turn,
    sources: Sequence[Source],
    days: Iterable[date],
    today: date,
) -> Evidence:
    """Collect the evidence for an answer; ``days`` are its own: signatures and anniversaries.

    ``leads`` are its sentences, with the values they read beside the decisions and the words of the data they say.
    """
    beside = [figure for lead in leads for figure in lead.figures]
    texts = [name for lead in leads for name in lead.names]
    figures = [*(f for decision in decisions for f in decision.figures), *beside]
    given = {(f.rule, f.key, f.value): f for f in figures}
    read = [
        figure for decision in decisions for figure in (*_in_table(decision), *_read_by(decision, parameters, today))
    ]
    every = [*given.values(), *read]
    values = {abs(figure.value) for figure in every if isinstance(figure.value, Decimal)}
    states = [turn.state, turn.state.firm] if turn.state.firm else [turn.state]  # « sur 1 400 au départ, 1 200… »
    facts = [fact for state in states for fact in state.profile.known().values()]
    values |= {Decimal(str(fact)) for fact in facts if isinstance(fact, int | float) and not isinstance(fact, bool)}
    said_before = (*turn.state.said, *turn.state.said_first)  # « 25 heures n’en remplacent pas 35 »
    values |= {item.value for item in said_before}
    known_days = {figure.value for figure in every if isinstance(figure.value, date)} | {today, *days}
    known_days |= {dated.since for d in decisions for name in d.parameters for dated in parameters[name].values}
    for source in sources:
        known_days |= {source.checked_on} | ({_first_day(source.published)} if source.published else set())
    names = [name for source in sources for name in (source.publisher, source.title)]
    names += [*texts, *(text for decision in decisions for text in _rule_texts(decision))]
    known_days |= {figure.since for figure in beside if figure.since}
    proofs = Proofs(frozenset(values | numbers_in(turn.text)), frozenset(known_days), tuple(names))
    return Evidence(tuple(given.values()), tuple(read), proofs)


def _rule_texts(decision: Decision) -> Iterable[str]:
    """The sentences the rules wrote themselves; tests/rules holds that their numbers come from parameters."""
    yield from (text for reason in decision.reasons for text in (reason.text, lower_first(reason.text)))
    yield from (change.text for change in decision.changes)
    yield from (
        label
        for figure in decision.figures
        for label in (figure.label, lower_first(figure.label), upper_first(figure.label))
    )
    yield from (*decision.closed, *decision.notes, *decision.announced, *decision.not_established)
    if decision.table:
        yield from (decision.table.caption, *decision.table.columns, *(row.heading for row in decision.table.rows))


def _in_table(decision: Decision) -> Iterable[Figure]:
    rows = decision.table.rows if decision.table else ()
    return (cell for row in rows for cell in row.cells if cell)


def _read_by(decision: Decision, parameters: Parameters, today: date) -> Iterable[Figure]:
    """The numbers behind the decision that are not its figures: a threshold in a reason, a delay in a note."""
    given = {figure.parameter for figure in decision.figures}
    for identifier in decision.parameters:
        parameter = parameters[identifier]
        if identifier in given or parameter.unit is None:
            continue
        asked = [on for on in (decision.rules_on, today) if parameter.values[0].since <= on]
        for dated in {on: parameter.at(on) for on in asked}.values():
            if isinstance(dated.value, Decimal | date):
                yield Figure(
                    identifier, dated.value, parameter.unit, parameter.description, decision.rule, identifier,
                    dated.standing, dated.references, dated.since,
                )  # fmt: skip


def _first_day(published: str) -> date:
    return date.fromisoformat((published + "-01-01")[:10])
