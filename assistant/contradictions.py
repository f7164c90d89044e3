"""Where a document of the staff says otherwise than the rules: another number, another day, a yes for a no.

Each sentence is heard as a question would be; where it surely speaks of a topic of the rules, what they decide on the
facts it states is compared with it. Deterministic: the same passage on the same day is judged alike.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import french
from assistant.decided import Decided
from assistant.reading.cpts import names_the_cpts, names_what_it_has, speaks_of_belonging
from assistant.turn import Turn, Understanding
from assistant.understanding import understand
from french import MONTH_NUMBERS, bare
from rag.passages import Passage
from rules.amounts import amount
from rules.units import Unit
from rules.verdict import Figure, Verdict

Ruled = tuple[Turn, Sequence[Decided]]
Rule = Callable[[str], Ruled]  # hears a sentence, and decides on the topics it surely speaks of

SURELY = 0.8  # probability from which a sentence is believed to put forward what the rules affirm or deny
_MONTHS = "|".join(MONTH_NUMBERS)
_DAY = rf"(?:\b(\d{{1,2}})(?:er)? ({_MONTHS}) (\d{{4}})\b|\b(\d{{1,2}})/(\d{{1,2}})/(\d{{4}})\b)"
_STARTING = r"\b(?:depuis|des|jusqu.au|a partir du|a compter du|avant)(?: le)? "
_REPLY = re.compile(r"\W*(oui|non)\b", re.IGNORECASE)
_NEGATED = re.compile(r"\bn(?:e |')|\b(?:pas|jamais|aucune?|sans) ")
_FRAGMENT = 7  # words from which a sentence says by itself what it speaks of: a row of a table does not
_SHORT = 4  # words of a reply that needs the sentence after it: « Oui. »
# Who and what the scheme is: beside the aid of a CPTS, what names none of these is of the CPTS.
_SCHEME = re.compile(
    r"assurance maladie|\bcpam\b|\bcnam\b|\bcaisse|\bconvention|\bavenant|national|\bameli\b|\btextes? officiel|\bcqp\b"
)
# « de 9 h à 12 h », « 9 h – 17 h », « entre 8 h 45 et 11 h »: when something takes place, of which there is no rule.
_CLOCK = r"\b(?:[01]?\d|2[0-3]) ?h(?: ?[0-5]\d)?\b"
_TAKES_PLACE = re.compile(rf"{_CLOCK} ?(?:–|-|a|et|jusqu.a) ?{_CLOCK}")
_WE = re.compile(r"\b(?:nous|notre|nos)\b")
# By the unit a sentence says them in; durations in months.
_UNITS = {
    Unit.EUR: "euros", Unit.PATIENTS: "patients", Unit.PERCENT: "percent", Unit.HOURS: "hours",
    Unit.YEARS: "months", Unit.MONTHS: "months", Unit.DAYS: "days",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Contradiction:
    """One sentence of a document, and what the rules say instead: all French, ready to show."""

    document: str  # its id
    heading: str
    said: str  # the sentence, verbatim
    otherwise: str  # « 38 000 €, 28 500 € », « Non »
    rule: str  # the first sentence of the rule; empty where it was decided on the facts of who asked
    topic: str  # its label, « aid.amounts/one_year »


def contradictions(
    passage: Passage, rule: Rule, beside: Sequence[Decided] = (), *, own: bool = False
) -> Iterator[Contradiction]:
    """Yield what a passage says otherwise than the rules of its topics, and than those it is shown ``beside``.

    ``own``: its document is on an aid of the CPTS; then only what names the scheme is compared.
    """
    heading = passage.heading.rpartition(" › ")[2]
    if _of_its_own(heading):
        return
    reply = _REPLY.match(passage.text.removeprefix(heading))
    if heading.endswith("?") and reply:
        yield from _unlike(passage, heading, reply[1], rule, beside)
    theirs = own or any(names_the_cpts(text) or names_what_it_has(text) for text in (passage.title, *passage.sentences))
    for sentence in passage.sentences:
        if theirs and not _SCHEME.search(bare(f"{heading} {sentence}")):
            continue
        if _TAKES_PLACE.search(bare(sentence).replace("\u00a0", " ")):
            continue
        if sentence != heading and not sentence.endswith("?") and not _of_its_own(sentence):
            yield from _otherwise(passage, heading, sentence, rule, beside)


def _of_its_own(text: str) -> bool:
    """Whether a text says what the CPTS or its group of employers does, which no rule decides."""
    named = names_the_cpts(text) and not speaks_of_belonging(text)
    return named or names_what_it_has(text) or bool(_WE.search(bare(text)))


def _unlike(
    passage: Passage, heading: str, reply: str, rule: Rule, beside: Sequence[Decided]
) -> Iterator[Contradiction]:
    """« Les radiologues ont-ils droit à l’aide ? Oui »: a question that the rules answer the other way."""
    says = Verdict.YES if bare(reply) == "oui" else Verdict.NO
    said = [one for one in passage.sentences if one != heading] or [passage.text]
    heard, found = rule(heading)
    put = {ask.topic: ask.share for ask in heard.heard.asks}
    own = [item for item in found if put.get(item.topic, 0) >= SURELY]
    for decided in own or [item for item in beside if item.topic in put]:
        depends = decided.verdict is Verdict.UNKNOWN and bool(decided.decision.missing) and says is Verdict.NO
        if depends or _is_the_other(decided.verdict, says):
            otherwise = _DEPENDS if depends else _WORDS[decided.verdict or says]
            told = " ".join(said[: 2 if len(said[0].split()) < _SHORT else 1])
            yield _told(passage, heading, told, otherwise, decided, hers=not own)
            return


_WORDS = {Verdict.YES: "Oui", Verdict.NO: "Non"}
_DEPENDS = "Cela dépend"
VERDICTS = frozenset({*_WORDS.values(), _DEPENDS})  # what is said otherwise without a number or a day


def _is_the_other(verdict: Verdict | None, says: Verdict) -> bool:
    return verdict in _WORDS and verdict is not says


def _otherwise(
    passage: Passage, heading: str, sentence: str, rule: Rule, beside: Sequence[Decided]
) -> Iterator[Contradiction]:
    """Yield the first number or day of a sentence that is none of the rule's, or that the rules deny it."""
    turn, found = rule(f"{heading} {sentence}".strip())
    stated, alone = rule(sentence)
    around = {ask.topic for ask in rule(f"{passage.title}. {heading} {_paragraph(passage, sentence)}")[0].heard.asks}
    if len(sentence.split()) >= _FRAGMENT:
        turn, found = (turn, found) if found else (stated, alone)  # « Bon à savoir » tells no subject
        around &= {ask.topic for ask in stated.heard.asks}
    topical = [item for item in found if item.topic in around]
    put = {ask.topic for ask in (*turn.heard.asks, *stated.heard.asks)}
    for decided in topical or [item for item in beside if item.topic in put]:
        if other := _figures_of(sentence, turn.understanding, decided, hers=not topical):
            yield _told(passage, heading, sentence, other, decided, hers=not topical)
            return
    if _REPLY.match(sentence) or _NEGATED.search(bare(sentence).replace("’", "'")):
        return  # what a denial puts forward is heard one way or the other
    surely = {ask.topic for ask in stated.heard.asks if ask.share >= SURELY} | {item.topic for item in beside}
    surely &= {item.topic for item in topical}
    for decided in alone:
        if decided.topic in surely and decided.verdict is Verdict.NO:
            yield _told(passage, heading, sentence, _WORDS[Verdict.NO], decided)
            return


def _paragraph(passage: Passage, sentence: str) -> str:
    return next((line for line in passage.text.splitlines() if sentence in line), sentence)


def _figures_of(sentence: str, heard: Understanding, decided: Decided, *, hers: bool) -> str:
    """Return what the rule says where the sentence gives another number or day; nothing where they agree.

    ``hers``: decided on what one doctor said, which a number or a day that was worked out would tell.
    """
    if decided.leads and decided.leads[0].verdict is Verdict.UNKNOWN and not decided.decision.missing:
        return ""  # nothing is established: no number of theirs can be another than ours
    figures = list(_read(decided))
    texts = list(_texts(decided))
    known: dict[str, set[Decimal]] = {}
    for figure in figures:
        if isinstance(figure.value, Decimal) and figure.unit in _UNITS:
            value = figure.value * 12 if figure.unit is Unit.YEARS else figure.value
            known.setdefault(_UNITS[figure.unit], set()).add(value)
    today = decided.decision.rules_on
    for unit, value in (pair for text in texts for pair in _quantities(understand(text, today))):
        known.setdefault(unit, set()).add(value)
    said = [(unit, value) for unit, value in _quantities(heard) if unit in known]
    if any(value not in known[unit] for unit, value in said):
        units = {unit for unit, value in said if value not in known[unit]}
        differing = [f for f in figures if f.value is not None and _UNITS.get(f.unit) in units]
        told = dict.fromkeys(amount(f.value, f.unit) for f in differing if f.parameter or not hers)
        return french.listed(list(told)[:4]) or (_DEPENDS if differing else "")
    days = {day for lead in decided.leads for day in _days(lead.text)}
    said_days = set(_days(sentence, _STARTING))
    if len(days) == 1 and said_days - days - _since(decided):
        return _DEPENDS if hers else french.day(days.pop())
    return ""


def _quantities(heard: Understanding) -> Iterator[tuple[str, Decimal]]:
    for item in heard.quantities:
        if item.unit == "years":
            yield "months", item.value * 12
        elif item.unit in _UNITS.values():
            yield item.unit, item.value


def _read(decided: Decided) -> Iterator[Figure]:
    """The figures of the answer, with those of its tables and of its sentences."""
    for case in decided.cases:
        yield from case.decision.figures
        rows = case.decision.table.rows if case.decision.table else ()
        yield from (cell for row in rows for cell in row.cells if cell)
    yield from (figure for lead in decided.leads for figure in lead.figures)


def _texts(decided: Decided) -> Iterator[str]:
    """All that the rule says in words."""
    for lead in decided.leads:
        yield from filter(None, (lead.text, lead.more))
    for case in decided.cases:
        yield from (reason.text for reason in case.decision.reasons)
        yield from (*case.decision.notes, *case.decision.announced)


def _since(decided: Decided) -> set[date]:
    return {value.since for case in decided.cases for value in case.decision.values}


def _days(text: str, before: str = "") -> Iterator[date]:
    """The days written in a text, or those that come after some words."""
    for match in re.finditer(before + _DAY, bare(text.replace("\u00a0", " "))):
        day, month, year, short, number, of = match.groups()
        parts = (int(year), MONTH_NUMBERS[month], int(day)) if day else (int(of), int(number), int(short))
        try:
            yield date(*parts)
        except ValueError:
            continue


def _told(
    passage: Passage, heading: str, said: str, otherwise: str, decided: Decided, *, hers: bool = False
) -> Contradiction:
    rule = "" if hers else decided.leads[0].text.replace("**", "")  # which says again what she said of herself
    return Contradiction(passage.document, heading, said, otherwise, rule, decided.aspect.label)


def once(found: Iterable[Contradiction]) -> list[Contradiction]:
    """Return contradictions without those of a sentence told already."""
    return list({(item.document, item.said): item for item in found}.values())
