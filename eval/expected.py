"""Whether an answer holds what a stranger expected of it: no language model judges, a number is compared as a number.

An expectation is a word or a number that stands in the text, in any spelling; `oui` or `non`, the sense of the answer;
`debut:X`, X stands in its first sentence; `question:X`, in the question it asks back; `kind:X`; or `@non_etabli`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from eval.numbers import Number, extract, fold

Json = dict[str, Any]
Item = str | int | float | bool
Wanted = Item | Sequence[Item]  # one, or any one of several

SHORTEST = 25  # letters below which a first sentence counts with the next: « **Oui.** »
LARGE = 100  # from which the decimals of a number may be left out
_SENTENCE = re.compile(r"[^\n]*?(?:[.!?…](?=\s|$)|\n|$)")
_NOT_ESTABLISHED = re.compile(
    r"(?:pas|non|ni|jamais)(?: encore)? (?:ete )?(?:etabli|publie|precise|tranche|prevu|fixe|connu|ecrit|documente)"
    r"|\baucun(?:e)?(?: de (?:mes|nos))? (?:autre )?(?:source|texte|regle|montant|chiffre|plafond|seuil)"
    r"|\brien (?:ne |de ).{0,40}(?:etabli|dit|prevoi|precis|ecrit)|inconnu"
    r"|ne (?:di(?:t|sent)|(?:precise|donne|fixe|tranche)(?:nt)?|prevoi(?:t|ent))\b.{0,12}\bpas\b"
    r"|je ne (?:sais|connais|peux|dispose|trouve)|je n'ai (?:pas|trouve)"
)
_TIMES = {("years", "months"): Fraction(12), ("months", "years"): Fraction(1, 12)}


def faults(answer: Json, expect: Sequence[Wanted], forbid: Sequence[Item]) -> list[str]:
    """Return what the answer lacks and what it holds but must not."""
    lacking = [f"manque {wanted}" for wanted in expect if not any(holds(item, answer) for item in _any_of(wanted))]
    return lacking + [f"contient {item}" for item in forbid if holds(item, answer)]


def _any_of(wanted: Wanted) -> Sequence[Item]:
    return [wanted] if isinstance(wanted, Item) else wanted


def holds(item: Item, answer: Json) -> bool:
    """Return whether one item stands in the answer."""
    wanted = {True: "oui", False: "non"}[item] if isinstance(item, bool) else str(item)
    kind, _, rest = wanted.partition(":")
    text = str(answer.get("text") or "")
    if kind == "kind":
        return answer.get("kind") == rest
    if kind == "question":
        return _plain(rest) in _plain(str(answer.get("next_question") or ""))
    if wanted == "@non_etabli":
        return _NOT_ESTABLISHED.search(_plain(text)) is not None
    if kind == "debut":
        opening = first_sentence(text)
        return sense({"text": opening}) == rest if rest in ("oui", "non") else _stands(rest, opening)
    return sense(answer) == wanted if wanted in ("oui", "non") else _stands(wanted, text)


def sense(answer: Json) -> str | None:
    """Return « oui » or « non »: the verdict, or how the text begins."""
    if answer.get("verdict") in ("yes", "no"):
        return "oui" if answer["verdict"] == "yes" else "non"
    opening = re.match(r"[\W_]*(oui\b|non\b|si(?= ?[,.:]))", _plain(str(answer.get("text") or "")))
    return opening and opening[1].replace("si", "oui")


def first_sentence(text: str) -> str:
    """Return how an answer begins: its first sentence, and the next where it is very short."""
    plain = re.sub(r"[*_]", "", text).strip()
    first = _SENTENCE.match(plain)
    opening = first.group() if first else ""
    following = _SENTENCE.match(plain[len(opening) :].lstrip())
    if len(opening.strip()) < SHORTEST and following:
        opening = f"{opening.rstrip()} {following.group()}".rstrip()
    return opening


def _plain(text: str) -> str:
    return re.sub(r"[*_`]", "", fold(text)).replace("’", "'").strip()


def _stands(wanted: str, text: str) -> bool:
    """Whether a word stands in the text, or a number in any spelling, with its unit where one is wanted."""
    text = re.sub(r"[*_]", "", text)
    numbers = extract(wanted)
    alone = len(numbers) == 1 and str(numbers[0]) == fold(wanted).strip()
    if alone:  # never as letters: « 400 » stands in « 25 400 »
        return any(_same(numbers[0], found) for found in extract(text))
    return _plain(wanted) in _plain(text)


def _same(wanted: Number, found: Number) -> bool:
    if wanted.day or found.day:
        return wanted.day is not None and (found.day or "").startswith(wanted.day)
    if wanted.unit in (None, found.unit) or (wanted.unit == "EUR" and found.unit is None):
        return wanted.value == found.value or _rounded_down(wanted, found)
    times = _TIMES.get((str(wanted.unit), str(found.unit)))
    return times is not None and _exact(wanted.value) * times == _exact(found.value)


def _rounded_down(wanted: Number, found: Number) -> bool:
    """Whether a large whole number is what was found without its decimals: « 807 » for « 807,5 »."""
    return (wanted.value or 0) >= LARGE and wanted.value == int(found.value or 0)


def _exact(value: Decimal | Fraction | None) -> Fraction:
    return Fraction(value or 0)
