"""The share of technical acts in the fees, computed from two amounts: « 49 000 € de CCAM sur 212 000 € »."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from assistant.reading.facts import Mention
from assistant.reading.prepared import prepared
from assistant.reading.quantities import Quantity
from assistant.reading.replies import says_no_more
from assistant.reading.shares import FRACTION, share_of
from assistant.turn import Understanding
from french import fold

_TECHNICAL = re.compile(r"\b(?:ccam|actes techniques|techniques?)\b")
_PART_OF = re.compile(r"\b(?:sur|dont|dedans|la-dessus|parmi|pour|total\w*|honoraires)\b")
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


def with_ccam_share(understanding: Understanding, text: str, known: float | None = None) -> Understanding:
    """Return what is understood with the share of CCAM acts, where two amounts of a year's fees give it.

    ``known`` is the share said before, which « et si je descends à 15 ? » supposes otherwise.
    """
    words = prepared(text).text
    if any(item.field == "ccam_share" for item in understanding.mentions):
        return understanding
    if known is not None and (replaced := _instead(understanding, text)):
        return replaced
    if not _TECHNICAL.search(words) or not _PART_OF.search(words) or _OTHER_PART.search(words):
        return understanding
    said = [(_amount(item, text), item) for item in understanding.quantities if item.unit in ("euros", "none")]
    amounts = {value: item for value, item in said if value >= _FEES}
    overruns = _overruns(amounts, text)
    if len(amounts) != (2 if overruns is None else 3):
        return understanding
    part, whole = sorted(value for value in amounts if value != overruns)
    whole -= overruns or 0  # the share is that of the fees without dépassement
    if part > whole:
        return understanding
    share = (part * 100 / whole).quantize(_TENTH, ROUND_HALF_UP)
    return _saying(understanding, text, float(share), amounts[part].span)


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
    mention = Mention("ccam_share", share, span, text[slice(*span)], how="supposed" if supposed else "stated")
    facts = sorted((*understanding.facts, mention), key=lambda item: item.span)
    mentions = (*understanding.mentions, mention)
    return replace(understanding, facts=tuple(facts), mentions=mentions, supposed=understanding.supposed or supposed)
