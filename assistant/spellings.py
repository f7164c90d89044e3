"""Every spelling of a number, found strictly: where a language model must not write one, doubt counts as a number.

Digits of any script, French words, ordinals, fractions, collectives, Roman numerals, months, and what hides them:
invisible characters, look-alike letters, HTML entities, letters set apart. « Un » and « une » are articles unless a
measure follows. Left out because they are names or words far more often: C, D, L, M alone, and `_NOT_ROMAN`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from french import CARDINALS, MONTH_NUMBERS, Folded, fold

_COUNT = "|".join(("zero", *CARDINALS, "mil", "million", "milliard", "billion"))
_ROOT = (
    "un|deux|trois|quatr|cinqu|six|sept|huit|neuv|dix|diz|onz|douz|treiz|quatorz|quinz|seiz|vingt|trent|quarant|cinquant"
    "|soixant|septant|huitant|octant|nonant|cent|mill|million|milliard"
)
# Each piece once: two ways to read the same word would multiply at every repetition.
_PIECE = "|".join(sorted({*_COUNT.split("|"), *_ROOT.split("|")}, key=len, reverse=True))
_ALIKE = "|".join(
    (
        rf"(?:{_PIECE})*(?:{_ROOT})iemes?(?:ment)?",
        rf"(?:{_ROOT})aines?|milliers?",
        "premier(?:e|s|es|ement)?|second(?:e|s|es|ement)?|tierce|primo|secundo|deuxio|tertio|midi|minuit",
        "moities?|tiers|quarts?|demi(?:e|s|es)?|paires?|duo|trio|quatuor",
        r"doubl\w*|tripl\w*|quadrupl\w*|quintupl\w*|sextupl\w*|decupl\w*|centupl\w*",
        r"(?:bi|tri|quinqu|dec)(?:s?annu|enn|mens)\w+|(?:bi|tri|se)mestr\w+|quater|quinquies|sexies|\w+[ao]genaires?|(?:bi)?centenaires?",
        *MONTH_NUMBERS,
        "one|two|three|four|five|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen"
        "|(?:twen|thir|for|fif|six|seven|eigh|nine)ty|hundred|thousand|half|twice|first|third",
    )
)
_WORD = rf"(?:{_ALIKE}|(?:{_COUNT}|une?|et)*(?:{_COUNT})s?(?:{_COUNT}|une?|et|s)*)"
_NOT_ROMAN = "mi|ci|di|dl|cl|ml|mm|cm|cv|cc|cd|md|dm|mc|dc|cdi|cci|dci|mix|lcl"
_ROMAN = r"m{0,4}(?:cm|cd|d?c{0,4})(?:xc|xl|l?x{0,4})(?:ix|iv|v?i{0,4})"
_UNIT = (
    r"(?:k?€|%|‰|k\b|(?:euros?|pour[\s-]?cents?|ans?|annees?|mois|jours?|jrs?|j|semaines?|heures?|h|minutes?|mn|min|etp"
    r"|patient(?:e?s?)|points?|equivalents?[\s-]temps[\s-]plein|temps[\s-]plein)\b)"
)
_MEASURE = r"ans?|mois|jours?|semaines?|heures?|euros?|centimes?|etp|equivalent|minutes?|points?|temps[\s-]plein"
_HIT = (
    r"(?:\w*&\#?\w+;\w*"
    r"|[^\W_]*\d(?:\w|[.,/:'’–-](?=\d)|\s(?=\d{3}(?!\d)))*(?:\s?h\s?\d\d\b)?"
    rf"|\b(?:{_WORD})\b"
    r"|\bmi[\s-]?temps\b"
    rf"|\bune?\s+(?:{_MEASURE})\b"
    rf"|\b(?!(?:{_NOT_ROMAN})\b)(?=[ivxlcdm]{{2,}}\b){_ROMAN}(?<=\w)\b"
    rf"|(?-i:\b(?:[IVX](?!['’\w])|(?=[IVX]|[IVXLCDM]{{2}}){_ROMAN.upper()}(?:er|e|eme)\b)))"
)
# What says how a figure is to be read belongs to it: « au moins 3 ans » is not « au plus 3 ans ».
QUALIFIER = (
    r"(?<!d['’])(?:au moins|au plus|au maximum|au minimum|plus de|moins de|plus qu['’]|pres de|environ|jusqu['’]a"
    r"|a partir de|au-dela de|en dessous de|entre|avant|apres|des|depuis|minimum|maximum)(?:\s+(?:les?|la|du|des))?"
)
_AND = r"[\s-]+(?:(?:et|virgule)[\s-]+|d['’]\s?|de\s+)?"
_NUMBER = re.compile(
    rf"(?:\b{QUALIFIER}\s+)?(?:[+−~≈≤≥<>-]\s?)?(?:\bune?[\s-]+)?{_HIT}"
    rf"(?:(?:{_AND})?(?:{_HIT}|{_UNIT}|(?<![0-9]\s)une?\b))*",  # « en 2022 un assistant »
    re.IGNORECASE,
)
_APART = re.compile(r"\b[a-z]+(?:[-*_~.·|]+[a-z]+)+\b|\b[a-z](?:[\s.*_-]+[a-z]\b){2,}", re.IGNORECASE)
_SPELLED = re.compile(_WORD, re.IGNORECASE)
_FOREIGN = "٠"  # a digit as any, but no year may end with it: « quarante eт un » is one number
_SYMBOLS = frozenset("°§©®™✓✗•→")


def numbers(text: str) -> list[tuple[int, int]]:
    """Return where ``text`` holds a number in any spelling: slices in order, apart, each with its unit if any."""
    read = strictly(text)
    found = [match.span() for match in _NUMBER.finditer(read.text)]
    found += [
        match.span() for match in _APART.finditer(read.text) if _SPELLED.fullmatch(re.sub(r"[\W_]", "", match[0]))
    ]
    return _merged(read.span(start, end) for start, end in found)


def strictly(text: str) -> Folded:
    """Return ``text`` without accents nor invisible characters, its capitals kept, foreign signs as a foreign digit."""
    return fold(text, _plain)


def _plain(character: str) -> str:
    if character.isascii():
        return "0" if character == "\\" else character
    opened = {"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE"}.get(character) or unicodedata.normalize("NFKD", character)
    opened = opened.replace("\u2044", "/")  # « ½ » opens into « 1⁄2 »
    kept = [part for part in opened if unicodedata.category(part) not in ("Mn", "Me", "Cf")]
    return "".join(_FOREIGN if _foreign(part) else " " if part.isspace() else part for part in kept)


def _foreign(part: str) -> bool:
    """Whether a sign may stand for a figure or a Latin letter: no French text needs it."""
    if part.isascii() or part in _SYMBOLS:
        return False
    return unicodedata.category(part)[0] in "LNMC" or unicodedata.category(part) == "So"


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
