"""Several doctors, each with an assistant of their own: « moi un temps plein, elle un mi-temps, en tout ? ».

Those who share one assistant are another matter (`contract.sharing`): they sign for their part of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import french
from assistant.own_sums import Own, added
from assistant.reading.prepared import prepared
from assistant.turn import Turn, Understanding
from assistant.wording_aid import named_option
from rules.amounts import amount_of
from rules.profile import Profile
from rules.verdict import Figure

Years = Mapping[int, Figure]

_EACH = re.compile(r"\b(?:chacune?|chaque (?:medecin|associee?|docteur)|par (?:medecin|associee?|docteur)|tous a)\b")
_SHARED = re.compile(r"\bpartag\w*|\bla meme\b|\bd'un temps plein\b")
_ONE_AND_ANOTHER = re.compile(  # « il prend un mi-temps […] il touche » is of one
    r"\b(?:(?P<he>lui|il)|(?P<she>elle)|moi|je|j'\w*|l'une?|docteur \w+)\b.*"
    r"\b(?:(?(she)(?!))elle|(?(he)(?!))(?:lui|il)|moi|l'autre|docteur \w+|"
    r"m(?:a|on) (?:femme|mari|conjointe?|epou(?:se|x)|consoeur|confrere|collegue|associee?))\b"
)
_SAID_AGAIN = re.compile(r"\W*(?:(?:alors|donc|soit|oui|c['’]est-à-dire|enfin|disons)\W+)*")
_OR = re.compile(r"\bou\b|\bpass\w+ (?:de|d'|a)\b|\bdifference\b|\bcompar\w+|\bplutot\b")  # of one doctor who hesitates


def options(said: Understanding, known: Profile, text: str) -> tuple[Fraction, ...]:
    """Return the option of each doctor that a message gives one; none where it speaks of one doctor, or of a share."""
    words = prepared(text).text
    posts = [item for item in said.mentions if item.field == "etp" and item.how in ("stated", "supposed")]
    again = {  # « un mi-temps, 17 h 30 » is one
        two.span
        for one, two in pairwise(posts)
        if one.value == two.value and _SAID_AGAIN.fullmatch(text, one.span[1], two.span[0])
    }
    given = [Fraction(item.value) for item in posts if item.span not in again]
    profile = {**known.known(), **said.profile()}
    doctors = profile.get("group_size") or profile.get("members") or 0
    if _SHARED.search(words) or profile.get("shared_between"):
        return ()
    if len(set(given)) == 1 and doctors > 1 and _EACH.search(words):
        return tuple(given[:1]) * doctors
    several = len(given) > 1 and _ONE_AND_ANOTHER.search(words) and not _OR.search(words)
    return tuple(given) if several else ()


def together(turn: Turn, paid: Callable[[Fraction], tuple[Years, Figure | None]], asked: tuple[int, ...]) -> Own:
    """Return what these doctors receive together, in the year asked for and over the contract.

    ``paid``: what each year of an option is paid, and the total.
    """
    each = options(turn.understanding, turn.state.profile, turn.text)
    found = Own({}, {}, {})
    for what in ("asked", "total") if len(each) > 1 else ():
        terms = [_of(paid(etp), asked, whole=what == "total") for etp in each]
        known = {rank: term for rank, term in enumerate(terms) if term}
        total = added(known, range(len(each)))
        if total is None:
            continue
        made_of = tuple(dict.fromkeys(name for term in known.values() for name in term.computed_from))
        found.figures[f"together.{what}"] = replace(total, computed_from=total.computed_from or made_of)
        found.texts[f"each.{what}"] = _told(each, known)
        found.behind[f"each.{what}"] = tuple(known.values())
    return found


def _of(paid: tuple[Years, Figure | None], asked: tuple[int, ...], *, whole: bool) -> Figure | None:
    years, total = paid
    return total if whole else years.get(asked[0]) if len(asked) == 1 else None


def _told(each: tuple[Fraction, ...], terms: Mapping[int, Figure]) -> str:
    """« 38 000 € pour un temps plein et 19 000 € pour un mi-temps », « 19 000 € chacun »."""
    if len(set(each)) == 1:
        return f"{amount_of(terms[0])} chacun"
    return french.listed([f"{amount_of(terms[rank])} pour {named_option(etp)}" for rank, etp in enumerate(each)])
