"""Numbers and amounts written in French: « 1 045 », « 19 000 € », « 17 h 30 », « 2 patients »."""

from decimal import Decimal

from french.typography import HARD, THIN

# The words that numbers are made of, folded, but « un », which is an article more often.
CARDINALS = (
    "deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize vingt trente quarante "
    "cinquante soixante septante huitante octante nonante cent mille".split()
)


def number(value: Decimal | int) -> str:
    """Return « 1 045 », « 7,5 »: U+202F between thousands, decimal comma, no useless zero."""
    text = f"{Decimal(value):,f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace(",", THIN).replace(".", ",").replace("-", "\u2212")


def euros(value: Decimal | int) -> str:
    """Return « 19 000 € », « 1 234,50 € »: cents are two digits, or none."""
    cents = value != int(value)
    return f"{value:,.2f}".replace(",", THIN).replace(".", ",") + f"{THIN}€" if cents else f"{number(value)}{THIN}€"


def percent(value: Decimal | int) -> str:
    """Return « 7,5 % »."""
    return f"{number(value)}{THIN}%"


def hours(value: Decimal) -> str:
    """Return hours and minutes: « 17 h 30 », « 279 heures »."""
    whole, minutes = divmod(round(value * 60), 60)
    return f"{whole}{HARD}h{HARD}{minutes:02d}" if minutes else counted(whole, "heure", "heures")


def counted(value: Decimal | int, singular: str, plural: str) -> str:
    """Return a number and its noun: « 1,5 an », « 2 ans »."""
    return f"{number(value)}{HARD}{singular if abs(Decimal(value)) < 2 else plural}"
