"""Whom the header or the footer of a document names: the organisation that publishes it, told before its author."""

import re

from french import MONTHS

LONGEST = 90  # letters of a name: a longer line is a sentence
_APART = re.compile(r"[\n\t|•·;,–—]|\s-\s|\s/\s")
_ORGANISATION = re.compile(
    r"(?:la |le |l['’])?(?P<name>(?:association|communauté professionnelle|cpts|cpam|caisse (?:primaire|nationale)|"
    r"assurance maladie|agence régionale|ars|urps|groupement|gie|maison de santé|msp|centre de santé|syndicat|ordre|"
    r"fédération|union régionale)\b.*)",
    re.IGNORECASE,
)
# What stands beside a name: « CPTS du Val mars 2026 », « CPTS du Val p. 2 ».
_BESIDE = re.compile(
    rf"\W*(?:\b(?:le )?(?:\d{{1,2}}(?:er)? )?(?:{'|'.join(MONTHS)}) 20\d\d\b|\b\d{{1,2}}[/.]\d{{1,2}}[/.]20\d\d\b|"
    r"\b20\d\d\b|\b(?:page|p\.|tél|tel|www|http|version)).*",
    re.IGNORECASE,
)


def publisher_of(margins: str) -> str:
    """Return the first organisation that opens a piece of the margins; empty where none does."""
    opened = filter(None, (_ORGANISATION.match(piece.strip()) for piece in _APART.split(margins)))
    names = (_BESIDE.sub("", match["name"]).strip(" .:") for match in opened)
    return next((name for name in names if " " in name and len(name) <= LONGEST), "")  # « CPTS » alone names none
