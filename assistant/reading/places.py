"""Where the doctor practises: department and zone of access to care."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from assistant.reading.facts import Fact, clause_before, fact
from assistant.reading.normalise import Folded
from assistant.reading.vocabulary import lexicon


@cache
def _departments() -> tuple[dict[str, str], re.Pattern[str]]:
    names = {re.sub(r"[' ]", " ", name): number for number, name in lexicon("departements").items()}
    by_length = sorted(names, key=len, reverse=True)
    compound = "|".join(name.replace(" ", "[ '-]") for name in by_length if " " in name)
    single = "|".join(name for name in by_length if " " not in name)
    place = r"(?:dans|en|departement d[eu'](?: la| l'|s)?|departement|a|du|sur)(?: (?:le|la|les)| l'| )* ?"
    return names, re.compile(
        rf"\b(?:({compound})|{place}({single})|(?:je suis de |medecin de |cabinet de )({single}))\b(?! ?:)"
    )


_NUMBER = re.compile(
    r"(?:\bdans le |\bdepartement (?:du |n°? ?)?|\bdept? (?:du )?|\b(?:suis|medecin|cabinet|installee?|"
    r"exerce|exercant|generaliste|pratique) (?:dans le |du |en |au )|\()(\d{2}|2[ab]|97[1-8])(?=\)|"
    r"\b)(?! ?(?:mars|mai|juin|aout|j|f|a|s|o|n|d|e\b|%|ans|h\b))"
)


def departments(text: Folded) -> Iterator[Fact]:
    """Yield the department by name, or by number where the words around say it is one."""
    names, pattern = _departments()
    for match in pattern.finditer(text.text):
        group = next(index for index in (1, 2, 3) if match[index])
        yield fact(text, "department", names[re.sub(r"['-]", " ", match[group])], match, group)
    for match in _NUMBER.finditer(text.text):
        number = match[1].upper()
        if number in lexicon("departements"):
            yield fact(text, "department", number, match, 1)


_ZONES: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "hors zone",
        re.compile(
            r"\b(?:hors (?:d'une )?(?:zone\b|zip\b|zac\b)(?! (?:zip|zac))|hors (?:zone )?(?:zip|zac)|"
            r"zone (?:sur-?dense|sur-?dotee|non prioritaire|bien dotee)|(?:pas|ni|plus) (?:du tout )?(?:en |"
            r"dans (?:une |la )?|d[e'] ?)?(?:zone )?(?:zip|sous[- ]?dense|zone (?:d'intervention )?prioritaire))\b"
        ),
    ),
    (
        "zip",
        re.compile(
            r"\b(?:zip|zone d'intervention prioritaire|zone prioritaire|(?:zone )?sous[- ]?(?:dense|dotee)s?)\b"
        ),
    ),
    ("zac", re.compile(r"\b(?:zac|zone d'action complementaire|zone complementaire)\b")),
)
_ZONE_ASKED = re.compile(
    r"\b(?:faut|obligatoire|reserve|que pour|necessaire|condition|doit|uniquement|seulement|hors)\b"
)


def zones(text: Folded) -> Iterator[Fact]:
    """Yield the zone stated; « réservé aux ZIP ? » asks and states nothing, « ZIP ou ZAC » is no answer."""
    end = 0
    found = []
    for zone, pattern in _ZONES:
        for match in pattern.finditer(text.text):
            if match.start() < end or (zone != "hors zone" and _ZONE_ASKED.search(clause_before(text, match.start()))):
                continue
            if zone == "hors zone":
                end = match.end()
            found.append(fact(text, "zone", zone, match))
    if any(item.value == "hors zone" for item in found):
        found = [item for item in found if item.value == "hors zone"]
    yield from found
