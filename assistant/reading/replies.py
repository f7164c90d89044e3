"""Short answers to the question just asked: « oui », « 1 400 », « je ne sais pas »."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction

from assistant.reading.facts import Fact, fact
from french import Folded

_UNKNOWN = re.compile(
    r"\b(?:(?:je )?(?:ne |n')?(?:le |la |l'|les )?sais pas|j'?sais pas|jsp\b|aucune idee|pas d'idee|"
    r"je l'ignore|j'ignore|ignore\b|"
    r"(?:je )?(?:ne |n')?(?:le |la |les )?connais pas|pas sure?\b|incertaine?|aucune information|"
    r"aucun\w* idee|sais plus|je ne vois pas|pas la moindre idee|mystere|je n'en sais rien|j'en sais rien|"
    r"faudrait que je regarde|je ne sais)"
)
_YES = re.compile(
    r"^ ?(?:oui|ouais|yes|tout a fait|exact\w*|bien sur|absolument|en effet|affirmatif|"
    r"c'est (?:bien )?(?:ca|le cas)|si ?$)"
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
_FILLERS = re.compile(
    r"\b(?:ah|alors|autour|au|aux|a|beaucoup|bon|c'est|c'etait|crois|dans|de|des|dirais|dis|disons|du|en|environ|"
    r"estime|et|etre|euh|exactement|hesiter|il|j'ai|j'en|j'etais|je|la|le|les|ma|me|moi|mon|nous|on|oui|ouais|ou|peu|"
    r"pense|plutot|pres|sans|semble|sommes|suis|un|une|vers|voila)\b"
)
_UNITS = {  # words that may stand around a bare answer: « 92e percentile », « 1 400 patients »
    "patientele_mt": r"p(?:atients?|atientele)\b|mt\b|medecin traitant|declares",
    "file_active": r"patients?\b|file active",
    "average_patientele_mt": r"patients?\b|mt\b|en moyenne|moyenne|par medecin",
    "age": r"ans\b|age\b",
    "group_size": r"medecins?|associee?s?|docteurs?",
    "members": r"medecins?|associee?s?|docteurs?|membres?",
    "shared_between": r"medecins?|associee?s?",
    "ccam_share": r"%|pour ?cents?|d'actes techniques|ccam",
    "contract_year": r"(?<=\d)e\b|annees?",
    "secteur": r"secteur|\bs(?=\d)",
    "percentile": r"percentile|centile|tranche|\bp(?=\d)|\bp\b|(?<=\d)e\b",
}
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
        if match and low <= int(match[1]) <= high and _is_bare(text, match, asked):
            yield fact(text, asked, float(match[1]) if asked == "ccam_share" else int(match[1]), match, 1)
    elif asked == "department" and (match := _DEPARTMENT.match(text.text)):
        yield fact(text, asked, match[1].upper(), match, 1)
    elif asked == "etp" and len(text.text) < 30 and (match := _ETP.match(text.text)):
        yield fact(text, asked, _ETPS[match[1]], match, 1)


def _is_bare(text: Folded, match: re.Match[str], asked: str) -> bool:
    """Whether the message says this number and nothing else: « sur 5 ans ? » answers no question about percentiles."""
    rest = text.text[: match.start()] + "0" + text.text[match.end() :]
    rest = _FILLERS.sub(" ", re.sub(_UNITS[asked], " ", rest).replace("0", " "))
    return "?" not in rest and not re.search(r"[a-z0-9]", rest)


_DAY = re.compile(
    r"^ ?(?:(?:non|oui|ah|alors|c'etait|c'est|je crois|je pense|signee?|j'ai signe|contrat|du)[ ,]+)*"
    r"(?:le |au )?(\d{1,2})(?:e| du mois)?(?: de ce mois)? ?[.!]?$"
)


def day_within(text: Folded, first: date, last: date) -> Iterator[Fact]:
    """Yield the day of signature when the period is known and « le 10 » can be only one day of it."""
    if not (match := _DAY.match(text.text.strip())):
        return
    days = [first + timedelta(days=count) for count in range(min((last - first).days + 1, 400))]
    named = [day for day in days if day.day == int(match[1])]
    if len(named) == 1:
        start = len(text.text) - len(text.text.lstrip())
        span = text.span(start + match.start(1), start + match.end(1))
        yield Fact("signed_on", named[0], span, text.original[slice(*span)])
