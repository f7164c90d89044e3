"""The result of a simulation as HTML: yes or no and why, the five years, the objective, the cost, the sources."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from html import escape
from typing import Any

from assistant import shown
from assistant.answer import Dates
from french import lower_first, short_day
from rules.aid_years import CASES
from rules.amounts import amount_of
from rules.simulation import Simulation
from rules.verdict import Decision, Figure, Verdict
from ui import chart, cost, proof, render
from ui.body import changes, not_established, reasons
from ui.markup import badge, euros, icon, inline, listed, section, sentence

Form = Mapping[str, Any]  # what was answered, field by field

_COLUMNS = {case: name.removeprefix("Patientèle ") for case, name in CASES.items()}  # a printed column is narrow

EMPTY = (
    '<div class="am-result"><p class="am-lead">Choisissez un temps de travail\u00a0: le résultat s’affichera ici.</p>'
    '<p class="am-muted">Vos réponses ne sont pas conservées.</p></div>'
)


def result(simulated: Simulation, form: Form, compared: Mapping[str, Simulation], register: proof.Register) -> str:
    """Return the result of a ``form``; ``compared`` holds the same simulation with other working times, by name."""
    parts = [
        _verdict(simulated),
        _years(simulated),
        _objective(simulated.objective),
        _versus(compared),
        _cost(simulated, form),
        _trace(simulated),
        _sources(simulated, register),
        _keep(simulated, form, register),
    ]
    return f'<div class="am-result">{"".join(parts)}</div>'


def failure(message: str, expected: str) -> str:
    """Return what is shown when the form cannot be used as filled in."""
    return f'<div class="am-result"><p class="am-lead">{inline(message)}</p><p>{inline(expected)}</p></div>'


def lead(simulated: Simulation) -> str:
    """Return the sentence that answers, in Markdown: may she sign, and how much."""
    verdict = simulated.eligibility.verdict
    if verdict is Verdict.NO or not simulated.years:
        return "**Non**, pas avec ces réponses\u00a0: les conditions qui manquent sont ci-dessous."
    case = simulated.case or next(iter(CASES))
    total = amount_of(simulated.totals[case])
    whose = f"{lower_first(CASES[case])}), objectifs tenus."
    amount = f"pour un {simulated.option}, l’aide atteint {total} sur cinq ans ({whose}"
    if verdict is Verdict.YES:
        return f"**Oui**, vous pouvez demander l’aide\u00a0: {amount}"
    return f"**À vérifier**\u00a0: il manque une réponse pour dire oui ou non. Si vous êtes admis, {amount}"


def _verdict(simulated: Simulation) -> str:
    decision = simulated.eligibility
    conditions = [shown.reason(reason) for reason in decision.reasons]
    turns = changes([change.text for change in decision.changes])
    bold = render.WORDS[decision.verdict or Verdict.UNKNOWN]
    return (
        f'<div class="am-section"><p class="am-result__head">Pour une signature le {short_day(simulated.signed_on)}</p>'
        f'<p class="am-lead">{inline(lead(simulated), bold)}</p>{reasons(conditions)}{turns}'
        f"{not_established(list(decision.not_established))}</div>"
    )


def series(simulated: Simulation) -> chart.Series | None:
    """Return the years for the chart: the doctor's own case, or every case when hers is not known."""
    years = simulated.years
    if not years:
        return None
    cases = [simulated.case] if simulated.case else list(years[0].amounts)
    return chart.Series(
        cases={_COLUMNS[case]: [_number(year.amounts[case]) for year in years] for case in cases},
        spans=[f"{year.starts_on:%Y}-{year.ends_on:%y}" for year in years],
        unchecked=sum(not year.is_maximum for year in years),
    )


def _years(simulated: Simulation) -> str:
    drawn = series(simulated)
    if drawn is None:
        return ""
    case, values = next(iter(drawn.cases.items()))
    known = [value or 0 for value in values]
    split = (
        f"<ul><li><strong>{euros(sum(known[: drawn.unchecked]))}</strong> sans vérification d’objectif</li>"
        f"<li><strong>{euros(sum(known[drawn.unchecked :]))}</strong> au plus ensuite, selon vos objectifs</li></ul>"
    )
    notes = "".join(f'<p class="am-muted">{inline(note)}</p>' for note in simulated.aid.notes)
    return (
        '<section class="am-section" aria-labelledby="am-years"><h2 id="am-years">Cinq années d’aide</h2>'
        f'<div class="am-total"><p class="am-total__figure">{euros(drawn.total(case))}</p>'
        f"{split if None not in values else ''}</div>{chart.chart(drawn)}{chart.series_table(drawn)}{notes}</section>"
    )


def _objective(decision: Decision) -> str:
    figures = [
        f"{inline(sentence(figure.label))}\u00a0: <strong>{amount_of(figure)}</strong> {badge(figure.standing)}"
        for figure in decision.figures
        if figure.value is not None
    ]
    told = [*(reason.text for reason in decision.reasons), *decision.notes]
    return (
        '<section class="am-section" aria-labelledby="am-goal"><h2 id="am-goal">Votre objectif de patientèle</h2>'
        f"{''.join(f'<p>{inline(text)}</p>' for text in told)}"
        f"{listed(figures)}"
        f"{not_established(list(decision.not_established))}</section>"
    )


def _versus(compared: Mapping[str, Simulation]) -> str:
    drawn = {name: found for name, simulated in compared.items() if (found := series(simulated))}
    if len(drawn) < 2:
        return ""
    totals = {name: found.total(next(iter(found.cases))) or 0 for name, found in drawn.items()}
    columns = []
    for name, found in drawn.items():
        first, second, *later = next(iter(found.cases.values()))
        level = len(set(later)) == 1  # it is not where a newer text raises a running contract
        total = None if None in later else sum(value or 0 for value in later)
        last = ("3e à 5e, par an", later[0]) if level else ("3e à 5e, au total", total)
        lines = (("1re année", first), ("2e année", second), last)
        items = "".join(f"<div><dt>{inline(term)}</dt><dd>{euros(value)}</dd></div>" for term, value in lines)
        width = round(100 * totals[name] / (max(totals.values()) or 1))
        columns.append(
            f'<div><h3>{escape(name)}</h3><p class="am-versus__total">{euros(totals[name])}</p>'
            f'<div class="am-versus__bar" style="width: {width}%"></div><dl>{items}</dl></div>'
        )
    return (
        '<section class="am-section am-result__versus" aria-labelledby="am-versus">'
        '<h2 id="am-versus">Mi-temps ou temps plein</h2>'
        f'<div class="am-versus">{"".join(columns)}</div>'
        '<p class="am-muted">Totaux sur cinq ans, objectifs tenus.</p></section>'
    )


def _cost(simulated: Simulation, form: Form) -> str:
    drawn = series(simulated)
    aid = list(next(iter(drawn.cases.values()))) if drawn else []
    return cost.section(simulated.cost, aid, cost.read_monthly(form.get("cost")))


def _decisions(simulated: Simulation) -> Iterator[Decision]:
    yield from (simulated.eligibility, simulated.aid, simulated.objective)
    if simulated.cost:
        yield simulated.cost


def _trace(simulated: Simulation) -> str:
    return proof.trace(shown.trace(_decisions(simulated)))


def _sources(simulated: Simulation, register: proof.Register) -> str:
    cards = [
        f'<li class="am-source">{proof.title(register[source])}{proof.origin(register[source])}</li>'
        for source in _cited(simulated)
        if source in register
    ]
    return f'<div class="am-result__sources">{section("Sources", proof.source_cards(cards))}</div>'


def _cited(simulated: Simulation) -> list[str]:
    cited: list[str] = []
    for decision in _decisions(simulated):
        cited += [source for figure in decision.figures for source in figure.sources]
        cited += [source for reason in decision.reasons for source in reason.sources]
    return list(dict.fromkeys(cited))


def _keep(simulated: Simulation, form: Form, register: proof.Register) -> str:
    checked = [str(register[source]["checked_on"]) for source in _cited(simulated) if source in register]
    dates = Dates(
        rules_on=simulated.eligibility.rules_on,
        sources_checked_on=date.fromisoformat(min(checked)) if checked else None,
        today=simulated.today,
    )
    shared = escape(json.dumps(dict(form)))
    return (
        '<section class="am-section am-result__keep" aria-labelledby="am-keep"><h2 id="am-keep">Garder ce résultat</h2>'
        '<div class="am-buttons">'
        f'<button type="button" class="am-button" data-share="{shared}">{icon("link")}Copier le lien</button>'
        f'<button type="button" class="am-button" data-print>{icon("print")}Imprimer ou garder en PDF</button></div>'
        '<p class="am-muted">Le lien contient vos réponses, jamais votre nom. Rien n’est enregistré ici.</p>'
        f"{proof.dates(dates)}<p><strong>Ce résultat est indicatif\u00a0: votre CPAM décide.</strong></p></section>"
    )


def _number(figure: Figure) -> float | None:
    return float(figure.value) if isinstance(figure.value, Decimal) else None
