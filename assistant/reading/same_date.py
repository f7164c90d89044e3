"""A signature told by the one that is known: « le même mois, mais en 2024 », « un an plus tard »."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from assistant.reading.dates import Period
from french import Folded
from rules.contract_years import months_after
from rules.profile import FIRST_DAY, LAST_DAY

_SIGNS = re.compile(r"\b(?:(?:re)?sign(?!al)\w*|contrats?)\b")
_SAME = re.compile(r"\bmemes? (?P<what>mois|jour|date|periode)\b")
_SHIFT = re.compile(  # « si j’avais signé deux mois plus tôt », « attendu un an de plus »
    r"\b(?:(?:re)?sign(?!al)|attend|demarr)\w* (?:(?:mon |le |ce )?contrat |seulement |juste |plutot |encore )*"
    r"(?P<count>\d{1,2}|une?) (?P<unit>ans?|annees?|mois|semaines?|jours?) "
    r"(?P<way>plus tot|plus tard|avant|apres|de plus|de moins)(?= ?(?:[,;.?!]|$))"
)
_DAYS = {"s": 7, "j": 1}  # of each unit, by how it begins; months and years go from date to date


def by_the_one_known(text: Folded, spans: Sequence[Period], known: tuple[date, date]) -> list[Period]:
    """Return the dates of a message, with the one that it tells by the signature known: its month, or its day."""
    if shift := _SHIFT.search(text.text):
        return [*spans, Period(*_shifted(known, shift), "signed", True, *shift.span())]
    if not (same := _SAME.search(text.text)) or not _SIGNS.search(text.text):
        return list(spans)
    day = same["what"] in ("jour", "date")
    whole = known if day else (known[0].replace(day=1), months_after(known[1].replace(day=1), 1) - timedelta(days=1))
    return [_of_that_month(span, whole) if _is_a_year(text, span) else span for span in spans]


def _of_that_month(span: Period, known: tuple[date, date]) -> Period:
    first, last = _moved(known, 12 * (span.first.year - known[0].year))
    return replace(span, first=first, last=last, role="signed")


def _is_a_year(text: Folded, span: Period) -> bool:
    """Whether a date is a year of signatures; « combien cette année ? » is not."""
    whole = (span.first.month, span.first.day, span.last.month, span.last.day) == (1, 1, 12, 31)
    return whole and not text.text.startswith("cette annee", span.start)


def _shifted(known: tuple[date, date], shift: re.Match[str]) -> tuple[date, date]:
    count = 1 if shift["count"].startswith("un") else int(shift["count"])
    count = -count if shift["way"] in ("plus tot", "avant", "de moins") else count
    if days := _DAYS.get(shift["unit"][0]):
        first, last = (day + timedelta(days=count * days) for day in known)
    else:
        first, last = _moved(known, count * (1 if shift["unit"] == "mois" else 12))
    return max(first, FIRST_DAY), min(last, LAST_DAY)


def _moved(days: tuple[date, date], months: int) -> tuple[date, date]:
    if days[0] == days[1]:
        return (months_after(days[0], months),) * 2
    return months_after(days[0], months), months_after(days[1] + timedelta(days=1), months) - timedelta(days=1)
