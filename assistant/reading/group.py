"""The patientèles of the doctors of a group, counted one by one: their average, kept right when one of them changes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from assistant.reading.facts import Found, found
from french import MONTH_NUMBERS, Folded


@dataclass(frozen=True, slots=True)
class Counts:
    """The patients of each member; ``one`` is the member singled out, who may be corrected or leave."""

    others: tuple[int, ...] = ()
    one: int | None = None
    named: tuple[tuple[str, int], ...] = ()  # « Perrot », 500: whoever was named

    @property
    def all(self) -> tuple[int, ...]:
        """The patients of every member."""
        return self.others if self.one is None else (self.one, *self.others)

    def with_one(self, said: int, before: int, whose: str | None = None) -> Counts:
        """Return the counts with ``said`` in the place of ``before``, which is then singled out: two may be equal."""
        left, named = list(self.all), dict(self.named)
        left.remove(before)
        whose = whose or next((name for name, count in self.named if count == before), None)
        return Counts(tuple(left), said, tuple((named | {whose: said} if whose else named).items()))


NO_COUNTS = Counts()
_OF_WHOM = (  # « 610 (Dr Ferrand) », « 1 150 pour moi », « 540 pour les deux jeunes »
    r"(?:(?: ?\([^()\d]{1,30}\))|(?: patients?)?(?: mt)? (?:pour|chez) (?:(?:mon|ma|mes|l'|les?|la|dr) ?)?"
    r"(?!\de)(?:[\w'-]+ ?){1,2})"
)
_COUNT = r"(?<![\w,./])(\d{2,4})(?![\w/]|[.,]\d| ?(?:€|%|h\b|ans\b))"
_LISTED = re.compile(
    rf"(?<![\w,./])\d{{2,4}}{_OF_WHOM}?(?:(?:\s*(?:,|\+|/|;|-|et)\s*|\s)\d{{2,4}}{_OF_WHOM}?){{1,9}}"
    r"(?![\w/]|[.,]\d| ?(?:€|%|h\b))"
)
_PATIENTS = r"(?: patients?)?(?: (?:medecins? traitants?|mt))?"
_WHO = (  # « Petit 560 », « Cohen en a 905 », « moi dans les 1 000 »; « mars 2021 » is no member
    rf"\b(?!(?:{'|'.join(MONTH_NUMBERS)}|moyenne|total|minimum|seuil|soit|non|pas)\b)([a-z][a-z'-]{{2,19}}|[2-9]e)"
    r"(?:,? (?:qui|installee?|arrivee?|depuis) [^,;.?!]{1,30},)?"
    r"(?:,? (?:en|g|j'en|j'ai|ai|a|avec|suit|compte|dans les|autour de|environ|:))*,? "
    r"(?!(?:19|20[1-3])\d\b)"
)
_MEMBER = rf"(?:\b(?:dre?|docteure?|mon|ma|le|la|du|petite?)\.? )*{_WHO}{_COUNT}{_PATIENTS}"
_BY_NAME = re.compile(
    rf"{_MEMBER}(?:(?:,| et|;| /|, et|(?= (?:mon|ma|la|le|et|moi) )) {_MEMBER}){{1,9}}"
)  # « Dr Aubry 1 180, Dr Cohen 905, Petit 560 », « moi j’ai 950 mon associé 800 et la troisième dans les 600 »
_NAME = re.compile(_WHO + _COUNT)
_DATE = re.compile(  # « contrat signé en 09/2025, 1 420 patients » counts one doctor's patients
    r"\b\d{1,2}[/.-]\d{1,2}[/.-](?:20)?[12]\d\b|\b20[12]\d-\d{2}-\d{2}\b|\b(?:0?[1-9]|1[0-2])/20[12]\d\b|"
    rf"\b(?:{'|'.join(MONTH_NUMBERS)}|en|depuis|debut|fin|annee) 20[12]\d\b"
)
_EACH_COUNT = re.compile(r"(?<!\d)\d{2,4}(?!\d)")
_LEAST = 100  # patients, in a list that no word says to be of patients
_OF_A_GROUP = re.compile(r"\b(?:collecti\w+|groupe|moyenne|patienteles|sisa|scm|scp|associes|mt)\b")
_AVERAGED = re.compile(r"\bmoyenne\b")
_ONE_AND_OTHERS = re.compile(  # « le Dr Blin en a 590, les quatre autres 3 420 à eux tous »
    rf"{_COUNT}[^?!]{{0,60}}?\b([2-9]) autres\b([^?!;.\d]{{0,40}}?)(\d{{3,5}})(?! ?(?:€|%|h\b))([^?!;.]{{0,25}})"
)
_SOME_AND_EACH = re.compile(  # « 1 200 pour moi, 1 100 pour Hélène, et les deux jeunes tournent autour de 600 chacun »
    rf"(?P<each>(?:{_COUNT}{_OF_WHOM},? (?:et |puis )?){{1,6}})(?:mais |et )?les (?P<number>[2-9]) "
    rf"[^?!;.\d]{{0,45}}?(?<!\d)(?P<count>\d{{3,4}}) (?:patients )?chacune?\b"
)
_BETWEEN_US = re.compile(  # « 3 780 patients MT à nous cinq »; « en 2024, à nous trois » counts nobody
    r"(?<![\d,.])(?!(?:19|20[1-3])\d\b(?! (?:patients?|mt|declar)))(\d{3,5})(?! ?(?:€|%|h\b))"
    r"(?: (?:patients?|mt|declar\w+|en tout|au total))*,? (?:a|pour|entre) (?:nous|eux|elles) (?:les )?([2-9])\b"
)
_IN_ALL = re.compile(r"\b(?:cumul\w*|total\w*|a eux|ensemble|reuni\w*|additionn\w*|en tout)\b")
_EACH = re.compile(r"\b(?:moyenne|chacun|chaque)\b")
_NOT_THAT = re.compile(rf"{_COUNT}[^?!;.\d]{{0,20}}?\b(?:pas|non|au lieu de|plutot que)(?: pas)?(?: de)? {_COUNT}")
_RANK = r"(?:(?P<rank>[1-9])e|derni\w+)\b"
_RANKED = (
    re.compile(rf"(?P<count>{_COUNT}) (?:patients |mt )?pour (?:le|la) {_RANK}"),  # « non, 680 pour le quatrième »
    re.compile(rf"\b(?:le|la) {_RANK}[^?!;.\d]{{0,20}}?(?P<count>{_COUNT})"),  # « pardon, le troisième c’est 650 »
)
_ARRIVES = re.compile(r"\b(?:rejoin|entre|arriv|integr|ajout|vien|s'associ|accueill|recrut|pren)\w*")
_JOINS = re.compile(  # « un cinquième associé, qui suit 980 patients, les rejoint », « on fait entrer une autre à 900 »
    r"\b(?:une?|l'|la|le) ?(?:(?:autre|nouve\w+|(?P<rank>[2-9])e|\w+ieme)\b|"
    r"(?:associee?|medecins?|confrere|consoeur|collegue|generaliste)\b)"
    rf"[^?!;\d]{{0,60}}?(?P<count>{_COUNT})"
)
_STAFF = re.compile(r"\b(?:assistant|secretaire|infirmi|aide-soignant|salarie|remplacant)")  # « elle part : sans elle »
_LEAVES = (  # « sans Perrot », « et si Marc ne veut pas en être ? »
    r"\bsans (?:dre? )?{name}\b|\b{name}\b[^?!;.\d]{{0,12}}\b(?:(?:n'en |ne )(?:veut|souhaite) pas|n'adher\w+|"
    r"refus\w+|se retir\w+|renonc\w+|reste (?:en )?dehors|n'en est pas)\b"
)
_WITHOUT_ONE = re.compile(
    r"\bsans (?:lui|elle)\b|\b(?:pas|refus\w+ d'?e?) ?adher\w+|\bn'adher\w+|\bse retir\w+|\bles (\d) autres\b"
)


def counts_said(text: Folded, known: Counts, members: int | None = None) -> tuple[Counts, re.Match[str]] | None:
    """Return the patients of each member where a message lists them, corrects one or leaves one out.

    ``members`` is how many they are known to be: as many numbers, without a word of a group, are those.
    """
    text = replace(text, text=_DATE.sub(lambda date: "x" * len(date[0]), text.text))
    if (match := _NOT_THAT.search(text.text)) and int(match[2]) in known.all:  # « 1 180 et non 1 380 » is no list
        return known.with_one(int(match[1]), int(match[2])), match
    if said := _SOME_AND_EACH.search(text.text):
        return Counts((*_listed(said["each"]).all, *[int(said["count"])] * int(said["number"]))), said
    for said in filter(None, (_LISTED.search(text.text), _BY_NAME.search(text.text))):
        listed = _listed(said[0])
        averaged = len(listed.named) == len(listed.all) and _AVERAGED.search(text.text)  # two, both by their names
        told = averaged or (len(listed.all) > 2 and _OF_A_GROUP.search(text.text))
        if told or (len(listed.all) == members and min(listed.all) >= _LEAST):
            return listed, said
    if (match := _ONE_AND_OTHERS.search(text.text)) and (others := _others(match)):
        return Counts(others, int(match[1])), match
    if match := _BETWEEN_US.search(text.text):
        return Counts(_shared(int(match[1]), int(match[2]))), match
    return _corrected(text, known) or _joined(text, known)


def _corrected(text: Folded, known: Counts) -> tuple[Counts, re.Match[str]] | None:
    """Return the counts with the number put in the place of another, by its rank or its doctor."""
    for match in filter(None, (pattern.search(text.text) for pattern in _RANKED)):
        rank, said = int(match["rank"] or len(known.others)), int(match["count"])
        if 0 < rank <= len(known.others) == len(known.all) and _near(said, known.others[rank - 1]):
            return Counts((*known.others[: rank - 1], said, *known.others[rank:])), match
    for name, before in known.named:
        hers = re.search(rf"\b{re.escape(name)}\b[^?!;.\d]{{0,25}}?(?!(?:19|20[1-3])\d\b){_COUNT}", text.text)
        if hers and _near(int(hers[1]), before):  # « j’ai mal lu la ligne de Perrot : 400 »
            return known.with_one(int(hers[1]), before, name), hers
    return None


def _near(said: int, before: int) -> bool:
    """Whether a number may stand for another that is taken back."""
    return before / 4 <= said <= before * 4


def _joined(text: Folded, known: Counts) -> tuple[Counts, re.Match[str]] | None:
    """Return the counts with who joins, or without who leaves."""
    match = _JOINS.search(text.text) if known.all and _ARRIVES.search(text.text) else None
    if match and int(match["rank"] or 0) in (0, len(known.all) + 1):
        return Counts(known.all, int(match["count"]), known.named), match
    for name, count in known.named:
        if left := re.search(_LEAVES.format(name=re.escape(name)), text.text):
            return Counts(known.with_one(count, count).others), left
    match = _WITHOUT_ONE.search(text.text) if known.all else None
    if match and known.named and match[0].startswith("sans") and known.one is None:
        alike = match[0].endswith("elle") == known.named[-1][0].endswith(("e", "a"))  # « Sylvie, … sans lui »: not her
        if _STAFF.search(text.text) or not alike:
            return None
        known = known.with_one(known.named[-1][1], known.named[-1][1])  # « sans elle »: who was named last
    return (Counts(known.others), match) if match and known.one is not None else None


def _listed(words: str) -> Counts:
    """Read a list; the only member who is told apart in it is the one that is spoken of."""
    numbers = [int(number) for number in _EACH_COUNT.findall(words)]
    apart = [int(number) for number in re.findall(r"(\d+) ?\([^()\d]{1,30}\)", words)]
    named = tuple((name, int(count)) for name, count in _NAME.findall(words))
    if len(apart) != 1:
        return Counts(tuple(numbers), named=named)
    numbers.remove(apart[0])
    return Counts(tuple(numbers), apart[0], named)


def _others(match: re.Match[str]) -> tuple[int, ...]:
    """Return the patients of the others, said together or one by one; nothing where it is not told which."""
    number, said, around = int(match[2]), int(match[4]), match[3] + match[5]
    if _EACH.search(around):
        return (said,) * number
    return _shared(said, number) if _IN_ALL.search(around) else ()


def _shared(said: int, number: int) -> tuple[int, ...]:
    """A number of patients told for several doctors together, as if they had as many each."""
    return tuple(said // number + (rank < said % number) for rank in range(number))


def of_a_group(said: tuple[Counts, re.Match[str]] | None) -> Iterator[Found]:
    """Yield the average of the patientèles of a group: « 1 040 + 690 + 610 MT », and how many doctors there are."""
    if said:
        counts, match = said
        yield found("average_patientele_mt", sum(counts.all) // len(counts.all), match)
        yield found("members", len(counts.all), match)
