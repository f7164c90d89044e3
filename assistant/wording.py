"""Decision → French: the first sentence of an answer, which is the answer.

Sentences are data (``wording.yaml``): every number in them is a placeholder filled from a figure of the decision, so a
sentence cannot state an amount that no rule gave. Amounts of the aid depend on more facts: ``wording_aid.py``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

import french
from assistant.decided import Case
from assistant.messages import MESSAGES
from assistant.reading.prepared import prepared
from assistant.turn import Turn
from assistant.wording_aid import aid_lead, by_year, course, left_to_pay
from rules.amounts import amount_of
from rules.regimes import REGIMES
from rules.verdict import Decision, Reason, Verdict


def regime_name(regime: str) -> str:
    """Return the French name of a text: « avenant 7 »."""
    return REGIMES[regime].name


@cache
def sentences() -> Mapping[str, Sequence[Mapping[str, Any]]]:
    """Return the sentences of each topic, the most precise first (see the file's head)."""
    text = Path(__file__).with_name("wording.yaml").read_text("utf-8")
    loaded: Mapping[str, Sequence[Mapping[str, Any]]] = yaml.safe_load(text)
    return loaded


class Lead(NamedTuple):
    """The first sentence of an answer, in Markdown, and what need not be said after it (``covers``)."""

    text: str
    covers: Sequence[str] = ()
    verdict: Verdict | None = None  # yes or no to the question put, where it is about one reason of the decision


def leads(topic: str, cases: Sequence[Case], turn: Turn, today: date) -> list[Lead]:
    """Return the first sentence of each period of signature; periods that read the same are told as one."""
    told: list[tuple[Case, Lead]] = []
    for case in cases:
        plain = lead(topic, replace(case, signed=None), turn, today)
        if told and case.signed and told[-1][0].signed and told[-1][1] == plain:
            start, _ = told[-1][0].signed
            told[-1] = (replace(case, signed=(start, case.signed[1])), plain)
        else:
            told.append((case, plain))
    return [lead(topic, case, turn, today) for case, _ in told]


def lead(topic: str, case: Case, turn: Turn, today: date) -> Lead:
    """Return the first sentence of the answer to ``topic`` for one period of signature."""
    if topic == "aid.amounts":
        return Lead(aid_lead(case, turn, when(case, turn, today)), ["not_established"])
    decision = case.decision
    values = {"when": when(case, turn, today)} | _figures(decision) | _reasons(decision)
    entry, whole = _entry(topic, decision, prepared(turn.text).text, values)
    if not whole:
        return _unsaid(entry, decision)
    return Lead(
        _PLACEHOLDER.sub(lambda match: values[match.group(1)], entry["say"]),
        entry.get("covers", ()),
        _answered(entry, decision),
    )


_ANSWERS = {True: "Oui", False: "Non", None: "Ce n’est pas établi"}
_DATED = re.compile(r"_\d{4}_\d{2}$")
_PLACEHOLDER = re.compile(r"\{([^}]+)\}")


def _figures(decision: Decision) -> dict[str, str]:
    """The established figures as a sentence names them."""
    known = [figure for figure in decision.figures if figure.value is not None]
    values = {figure.key: amount_of(figure) for figure in known}
    for figure in reversed(known):  # {cardiologues}, {cardiologues.label}: the latest of a dated series
        series = _DATED.sub("", figure.key)
        values |= {series: amount_of(figure), f"{series}.label": french.lower_first(figure.label)}
        values |= {"first": values[series], "first_label": values[f"{series}.label"]}
    if left := left_to_pay(known):
        values["left"] = left
    for kind in ("annee_", "par_etp_annee_"):
        years = by_year(figure for figure in decision.figures if figure.key.startswith(kind))
        if any(figure.value is not None for figure in years.values()):
            values[f"{kind}s"] = course(years)
    return values


def _reasons(decision: Decision) -> dict[str, str]:
    """The reasons as a sentence names them, and as an answer to yes or no."""
    values = {f"reason.{reason.id}": reason.text for reason in decision.reasons}
    values |= {f"answer.{reason.id}": f"**{_ANSWERS[reason.met]}.** {reason.text}" for reason in decision.reasons}
    return values | {"reason": _decisive(decision).text} if decision.reasons else values


def _entry(topic: str, decision: Decision, asked: str, values: Mapping[str, str]) -> tuple[Mapping[str, Any], bool]:
    """Return the entry to say, and whether each of its placeholders has a value.

    An entry that lacks one gives way to the next of the same question, never to that of another: what was asked is
    then not established.
    """
    lacking: Mapping[str, Any] | None = None
    for entry in sentences().get(topic, []):
        if not _fits(entry, decision, asked, values) or (lacking and entry.get("asks") != lacking.get("asks")):
            continue
        if all(name in values for name in _PLACEHOLDER.findall(entry["say"])):
            return entry, True
        lacking = lacking or entry
    spoken = (e for e in sentences()["fallback"] if all(name in values for name in _PLACEHOLDER.findall(e["say"])))
    general = None if lacking else next(spoken, None)
    return general or lacking or {}, general is not None


def _fits(entry: Mapping[str, Any], decision: Decision, asked: str, values: Mapping[str, str]) -> bool:
    open_reasons = [reason.id for reason in decision.reasons if reason.met is None]
    unknown = {figure.key for figure in decision.figures if figure.value is None}
    met = {reason.id: reason.met for reason in decision.reasons}
    return (
        entry.get("verdict") in (None, decision.verdict)
        and entry.get("regime") in (None, decision.regime)
        and ("asks" not in entry or re.search(entry["asks"], asked) is not None)
        and ("open" not in entry or (len(open_reasons) == 1 and open_reasons[0] in entry["open"]))
        and entry.get("unknown") in (None, *unknown)
        and all(met.get(id) is wanted for id, wanted in entry.get("met", {}).items())
        and all(values.get(key) == said for key, said in entry.get("equals", {}).items())
    )


def _answered(entry: Mapping[str, Any], decision: Decision) -> Verdict | None:
    """The yes or no to the question put, where the entry answers another one than the decision."""
    answers = entry.get("answers")
    if answers in set(Verdict):
        return Verdict(answers)
    return next((Verdict.of(reason.met) for reason in decision.reasons if reason.id == answers), None)


def _unsaid(entry: Mapping[str, Any], decision: Decision) -> Lead:
    """Say that what was asked is not established; the list of what is not follows, or whom to ask."""
    covers = [key for key in entry.get("covers", ()) if key not in ("unasked", "not_established")]
    asking = "" if decision.not_established else f" {MESSAGES['ask'].strip()}"
    return Lead(
        f"**{_ANSWERS[None]}.**{asking}", covers, Verdict.UNKNOWN if decision.verdict or "answers" in entry else None
    )


def _decisive(decision: Decision) -> Reason:
    """The reason that carries the verdict: the first not met on a no, unknown on an unknown, met on a yes."""
    wanted = {Verdict.NO: False, Verdict.UNKNOWN: None, Verdict.YES: True}
    reasons = decision.reasons
    if decision.verdict is None:
        return reasons[0]
    return next((reason for reason in reasons if reason.met is wanted[decision.verdict]), reasons[0])


def when(case: Case, turn: Turn, today: date) -> str:
    """Say which contract the answer is about: « pour un contrat signé en juillet 2023 »."""
    state = turn.state
    if state.regime:
        return f"sous {REGIMES[state.regime].the}"
    if case.signed is None:
        signed_on = state.profile.signed_on
        return (
            "pour un contrat signé aujourd’hui"
            if signed_on in (None, today)
            else f"pour un contrat signé le {french.day(signed_on)}"
        )
    first, last = case.signed
    if case.signed == state.signature:
        return f"pour un contrat signé {french.period(first, last)}"
    return f"pour un contrat signé du {french.short_day(first)} au {french.short_day(last)}"
