"""Every number of a message with its unit, in order, whoever’s it is: what an answer compares, adds or subtracts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from itertools import zip_longest
from typing import Literal

from assistant.reading.ages import AGE_GROUP
from assistant.reading.facts import Mention, clause_after, clause_before
from assistant.reading.taken import just_before
from french import MONTH_NUMBERS, Folded, fold

Unit = Literal[
    "hours", "days", "weeks", "months", "years", "percent", "patients", "euros", "doctors", "juniors", "etp", "age",
    "km", "none",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number said, in its unit; ``span`` slices the question. ``since``: time that has passed, no delay put.

    ``beyond``: 1 where more than it is said (« plus de 3 mois »), -1 where less is, 0 where it is the number itself.
    """

    unit: Unit
    value: Decimal
    span: tuple[int, int]
    since: bool = False
    beyond: int = 0


_UNITS: dict[Unit, str] = {
    "hours": r"h(?:eures?)?\b",
    "days": r"(?:jours?|j)\b(?!')",
    "weeks": r"semaines?\b",
    "months": r"mois\b",
    "years": r"an(?:nee)?s?\b",
    "percent": r"%|pour ?cents?\b|pct\b",
    "patients": (
        r"(?:patiente?s?|enfants|declares|inscrits|(?:nouveaux |nouvelles )?(?:mt|patientele|de patientele|file active|"
        r"de file)|declarations?|(?:medecins? )?traitants?)\b"
    ),
    "euros": r"€|euros?\b|brut\b|nets?\b|balles\b",
    "juniors": (
        r"(?:(?:d'entre (?:eux|elles|nous) )?(?:qui )?(?:sont|sommes) )?"
        r"(?:medecins? |generalistes? |praticiens? )?(?:agreee?s? )?"
        r"(?:pamsu|msu|maitres? de stage|terrains? de stage|docteurs? juniors?)\b"
    ),
    "doctors": (
        r"(?:medecins?|associee?s?|docteurs?|mg|generalistes?|praticiens?|confreres?|consoeurs?|collegues|"
        r"adherente?s|orl|"
        r"(?!dent|orthop[ht])[a-z-]+(?:logue|iatre|iste)s?|(?:cardi|gynec|rhumat|dermat|ophtalm|pneum|gastr|neur)os)\b"
    ),
    "etp": r"(?:etp|equivalents? temps plein|temps[- ]pleins?|pleins? temps)\b",
    "km": r"(?:km|kilometres?)\b",
}
_UNIT = "|".join(f"(?P<{unit}>{pattern})" for unit, pattern in _UNITS.items())
_NUMBER = re.compile(
    rf"(?<![\w/,.])(?:€ ?)?(?P<whole>\d{{1,6}})(?:[,.](?P<decimals>\d{{1,3}}))?(?!/\d|[,.]?\d|e\b)"
    rf" ?(?:{_UNIT})?(?P<minutes>(?<=h) ?[0-5]\d\b|(?<=heures) [0-5]\d\b)?(?P<half> et demie?\b)?"
)
_SHARED_UNIT = re.compile(rf" ?(?:et|a|ou|-) ?\d{{1,6}}(?:[,.]\d{{1,3}})? ?(?:{_UNIT})")
_HOURS = re.compile(r"(?<![\w/,.])(?P<whole>\d{1,2}) ?h ?(?P<minutes>[0-5]\d)\b")
_LABEL = re.compile(  # a name, not a number: « secteur 2 », « avenant 7 », « année 3 »
    r"\b(?:secteurs?|s|p|dossiers?|idcc|brochure|(?<!ce )(?<!mon )(?<!son )(?<!notre )(?<!votre )cas|client|"
    r"avenant|annee|an|article|convention|option|n°|numero|departement|"
    r"dept|groupe|niveau)\.? ?(?:n ?°? ?)?$"
)
_OF_AN_AGE = re.compile(r"\b(?:agee?s?(?: de)?|a partir de|enfants de|patiente?s? de|(?:plus|moins) de) $")
_YOUNGEST = 14  # under it, « plus de 2 ans » is a time, and nobody's age
_ONE = re.compile(  # « un CDD d’un an », « une semaine », « avec un docteur junior »
    r"\b(?<!chacun )(?<!chacune )(?:d')?une? (?:(?P<years>an|annee)|(?P<months>mois)|(?P<weeks>semaine)|"
    r"(?P<days>journee)|(?:seul )?(?P<juniors>docteur junior|pamsu|maitre de stage))\b(?! (?:sur|apres) )"
    r"(?P<half> et demie?\b)?"
)
_HOSTS = re.compile(  # « deux d’entre eux accueillent un docteur junior »
    r"\b(?P<hosts>\d{1,2}) (?:d[' ]entre (?:eux|elles|nous)|(?:de|parmi) (?:ces|nos|mes|les|leurs) \w+|associee?s?|"
    r"sont|ont|(?:ac|re)[cç]\w+|medecins?)"
    r"(?: qui)?(?: (?!\d)[\w'-]+){0,6}? (?:chacune? )?une? (?:seul )?(?:docteur junior|pamsu)\b"
)
_TAKEN_UP = re.compile(r"\brepr(?:end|en|is|ise)\w*[^.?!;]*$")
_WHOLE = re.compile(r"\b(?:en entier|en totalite|integralement|entierement|dans (?:sa|leur) totalite)\b")
_NAMED = re.compile(r"\b(?:position|coefficient|echelon) $")  # « position 6 à 24 h »: no hours
_YEAR = re.compile(r"19\d\d|20[0-3]\d")
_SINCE = re.compile(rf"\b(?:depuis|en|de|fin|debut|avant|apres|annee|{'|'.join(MONTH_NUMBERS)}) $")
_PASSED = re.compile(r"\b(?:depuis|(?:ca|cela) fait|il y a)(?: \w+){0,2} $")  # « depuis bientôt 8 ans »
_SERVED = re.compile(
    r" ?(?:et \d{1,2} mois )?(?:de (?:maison|boite|cabinet|service|metier|presence)|d'anciennete|d'experience)\b"
)
_OVER = re.compile(  # « au-delà de 3 mois », « s’il dépasse les 3 mois », not « pas plus de 3 mois »
    r"(?<!pas )(?<!sans )(?<!jamais )\b(?:plus (?:de|que|d')|au[ -]dela (?:de|des)|superieure?s? a|"
    r"(?:depass|exced|outrepass)\w*|(?:passe|franchi)\w* (?:le cap|la barre)? ?des?) ?(?:les? |ces |des |aux )?$"
)
_PASSED_BY = re.compile(
    r" (?:(?:sont|etaient|seront|est|bien|deja|largement|ete|ont) )*(?:depasse|passe|sonne|echu)e?s?\b"
)
_UNDER = re.compile(
    r"\b(?:moins (?:de|que|d')|en[ -]dessous (?:de|des)|inferieure?s? a|sous les|meme pas|pas encore|pas tout a fait|"
    r"presque|quasi\w*|bientot|pas loin de) ?(?:les |ces )?$"
)
_BOUNDED = frozenset({"days", "weeks", "months", "years"})
_NAMES = frozenset({"secteur", "department", "signed_on", "hired_on", "percentile", "contract_year"})


def quantities(text: Folded, mentions: Iterable[Mention], dates: Iterable[tuple[int, int]]) -> tuple[Quantity, ...]:
    """Return the numbers of ``text``; those of a date, a secteur, a department or a percentile count nothing."""
    said = list(mentions)
    names = [item.span for item in said if item.field in _NAMES]
    ranks = [item.span for item in said if item.field == "percentile"]  # « les 5 % les plus chargés »
    names += [text.span(start, end) for start, end in dates]
    found = [*_worked(said), *_numbers(text, {item.span for item in said if item.field == "age"})]
    kept: list[Quantity] = []
    for item in sorted(found, key=lambda item: (item.span[0], -item.span[1])):
        if not kept or item.span[0] >= kept[-1].span[1]:
            named = any(map(partial(_overlap, item.span), names))
            if not named or (item.unit != "none" and not any(map(partial(_overlap, item.span), ranks))):
                kept.append(item)
    return tuple(item for item, after in zip_longest(kept, kept[1:]) if not after or not _replaced(text, item, after))


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return other[0] < one[1] and one[0] < other[1]


_INSTEAD = re.compile(r"\W*(?:euh\W*)?(?:non|pardon|enfin|plutot|je veux dire|je voulais dire)\W+(?:\w+\W+){0,2}")


def _replaced(text: Folded, said: Quantity, after: Quantity) -> bool:
    """Whether a number is taken back by the next one of its unit: « douze ans, non, dix ans »."""
    between = fold(text.original[said.span[1] : after.span[0]]).text
    return said.unit == after.unit != "none" and taken_back(between)


def taken_back(between: str) -> bool:
    """Whether the folded words between two values take the first back: « , non, »."""
    return _INSTEAD.fullmatch(between) is not None


def _worked(mentions: Iterable[Mention]) -> Iterator[Quantity]:
    """« mi-temps » is half a post, said without a number or with another than its own."""
    for item in mentions:
        if item.field in ("etp", "current_etp") and not re.search(r"\d ?[h%]|\bheures?\b", item.words, re.IGNORECASE):
            yield Quantity("etp", Decimal(item.value.numerator) / item.value.denominator, item.span)


def _is_taken_up(whole: re.Match[str]) -> bool:
    """Whether years are taken up « en entier », and no objective reached or not « en totalité »."""
    return _TAKEN_UP.search(just_before(whole.string, whole.start())) is not None


def _numbers(text: Folded, ages: set[tuple[int, int]]) -> Iterator[Quantity]:
    unit: Unit = "none"
    for match in _HOURS.finditer(text.text):
        hours = Decimal(match["whole"]) + Decimal(match["minutes"]) / 60
        yield Quantity("hours", hours, text.span(*match.span()))
    for match in _HOSTS.finditer(text.text):
        yield Quantity("juniors", Decimal(match["hosts"]), text.span(*match.span()))
    for match in filter(_is_taken_up, _WHOLE.finditer(text.text)):  # « on reprend ses six ans en entier ? »
        yield Quantity("percent", Decimal(100), text.span(*match.span()))
    for match in _ONE.finditer(text.text):
        one = Decimal(1) + (Decimal("0.5") if match["half"] else 0)
        yield Quantity(next(name for name in _UNITS if match.groupdict().get(name)), one, text.span(*match.span()))
    for match in _NUMBER.finditer(text.text):
        before = clause_before(text, match.start())
        if _LABEL.search(before):
            continue
        last, unit = unit, next((name for name in _UNITS if match[name]), "none")
        if unit == "none" and _YEAR.fullmatch(match[0].strip()) and _SINCE.search(before):
            continue
        if unit == "none" and before.endswith("dont "):  # « 1 420 patients dont 310 de plus de 70 ans »
            unit = last
        value = Decimal(f"{match['whole']}.{match['decimals'] or 0}")
        if unit == "none" and not _NAMED.search(before) and (shared := _SHARED_UNIT.match(text.text, match.end())):
            unit = next(name for name in _UNITS if shared[name])  # « entre 900 et 1 000 patients »
        span = text.span(*match.span())
        if unit == "none" and "k" in text.original[slice(*span)].lower():  # « 38k » was already written in full
            unit = "euros"
        if match["half"]:
            value += Decimal("0.5")
        aged = any(start < span[1] and span[0] < end for start, end in ages)
        of_an_age = value >= _YOUNGEST and _OF_AN_AGE.search(before)
        if unit == "years" and (aged or AGE_GROUP.search(before) or of_an_age):
            unit = "age"
        passed = _PASSED.search(before) or _SERVED.match(text.text, match.end())
        beyond = _beyond(before, clause_after(text, match.end())) if unit in _BOUNDED else 0
        yield Quantity(unit, value.normalize() + 0, span, since=passed is not None, beyond=beyond)


def _beyond(before: str, after: str) -> int:
    return 1 if _OVER.search(before) or _PASSED_BY.match(after) else -1 if _UNDER.search(before) else 0
