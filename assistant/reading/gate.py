"""The one gate: whose each mention is and how it is said, read from the words around it.

The cues are data, `lexicon/portee.yaml`. Readers only find values: whatever tells « ma consœur », « faut-il », « si
j’étais » or « je ne suis pas » from a fact of the doctor's own stands there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from assistant.reading.facts import Found, How, Mention, clause_after, clause_before
from assistant.reading.meanings import defined_by
from assistant.reading.vocabulary import lexicon
from french import Folded

_SUPPOSED = re.compile(
    r"\b(?:si|s'ils?|s')(?: \w+'?){0,3}?[ ']\w+(?:ais|ait|ions|aient)\b(?! (?:que|pas si))|"
    r"\b(?:imaginons|supposons|admettons|mettons|au cas ou)\b"
)
_SENTENCE = re.compile(r"[?!;\n]|\.(?!\d)")
_IS_NAMED = re.compile(
    r",? ?c['’]est (?:(?:mon|ma|notre|son|sa) "
    r"(?:(?:autre|futur|ancien|jeune|ex)\w*[ -])?(?:associ|coll[eè]gue|confr[eè]re|"
    r"cons(?:œ|oe)ur|mari\b|femme|conjoint|compagn|voisin|s(?:œ|oe)ur|fr[eè]re|m[eè]re|p[eè]re|beau-|belle-|cousin|"
    r"ami|copain|copine|fils|fille|oncle|tante|neveu|ni[eè]ce|[ée]pou|rempla[çc]ant|comptable)[\w-]*|celle? de [\w-]+|"
    r"(?:le |la )?(?:Dr |[Dd]octeure? )?(?!Ok\b|Non\b|Oui\b)[A-ZÀÉ][a-zà-ÿ]+)"
)
_THE = re.compile(r"(?:\b(?:le|la|les) |\bl')$")
_PLACES = frozenset({"zone", "department"})  # « la ZIP, c’est Vierzon »
_A_DOCTOR = re.compile(r"\b(?:dr|docteure?|doctoresse) (?!junior)\w")  # « la docteure Lalanne, elle a 41 ans »
_APART = re.compile(r", (?:elle|lui), [^,]*$")
_REACH = 45  # characters within which a noun owns what follows it


@dataclass(frozen=True)
class _Cue:
    says: Any
    fields: frozenset[str]
    sides: tuple[tuple[int, re.Pattern[str]], ...]

    def fits(self, field: str, around: tuple[str, ...]) -> bool:
        named = not self.fields or field in self.fields
        return named and all(pattern.search(around[side]) is not None for side, pattern in self.sides)


def judged(text: Folded, items: Iterable[Found], sure: How | None = None) -> Iterator[Mention]:
    """Yield what was found as mentions, with whose each is and how it is said, unless it is ``sure``."""
    supposed = list(suppositions(text))
    if defined_by(text.text):  # « ZIP, ça veut dire quoi ? »
        sure = "asked"
    for item in items:
        first, last = item.at or (item.start, item.end)
        before, after = clause_before(text, first), clause_after(text, last)
        sentence = _SENTENCE.split(text.text[max(0, first - 80) : first])[-1]
        around = before, sentence, text.text[item.start : item.end], after
        whose = _said("whose", item.field, around) or _owner(item.field, before, text.text[max(0, first - 30) : first])
        how: How = sure or _said("how", item.field, around) or "stated"
        if how in ("stated", "former") and any(start <= item.start < end for start, end in supposed):
            how = "supposed"
        start, end = text.span(item.start, item.end)
        told_of = _THE.search(before) and item.field not in _PLACES and _IS_NAMED.match(text.original, end)
        if whose == "me" and told_of:  # « le temps plein, c’est Guillou »; « un mi-temps, c’est Julie » is hers
            whose = "colleague"
        yield Mention(item.field, item.value, (start, end), text.original[start:end], whose, how, item.approximate)


def suppositions(text: Folded) -> Iterator[tuple[int, int]]:
    """Yield where « si j’étais » holds: from there to the end of its sentence."""
    for match in _SUPPOSED.finditer(text.text):
        stop = _SENTENCE.search(text.text, match.end())
        yield match.start(), stop.start() if stop else len(text.text)


def is_of_another(text: Folded, position: int) -> bool:
    """Whether what stands at ``position`` is said of another doctor: « une consœur qui a signé l’an dernier »."""
    before, beyond = clause_before(text, position), text.text[max(0, position - 30) : position]
    if _APART.search(beyond):  # « sa consœur, elle, a signé en mars »
        before = beyond.replace(",", "")
    return bool(_owner("new_installer", before, beyond) == "colleague")


def denied(before: str) -> bool:
    """Whether the words before deny what follows: « pas en », « sans », « hors »."""
    return bool(re.search(lexicon("portee")["denied"], before))


def _said(kind: str, field: str, around: tuple[str, ...]) -> Any:
    return next((cue.says for cue in _cues(kind) if cue.fits(field, around)), None)


@cache
def _cues(kind: str) -> tuple[_Cue, ...]:
    return tuple(
        _Cue(says, frozenset(row.get("of", "").split()), tuple(_sides(row)))
        for says, rows in lexicon("portee")[kind].items()
        for row in rows
    )


def _sides(row: dict[str, str]) -> Iterator[tuple[int, re.Pattern[str]]]:
    for number, side in enumerate(("before", "sentence", "in", "after")):
        if side in row:
            yield number, re.compile(row[side])


@cache
def _owners() -> tuple[tuple[str, re.Pattern[str], frozenset[str]], ...]:
    return tuple(
        (whose, re.compile(row["noun"]), frozenset(row.get("of", "").split()))
        for whose, row in lexicon("portee")["owners"].items()
    )


def _owner(field: str, before: str, beyond: str) -> Any:
    """Whose noun stands nearest before: « ma consœur a 900 patients et moi 700 », « mon assistante, 61 ans »."""
    near = before[-_REACH:] if before.strip() or not beyond.endswith((", ", ",")) else beyond.rstrip(", ")
    last = [
        (match.end(), whose)
        for whose, noun, fields in _owners()
        if not fields or field in fields
        for match in noun.finditer(near)
    ]
    nearest = max(last)[1] if last else "me"
    return "me" if nearest == "assistant" and _A_DOCTOR.search(beyond) else nearest
