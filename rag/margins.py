"""Whom the header or the footer of a document names: the organisation that publishes it, told before its author."""

import re

from french import MONTHS

LONGEST = 90  # letters of a name: a longer line is a sentence
_APART = re.compile(r"[\n\t|•·;,–—]|\s-\s|\s/\s")
_ORGANISATION = re.compile(
    r"(?:la |le |l['’])?(?P<name>(?:association|communauté professionnelle|cpts|cpam|caisse (?:primaire|nationale)|"
    r"assurance maladie|agence régionale|ars|urps|groupement|gie|maison de santé|msp|centre de santé|syndicat|"
    r"ordre(?! du jour)|fédération|union régionale)\b.*)",
    re.IGNORECASE,
)
# What stands beside a name: « CPTS du Val mars 2026 », « CPTS du Val p. 2 », « CPTS du Val 02 43 00 11 22 ».
_BESIDE = re.compile(
    rf"\W*(?:\b(?:le )?(?:\d{{1,2}}(?:er)? )?(?:{'|'.join(MONTHS)}) 20\d\d\b|\b\d{{1,2}}[/.]\d{{1,2}}[/.]20\d\d\b|"
    r"\b20\d\d\b|\b0\d(?:[ .]?\d\d){4}\b|\b\d+/\d+\b|[\w.+-]+@|\bp\.|"
    r"\b(?:page|tél|tel|téléphone|courriel|mail|www|https?|version|siret|régie par|loi (?:de )?1901|"
    r"compte[ -]rendu|ordre du jour)(?!\w)).*",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"\b(?:vous|votre|vos|nous|notre|nos)\b", re.IGNORECASE)  # « La CPTS vous accompagne »


def publisher_of(margins: str) -> str:
    """Return the first organisation that opens a piece of the margins; empty where none does."""
    pieces = (" ".join(piece.split()) for piece in _APART.split(margins))
    names = (_BESIDE.sub("", match["name"]).strip(" .:") for match in map(_ORGANISATION.match, pieces) if match)
    return next((name for name in names if _is_a_name(name)), "")


def _is_a_name(text: str) -> bool:
    """Whether a text is neither a bare sort of organisation, « CPTS », nor a sentence."""
    return " " in text and len(text) <= LONGEST and not _SENTENCE.search(text)
