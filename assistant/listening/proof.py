"""Whether a fact that a model heard is the doctor's own: her words say it, and our reader reads that value in them.

Our reader also hears the whole message, and a model adds little to it: it confirms, it finds what ours passed over, or
it hears otherwise whose a fact is. Then ours stands, and the doctor is asked where the answer depends on it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, cast

from pydantic import ValidationError

from assistant.listening.reply import Dropped, Said
from assistant.reading import gate
from assistant.reading.facts import Found, How, Mention, Whose
from assistant.reading.prepared import prepared
from assistant.turn import Understanding
from assistant.understanding import understand
from french import bare
from rules.profile import Profile

_YES, _NO = frozenset({"oui", "vrai", "true", "yes"}), frozenset({"non", "faux", "false", "no"})
_APART = re.compile(r"(?<=\d)[\s\u00a0\u202f](?=\d{3}\b)")  # « 1 012 »
_UNIT = re.compile(r"[\s\u00a0\u202f]*(?:%|patients?|ans|etp)$")


def with_proved(
    understanding: Understanding, said: Sequence[Said], text: str, today: date, dropped: Dropped
) -> Understanding:
    """Return what is understood with the facts that are proved, and the fields heard otherwise; count the others."""
    added: list[Mention] = []
    doubted: set[str] = set()
    for one in said:
        ours = [item for item in understanding.mentions if item.field == one.field and _is_at(item, one, text)]
        agreed = next((item for item in ours if _same(one, item.value)), None)
        if agreed:
            if agreed.counts != _counts(one):
                doubted.add(one.field)
        elif (item := _passed_over(one, understanding, text, today, dropped)) and item.counts and _counts(one):
            added = [*(other for other in added if other.field != item.field), item]
    if not added and not doubted:
        return understanding
    return replace(
        understanding,
        facts=tuple(sorted((*understanding.facts, *added), key=lambda item: item.span)),
        mentions=tuple(sorted((*understanding.mentions, *added), key=lambda item: item.span)),
        doubted=frozenset(doubted),
    )


def _passed_over(one: Said, understanding: Understanding, text: str, today: date, dropped: Dropped) -> Mention | None:
    """Return the mention that our reader finds in words that it passed over, as our gate hears it where they stand.

    Nothing else was read of that field, nor in those words: cut out of others, they could say what nobody said.
    """
    places = list(_places(one.words, text))
    if not places:
        dropped["words"] += 1
        return None
    alone = understand(one.words, today)
    found = next((item for item in alone.mentions if item.field == one.field and _same(one, item.value)), None)
    if not found:
        dropped["value"] += 1
        return None
    start, end = places[0]
    known = {item.field for item in understanding.mentions} | understanding.ambiguous
    read = any(item.span[0] < end and start < item.span[1] for item in understanding.mentions)
    if one.field in known or read or len(places) > 1:
        dropped["read otherwise"] += 1
        return None
    folded = prepared(text)
    bounds = enumerate(zip(folded.starts, folded.ends, strict=True))
    if not (inside := [at for at, (first, last) in bounds if start <= first and last <= end]):
        dropped["read otherwise"] += 1  # they are part of a longer number
        return None
    return next(gate.judged(folded, [Found(one.field, found.value, inside[0], inside[-1] + 1)]), None)


def _is_at(item: Mention, one: Said, text: str) -> bool:
    return any(item.span[0] < end and start < item.span[1] for start, end in _places(one.words, text))


def _places(words: str, text: str) -> Iterator[tuple[int, int]]:
    """Yield where words stand in a message, whole: « secteur 1 » does not in « secteur 12 »."""
    pieces = (re.escape(piece).replace("’", "'").replace("'", "['’]") for piece in words.split())
    whole = r"\s+".join(pieces)
    for match in re.finditer(rf"(?<!\w){whole}(?!\w)", text, re.IGNORECASE):
        yield match.span()


def _counts(one: Said) -> bool:
    """Whether a model hears a fact of the doctor's own."""
    return replace(_SHAPE, field=one.field, whose=cast(Whose, one.whose), how=cast(How, one.how)).counts


_SHAPE = Mention("", None, (0, 0), "")


def _same(one: Said, value: Any) -> bool:
    """Whether the value a model gives is the one our reader read."""
    told = _UNIT.sub("", _APART.sub("", bare(one.value)))
    given: list[Any] = [one.value, told, told in _YES] if told in _YES | _NO else [one.value, told]
    given += [int(told)] if re.fullmatch(r"[0-9]{1,6}", told) else []
    return any(_valid(one.field, candidate) == [value] for candidate in given)


def _valid(field: str, value: Any) -> list[Any]:
    """Return a value as the profile holds it, alone in a list; an empty one where it holds none such."""
    try:
        return [getattr(Profile.model_validate({field: value}), field)]
    except ValidationError:
        return []
