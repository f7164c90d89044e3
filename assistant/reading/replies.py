"""Short answers to the question just asked: « oui », « 1 400 », « je ne sais pas »."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from assistant.reading.facts import Fact, fact
from assistant.reading.normalise import Folded

_UNKNOWN = re.compile(
    r"\b(?:(?:je )?(?:ne |n')?(?:le |la |l'|les )?sais pas|j'?sais pas|jsp\b|aucune idee|pas d'idee|"
    r"je l'ignore|j'ignore|ignore\b|"
    r"(?:je )?(?:ne |n')?(?:le |la |les )?connais pas|pas sure?\b|incertaine?|aucune information|"
    r"aucun\w* idee|sais plus|je ne vois pas)"
)
_YES = re.compile(
    r"^ ?(?:oui|ouais|yes|tout a fait|exact\w*|bien sur|absolument|en effet|affirmatif|"
    r"c'est (?:bien )?(?:ca|le cas)|si\b)"
)
_NO = re.compile(r"^ ?(?:non|nan|pas du tout|aucun\w*|negatif|jamais|pas (?:encore|vraiment))\b")
_NAMED = {
    "percentile": r"percentile|tranche|\bp\d\d",
    "patientele_mt": r"patientele|nombre de patients|combien de patients",
    "file_active": r"file active",
    "zone": r"\bzone\b|\bzip\b|\bzac\b",
    "signed_on": r"date (?:de signature|du contrat|exacte)|quand j'ai signe",
    "optam": r"optam",
    "secteur": r"secteur",
}
_YES_NO = frozenset(
    {"optam", "mep", "new_installer", "coordinated", "renewal", "objectives_reached", "assistant_certified"}
)
_COUNTS = {
    "patientele_mt": (0, 20_000),
    "file_active": (0, 20_000),
    "average_patientele_mt": (0, 20_000),
    "age": (23, 100),
    "group_size": (1, 500),
    "members": (1, 500),
    "shared_between": (1, 20),
    "ccam_share": (0, 100),
    "contract_year": (1, 5),
    "secteur": (1, 3),
    "percentile": (0, 100),
}
_NUMBER = re.compile(r"(?<![\d,.])(\d{1,5})(?![\d,.]\d)")
_DEPARTMENT = re.compile(r"^ ?(?:le |la |du |dans le )?(\d{2}|2[ab]|97[1-8])\b")
_ETP = re.compile(r"^ ?(?:un |a |en )?(plein|complet|mi|demi|moitie|1|2|tiers)\b")
_ETPS = {
    "plein": Fraction(1),
    "complet": Fraction(1),
    "1": Fraction(1),
    "2": Fraction(2),
    "mi": Fraction(1, 2),
    "demi": Fraction(1, 2),
    "moitie": Fraction(1, 2),
    "tiers": Fraction(1, 3),
}


def unknown_fields(text: Folded, asked: str | None, known: set[str]) -> frozenset[str]:
    """Return the fields the doctor says she does not know: those she names, otherwise the one asked for."""
    if not (match := _UNKNOWN.search(text.text)):
        return frozenset()
    named = {field for field, pattern in _NAMED.items() if re.search(pattern, text.text[match.end() :])} - known
    return frozenset(named or ({asked} if asked else set()))


def reply(text: Folded, asked: str) -> Iterator[Fact]:
    """Yield the fact a bare answer to « asked » gives; anything longer is read by the other readers."""
    if asked in _YES_NO:
        if match := _YES.match(text.text):
            yield fact(text, asked, True, match)
        elif match := _NO.match(text.text):
            yield fact(text, asked, False, match)
    elif asked in _COUNTS:
        low, high = _COUNTS[asked]
        match = _NUMBER.search(text.text)
        if match and low <= int(match[1]) <= high and len(text.text) < 60:
            yield fact(text, asked, float(match[1]) if asked == "ccam_share" else int(match[1]), match, 1)
    elif asked == "department" and (match := _DEPARTMENT.match(text.text)):
        yield fact(text, asked, match[1].upper(), match, 1)
    elif asked == "etp" and (match := _ETP.match(text.text)):
        yield fact(text, asked, _ETPS[match[1]], match, 1)
