"""The figure firewall: a number reaches the reader only if a rule, a quotation or the reader herself gave it.

It reads our own texts as a stranger would: digits in any script, French spaces, « 38 k€ », « dix-neuf mille », dates.
Names that hold a number (« avenant 7 », « secteur 2 », « P95 », « 0,5 ETP », « 1re année ») are names, not figures, and
small numbers in words are grammar. A model's text gets neither benefit: see assistant/spellings.py.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from text_to_num import alpha2digit

from french import MONTHS

# Smaller numbers in words are grammar more often than figures (« les deux cas »): our texts write figures in digits.
SMALLEST_IN_WORDS = Decimal(10)

_NAMES = re.compile(
    r"""
    \bavenants?\s+\d+ | \bconvention\s+(?:médicale\s+)?(?:de\s+)?20\d\d(?:-20\d\d)? | \bsecteurs?\s+[123]\b
    | \bP\s?\d\d\b | \b(?:\d+(?:[.,]\d+)?|\d/\d)\s*ETP\b | \b\d(?:re|er|e|ème)\b(?!\s+(?:{months}))
    | \brèglement\s+arbitral\s+(?:de\s+)?2023 | \barticles?\s+\d+(?:-\d+)* | \bn°\s*\d+ | \bma\s+santé\s+2022
    | \bsur\s+5\s+ans\b
    """.replace("{months}", "|".join(MONTHS)),
    re.IGNORECASE | re.VERBOSE,
)
_DAY = re.compile(rf"\b(\d{{1,2}})(?:er)?\s+({'|'.join(MONTHS)})\s+(\d{{4}})\b", re.IGNORECASE)
_SHORT_DAY = re.compile(r"\b(\d{1,2})/(\d{1,2})/(\d{4})\b|\b(\d{4})-(\d{2})-(\d{2})\b")
_MONTH = re.compile(rf"\b({'|'.join(MONTHS)})\s+(\d{{4}})\b", re.IGNORECASE)
_SHORT_MONTH = re.compile(r"\b(\d{1,2})/(20\d\d)\b")
_YEAR = re.compile(r"\b(20[123]\d)\b(?!\s*(?:€|%|\d|patients|euros))")
_HOURS = re.compile(r"\b(\d+)\s*h\s*(\d{2})\b")
_NUMBER = re.compile(r"(\d{1,3}(?:\s\d{3})+(?!\d)|\d+)(?:[.,](\d+))?(?:\s*(k|milliers?|mille|millions?|M)(?=\b|€))?")
_COLLECTIVES = {
    "dizaine": 10, "douzaine": 12, "quinzaine": 15, "vingtaine": 20, "trentaine": 30, "quarantaine": 40,
    "cinquantaine": 50, "soixantaine": 60, "centaine": 100, "millier": 1000,
}  # fmt: skip
_COLLECTIVE = re.compile(rf"\b({'|'.join(_COLLECTIVES)})s?\b", re.IGNORECASE)
_SCALES = {"k": 1000, "mille": 1000, "millier": 1000, "milliers": 1000, "M": 10**6, "million": 10**6, "millions": 10**6}


@dataclass(frozen=True, slots=True)
class Proofs:
    """What may be said: values and days given by rules, sources or the reader, and sentences quoted verbatim."""

    values: frozenset[Decimal]
    days: frozenset[date]
    quotes: tuple[str, ...] = ()


def unproved(text: str, proofs: Proofs) -> list[str]:
    """Return every number and date of ``text`` that nothing proves, as written; an empty list means it may be shown."""
    for quote in sorted(proofs.quotes, key=len, reverse=True):
        text = text.replace(quote, " ")
    plain = _NAMES.sub(" ", _plain(text))
    failures: list[str] = []
    plain = _check_days(plain, proofs.days, failures)
    failures += [spelled for spelled, value in _numbers(plain) if value not in proofs.values]
    return failures


def numbers_in(text: str) -> set[Decimal]:
    """Return the numbers a text holds, for proving that a reply repeats what the reader wrote herself."""
    return {value for _, value in _numbers(_plain(text))}


def _plain(text: str) -> str:
    """Return the text as it is read: no entity, no invisible character, no variant of a digit or letter."""
    visible = (char for char in html.unescape(text) if unicodedata.category(char) != "Cf")
    return unicodedata.normalize("NFKC", "".join(visible))


def _check_days(text: str, days: Iterable[date], failures: list[str]) -> str:
    """Record the dates that are not in ``days`` and return the text without any date."""
    known = set(days)
    months, years = {(day.month, day.year) for day in known}, {day.year for day in known}

    def full(match: re.Match[str]) -> str:
        number, month, year = match.groups()
        return _keep(
            match, any((d.day, MONTHS[d.month - 1], d.year) == (int(number), month.lower(), int(year)) for d in known)
        )

    def short(match: re.Match[str]) -> str:
        a, b, c, d, e, f = match.groups()
        day, month, year = (int(a), int(b), int(c)) if a else (int(f), int(e), int(d))
        return _keep(
            match, any((known_day.day, known_day.month, known_day.year) == (day, month, year) for known_day in known)
        )

    def _keep(match: re.Match[str], proved: bool) -> str:
        if not proved:
            failures.append(match.group())
        return " "

    text = _SHORT_DAY.sub(short, _DAY.sub(full, text))
    text = _SHORT_MONTH.sub(lambda m: _keep(m, (int(m.group(1)), int(m.group(2))) in months), text)
    text = _MONTH.sub(lambda m: _keep(m, (MONTHS.index(m.group(1).lower()) + 1, int(m.group(2))) in months), text)
    return _YEAR.sub(lambda m: _keep(m, int(m.group(1)) in years), text)


_HYPHENED = re.compile(r"-(?=(?:mille|cents?|millions?)\b)", re.IGNORECASE)  # « dix-neuf-mille » of the 1990 spelling


def _numbers(text: str) -> Iterator[tuple[str, Decimal]]:
    for match in _HOURS.finditer(text):
        yield match.group(), int(match.group(1)) + Decimal(match.group(2)) / 60
    text = _HOURS.sub(" ", text)
    for match in _NUMBER.finditer(text):
        yield match.group(), _value(match)
    words = alpha2digit(_HYPHENED.sub(" ", _NUMBER.sub(" ", text)), "fr")
    for match in _NUMBER.finditer(words):
        if _value(match) >= SMALLEST_IN_WORDS:
            yield match.group(), _value(match)
    for match in _COLLECTIVE.finditer(text):
        yield match.group(), Decimal(_COLLECTIVES[match.group(1).lower()])
    for character in text:  # other scripts: ٣, 三, Ⅷ keep a numeric value after NFKC or are caught here
        if not character.isascii() and unicodedata.numeric(character, None) is not None:
            yield character, Decimal(str(unicodedata.numeric(character)))


def _value(match: re.Match[str]) -> Decimal:
    whole, decimals, scale = match.groups()
    value = Decimal(re.sub(r"\D", "", whole) + (f".{decimals}" if decimals else ""))
    return value * _SCALES.get(scale or "", 1)
