"""Sheets that still state a value that a text has closed: what to read again when an amendment is published.

A sheet may speak of the past, in its own words: a sentence that names a text no longer signed, that says until when or
what was before, or that gives the new value beside the old one, is right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from datetime import date
from decimal import Decimal
from itertools import product
from typing import NamedTuple

from text_to_num import alpha2digit

from assistant.names import ended
from corpus import Corpus, Document
from french import bare
from rules.catalogue import TOPICS, decide
from rules.dated import DatedValue, Parameter, Parameters
from rules.options import OPTIONS
from rules.profile import Profile
from rules.regimes import REGIMES
from rules.units import Unit

_UNITS = {
    "€": Unit.EUR,
    "euros": Unit.EUR,
    "%": Unit.PERCENT,
    "patients": Unit.PATIENTS,
    "heures": Unit.HOURS,
    "h": Unit.HOURS,
    "jours": Unit.DAYS,
    "mois": Unit.MONTHS,
    "ans": Unit.YEARS,
    "années": Unit.YEARS,
}
_NUMBER = r"\d{1,3}(?:\s\d{3})+(?:,\d+)?|\d+(?:,\d+)?"
_RUN = re.compile(  # « 36 000 à 38 000 € »: the unit is that of each number
    rf"(?<![\w,.])(?:{_NUMBER})(?:\s(?:à|ou|et|puis)\s(?:{_NUMBER}))*(?:\s?(?P<unit>{'|'.join(_UNITS)})(?!\w))?"
)
_SENTENCE = re.compile(r"(?<=[.!?…])\s+(?=[A-ZÀ-Ý«])|(?<=;)\s")
_PAST = re.compile(
    r"\bjusqu.(?:au|en) |\bdu \d+(?:er)? [a-z]+(?: \d{4})? au \d|\bavant (?:le \d|20\d\d|[a-z]+ 20\d\d)|\bd.avant\b"
    r"|\bau lieu d|\betai(?:t|ent)\b|\bvalai(?:t|ent)\b|\bfallait\b|\bauparavant\b|\bancien(?:s|ne|nes)?\b"
)
_LEAST_ALONE = 100  # without its unit, a smaller number is a rank, a part of a name, or a count of something else


class _Figure(NamedTuple):
    value: Decimal
    unit: Unit | None  # ``None`` where no unit stands beside it: « le P30, soit 775 »


class Stale(NamedTuple):
    """A sentence of a sheet that states a value which a text has closed, and the value that replaced it."""

    sheet: str
    sentence: str
    closed: DatedValue
    current: DatedValue


def stale(corpus: Corpus, parameters: Parameters, day: date) -> list[Stale]:
    """Return each figure that a sheet open on ``day`` states and that a text had closed."""
    over = ended(parameters, day)
    found: list[Stale] = []
    for sheet in ours(corpus, day):
        read = [parameters[name] for name in sorted(_read_by(sheet, parameters, day))]
        for sentence in _present(sheet, over):
            found += [Stale(sheet.id, sentence, closed, current) for closed, current in _closed(sentence, read, day)]
    return list(dict.fromkeys(found))


def ours(corpus: Corpus, day: date) -> Iterator[Document]:
    """Yield the sheets of ours that are open on ``day``."""
    for sheet in corpus.documents:
        if not sheet.local and (sheet.valid_from or day) <= day <= (sheet.valid_to or day):
            yield sheet


def _read_by(sheet: Document, parameters: Parameters, day: date) -> Set[str]:
    """The parameters that the rules read to answer the topics of a sheet, whatever the text and the working time."""
    signed = [value.since for value in parameters["regimes.individuel"].values if value.since <= day]
    etps = [None, *(option.etp for option in OPTIONS.values())]
    profiles = [Profile(etp=etp, signed_on=on) for etp, on in product(etps, signed)]
    topics = [topic for topic in sheet.topics if not TOPICS[topic].counted]
    decisions = [decide(topic, parameters, profile, day) for topic, profile in product(topics, profiles)]
    return {name for decision in decisions for name in decision.parameters}


def _present(sheet: Document, over: Set[str]) -> Iterator[str]:
    """The sentences of a sheet that do not say, nor their paragraph, that they are of the past."""
    for paragraph in re.split(r"\n\s*\n", sheet.text):
        if not _only_names(paragraph, over):
            sentences = _SENTENCE.split(paragraph)
            yield from (text for text in sentences if not _only_names(text, over) and not _PAST.search(bare(text)))


def _only_names(text: str, over: Set[str]) -> bool:
    """Whether the only texts of the aid that are named are over."""
    named = {regime.id for regime in REGIMES.values() if re.search(regime.cue, bare(text))}
    return bool(named) and named <= over


def _closed(sentence: str, read: list[Parameter], day: date) -> Iterator[tuple[DatedValue, DatedValue]]:
    """Each closed value that a sentence states, with what replaced it, unless it is in force under another name."""
    figures = dict.fromkeys(_figures(sentence))
    current = {parameter: parameter.at(day) for parameter in read if parameter.values[0].since <= day}
    for figure in figures:
        if any(_is(figure, value.value, parameter) for parameter, value in current.items()):
            continue
        for parameter, value in current.items():
            closed = [old for old in parameter.values if old.since < value.since and _is(figure, old.value, parameter)]
            compared = any(_is(other, value.value, parameter) for other in figures)
            if closed and value.value is not None and not compared:
                yield closed[-1], value


def _is(figure: _Figure, value: object, parameter: Parameter) -> bool:
    return figure.value == value and parameter.unit is not None and figure.unit in (parameter.unit, None)


def _figures(sentence: str) -> Iterator[_Figure]:
    text = alpha2digit(" ".join(sentence.split()), "fr")
    for run in _RUN.finditer(text):
        unit = _UNITS.get(run["unit"] or "")
        for number in re.findall(_NUMBER, run[0]):
            value = Decimal(re.sub(r"\s", "", number).replace(",", "."))
            if unit or value >= _LEAST_ALONE:
                yield _Figure(value, unit)
