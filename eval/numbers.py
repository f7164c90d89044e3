"""Every number in a French text, in any usual spelling.

Written apart from the product, tables included, to check it from outside: what it shared, it could not find wrong.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

_HALF = ("janvier", "fevrier", "mars", "avril", "mai", "juin")
MONTHS = (*_HALF, "juillet", "aout", "septembre", "octobre", "novembre", "decembre")
_TO_TWELVE = ("zero", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze")
SMALL = {word: value for value, word in enumerate((*_TO_TWELVE, "treize"))}
SMALL |= {"une": 1, "quatorze": 14, "quinze": 15, "seize": 16, "vingt": 20, "vingts": 20, "trente": 30}
SMALL |= {"quarante": 40, "cinquante": 50, "soixante": 60, "septante": 70, "huitante": 80, "octante": 80, "nonante": 90}
ABOUT = {"dizaine": 10, "douzaine": 12, "quinzaine": 15, "vingtaine": 20, "trentaine": 30, "quarantaine": 40}
ABOUT |= {"cinquantaine": 50, "soixantaine": 60, "centaine": 100, "millier": 1000}
SCALES = {"cent": 100, "cents": 100, "mille": 1000, "million": 1_000_000, "millions": 1_000_000}
UNITS = {
    "EUR": r"€|euros?|eur\b",
    "percent": r"%|pour cents?\b",
    "patients": r"patients?\b|patientes?\b",
    "hours": r"heures?\b|h\b",
    "days": r"jours?\b",
    "months": r"mois\b",
    "years": r"ans?\b|annees?\b",
    "etp": r"etp\b|equivalents? temps",
}
_UNIT = "|".join(f"(?P<{name}>{pattern})" for name, pattern in UNITS.items())
_MONTH = "|".join(MONTHS)
_WORD = "|".join(sorted({*SMALL, *SCALES}, key=len, reverse=True))
FRACTIONS = {"½": "1/2", "⅓": "1/3", "⅔": "2/3", "¼": "1/4", "¾": "3/4"}

# Tried in this order at each place: a date is not three numbers, « 17 h 30 » is not two.
_PATTERNS = {
    "long_date": rf"(?P<day>\d{{1,2}})(?:er)? (?P<month>{_MONTH})(?: (?P<year>\d{{4}}))?\b",
    "iso_date": r"(?P<year2>\d{4})-(?P<month2>\d\d)-(?P<day2>\d\d)",
    "iso_month": r"(?P<year6>(?:19|20)\d\d)-(?P<month6>0[1-9]|1[0-2])(?![\d-])",
    "short_date": r"(?P<day3>\d{1,2})[/.](?P<month3>\d{1,2})[/.](?P<year3>\d{4})",
    "numbered_month": r"(?P<month4>0[1-9]|1[0-2])/(?P<year4>20\d\d)(?!\d)",
    "month_date": rf"\b(?P<month5>{_MONTH}) (?P<year5>\d{{4}})\b",
    "clock": r"(?P<hour>\d{1,3}) ?h ?(?P<minute>[0-5]\d)\b",
    "band": r"\bp ?(?P<percentile>\d{1,2})\b",
    "ratio": r"(?P<above>\d+)/(?P<below>\d+)",
    "bare_year": r"(?P<plain_year>(?:19|20)\d\d)(?!\d)(?! ?(?:€|euros?|%|patient|h\b|heure|k\b))",
    "figures": r"(?P<digits>\d{1,3}(?:[ .]\d{3})+(?!\d)(?:,\d+)?|\d+(?:[.,]\d+)?)",
    "about": rf"\b(?P<rounded>{'|'.join(ABOUT)})s?\b",
    "spelling": rf"\b(?P<words>(?:{_WORD})(?:[ -]et[ -](?:une?|onze)\b|[ -](?:{_WORD})\b)*)\b",
}
_DATES = {  # the groups that hold the year, the month and the day
    "long_date": ("year", "month", "day"),
    "iso_date": ("year2", "month2", "day2"),
    "iso_month": ("year6", "month6", ""),
    "short_date": ("year3", "month3", "day3"),
    "numbered_month": ("year4", "month4", ""),
    "month_date": ("year5", "month5", ""),
    "bare_year": ("plain_year", "", ""),
}
_NUMBER = re.compile(r"(?<![\d,])(?:" + "|".join(f"(?P<{name}>{p})" for name, p in _PATTERNS.items()) + ")")
_UNIT_AFTER = re.compile(rf"(?: ?k)?\s?(?:{_UNIT})")
_THOUSANDS_AFTER = re.compile(r" ?k(?:\b|(?=€|euro))")


@dataclass(frozen=True, slots=True)
class Number:
    """One number of a text: an amount with its unit, or a day, month or year as the start of an ISO date."""

    text: str
    start: int
    value: Decimal | Fraction | None = None
    unit: str | None = None
    day: str | None = None  # « 2024-06-22 », « 2024-06 », « 2024 », or « -06-22 » without a year

    def __str__(self) -> str:
        return self.text.strip()


def extract(text: str) -> list[Number]:
    """Return every number of ``text`` in order, ordinals and « un » / « une » left out."""
    plain = fold(text)
    return list(_scan(plain))


def fold(text: str) -> str:
    """Lower case, no accents, plain spaces and digits, no invisible characters."""
    for sign, ratio in FRACTIONS.items():
        text = text.replace(sign, f" {ratio}")
    text = unicodedata.normalize("NFKD", text.lower())
    kept = (c for c in text if not unicodedata.combining(c) and unicodedata.category(c) != "Cf")
    return re.sub(r"[^\S\n]", " ", "".join(str(unicodedata.digit(c)) if _is_digit(c) else c for c in kept))


def _is_digit(char: str) -> bool:
    return unicodedata.category(char) in ("Nd", "No") and unicodedata.digit(char, None) is not None


def _scan(plain: str) -> Iterator[Number]:
    place = 0
    while match := _NUMBER.search(plain, place):
        place = match.end()
        if re.match(r"(?:er|re|e|eme|ere|nd|nde)s?\b", plain[place:]):
            continue  # an ordinal
        number = _read(match, plain)
        if number:
            place = max(place, number.start + len(number.text))
            yield number


def _read(match: re.Match[str], plain: str) -> Number | None:
    part = match.groupdict()
    kind = next(name for name in _PATTERNS if part[name] is not None)
    start, text = match.start(), match.group()
    if day := _day(kind, part):
        return Number(text, start, day=day)
    if kind == "clock":
        return Number(text, start, Decimal(part["hour"]) + Decimal(part["minute"]) / 60, "hours")
    if kind == "band":
        return Number(text, start, Decimal(part["percentile"]), "percentile")
    value = _value(kind, part)
    if value is None:
        return None
    if plain[start - 1 : start] == "−":
        value = -value
    unit, after = _unit(plain, match.end())
    if _THOUSANDS_AFTER.match(plain, match.end()):
        value *= 1000
    if kind == "spelling" and value <= 1:
        return None  # « un », « une »: an article as a rule
    return Number(text + after, start, value, unit)


def _unit(plain: str, place: int) -> tuple[str | None, str]:
    """Return the unit written at ``place`` and the text it takes."""
    match = _UNIT_AFTER.match(plain, place)
    if not match:
        return None, ""
    return next(name for name in UNITS if match.group(name)), match.group()


def _day(kind: str, part: dict[str, str]) -> str | None:
    """Return the start of an ISO date, as long as what the text gives of it."""
    if kind not in _DATES:
        return None
    year, month, day = ((part[name] or "") if name else "" for name in _DATES[kind])
    if month in MONTHS:
        month = str(MONTHS.index(month) + 1)
    return year + "".join(f"-{int(piece):02}" for piece in (month, day) if piece)


def _value(kind: str, part: dict[str, str]) -> Decimal | Fraction | None:
    if kind == "ratio":
        return Fraction(int(part["above"]), int(part["below"])) if int(part["below"]) else None
    if kind == "about":
        return Decimal(ABOUT[part["rounded"]])
    if kind == "spelling":
        return Decimal(spelled(part["words"]))
    digits = part["digits"].replace(" ", "")
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", digits):
        digits = digits.replace(".", "")
    return Decimal(digits.replace(",", "."))


def spelled(words: str) -> int:
    """Return the number that French number words spell: « quatre-vingt-quinze » → 95."""
    total = current = 0
    for word in re.split(r"[ -]", words):
        if word == "et":
            continue
        if word in ("vingt", "vingts") and current % 100 == 4:
            current += 76  # quatre-vingt
        elif word in ("cent", "cents"):
            current = max(current, 1) * 100
        elif word in SCALES:
            total, current = total + max(current, 1) * SCALES[word], 0
        else:
            current += SMALL[word]
    return total + current
