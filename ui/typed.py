"""What a person types in a field, as the assistant reads it in a question: dates, counts, euros, specialties.

Each reader returns a value, or raises ``ValueError`` with a French sentence that says what is wrong and what to write.
"""

from __future__ import annotations

import calendar
import re
from datetime import date
from decimal import Decimal

from assistant.reading.dates import periods
from assistant.reading.numbers import in_digits
from assistant.reading.practice import specialties
from assistant.reading.prepared import prepared
from french import MONTH_NUMBERS, MONTHS, euros, fold, number, short_day
from rules.profile import FIRST_DAY, LAST_DAY
from rules.specialties import SPECIALTIES

_PARTS = re.compile(r"\b(\d{1,2})(?:er?)?[ /.-]+(\d{1,2}|[a-z]{3,9}\.?)[ /.-]+(\d{4}|\d\d)\b")
_YEARLESS = re.compile(r"(\d{1,2})(?:er?)?[ /.-]+(\d{1,2}|[a-z]{3,9}\.?)")
_GLUED = re.compile(r"(\d\d)(\d\d)(\d{4}|\d\d)")  # a phone's number keyboard has no « / »


def day(text: str, today: date) -> date:
    """Return the day that ``text`` says: « 28/11/26 », « 28 novembre 2026 », « 28112026 », « hier »."""
    first, last = period(text, today)
    if first != last:
        raise ValueError(f"Il manque le jour. {how(today)}")
    return first


def how(today: date) -> str:
    """Return how a day is written."""
    return f"Écrivez la date ainsi\u00a0: {short_day(today)}."


def period(text: str, today: date) -> tuple[date, date]:
    """Return the first and the last day that ``text`` may mean: « mars 2024 » is any day of it."""
    read = fold(text.strip()).text
    read = _GLUED.sub(r"\1/\2/\3", read) if _GLUED.fullmatch(read) else read
    parts = _PARTS.findall(read)
    if len(parts) == 1:
        first = last = _day(*parts[0])
    else:
        yearless = _YEARLESS.fullmatch(read)
        if yearless:
            _day(*yearless.groups())
        found = list(periods(fold(f"signé le {read}"), today))
        if len(found) != 1 and yearless:
            raise ValueError(f"Il manque l’année. {how(today)}")
        if len(found) != 1:
            raise ValueError(f"Je ne lis pas de date ici. Écrivez-la ainsi\u00a0: {short_day(today)}.")
        first, last = found[0].first, found[0].last
    if last < FIRST_DAY or first > LAST_DAY:
        known = f"du {short_day(FIRST_DAY)} au {short_day(LAST_DAY)}"
        raise ValueError(f"Aucun texte connu ne couvre cette date. Écrivez une date {known}.")
    return max(first, FIRST_DAY), min(last, LAST_DAY)


def _day(day: str, month: str, year: str = "") -> date:
    """Return the day; without a year, only check that there is one."""
    number_of = MONTH_NUMBERS.get(month.strip(".")) or (int(month) if month.isdigit() else 0)
    whole_year = int(year or "2028") + (2000 if len(year) == 2 else 0)  # a leap year: which one is not said
    if not 1 <= number_of <= 12 or not whole_year:
        raise ValueError(f"Il n’y a pas de mois «\u00a0{month}\u00a0». Écrivez le jour, le mois, puis l’année.")
    if not 1 <= int(day) <= calendar.monthrange(whole_year, number_of)[1]:
        of = f" {whole_year}" if number_of == 2 and year else ""
        raise ValueError(f"Le {int(day)} {MONTHS[number_of - 1]}{of} n’existe pas.")
    return date(whole_year, number_of, int(day))


def count(text: str, least: int, most: int, unit: str) -> int:
    """Return the whole number in ``text``: « 1 300 », « 1.300 », « 1300 patients », « mille trois cents »."""
    found = _numbers(text)
    if len(found) != 1 or not re.fullmatch("[0-9]{1,9}", found[0]) or not least <= int(found[0]) <= most:
        raise ValueError(f"Écrivez un nombre entier {unit}, de {number(least)} à {number(most)}.")
    return int(found[0])


def amount(text: str, most: int) -> Decimal:
    """Return the euros in ``text``: « 2 400 », « 2.400,50 € », « 2,4 k€ »."""
    found = _numbers(text)
    if len(found) != 1 or not 0 < (value := Decimal(found[0].replace(",", "."))) <= most:
        raise ValueError(f"Écrivez un montant en euros, {euros(most)} au plus.")
    return value


def specialty(text: str) -> str:
    """Return the specialty that ``text`` names: « Cardiologie », « médecin généraliste », its identifier."""
    name = text.strip()
    found = {name} & SPECIALTIES.keys() or {mention.value for mention in specialties(prepared(name))}
    if len(found) != 1:
        example = f"«\u00a0{SPECIALTIES['cardiologue']}\u00a0» ou «\u00a0{SPECIALTIES['generaliste']}\u00a0»"
        raise ValueError(f"Je ne connais pas cette spécialité. Écrivez son nom, par exemple {example}.")
    return str(found.pop())


def _numbers(text: str) -> list[str]:
    return re.findall(r"-?[0-9]+(?:[.,][0-9]+)?", in_digits(fold(text)).text)
