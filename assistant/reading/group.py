"""The patientèles of the doctors of a group, counted one by one: their average, kept right when one of them changes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.reading.facts import Found, found
from french import Folded


@dataclass(frozen=True, slots=True)
class Counts:
    """The patients of each member; ``one`` is the member singled out, who may be corrected or leave."""

    others: tuple[int, ...] = ()
    one: int | None = None

    @property
    def all(self) -> tuple[int, ...]:
        """The patients of every member."""
        return self.others if self.one is None else (self.one, *self.others)


NO_COUNTS = Counts()
_NAMED = r"(?: ?\([^()\d]{1,30}\))"  # « 610 (Dr Ferrand) »
_COUNT = r"(?<![\w,./])(\d{2,4})(?![\w/]|[.,]\d| ?(?:€|%|h\b|ans\b))"
_LISTED = re.compile(
    rf"(?<![\w,./])\d{{2,4}}{_NAMED}?(?:(?:\s*(?:,|\+|/|;|-|et)\s*|\s)\d{{2,4}}{_NAMED}?){{2,9}}"
    r"(?![\w/]|[.,]\d| ?(?:€|%|h\b))"
)
_MEMBER = (
    rf"(?:\b(?:dre?|docteure?)\.? )?\b[a-z][a-z'-]{{2,19}} (?!(?:19|20[1-3])\d\b){_COUNT}"  # « mars 2021 » is no member
)
_BY_NAME = re.compile(rf"{_MEMBER}(?:(?:,| et|;| /) {_MEMBER}){{2,9}}")  # « Dr Aubry 1 180, Dr Cohen 905, Petit 560 »
_OF_A_GROUP = re.compile(r"\b(?:collecti\w+|groupe|moyenne|patienteles|sisa|scm|scp|associes|mt)\b")
_ONE_AND_OTHERS = re.compile(  # « le Dr Blin en a 590, les quatre autres 3 420 à eux tous »
    rf"{_COUNT}[^?!]{{0,60}}?\b([2-9]) autres\b([^?!;.\d]{{0,40}}?)(\d{{3,5}})(?! ?(?:€|%|h\b))([^?!;.]{{0,25}})"
)
_IN_ALL = re.compile(r"\b(?:cumul\w*|total\w*|a eux|ensemble|reuni\w*|additionn\w*|en tout)\b")
_EACH = re.compile(r"\b(?:moyenne|chacun|chaque)\b")
_NOT_THAT = re.compile(rf"{_COUNT}[^?!;.\d]{{0,20}}?\b(?:pas|non|au lieu de|plutot que)(?: pas)?(?: de)? {_COUNT}")
_RANKED = re.compile(rf"{_COUNT} (?:patients |mt )?pour (?:le|la) ([1-9])e\b")  # « non, 680 pour le quatrième »
_JOINS = re.compile(  # « un cinquième associé, qui suit 980 patients, les rejoint »
    r"\b(?:une?|l'|la|le) (?:(?:autre|nouve\w+|\de|\w+ieme) )*"
    r"(?:associee?|medecins?|confrere|consoeur|collegue|generaliste)\b"
    rf"(?=[^?!]*\b(?:rejoin\w*|entre\w*|arriv\w*|integr\w*|ajout\w*|vien\w*|s'associ\w*)\b)[^?!;\d]{{0,40}}?{_COUNT}"
)
_WITHOUT_ONE = re.compile(
    r"\bsans (?:lui|elle)\b|\b(?:pas|refus\w+ d'?e?) ?adher\w+|\bn'adher\w+|\bse retir\w+|\bles (\d) autres\b"
)


def counts_said(text: Folded, known: Counts) -> tuple[Counts, re.Match[str]] | None:
    """Return the patients of each member where a message lists them, corrects one or leaves one out."""
    if _OF_A_GROUP.search(text.text) and (match := _LISTED.search(text.text) or _BY_NAME.search(text.text)):
        return _listed(match[0]), match
    if (match := _ONE_AND_OTHERS.search(text.text)) and (others := _others(match)):
        return Counts(others, int(match[1])), match
    if (match := _NOT_THAT.search(text.text)) and int(match[2]) in known.all:
        left = list(known.all)
        left.remove(int(match[2]))
        return Counts(tuple(left), int(match[1])), match
    if (match := _RANKED.search(text.text)) and 0 < int(match[2]) <= len(known.others) == len(known.all):
        rank = int(match[2])
        return Counts((*known.others[: rank - 1], int(match[1]), *known.others[rank:])), match
    if known.all and (match := _JOINS.search(text.text)):
        return Counts(known.all, int(match[1])), match
    match = _WITHOUT_ONE.search(text.text) if known.one is not None else None
    return (Counts(known.others), match) if match else None


def _listed(words: str) -> Counts:
    """Read a list; the only member who is named in it is the one that is spoken of."""
    numbers = [int(number) for number in re.findall(r"\d+", words)]
    named = [int(number) for number in re.findall(rf"(\d+){_NAMED}", words)]
    if len(named) != 1:
        return Counts(tuple(numbers))
    numbers.remove(named[0])
    return Counts(tuple(numbers), named[0])


def _others(match: re.Match[str]) -> tuple[int, ...]:
    """Return the patients of the others, said together or one by one; nothing where it is not told which."""
    number, said, around = int(match[2]), int(match[4]), match[3] + match[5]
    if _EACH.search(around):
        return (said,) * number
    together = (said // number + (rank < said % number) for rank in range(number))
    return tuple(together) if _IN_ALL.search(around) else ()


def of_a_group(said: tuple[Counts, re.Match[str]] | None) -> Iterator[Found]:
    """Yield the average of the patientèles of a group: « 1 040 + 690 + 610 MT », and how many doctors there are."""
    if said:
        counts, match = said
        yield found("average_patientele_mt", sum(counts.all) // len(counts.all), match)
        yield found("members", len(counts.all), match)
