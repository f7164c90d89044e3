"""Write every number of a question in plain digits: « mille quatre cents », « 1 400 », « 1,4k », « troisième »."""

from __future__ import annotations

import re
from fractions import Fraction

from text_to_num import text2num

from french import CARDINALS, ORDINAL_NUMBERS, Folded

_NUMERAL = "|".join(sorted([*CARDINALS, "vingts", "cents"], key=len, reverse=True))
_SEPTEMBER = r"(?!sept\.? 20\d\d\b)"
_IN_WORDS = re.compile(rf"\b{_SEPTEMBER}(?:{_NUMERAL})(?:(?:[ -]et[ -](?:un|onze)|[ -](?:{_NUMERAL}|un))\b)*(?![a-z])")
_THOUSANDS = re.compile(
    r"(?<![\w,.+/-])(?<!secteur )(?<!annee )(?<!\d )(?:(\d{1,2})[ .](\d{3})|(\d{3})[ .](000|\d{3}(?= ?(?:€|euros?\b))))"
    r"(?!\d|,(?!\d\d\b)\d|[ .]\d)"
)
_KILO = re.compile(r"(?<![\w,.])(\d{1,3})(?:[,.](\d{1,3}))? ?k(?:€|euros?)?(?![a-z])")
_ABOUT = re.compile(  # « une quinzaine de patients »; a bare « quinzaine » is two weeks
    r"\b(?<!dans )une (?:bonne |petite |grosse )?(diz|quinz|vingt|trent|quarant|cinquant|soixant|cent)aine"
    r"(?: de | d'| (?=d))?\b"
)
_ABOUT_NUMBERS = {
    "diz": 10, "quinz": 15, "vingt": 20, "trent": 30, "quarant": 40, "cinquant": 50, "soixant": 60, "cent": 100
}  # fmt: skip
_MONTHLY = re.compile(  # « 151,67 h par mois » is a working time of 35 hours a week
    r"(?<![\d,.])(\d{2,3}(?:[,.]\d{1,2})?) ?h(?:eures?)?(?: ?(\d{2}))?,? ?(?:(?:par|/) ?mois|mensuel\w*)"
)
_WEEKS, _PRECISE, _LEAST = Fraction(52, 12), 4, 60  # of a month; parts of an hour told; hours that are no overtime
_LONG_ORDINAL = re.compile(rf"\b((?:(?:{_NUMERAL})[ -])+(?:et[ -])?)(?!cent|mill)([a-z]{{2,7}}?)ieme\b")
_ORDINAL = re.compile(rf"\b(?:({'|'.join(ORDINAL_NUMBERS)})(s?)|([2-9]) ?(?:eme|ieme|em|e|d|nd)s?)\b(?! entre\b|')")


def in_digits(text: Folded) -> Folded:
    """Return the text with its numbers in digits and its ordinals as « 3e »; « un » and « neuf » alone stay words."""
    return (
        text.replace(_ABOUT, _about)
        .replace(_LONG_ORDINAL, _long_ordinal)
        .replace(_ORDINAL, _ordinal)
        .replace(_IN_WORDS, _words)
        .replace(_KILO, _kilo)
        .replace(_THOUSANDS, _joined)
        .replace(_MONTHLY, _weekly)
    )


def _about(match: re.Match[str]) -> str:
    return f"environ {_ABOUT_NUMBERS[match[1]]}{' ' if match[0].endswith((' ', chr(39))) else ''}"


def _weekly(match: re.Match[str]) -> str | None:
    parts = Fraction(match[2] or 0)
    monthly = Fraction(match[1].replace(",", ".")) + parts / (60 if parts < 60 else 100)  # « 151 h 67 »
    hours = Fraction(round(monthly / _WEEKS * _PRECISE), _PRECISE)
    minutes = int(hours % 1 * 60)
    return f"{int(hours)} h{f' {minutes}' if minutes else ''} par semaine" if monthly >= _LEAST else None


def _ordinal(match: re.Match[str]) -> str:
    return f"{ORDINAL_NUMBERS[match[1]] if match[1] else match[3]}e"


def _long_ordinal(match: re.Match[str]) -> str | None:
    """« quatre-vingt-quinzieme » is 95e; « deux dixiemes » is none."""
    last = {"cinqu": "cinq", "neuv": "neuf"}.get(match[2], match[2])
    last = next((word for word in (last, f"{last}e") if word in (*CARDINALS, "un")), "")
    try:
        return f"{text2num(match[1] + last, 'fr')}e" if last else None
    except ValueError:
        return None


def _words(match: re.Match[str]) -> str | None:
    if match[0] == "neuf":  # also « new »
        return None
    for words, rest in ((match[0], ""), (match[0].removesuffix(" un"), " un")):  # « en vingt-trois, un mi-temps »
        try:
            return f"{text2num(words, 'fr')}{rest}"
        except ValueError:
            continue
    return None


def _kilo(match: re.Match[str]) -> str:
    return str(int(match[1]) * 1000 + int((match[2] or "0").ljust(3, "0")))


def _joined(match: re.Match[str]) -> str:
    return (match[1] or match[3]) + (match[2] or match[4])
