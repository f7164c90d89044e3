"""What an answer holds, in the bank's own terms: its figures, its numbers as written, its sources, its facts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from pydantic import ValidationError

from eval.bank import ExpectedFigure
from eval.numbers import extract
from rules.profile import Profile
from rules.units import Unit

Json = dict[str, Any]


def verbatim_in(texts: Iterable[str]) -> Callable[[Json], bool]:
    """Return the check that a citation's quote stands word for word in one of the indexed ``texts``."""
    indexed = "\n".join(_one_space(text) for text in texts)
    return lambda citation: _one_space(citation["quote"]) in indexed


def _one_space(text: str) -> str:
    return " ".join(text.split())


def sources(answer: Json) -> set[str]:
    """Return every source behind the answer's figures, reasons and citations."""
    proofs = {source for part in ("figures", "reasons") for item in answer.get(part, []) for source in item["sources"]}
    return proofs | {citation["source"] for citation in answer.get("citations", [])}


def figures(answer: Json) -> list[ExpectedFigure]:
    """Return the established figures of the answer, in the bank's own type."""
    shown = []
    for item in answer.get("figures", []):
        if item["value"] is None:
            continue
        try:
            unit = Unit(item["unit"])
            value = date.fromisoformat(item["value"]) if unit == Unit.DATE else Decimal(item["value"])
        except (ValueError, InvalidOperation):
            continue  # an unreadable figure is a missing one
        shown.append(ExpectedFigure(value=value, unit=unit))
    return shown


def numbers(text: str) -> list[tuple[Decimal | str, str | None]]:
    """Return the numbers and days a reader sees in the text, each with its unit."""
    return [(n.day, Unit.DATE) if n.day else (Decimal(float(n.value or 0)), n.unit) for n in extract(text)]


def among(figure: ExpectedFigure, written: Iterable[tuple[Decimal | str, str | None]]) -> bool:
    """Whether ``figure`` is among the numbers written: euros and percents with their sign, others with or without."""
    if figure.unit == Unit.DATE:
        return any(value == str(figure.value) for value, _ in written)
    wanted = Decimal(str(figure.value))
    signed = figure.unit in (Unit.EUR, Unit.PERCENT)
    units = {str(figure.unit)} if signed else {None, str(figure.unit)}
    return any(
        not isinstance(value, str)
        and abs(value - wanted) < Decimal("0.001")
        and (unit in units or figure.unit == Unit.COUNT)
        for value, unit in written
    )


def understood(answer: Json) -> Json:
    """Return the profile facts read. A signature known to the month or the year is the start of an ISO date."""
    read = dict(answer.get("understood", {}))
    if between := read.get("signed_between"):
        first, last = (str(day) for day in between)
        read["signed_on"] = first if first == last else first[:7] if first[:7] == last[:7] else first[:4]
    return {name: value for name, value in read.items() if name in Profile.model_fields}


def same_fact(name: str, accepted: Any, given: Any) -> bool:
    """Compare one fact after the profile's own reading; « 2023-07 » accepts any day of the month."""
    options = accepted if isinstance(accepted, list) else [accepted]
    if name in ("signed_on", "hired_on"):
        return any(str(given).startswith(str(option)) for option in options)
    return any(_canonical(name, option) == _canonical(name, given) for option in options)


def _canonical(name: str, value: Any) -> Any:
    try:
        return Profile.model_validate({name: value}).known()[name]
    except ValidationError:
        return value


def says(text: str, patterns: Iterable[str]) -> bool:
    """Whether every pattern is in the text."""
    read = plain(text)
    return all(re.search(pattern, read, re.IGNORECASE) for pattern in patterns)


def plain(text: str) -> str:
    """One kind of space and of apostrophe: a check is about words, not about typography."""
    return re.sub(r"\s+", " ", text.replace("’", "'").replace("**", ""))
