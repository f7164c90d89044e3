"""The share of technical acts in the fees, computed from two amounts: « 49 000 € de CCAM sur 212 000 € »."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from assistant.reading.facts import Mention
from assistant.reading.prepared import prepared
from assistant.reading.quantities import Quantity, quantities
from assistant.reading.replies import mends, says_no_more
from assistant.reading.shares import FRACTION, share_of
from assistant.turn import Understanding
from french import fold

_TECHNICAL = re.compile(r"\b(?:ccam|actes techniques|techniques?)\b")
_PART_OF = re.compile(r"\b(?:sur|dont|dedans|la-dessus|parmi|pour|total\w*|honoraires)\b")
_WHOLE = re.compile(r"\b(?:total\w*|honoraires|recettes)\b")
_OTHER_PART = re.compile(r"\b(?:consult\w*|ngap|cliniques?)\b")  # then the amounts add up: neither is the whole
_OVERRUNS = re.compile(r"\bdepassements?\b")
_WITHOUT_THEM = re.compile(r"\b(?:hors|sans|excluant|hormis) (?:les |mes |ses |nos )?depassements?\b")
_PAUSE = re.compile(r"[.,;:()]")
_FEES = Decimal(1000)  # euros a year: below, a number is something else
_TENTH = Decimal("0.1")
_PART = re.compile(rf"(?<!\ble ){FRACTION}(?! (?:de |d')?(?:temps|poste|etp|mes|ses|patient))")  # « le 1/9 » is a day
_BRIEF = 60  # letters of a message that may say a share of what was spoken of
_CLAUSE = re.compile(r"[^.,;:()?!]*")
_BROUGHT_TO = re.compile(  # « si je descends à 15 »: said once the share is known
    r"(?:\b(?:re)?(?:descend|baiss|tomb|pass|redui|ramen|limit|arriv|mont|rest)\w*[^?!.;\d]{0,25}?\b(?:a|sous|sur)|"
    r"^(?:et )?(?:si )?(?:c'est |a |avec )?) ?(\d{1,2})(?:(?= ?(?:%|[?!.,;]|$))| (?=pour))"
)


def with_ccam_share(
    understanding: Understanding, text: str, known: float | None = None, before: str = ""
) -> Understanding:
    """Return what is understood with the share of CCAM acts, where two amounts of a year's fees give it.

    ``known`` is the share said before, which « et si je descends à 15 ? » supposes otherwise; ``before`` the message
    whose amounts « pardon, 30 000, pas 50 000 » corrects.
    """
    if any(item.field == "ccam_share" for item in understanding.mentions):
        return understanding
    if known is not None and (replaced := _instead(understanding, text) or _corrected(understanding, text, before)):
        return replaced
    amounts = _amounts(understanding.quantities, text)
    share = _share(amounts, text)
    return understanding if share is None else _saying(understanding, text, share, amounts[min(amounts)].span)


def _share(amounts: dict[Decimal, Quantity], text: str) -> float | None:
    """Return the percent of technical acts that two amounts give, or three with the dépassements."""
    words = prepared(text).text
    if not _TECHNICAL.search(words) or not _PART_OF.search(words) or _OTHER_PART.search(words):
        return None
    overruns = _overruns(amounts, text)
    if len(amounts) != (2 if overruns is None else 3):
        return None
    part, whole = sorted(value for value in amounts if value != overruns)
    whole -= overruns or 0  # the share is that of the fees without dépassement
    return None if part > whole else float((part * 100 / whole).quantize(_TENTH, ROUND_HALF_UP))


def _amounts(items: Iterable[Quantity], text: str) -> dict[Decimal, Quantity]:
    said = [(_amount(item, text), item) for item in items if item.unit in ("euros", "none")]
    return {value: item for value, item in said if value >= _FEES}


def _corrected(understanding: Understanding, text: str, before: str) -> Understanding | None:
    """Read the amounts said before with one of them replaced: that which is taken back or named, else the nearest."""
    words = prepared(text).text
    said = _amounts(understanding.quantities, text)
    told = _amounts(quantities(prepared(before), (), ()), before)
    new = [value for value in said if value not in told]
    if not mends(words) or len(new) != 1 or not told:
        return None
    named = min(told) if _TECHNICAL.search(words) else max(told) if _WHOLE.search(words) else None
    old = next((value for value in said if value in told), named) or min(told, key=lambda value: abs(value - new[0]))
    start, end = told[old].span
    mended = f"{before[:start]}{new[0]}{before[end:]}"
    share = _share(_amounts(quantities(prepared(mended), (), ()), mended), mended)
    return None if share is None else _saying(understanding, text, share, said[new[0]].span)


def _instead(understanding: Understanding, text: str) -> Understanding | None:
    """Read another share than the one known: « si je descends à 15 ? » supposes it, « un petit dixième » says it."""
    words, span = prepared(text).text, prepared(text).span
    if brought := _BROUGHT_TO.search(words):
        return _saying(understanding, text, float(brought[1]), span(*brought.span(1)), supposed=True)
    if len(words) <= _BRIEF and (part := _PART.search(words)) and _is_of_the_fees(part):
        return _saying(understanding, text, round(float(share_of(part)) * 100), span(*part.span()))
    return None


def _is_of_the_fees(part: re.Match[str]) -> bool:
    """Whether a fraction is that of technical acts: named so, or alone in its clause; not « un quart d’heure »."""
    clauses = _CLAUSE.finditer(part.string)
    said = next(clause for clause in clauses if clause.end() >= part.end())
    around = f"{part.string[said.start() : part.start()]} {part.string[part.end() : said.end()]}"
    return _TECHNICAL.search(part.string) is not None or says_no_more(around)


def _overruns(amounts: dict[Decimal, Quantity], text: str) -> Decimal | None:
    """Return the dépassements told among the amounts: « dont 60 000 € de dépassements », « dépassements : 60 000 »."""
    told = sorted(amounts.items(), key=lambda item: item[1].span)
    if len(told) != 3:
        return None
    ends = [item.span[1] for _, item in told]
    for (value, item), following in zip(told, [*(item.span[0] for _, item in told[1:]), len(text)], strict=True):
        if value < max(amounts) and _names_them(_PAUSE.split(text[item.span[1] : following])[0]):
            return value
    for (value, item), before in zip(told, [0, *ends], strict=False):
        if value < max(amounts) and _names_them(text[before : item.span[0]]):
            return value
    return None


def _names_them(text: str) -> bool:
    words = fold(text).text
    return _OVERRUNS.search(words) is not None and _WITHOUT_THEM.search(words) is None


def _amount(said: Quantity, text: str) -> Decimal:
    """The number in euros: « 160 k€ » is 160 000."""
    thousands = said.value < _FEES and re.match(r" ?k(?:€|\b)", text[said.span[1] :], re.IGNORECASE)
    return said.value * _FEES if thousands else said.value


def _saying(
    understanding: Understanding, text: str, share: float, span: tuple[int, int], *, supposed: bool = False
) -> Understanding:
    mention = Mention("ccam_share", share, span, text[slice(*span)].strip(), how="supposed" if supposed else "stated")
    facts = sorted((*understanding.facts, mention), key=lambda item: item.span)
    mentions = (*understanding.mentions, mention)
    return replace(understanding, facts=tuple(facts), mentions=mentions, supposed=understanding.supposed or supposed)
