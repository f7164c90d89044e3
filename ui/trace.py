"""How an answer was reached: each rule in words, the values it read with their day and source, and the sum."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from html import escape
from itertools import groupby

import french
from assistant.answer import Answer, ShownFigure, ShownStep
from french import HARD
from rules.amounts import amount
from rules.catalogue import TOPICS
from rules.regimes import REGIMES
from rules.units import Unit
from ui.markup import Register, badge, inline

_MET = {True: "Remplie", False: "Non remplie"}
_GOVERNING = "regimes.individuel"  # the parameter that says which text governs


def trace(steps: Sequence[ShownStep], answer: Answer | None = None, known: Register | None = None) -> str:
    """Return the steps, folded. ``answer`` brings the values they read, ``known`` the names of its sources.

    Names of rules and parameters are for who maintains them: they are in an attribute of a step.
    """
    if not steps:
        return ""
    left = {figure.parameter for figure in answer.figures} if answer else set()
    items = []
    for step in steps:
        read = [name for name in step.parameters if name in left]
        left -= set(read)
        values = _values(answer, read, known or {}) if answer else ""
        names = escape(" · ".join([step.rule, *step.parameters]))
        items.append(f'<li data-names="{names}"><p>{_told(step, answer)}</p>{values}</li>')
    items += _conditions(answer, known or {})
    if sums := _sums(answer):
        items.append(f"<li><p>Le total, année par année</p>{sums}</li>")
    return (
        '<details class="am-trace"><summary>Comment cette réponse est établie</summary>'
        f'<ol class="am-steps">{"".join(items)}</ol></details>'
    )


def _told(step: ShownStep, answer: Answer | None) -> str:
    regime = REGIMES.get(answer.regime or "") if answer else None
    named = f"{HARD}: {regime.the}" if regime and step.parameters == [_GOVERNING] else ""
    return inline(f"{step.text}{named}")


def _values(answer: Answer, parameters: Iterable[str], known: Register) -> str:
    """The values read: what, how much, since when, according to whom."""
    items = []
    for name in parameters:
        figures = [figure for figure in answer.figures if figure.parameter == name]
        first = figures[0]
        since = f", depuis le {french.short_day(first.since)}" if first.since else ""
        told = inline(f"{_labels(figures)}{HARD}: **{_amount(first)}**{since}.")
        items.append(f"<li>{told} {_named(first.sources, known)} {_badge(first.standing, first.sources, known)}</li>")
    return f'<ul class="am-values">{"".join(items)}</ul>' if items else ""


def _conditions(answer: Answer | None, known: Register) -> list[str]:
    """Each condition of the aid that this doctor meets or not, with who says it."""
    topic = TOPICS.get(answer.topic or "") if answer else None
    if not answer or not topic or not (topic.conditions and topic.why_not):
        return []
    told = [
        f"<li>{inline(f'{_MET[reason.met]}{HARD}: {reason.text}')} {_named(reason.sources, known)} "
        f"{_badge(reason.standing, reason.sources, known)}</li>"
        for reason in answer.reasons
        if reason.met is not None
    ]
    return [f'<li><p>Chaque condition, vérifiée</p><ul class="am-values">{"".join(told)}</ul></li>'] if told else []


def _badge(standing: str | None, sources: Sequence[str], known: Register) -> str:
    return badge(standing, theirs=any(known.get(source, {}).get("local") for source in sources))


def _named(sources: Sequence[str], known: Register) -> str:
    """« D’après ameli et AGIPI. »: the publishers of the first two sources."""
    names = list(dict.fromkeys(str(known.get(source, {}).get("publisher") or source) for source in sources[:2]))
    return f"D’après {escape(french.listed(names))}." if names else ""


def _labels(figures: Sequence[ShownFigure]) -> str:
    """« 1re année et 2e année, patientèle P95 et plus »: what one value is said of."""
    heads = [figure.label.partition(", ")[0] for figure in figures]
    tail = figures[-1].label.partition(", ")[2]
    same = len({figure.label.partition(", ")[2] for figure in figures}) == 1
    return french.upper_first(f"{french.listed(heads)}{f', {tail}' if tail else ''}" if same else figures[0].label)


def _amount(figure: ShownFigure) -> str:
    unit = Unit(figure.unit)
    if figure.value is None:
        return amount(None, unit)
    return amount(date.fromisoformat(figure.value) if unit is Unit.DATE else Decimal(figure.value), unit)


def _sums(answer: Answer | None) -> str:
    """« 19 000 + 14 000 + 3 × 11 000 = 66 000 € », for each case whose total the answer gives."""
    if not answer or not answer.series:
        return ""
    totals = {figure.value for figure in answer.figures if figure.parameter is None}
    lines = []
    for case, years in answer.series.cases.items():
        paid = [round(year) for year in years if year is not None]
        total = sum(paid)
        if len(paid) < len(years) or str(total) not in totals:
            continue
        runs = [(value, len(list(run))) for value, run in groupby(paid)]
        terms = [f"{times} × {french.number(value)}" if times > 1 else french.number(value) for value, times in runs]
        named = f"{escape(case)}{HARD}: " if len(answer.series.cases) > 1 else ""
        lines.append(f'<p class="am-sum"><small>{named}</small>{" + ".join(terms)} = {french.euros(total)}</p>')
    return "".join(lines)
