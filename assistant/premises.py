"""A false belief is corrected first: a rule that was lifted, or a figure that is no longer the rule's."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import pairwise
from operator import eq, gt, lt
from pathlib import Path
from typing import Any

import yaml

import french
from assistant.decided import Correction, Lead
from assistant.firewall import numbers_in
from assistant.messages import MESSAGES
from assistant.reading.prepared import prepared
from assistant.turn import Turn
from french import HARD
from rules.aid import CONTRADICTED
from rules.amounts import amount
from rules.dated import DatedValue, Parameter, Parameters, Value
from rules.units import Unit
from rules.verdict import Decision, Verdict


@cache
def _corrections() -> Mapping[str, Sequence[Mapping[str, Any]]]:
    text = Path(__file__).with_name("premises.yaml").read_text("utf-8")
    loaded: Mapping[str, Sequence[Mapping[str, Any]]] = yaml.safe_load(text)
    return loaded


def correction(
    topic: str,
    decision: Decision,
    turn: Turn,
    parameters: Parameters,
    told: Lead | None = None,
    *,
    answered: bool = False,
) -> Correction | None:
    """Return what corrects the belief ``turn`` rests on: a lifted rule first, then an outdated figure.

    What the sentence ``told`` states itself is not outdated. Where it has ``answered`` yes or no already, only the last
    day of the figure is left to say.
    """
    if doubt := next((reason for reason in decision.reasons if reason.id == CONTRADICTED), None):
        return Correction("", doubt.sources, after=doubt.text)
    granted = told and (told.verdict is Verdict.YES or _GRANTED.search(prepared(turn.text).text))
    if decision.closed and granted:  # « oui » to the amount of an aid that is not hers
        closed = " ".join([MESSAGES["closed_no"].strip(), *decision.closed])
        return Correction(closed, verdict=Verdict.NO)
    if answered:
        former = _outdated(decision, turn, parameters, told)
        return replace(former, text="") if former else None
    return (
        _lifted(topic, decision, turn, parameters)
        or _outdated(decision, turn, parameters, told)
        or (_never_given(decision, turn, told) if topic in _OF_AMOUNTS else None)
    )


_OF_AMOUNTS = frozenset(("aid.amounts", "collective.aid"))
_PUT_FORWARD = re.compile(  # in prepared words
    r"\b(?:aide|montant|somme)\b[^.?!;]{0,40}\b(?:est|vaut|serait|s'eleve)\b"
    r"[^.?!;\d]{0,20}\b(\d{4,6}) ?(?:€|euros)"
)
# « Le secteur 3 a droit au double. Combien je touche ? »
_GRANTED = re.compile(r"\b(?:a|ai|ont|avons) (?:bien |aussi |le )*droit\b")
_PARAMETER = re.compile(r"\{([a-z0-9_.]+)\}")


def _lifted(topic: str, decision: Decision, turn: Turn, parameters: Parameters) -> Correction | None:
    for entry in _corrections().get(turn.heard.premise or "", ()):
        named = [parameters[name] for name in _PARAMETER.findall(entry["say"])]
        known = turn.state.profile.known().keys() & {entry.get("unless_known")}  # then the answer itself says it
        told = (
            topic in entry["topics"]
            and not known
            and all(_changed(parameter, decision.rules_on) for parameter in named)
        )
        if not told or not _borne_out(entry, decision, parameters):
            continue
        values = [parameter.at(decision.rules_on) for parameter in named]
        verdict = Verdict(entry["answers"]) if "answers" in entry else None
        sources = tuple(source for value in values for source in value.references)
        return Correction(_dated(entry["say"], values), sources, verdict)
    return None


def _changed(parameter: Parameter, on: date) -> bool:
    """Whether another value stood before the one in force: « depuis le… » is said of a change only."""
    now = parameter.at(on)
    return any(value.since < now.since and value.value not in (None, now.value) for value in parameter.values)


def _borne_out(entry: Mapping[str, Any], decision: Decision, parameters: Parameters) -> bool:
    """Whether the data still make the belief a false one, on the day of the decision."""

    def holds(condition: str, met: Callable[[Any, Any], bool]) -> bool:
        values = {name: parameters[name].at(decision.rules_on).value for name in entry.get(condition, {})}
        return all(value is not None and met(_plain(value), entry[condition][name]) for name, value in values.items())

    return (
        holds("when", eq)
        and holds("unless", lambda value, others: value not in others)
        and holds("below", lt)
        and holds("above", gt)
        and (not entry.get("falls") or _falls(decision))
    )


def _plain(value: Value) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _falls(decision: Decision) -> bool:
    """Whether the aid of a contract year is lower than that of an earlier one, for the first of the cases shown."""
    paid = [figure for figure in decision.figures if figure.year]
    years = {f.year or 0: f.value for f in paid if (f.case, f.option) == (paid[0].case, paid[0].option)}
    amounts = [value for _, value in sorted(years.items()) if isinstance(value, Decimal)]
    return any(later < earlier for earlier, later in pairwise(amounts))


def _dated(text: str, named: Sequence[DatedValue]) -> str:
    """Fill in the first day of each parameter's value."""
    days = {value.parameter: french.day(value.since) for value in named}
    return _PARAMETER.sub(lambda match: days[match.group(1)], text)


def _outdated(decision: Decision, turn: Turn, parameters: Parameters, told: Lead | None) -> Correction | None:
    """« 640 patients, c’était avant le 1er mai 2023 »: a figure of the question that the rule gave until then."""
    asked = numbers_in(turn.text)
    stated = (*decision.figures, *(told.figures if told else ()))
    current = {value.value for value in decision.values} | {figure.value for figure in stated}
    for name in decision.parameters:
        parameter = parameters[name]
        for former, until in _former(parameter, decision.rules_on):
            value = former.value
            if isinstance(value, Decimal) and value in asked - current and _states(turn, value, parameter.unit):
                said = amount(value, parameter.unit or Unit.COUNT)
                when = f"avant le {french.day(until)}" if until in _texts(parameters) else "l’ancienne valeur"
                now = "Plus maintenant" if parameter.at(decision.rules_on).value is not None else "Ce n’est plus établi"
                was = f"{said}, c’était {when}."
                return Correction(f"**{now}{HARD}: {was}**", former.references, after=was)
    return None


def _never_given(decision: Decision, turn: Turn, told: Lead | None) -> Correction | None:
    """« L’aide est de 55 000 € »: an amount put forward that neither the decision nor its sentence holds."""
    stated = _PUT_FORWARD.search(prepared(turn.text).text)
    if stated is None or told is None or told.verdict is not None:
        return None
    cells = [cell for row in decision.table.rows for cell in row.cells] if decision.table else []
    given = [figure.value for figure in (*decision.figures, *told.figures, *cells) if figure]
    value = Decimal(stated[1])
    known = (*given, *numbers_in(told.text), *(one.value for one in decision.values))
    held = any(isinstance(one, Decimal | int) and abs(value - one) < 1 for one in known)  # « 3 167 € » is 3 166,67
    return None if held else Correction(f"**Non, pas {amount(value, Unit.EUR)}.**", verdict=Verdict.NO)


def _texts(parameters: Parameters) -> set[date]:
    """The first days of the texts of the aid: of a change between two of them, no source is sure to give the day."""
    return {value.since for name in ("regimes.individuel", "regimes.collectif") for value in parameters[name].values}


def _former(parameter: Parameter, on: date) -> Iterator[tuple[DatedValue, date]]:
    """Yield the values no longer in force ``on`` a day, the latest first, with their first day out of force."""
    for value in reversed(parameter.values):
        if value.until is not None and value.until <= on:
            yield value, value.until


_UNITS = {
    Unit.EUR: r"(?:€|euros?|k€|balles)",
    Unit.PATIENTS: r"(?:patients?|mt\b|malades)",
    Unit.HOURS: r"h(?:eures?)?\b",
    Unit.YEARS: r"ans?\b",
    Unit.MONTHS: r"mois",
    Unit.PERCENT: r"(?:%|pour cent)",
}
_TELLING = 1000  # a number as large as this needs no unit beside it


def _states(turn: Turn, value: Decimal, unit: Unit | None) -> bool:
    """Whether the question says this number in this unit, and not as a fact of the doctor's."""
    facts = {fact.field: fact.value for fact in turn.understanding.facts}
    if value in facts.values() or unit not in _UNITS:
        return False
    if unit is Unit.YEARS and "children" in facts:  # « dont 130 de moins de 16 ans » believes nothing
        return False
    text = turn.text
    for item in turn.understanding.facts:  # « les 5 % les plus gros » says a percentile
        text = text.replace(item.text, " ")
    said = re.search(rf"(?<![\d,.]){value.normalize():f} ?{_UNITS[unit]}", prepared(text).text)
    return value >= _TELLING or said is not None
