"""Decision → French: the first sentence of an answer, which is the answer.

Sentences are data (`assistant/topics/`): every number in them is a placeholder filled from the data, so a sentence
cannot state an amount that no rule gave. Amounts of the aid depend on more facts: ``wording_aid.py``.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import french
from assistant import deciding
from assistant.aspects import GENERAL, Aspect, Claim, Entry, aspect
from assistant.coherence import contradicts
from assistant.decided import Case, Decided, Lead, joined
from assistant.heard import Ask
from assistant.messages import MESSAGES, QUESTIONS
from assistant.reading.prepared import prepared
from assistant.speech import ANSWERS, Speech, in_days, when
from assistant.turn import Turn
from rules.aid import CONTRADICTED
from rules.dated import Parameters
from rules.differences import days_of_change
from rules.regimes import REGIMES
from rules.verdict import Decision, Verdict

FALLBACK: Sequence[Entry] = (  # what no entry fits
    {"say": "{reason}"},
    {"say": "Voici ce que disent mes sources : {first_label}, **{first}**."},
)


def regime_name(regime: str) -> str:
    """Return the French name of a text: « avenant 7 »."""
    return REGIMES[regime].name


def leads(of: Aspect, cases: Sequence[Case], turn: Turn, parameters: Parameters, today: date) -> list[Lead]:
    """Return the first sentence of each period of signature; periods that read the same are told as one."""
    told: list[tuple[Case, Lead]] = []
    if len(cases) == 1:
        return [lead(of, cases[0], turn, parameters, today)]
    for case in cases:
        alike = replace(case, within=dict.fromkeys(case.within, _ANY_DAYS))
        plain = _undated(lead(of, alike, turn, parameters, today), when(case, turn, today))
        before = told[-1][0] if told and _says(told[-1][1]) == _says(plain) else None
        if before and before.signed and case.signed:
            whole = replace(case, signed=(before.signed[0], case.signed[1]), within=joined(before.within, case.within))
            told[-1] = (whole, plain)
        else:
            told.append((case, plain))
    return [lead(of, case, turn, parameters, today) for case, _ in told]


def _undated(told: Lead, signed: str) -> Lead:
    """Return a sentence without the period it is said of, to be compared with that of another."""
    return replace(told, text=told.text.replace(signed, ""), more=told.more.replace(signed, ""))


def _says(told: Lead) -> tuple[object, ...]:
    return told.text, told.more, told.verdict


def told_of(
    of: Aspect, cases: Sequence[Case], told: Sequence[Lead], turn: Turn, parameters: Parameters, today: date
) -> Sequence[Case]:
    """Return the cases without the texts they announce, where none changes the sentence of this aspect."""
    announced = any(case.decision.announced for case in cases)
    if not announced or of.id == GENERAL or turn.state.signature or turn.state.profile.signed_on:
        return cases
    for day in days_of_change(parameters, today):
        if day <= today:
            continue
        later = leads(of, deciding.cases(of.rule, parameters, turn.state, day), turn, parameters, day)
        if [lead.text for lead in later] != [lead.text for lead in told]:
            return cases
    return [replace(case, decision=replace(case.decision, announced=())) for case in cases]


_ANY_DAYS = (date.min, date.min)  # periods that say the same but for their own days are told as one


def lead(of: Aspect, case: Case, turn: Turn, parameters: Parameters, today: date) -> Lead:
    """Return the first sentence of the answer to an aspect for one period of signature."""
    speech = Speech(case, turn, parameters, today)
    lacking: Entry | None = None
    for entry in of.say:
        if not _fits(entry, speech):
            continue
        speech.forget()
        verdict = _answered(entry, speech)
        ask = _asked(of, turn)
        about, turned = _on_the_claim(of, verdict or _of_the_decision(of, case.decision), ask)
        if text := speech.filled(entry["say"], about if verdict else None):
            more = speech.filled(of.more, about) if of.more else None
            text = _opening(text, about, turned=turned, put=ask.puts is not Claim.OPEN and of.claim is not None)
            text = _in_other_words(text, of.topic, case.decision) if turned else text
            if contradicts(text, ask.words):
                text, about = text.replace("Oui", ANSWERS[Verdict.NO], 1), Verdict.NO
                verdict = Verdict.NO
            text = _denied(text) if ask.denies and (ask.puts is not Claim.OPEN or not _sided(of)) else text
            if (of.claim or ask.false) and verdict is not Verdict.UNKNOWN:
                verdict = about if _WORD.match(text) else None
            sources = tuple(dict.fromkeys(speech.sources)) if not of.shows else ()
            used, names = tuple(speech.used.values()), tuple(speech.names)
            return Lead(text, entry.get("covers", ()), verdict, used, sources, names, more or "", of.shows)
        lacking = lacking or entry
    if not of.say and of.quote:
        return Lead("", shows=of.shows)
    if lacking is None and of.id != GENERAL:
        return lead(aspect(of.topic), case, turn, parameters, today)
    spoken = (speech.filled(entry["say"], None) for entry in FALLBACK)
    if lacking is None and (text := next(filter(None, spoken), None)):
        return Lead(text, shows=of.shows)
    return _unsaid(lacking or {}, case.decision)


def asked_about(field: str, turn: Turn, topic: str) -> str:
    """Return how a field is asked for: of a period known, or of the area of a topic."""
    return "period" if field == "signed_on" and turn.state.signature else topic.partition(".")[0]


_BOLD = re.compile(r"\*\*(.+?)\*\*")


def gist(told: Lead) -> tuple[object, ...]:
    """Return what answers in a first sentence: its yes or no, its words in bold, and what is added to it."""
    return told.verdict, *(_BOLD.findall(told.text) or [told.text]), told.more


def matters(field: str, item: Decided, turn: Turn, parameters: Parameters, today: date) -> bool:
    """Whether what is asked may change what was answered; of a number, nobody can tell."""
    told: set[tuple[object, ...]] = set()
    choices = QUESTIONS[field].get("about", {}).get(asked_about(field, turn, item.topic), QUESTIONS[field])["choices"]
    for facts in choices.values():
        state = replace(turn.state, profile=turn.state.profile.updated(**facts))
        found = deciding.cases(item.aspect.rule, parameters, state, today)
        if any(reason.id == CONTRADICTED for case in found for reason in case.decision.reasons):
            continue  # what she said already excludes this choice
        said = leads(item.aspect, found, replace(turn, state=state), parameters, today)
        told.add(tuple(gist(lead) for lead in said))
        if len(told) > 1:
            return True
    return len(choices) < 2


def plainly(turn: Turn) -> Turn:
    """Return the same message, putting nothing forward."""
    asks = tuple(replace(ask, puts=Claim.OPEN, denies=False) for ask in turn.heard.asks)
    return replace(turn, heard=replace(turn.heard, asks=asks))


def _asked(of: Aspect, turn: Turn) -> Ask:
    """The question on this aspect: what it puts forward, and whether it denies it."""
    return next((ask for ask in turn.heard.asks if ask.label == of.label), Ask(of.topic, of.id))


def _sided(of: Aspect) -> bool:
    return of.claim not in (None, Claim.EITHER)


def _of_the_decision(of: Aspect, decision: Decision) -> Verdict | None:
    return decision.verdict if of.id == GENERAL else None


def _on_the_claim(of: Aspect, verdict: Verdict | None, ask: Ask) -> tuple[Verdict | None, bool]:
    """Return the yes or no to the proposition put forward, and whether it is the contrary of the aspect's own."""
    contrary = ask.puts not in (Claim.OPEN, of.claim) if _sided(of) else ask.false
    contrary = contrary and verdict in _CONTRARY
    return (_CONTRARY[verdict] if contrary and verdict else verdict), contrary


_CONTRARY = {Verdict.YES: Verdict.NO, Verdict.NO: Verdict.YES}
_WORD = re.compile(r"\*\*(Oui|Non|Si)\b")
_WORD_ALONE = re.compile(r"\*\*(Oui|Non)\.?\*\*")


def _opening(text: str, verdict: Verdict | None, *, turned: bool, put: bool) -> str:
    """Begin with the yes or no to what was put forward, where the sentence does not."""
    if verdict not in _CONTRARY:
        return text
    if typed := _WORD.match(text):
        return f"**{ANSWERS[verdict]}{text[typed.end() :]}" if turned and typed[1] != ANSWERS[verdict] else text
    if not put:
        return text
    word, colon = ANSWERS[verdict], f"{french.HARD}: "
    if colon in text.split(". ", maxsplit=1)[0]:  # never two in a sentence
        return f"**{word}.** {text}"
    bold, rest = (True, text[2:]) if text.startswith("**") else (False, text)
    acronym = rest[1:2].isupper() or rest[1:2].isdigit()
    rest = rest if acronym else french.lower_first(rest)
    return f"**{word}{colon}{rest}" if bold else f"**{word}**{colon}{rest}"


def _denied(text: str) -> str:
    """Answer a question that denies: « je ne suis pas obligée ? » is answered « Non », or « Si » where she is."""
    return re.sub(r"^\*\*Oui\b", "**Si", text)


def _in_other_words(text: str, topic: str, decision: Decision) -> str:
    """Say what a turned yes or no means, where a reader of that word alone would act on it: « Oui » to « exclu ? ».

    A refusal that one more fact may lift, or that is not the doctor's own, stays a bare word.
    """
    word, refused = _WORD_ALONE.match(text), decision.verdict is Verdict.NO
    firm = not decision.missing if refused else decision.verdict is not None
    meant = MESSAGES["turned"].get(topic, {}).get(word[1]) if word and firm else None
    if word is None or meant is None or refused is (word[1] == "Non"):
        return text
    rest = text[word.end() :]
    rest = f". {french.upper_first(rest[3:])}" if rest.startswith(f"{french.HARD}: ") else rest
    return f"**{word[1]}{french.HARD}: {meant}**{rest}"


def _unsaid(entry: Entry, decision: Decision) -> Lead:
    """Say that what was asked is not established; the list of what is not follows, or whom to ask."""
    covers = [key for key in entry.get("covers", ()) if key not in ("unasked", "not_established")]
    asking = "" if decision.not_established else f" {MESSAGES['ask'].strip()}"
    verdict = Verdict.UNKNOWN if decision.verdict or "answers" in entry else None
    return Lead(f"**{ANSWERS[Verdict.UNKNOWN]}.**{asking}", covers, verdict)


def _answered(entry: Entry, speech: Speech) -> Verdict | None:
    """The yes or no to the question put: typed where conditions make it true, else a reason's or a parameter's."""
    answers = str(entry.get("answers", ""))
    if answers in set(Verdict):
        return Verdict(answers)
    name = answers.removeprefix("not ")
    known: dict[str, Any] = {reason.id: reason.met for reason in speech.decision.reasons}
    if name in speech.parameters:
        speech.figure(name)
        known[name] = _value(speech, name)
    met = known.get(name, "")
    if met is None:
        return Verdict.UNKNOWN
    return Verdict.of(met is (name == answers)) if isinstance(met, bool) else None


def _fits(entry: Entry, speech: Speech) -> bool:
    decision = speech.decision
    open_reasons = [reason.id for reason in decision.reasons if reason.met is None]
    unknown = {figure.key for figure in decision.figures if figure.value is None}
    met = {reason.id: reason.met for reason in decision.reasons}
    return (
        entry.get("verdict") in (None, decision.verdict)
        and ("words" not in entry or re.search(entry["words"], prepared(speech.turn.text).text) is not None)
        and entry.get("regime") in (None, decision.regime)
        and ("open" not in entry or (len(open_reasons) == 1 and open_reasons[0] in entry["open"]))
        and entry.get("unknown") in (None, *unknown)
        and all(met.get(id) is wanted for id, wanted in entry.get("met", {}).items())
        and all(_reads(speech.text(key), said) for key, said in entry.get("equals", {}).items())
        and all(_is(_value(speech, name), wanted) for name, wanted in entry.get("data", {}).items())
        and all(_known(speech.turn, name, wanted) for name, wanted in entry.get("given", {}).items())
        and all(_compares(speech, unit, wanted) for unit, wanted in entry.get("said", {}).items())
    )


def _reads(text: str | None, wanted: str) -> bool:
    """Whether words are those wanted, whatever the spaces between them: « 0 % »."""
    return text is not None and text.split() == wanted.split()


def _value(speech: Speech, parameter: str) -> Any:
    held = speech.held(parameter)
    value = held.value if held else None
    return list(value) if isinstance(value, tuple) else value


def _is(value: Any, wanted: Any) -> bool:
    """Whether a value is the one wanted: alternatives are a list, unless the value is a list itself."""
    if isinstance(wanted, list) and not isinstance(value, list):
        return any(_is(value, one) for one in wanted)
    if isinstance(value, Decimal | Fraction) and not isinstance(wanted, bool) and wanted is not None:
        return value == (Fraction(str(wanted)) if isinstance(value, Fraction) else Decimal(str(wanted)))
    return type(value) is type(wanted) and bool(value == wanted) if isinstance(wanted, bool) else bool(value == wanted)


def _known(turn: Turn, field: str, wanted: Any) -> bool:
    """Whether a fact of the doctor is the one wanted; ``True`` of a field that is no yes or no: any value."""
    value = getattr(turn.state.profile, field)
    if field == "signed_on" and value is None:
        value = turn.state.signature
    if field == "hired_on" and value is None:
        value = turn.state.hired
    if wanted is True and not isinstance(value, bool):
        return value is not None
    return _is(value, wanted)


_COMPARE = {
    "below": operator.lt, "at_most": operator.le, "at_least": operator.ge, "above": operator.gt,
    "equals": operator.eq,
}  # fmt: skip
_A_LITTLE = Decimal("0.01")  # of a day, of an hour


def _compares(speech: Speech, unit: str, wanted: Mapping[str, str] | str) -> bool:
    """Whether a number said in the message stands to the data as wanted; « any » and « none »: whether one was."""
    said = speech.said(f"said.{unit}")
    if isinstance(wanted, str):
        return (said is None) is (wanted == "none")
    if said is None or (mine := in_days(said)) is None:
        return False
    mine += speech.beyond(unit) * _A_LITTLE  # « plus de 3 mois » is no 3 months
    others = {how: speech.number(name) for how, name in wanted.items()}
    limits = {how: in_days(figure) for how, figure in others.items() if figure}
    if len(limits) < len(wanted):
        return False
    return all(limit is not None and _COMPARE[how](mine, limit) for how, limit in limits.items())


_MOST_ALIKE = 0.6  # share of its words that a sentence may have in common with another, and still be worth saying
_TELLING = re.compile(r"[a-z]{4,}|\d+")


def says_again(told: Lead, before: Lead) -> bool:
    """Whether a sentence says what another has said already, in much the same words and with no contrary yes or no."""
    contrary = {told.verdict, before.verdict} == {Verdict.YES, Verdict.NO}
    return not contrary and in_common(told.text, before.text) >= _MOST_ALIKE


def in_common(new: str, old: str) -> float:
    """Return the share of the words and numbers of a text that another holds."""
    words, others = (frozenset(word[:5] for word in _TELLING.findall(french.fold(text).text)) for text in (new, old))
    return len(words & others) / (len(words) or 1)
