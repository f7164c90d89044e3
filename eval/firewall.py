"""Every number of an answer must have a proof: a figure, a sourced reason, a quote, or the question itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from eval.numbers import Number, extract, fold

Json = dict[str, Any]

BANDS = {30, 50, 70, 90, 94, 95}  # P30, P50…: names of the bands, not figures
OPTIONS = {Fraction(1, 3), Fraction(1, 2), Fraction(1), Fraction(3, 2), Fraction(2)}  # working times on offer
SMALL = 10  # up to here a bare number counts things in the text (« trois missions », « 2 options »)
# First and last days of the texts themselves: they name a regime more than they state a figure.
TEXT_DAYS = {"2019-09-01", "2023-04-30", "2023-05-01", "2024-06-21", "2024-06-22", "2026-02-25", "2029"}
# The amounts of 2024 come at an anniversary: the same two days of earlier years part the contracts.
TEXT_DAYS |= {f"{year}-06-{day}" for year in range(2019, 2024) for day in (21, 22)}

# Numbers that number or name something. They are blanked before the text is read.
_STRUCTURE = re.compile(
    r"https?://\S+"
    r"|^\s*(?:\d{1,2}[.)]|\[\d{1,2}\])(?=\s)"  # list markers
    r"|\[\d{1,2}\]"  # notes
    r"|\b(?:avenants?|secteurs?|options?|annexes?|articles?|arts?\.?|numeros?|n°) ?\d[\d-]*\b"
    r"|\bannees? [1-5](?:(?: ?(?:,|et|a|ou|-|–) ?)[1-5])*\b"
    r"|\bdans le \d{2,3}(?= ?(?:[.,;)]|$))"  # a department, not a day: no month follows
    r"|\b(?:sur|des|les|en) (?:5|cinq) ans\b"  # the term every table is laid over
    r"|\b(?:convention|reglement arbitral)(?: medicale?)?(?: de)? 20\d\d(?:[-–]20\d\d)?",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Proofs:
    """What an answer's numbers may rest on: amounts with their unit (``None`` for any), and days."""

    amounts: frozenset[tuple[Decimal | Fraction, str | None]]
    days: frozenset[str]

    def hold(self, number: Number) -> bool:
        """Whether ``number`` is proved."""
        if number.day:
            return any(day.startswith(number.day) or day.endswith(number.day) for day in self.days)
        return any(
            value == number.value and (unit is None or number.unit is None or unit == number.unit)
            for value, unit in self.amounts
        )


def unproved(answer: Json, said: Iterable[str]) -> list[str]:
    """Return the numbers of the answer's text that nothing proves; ``said`` is what the doctor wrote."""
    proofs = gather(answer, said)
    return [str(number) for number in shown(answer.get("text", "")) if not (_names(number) or proofs.hold(number))]


def shown(text: str) -> list[Number]:
    """Return the numbers of a text that state something, structure left out."""
    return extract(_STRUCTURE.sub(" ", fold(text)))


def _names(number: Number) -> bool:
    """Whether the number names a band or a working time, or counts things in the text."""
    if number.value is None:
        return False
    if number.unit == "percentile":
        return number.value in BANDS
    if number.unit == "etp" or isinstance(number.value, Fraction):
        return Fraction(number.value) in OPTIONS
    return number.unit is None and number.value <= SMALL


def gather(answer: Json, said: Iterable[str]) -> Proofs:
    """Collect the proofs an answer brings with it."""
    amounts: set[tuple[Decimal | Fraction, str | None]] = set()
    days = set(TEXT_DAYS)
    for figure in answer.get("figures", []):
        if figure.get("value") is None:
            continue
        if figure["unit"] == "date":
            days.add(figure["value"])
        else:
            unit = None if figure["unit"] == "count" else figure["unit"]
            value = Decimal(figure["value"])
            amounts |= {(value, unit), (abs(value), unit)}  # « il vous reste −9 344 € », « 9 344 € de trop »
    for text in (*said, *_facts(answer), *_sourced(answer)):
        for number in extract(text):
            if number.day:
                days.add(number.day)
            elif number.value is not None:
                amounts.add((number.value, None))
    understood = answer.get("understood", {})
    for signed in (understood.get("signed_on"), understood.get("hired_on")):
        days |= set(_anniversaries(signed))
    days |= set(understood.get("rules_between") or ())  # « au début de 2021 »: the first and last day
    if between := understood.get("signed_between"):
        days |= {day[:7] for day in _anniversaries(between[0])}  # a month, never a day the doctor did not give
    return Proofs(frozenset(amounts), frozenset(days))


def _facts(answer: Json) -> Iterator[str]:
    """Yield what was read from the doctor or taken for granted, and the three dates of the answer."""
    for name in ("understood", "assumed", "dates"):
        for value in answer.get(name, {}).values():
            yield f"p{value}" if isinstance(value, str) and re.fullmatch(r"\d+-\d+", value) else str(value)


def _sourced(answer: Json) -> Iterator[str]:
    """Yield the texts that carry their own proof: labels, quotes, sources, reasons and steps."""
    for figure in answer.get("figures", []):
        if figure.get("sources"):
            yield from (str(figure.get(name) or "") for name in ("label", "since"))
    for citation in answer.get("citations", []):
        yield from (str(citation.get(name) or "") for name in ("quote", "title", "publisher", "published"))
    for reason in answer.get("reasons", []):
        if reason.get("sources"):
            yield reason["text"]
    for step in answer.get("trace", []):
        if step.get("parameters"):
            yield step["text"]
    for disagreement in answer.get("disagreements", []):
        yield from (position["value"] for position in disagreement["positions"] if position["sources"])


def _anniversaries(signed: str | None) -> Iterator[str]:
    if signed:
        yield from (f"{int(signed[:4]) + year}{signed[4:]}" for year in range(6))
