"""What the employment leaves to pay: with the reader's own monthly cost, or estimated from a published example."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import french
from rules.aid_years import CASES
from rules.amounts import amount_of
from rules.verdict import Decision, Figure
from ui.body import not_established
from ui.markup import badge, euros, inline, table

Years = Sequence[float | None]  # euros of each contract year; ``None`` where not established

_OWN = '<p class="am-screen"><a class="am-button" href="#am-f-cost">Mettre mon propre coût</a></p>'


def section(decision: Decision | None, aid: Years, case: str, monthly: Decimal | None) -> str:
    """Return the section of the result; ``aid`` is the aid of each contract year at most, in the case named ``case``.

    ``decision`` is the estimate, used when no ``monthly`` cost was typed.
    """
    yearly = float(monthly) * 12 if monthly is not None else _figure(decision, "cout_annuel")
    if not aid or yearly is None:
        return ""
    what = "votre coût" if monthly is not None else "cet exemple"
    parts = [f"<p>{inline(told(aid, yearly, what))}</p>", _table(aid, yearly, case)]
    if monthly is None and decision:
        parts += [_example(decision), _OWN]
        parts.append(f'<p class="am-muted">{inline(" ".join(decision.notes))}</p>')
        parts.append(not_established(list(decision.not_established)))
    else:
        parts.append('<p class="am-muted">Coût constant, aide au plus, objectifs tenus.</p>')
    mark = badge("estimate") if monthly is None else ""
    return (
        '<section class="am-section" aria-labelledby="am-cost"><div class="am-section__head">'
        f'<h2 id="am-cost">Ce que coûte l’emploi</h2>{mark}</div>{"".join(parts)}</section>'
    )


def told(aid: Years, yearly: float, what: str) -> str:
    """Return the sentence that sums it up, in Markdown: what is left to pay over the contract, and when nothing is."""
    left = [yearly - value for value in aid if value is not None]
    if len(left) < len(aid):
        return "Nos sources n’établissent pas l’aide de toutes les années, ni donc ce qui vous resterait à payer."
    over = f"sur {'cinq' if len(aid) == 5 else len(aid)} ans"
    total = sum(left)
    if total >= 0:
        sentence = f"Avec {what}, il vous resterait **{euros(total)} à payer {over}**, aide déduite"
    else:
        sentence = f"Avec {what}, l’aide dépasserait le coût de **{euros(-total)} {over}**"
    gained = [f"de {euros(-rest)} la {french.ordinal(year)} année" for year, rest in enumerate(left, 1) if rest < 0]
    if 0 < len(gained) < len(left):
        sentence += f"\u00a0: l’aide dépasse le coût {french.listed(gained)}"
    return f"{sentence}."


def _table(aid: Years, yearly: float, case: str) -> str:
    last = len(aid)
    level = last > 3 and len(set(aid[2:])) == 1
    rows = []
    for year, value in enumerate(aid[:3] if level else aid, 1):
        name = f"3e à {last}e année, par an" if level and year == 3 else f"{french.ordinal(year)} année"
        rows.append([name, euros(value), euros(yearly), _gap(value, yearly)])
    known = [value for value in aid if value is not None]
    if len(known) == last:
        rows.append([f"Sur {last} ans", euros(sum(known)), euros(yearly * last), _gap(sum(known), yearly * last)])
    return table(f"Aide moins coût, {french.lower_first(case)}", ["Année", "Aide", "Coût", "Écart"], rows)


def _gap(aid: float | None, cost: float) -> str:
    """Return « +9 344 € » where the aid exceeds the cost, « −656 € » where something is left to pay."""
    if aid is None:
        return "non établi"
    return f"+{euros(aid - cost)}" if aid > cost else euros(aid - cost)


def _example(decision: Decision) -> str:
    """Return what the estimate comes from: « coût mensuel charges comprises, temps plein : 2 388 € »."""
    figures = [figure for figure in decision.figures if figure.case not in (*CASES, "reste") and figure.parameter]
    shown = "\u202f; ".join(f"{french.lower_first(figure.label)}\u00a0: {amount_of(figure)}" for figure in figures)
    standing = next((figure.standing for figure in figures if figure.value is not None), None)
    return f'<p class="am-muted">Exemple publié, {inline(shown)}. {badge(standing)}</p>'


def _figure(decision: Decision | None, key: str) -> float | None:
    found: Figure | None = next((each for each in decision.figures if each.key == key), None) if decision else None
    return float(found.value) if found and isinstance(found.value, Decimal) else None
