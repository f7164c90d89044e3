"""Decision → French: the first sentence of an answer, which is the answer.

Sentences are data (``wording.yaml``): every number in them is a placeholder filled from a figure of the decision, so a
sentence cannot state an amount that no rule gave. Amounts of the aid depend on more facts: ``wording_aid.py``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from assistant import format as french
from assistant.conversation import Turn
from assistant.deciding import Case
from assistant.wording_aid import aid_lead
from rules.regimes import AIDE_COLLECTIVE, AVENANT_7, CONVENTION_2024, REGLEMENT_ARBITRAL
from rules.verdict import Decision, Figure, Reason, Verdict

_REGIMES = {
    AVENANT_7: "l’avenant 7",
    "avenant-8": "l’avenant 8",
    REGLEMENT_ARBITRAL: "le règlement arbitral de 2023",
    CONVENTION_2024: "la convention médicale 2024",
    AIDE_COLLECTIVE: "l’aide collective",
}


def regime_name(regime: str) -> str:
    """Return the French name of a text: « avenant 7 »."""
    return _REGIMES[regime].removeprefix("l’").removeprefix("le ").removeprefix("la ")


@cache
def sentences() -> Mapping[str, Sequence[Mapping[str, Any]]]:
    """Return the sentences of each topic, the most precise first (see the file's head)."""
    text = Path(__file__).with_name("wording.yaml").read_text("utf-8")
    loaded: Mapping[str, Sequence[Mapping[str, Any]]] = yaml.safe_load(text)
    return loaded


def lead(topic: str, case: Case, turn: Turn, today: date) -> tuple[str, Sequence[str]]:
    """Return the first sentence of the answer to ``topic``, in Markdown, and the keys of the figures it covers."""
    if topic == "aid.amounts":
        return aid_lead(case, turn, when(case, turn, today)), ()
    decision = case.decision
    known = [figure for figure in decision.figures if figure.value is not None]
    values = {figure.key: _said(figure) for figure in known} | {"when": when(case, turn, today)}
    if known:
        values |= {"first": french.figure(known[0]), "first_label": french.lower_first(known[0].label)}
    if decision.reasons:
        values["reason"] = _decisive(decision).text
    entry = next(entry for entry in _candidates(topic) if _fits(entry, decision, values))
    return _PLACEHOLDER.sub(lambda match: values[match.group(1)], entry["say"]), entry.get("covers", ())


def _said(figure: Figure) -> str:
    """A figure in its sentence; what is left to pay is never said as a negative amount."""
    if not figure.key.startswith("reste_"):
        return french.figure(figure)
    if isinstance(figure.value, Decimal) and figure.value < 0:
        return f"nul (l’aide dépasse ce coût de {french.amount(-figure.value, figure.unit)})"
    return f"de {french.figure(figure)}"


_PLACEHOLDER = re.compile(r"\{([^}]+)\}")


def _candidates(topic: str) -> Sequence[Mapping[str, Any]]:
    return [*sentences().get(topic, []), *sentences()["fallback"]]


def _fits(entry: Mapping[str, Any], decision: Decision, values: Mapping[str, str]) -> bool:
    return (
        entry.get("verdict") in (None, decision.verdict)
        and entry.get("regime") in (None, decision.regime)
        and all(name in values for name in _PLACEHOLDER.findall(entry["say"]))
    )


def _decisive(decision: Decision) -> Reason:
    """The reason that carries the verdict: the first not met on a no, unknown on an unknown, met on a yes."""
    wanted = {Verdict.NO: False, Verdict.UNKNOWN: None}.get(decision.verdict or Verdict.YES, True)
    return next((reason for reason in decision.reasons if reason.met is wanted), decision.reasons[0])


def when(case: Case, turn: Turn, today: date) -> str:
    """Say which contract the answer is about: « pour un contrat signé en juillet 2023 »."""
    state = turn.state
    if state.regime:
        return f"sous {_REGIMES[state.regime]}"
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
