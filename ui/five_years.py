"""The figures of a simulation as HTML: the five years, the objective, half-time beside full time."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from html import escape

from french import lower_first, upper_first
from rules.aid_years import CASES
from rules.amounts import amount_of
from rules.simulation import Simulation
from rules.verdict import Figure
from ui import chart
from ui.body import not_established
from ui.markup import badge, euros, icon, inline, listed, outside

NAMES = {case: name.removeprefix("Patientèle ") for case, name in CASES.items()}  # a printed column is narrow
_CHOSEN = ' <span class="am-sr">(votre choix)</span>'


def series(simulated: Simulation) -> chart.Series | None:
    """Return the years for the chart: the doctor's own case, or every case when hers is not known."""
    years = simulated.years
    if not years:
        return None
    cases = [simulated.case] if simulated.case else list(years[0].amounts)
    return chart.Series(
        cases={NAMES[case]: [_number(year.amounts[case]) for year in years] for case in cases},
        spans=[f"{year.starts_on:%Y}-{year.ends_on:%y}" for year in years],
        unchecked=sum(not year.is_maximum for year in years),
    )


def years(simulated: Simulation) -> str:
    """Return the total, the chart and its table."""
    drawn = series(simulated)
    if drawn is None:
        return ""
    case, values = next(iter(drawn.cases.items()))
    known = [value or 0 for value in values]
    split = (
        f"<ul><li><strong>{euros(sum(known[: drawn.unchecked]))}</strong> sans vérification d’objectif</li>"
        f"<li><strong>{euros(sum(known[drawn.unchecked :]))}</strong> au plus ensuite, selon vos objectifs</li></ul>"
    )
    notes = f'<p class="am-muted">{inline(" ".join(simulated.aid.notes))}</p>' if simulated.aid.notes else ""
    return (
        '<section class="am-section" aria-labelledby="am-years"><h2 id="am-years">Cinq années d’aide</h2>'
        f'<div class="am-total"><p class="am-total__figure">{euros(drawn.total(case))}</p>'
        f"{split if None not in values else ''}</div>{chart.chart(drawn)}{chart.series_table(drawn)}{notes}"
        f"{not_established(list(simulated.aid.not_established))}</section>"
    )


def objective(simulated: Simulation, about: str, ameli: str) -> str:
    """Return what is asked of the patientèle; where no source says it, who does.

    ``about`` is the doctor's situation in words; ``ameli`` the address of its own simulator, or nothing.
    """
    decision = simulated.objective
    told = [*(reason.text for reason in decision.reasons), *decision.notes]
    own = [found for found in _worded(decision.figures) if _may_be_hers(found[0], simulated.case)]
    figures = [f"{inline(words)} {badge(figure.standing)}" for figure, words in own]
    missing = list(decision.not_established)
    return (
        '<section class="am-section" aria-labelledby="am-goal"><h2 id="am-goal">Votre objectif de patientèle</h2>'
        f"{listed([inline(text) for text in told])}{listed(figures)}"
        f"{not_established(missing)}{_ask(about, ameli) if missing else ''}</section>"
    )


def _ask(about: str, ameli: str) -> str:
    question = f"Bonjour, quel serait mon objectif de patientèle pour un assistant médical\u202f? {about}".strip()
    link = outside(ameli, "Simulateur d’ameli", "am-button") if ameli else ""
    return (
        f'<div class="am-buttons am-screen">{link}<button type="button" class="am-button" '
        f'data-copy="{escape(question)}">{icon("copy")}Copier la question pour votre délégué</button></div>'
    )


def _may_be_hers(figure: Figure, case: str | None) -> bool:
    """Tell whether a figure may be the doctor's: one of the top band is not, as long as hers is unknown."""
    return figure.value is not None and (case == "p95" or not figure.key.endswith(".p95_plus"))


def _worded(figures: tuple[Figure, ...]) -> list[tuple[Figure, str]]:
    """Return each figure in words; a published example, which is a number and a delay, in one line."""
    example = {figure.key: figure for figure in figures if figure.key.startswith("exemple.")}
    added, delay = example.get("exemple.ajout"), example.get("exemple.delai")
    worded = [
        (figure, f"{upper_first(figure.label)}\u00a0: **{amount_of(figure)}**")
        for figure in figures
        if not (added and delay and figure.key in example)
    ]
    if added and delay:
        words = f"Exemple publié pour cette patientèle\u00a0: **{amount_of(added)} de plus en {amount_of(delay)}**"
        worded.insert(0, (added, words))
    return worded


def versus(compared: Mapping[str, Simulation], chosen: str) -> str:
    """Return half-time and full time side by side; ``chosen`` is the option of the form."""
    drawn = {name: found for name, simulated in compared.items() if (found := series(simulated))}
    if len(drawn) < 2:
        return ""
    totals = {name: found.total(next(iter(found.cases))) or 0 for name, found in drawn.items()}
    columns = []
    for name in drawn:
        own = compared[name].option == chosen
        lines = "".join(f"<div><dt>{inline(term)}</dt><dd>{value}</dd></div>" for term, value in _lines(compared[name]))
        width = round(100 * totals[name] / (max(totals.values()) or 1))
        columns.append(
            f'<div class="{"is-chosen" if own else ""}"><h3>{escape(name)}'
            f"{_CHOSEN if own else ''}</h3>"
            f'<p class="am-versus__total">{euros(totals[name])}</p>'
            f'<svg class="am-versus__bar" width="{width}%" aria-hidden="true"></svg><dl>{lines}</dl></div>'
        )
    case = next(iter(compared.values())).case or "general"
    return (
        '<section class="am-section am-result__versus" aria-labelledby="am-versus">'
        '<h2 id="am-versus">Mi-temps ou temps plein</h2>'
        f'<div class="am-versus">{"".join(columns)}</div>'
        f'<p class="am-muted">Totaux sur cinq ans, {lower_first(CASES[case])}, objectifs tenus.</p></section>'
    )


def _lines(simulated: Simulation) -> list[tuple[str, str]]:
    found = series(simulated)
    first, second, *later = next(iter(found.cases.values())) if found else (None, None)
    level = len(set(later)) == 1  # it is not where a newer text raises a running contract
    total = None if None in later else sum(value or 0 for value in later)
    goal = next((year.objective for year in simulated.years if year.objective), None)
    return [
        *([("Par semaine", amount_of(simulated.hours))] if simulated.hours else []),
        ("1re année", euros(first)),
        ("2e année", euros(second)),
        ("3e à 5e", f"{euros(later[0])} par an" if level else f"{euros(total)} en tout"),
        ("Objectif", f"{'+' if goal.value else ''}{amount_of(goal)}" if goal else "non établi"),
    ]


def _number(figure: Figure) -> float | None:
    return float(figure.value) if isinstance(figure.value, Decimal) else None
