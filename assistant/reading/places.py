"""Where the doctor practises: department and zone of access to care."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from assistant.reading.facts import Found, found
from assistant.reading.taken import Taken, just_before
from assistant.reading.vocabulary import lexicon
from french import Folded

# Names that are nothing else, and need no word before them: « MG sect 1, Lozère ».
_UNMISTAKABLE = [
    "ardeche",
    "ardennes",
    "ariege",
    "aveyron",
    "calvados",
    "cantal",
    "correze",
    "dordogne",
    "doubs",
    "essonne",
    "finistere",
    "gironde",
    "guadeloupe",
    "herault",
    "isere",
    "loiret",
    "lozere",
    "martinique",
    "mayotte",
    "meuse",
    "morbihan",
    "moselle",
    "nievre",
    "sarthe",
    "vaucluse",
    "vendee",
    "vosges",
    "yonne",
    "yvelines",
]
_COMMON = frozenset({"somme", "lot", "manche", "cher", "nord", "la reunion"})  # common nouns when typed in lower case
_COMMON_AFTER = re.compile(r"^ (?:d|qu|vers|perc|tot|annu|mens|hebdo|av|pl)")


@cache
def _departments() -> tuple[dict[str, str], re.Pattern[str], re.Pattern[str]]:
    names = {re.sub(r"[' ]", " ", name): number for number, name in lexicon("departements").items()}
    by_length = sorted(names, key=len, reverse=True)
    compound = "|".join(name.replace(" ", "[ '-]") for name in by_length if " " in name)
    single = "|".join(name for name in by_length if " " not in name)
    place = r"(?:dans|en|departement d[eu'](?: la| l'|s)?|departement|a(?! vienne)|du|sur)(?: (?:le|la|les)| l'| )* ?"
    return (
        names,
        re.compile(rf"\b({compound})\b(?! ?:)"),
        re.compile(
            rf"\b(?:{place}({single})|(?:je suis de |medecin de |cabinet de )({single})|({'|'.join(_UNMISTAKABLE)}))"
            r"\b(?! ?:\d|-[a-z])"
        ),
    )


_NUMBER = re.compile(
    r"(?:\bdans le |\bdepartement (?:du |n°? ?)?|\bdept? (?:du )?|\b(?:suis|medecin|cabinet|installee?|"
    r"exerce|exercant|generaliste|pratique) (?:dans le |du |en |au )|\()(\d{2}|2[ab]|97[1-8])(?=\)|"
    r"\b)(?! ?(?:mars|mai|juin|aout|j|f|a|s|o|n|d|e\b|%|ans|mois|h\b))"
)


_AGED = re.compile(r"\b(?:age|ainee?|doyenn?e?|senior|agee?|\w+genaire)\b[^?!;.,]{0,20}$")


def departments(text: Folded) -> Iterator[Found]:
    """Yield the department by name, or by number where the words around say it is one."""
    names, compound, single = _departments()
    taken = Taken(text)
    for match in (*compound.finditer(text.text), *single.finditer(text.text)):
        group = next(index for index, name in enumerate(match.groups(), 1) if name)
        start, end = match.span(group)
        if not taken.free(start, end) or _is_common_noun(text, match, group):
            continue
        taken.take(start, end)
        yield found("department", names[re.sub(r"['-]", " ", match[group])], match, group)
    for match in _NUMBER.finditer(text.text):
        number = match[1].upper()
        aged = match[0][0] == "(" and _AGED.search(just_before(text.text, match.start()))
        if number in lexicon("departements") and not aged:
            yield found("department", number, match, 1)


def _is_common_noun(text: Folded, match: re.Match[str], group: int) -> bool:
    """Whether « la somme », « le lot », « la réunion » in lower case are no department."""
    if match[group] not in _COMMON or not text.slice(*match.span(group)).islower():
        return False
    located = re.search(r"(?:dans l[ea]|(?:exerce|installee?|suis) a) ?$", just_before(text.text, match.start(group)))
    return not located or _COMMON_AFTER.match(text.text[match.end() :]) is not None


_ZONES: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "hors zone",
        re.compile(
            r"\b(?:hors (?:d'une )?(?:zone\b|zip\b|zac\b)(?! (?:zip|zac))|hors (?:zone )?(?:zip|zac)|"
            r"zone (?:sur-?dense|sur-?dotee|non prioritaire|non sous[- ]?(?:dense|dotee)|(?:tres )?bien dotee)|"
            r"(?:pas|ni|(?:suis|est|sommes) plus|sans etre) (?:du tout )?(?:(?:class|situ|install)ee?s? )?(?:en |"
            r"dans (?:une |la )?|une |d[e'] ?)?(?:zone )?(?:zip|sous[- ]?(?:dense|dotee)|"
            r"(?:zone )?(?:d'intervention )?prioritaire)|"
            r"(?:sor(?:t|s|te|tent|tir\w*|tait|tie)|perd\w*) (?:de |du )?(?:la |le |son |sa )?"
            r"(?:classement (?:en )?)?z(?:ip|ac))\b"
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


def zones(text: Folded) -> Iterator[Found]:
    """Yield each zone named: « hors zone » where the words that say so deny another."""
    taken = Taken(text)
    for zone, pattern in _ZONES:
        for match in pattern.finditer(text.text):
            if taken.free(*match.span()):
                taken.take(*match.span())
                yield found("zone", zone, match)
