"""The result of a simulation as HTML: yes or no and why, the five years, the objective, the cost, the sources."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from html import escape
from typing import Any

from assistant.answer import Dates, ShownReason, ShownStep
from ui import chart, cost, proof, render
from ui.body import changes, not_established, reasons
from ui.markup import badge, day, euros, icon, inline, listed, quantity, section, sentence

Json = Mapping[str, Any]  # what ``Assistant.simulate`` returns

_CASES = {"general": "Cas général", "p90": "P90 à P94", "p95": "P95 et plus"}
EMPTY = (
    '<div class="am-result"><p class="am-lead">Choisissez un temps de travail\u00a0: le résultat s’affichera ici.</p>'
    '<p class="am-muted">Vos réponses ne sont pas conservées.</p></div>'
)


def result(simulated: Json, form: Json, compared: Mapping[str, Json], register: proof.Register) -> str:
    """Return the result of a ``form``; ``compared`` holds the same simulation with other working times, by name."""
    parts = [
        _verdict(simulated),
        _years(simulated),
        _objective(simulated["objective"]),
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


def lead(simulated: Json) -> str:
    """Return the sentence that answers, in Markdown: may she sign, and how much."""
    verdict = simulated["eligibility"]["verdict"]
    option = simulated["option"]
    if verdict == "no" or not simulated["years"]:
        return "**Non**, pas avec ces réponses\u00a0: les conditions qui manquent sont ci-dessous."
    case = simulated["case"] or "general"
    total = euros(_number(simulated["totals"][case]))
    amount = f"pour un {option}, l’aide atteint {total} sur cinq ans ({_CASES[case].lower()}), objectifs tenus."
    if verdict == "yes":
        return f"**Oui**, vous pouvez demander l’aide\u00a0: {amount}"
    return f"**À vérifier**\u00a0: il manque une réponse pour dire oui ou non. Si vous êtes admis, {amount}"


def _verdict(simulated: Json) -> str:
    decision = simulated["eligibility"]
    conditions = [
        ShownReason(**{name: reason[name] for name in ShownReason.model_fields}) for reason in decision["reasons"]
    ]
    turns = changes([change["text"] for change in decision["changes"]])
    bold = render.WORDS[decision["verdict"] or "unknown"]
    return (
        f'<div class="am-section"><p class="am-result__head">Pour une signature le {day(simulated["signed_on"])}</p>'
        f'<p class="am-lead">{inline(lead(simulated), bold)}</p>{reasons(conditions)}{turns}'
        f"{not_established(decision['not_established'])}</div>"
    )


def series(simulated: Json) -> chart.Series | None:
    """Return the years for the chart: the doctor's own case, or every case when hers is not known."""
    years = simulated["years"]
    if not years:
        return None
    own = simulated["case"]
    cases = [own] if own else [case for case in _CASES if case in years[0]["amounts"]]
    return chart.Series(
        cases={_CASES[case]: [_number(year["amounts"][case]) for year in years] for case in cases},
        spans=[f"{year['starts_on'][:4]}-{year['ends_on'][2:4]}" for year in years],
        unchecked=sum(not year["is_maximum"] for year in years),
    )


def _years(simulated: Json) -> str:
    shown = series(simulated)
    if shown is None:
        return ""
    case, values = next(iter(shown.cases.items()))
    known = [value or 0 for value in values]
    split = (
        f"<ul><li><strong>{euros(sum(known[: shown.unchecked]))}</strong> sans vérification d’objectif</li>"
        f"<li><strong>{euros(sum(known[shown.unchecked :]))}</strong> au plus ensuite, selon vos objectifs</li></ul>"
    )
    notes = "".join(f'<p class="am-muted">{inline(note)}</p>' for note in simulated["aid"]["notes"])
    return (
        '<section class="am-section" aria-labelledby="am-years"><h2 id="am-years">Cinq années d’aide</h2>'
        f'<div class="am-total"><p class="am-total__figure">{euros(shown.total(case))}</p>'
        f"{split if None not in values else ''}</div>{chart.chart(shown)}{chart.series_table(shown)}{notes}</section>"
    )


def _objective(decision: Json) -> str:
    figures = [
        f"{inline(sentence(figure['label']))}\u00a0: <strong>{quantity(figure['value'], figure['unit'])}</strong> "
        f"{badge(figure['standing'])}"
        for figure in decision["figures"]
        if figure["value"] is not None
    ]
    told = [*(reason["text"] for reason in decision["reasons"]), *decision["notes"]]
    return (
        '<section class="am-section" aria-labelledby="am-goal"><h2 id="am-goal">Votre objectif de patientèle</h2>'
        f"{''.join(f'<p>{inline(text)}</p>' for text in told)}"
        f"{listed(figures)}"
        f"{not_established(decision['not_established'])}</section>"
    )


def _versus(compared: Mapping[str, Json]) -> str:
    shown = {name: found for name, simulated in compared.items() if (found := series(simulated))}
    if len(shown) < 2:
        return ""
    totals = {name: found.total(next(iter(found.cases))) or 0 for name, found in shown.items()}
    columns = []
    for name, found in shown.items():
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


def _cost(simulated: Json, form: Json) -> str:
    shown = series(simulated)
    aid = list(next(iter(shown.cases.values()))) if shown else []
    return cost.section(simulated.get("cost"), aid, cost.read_monthly(form.get("cost")))


def _decisions(simulated: Json) -> Iterator[Json]:
    yield from (simulated[name] for name in ("eligibility", "aid", "objective", "cost") if simulated.get(name))


def _trace(simulated: Json) -> str:
    steps = [ShownStep(**step) for decision in _decisions(simulated) for step in decision["trace"]]
    return proof.trace(steps)


def _sources(simulated: Json, register: proof.Register) -> str:
    cards = [
        f'<li class="am-source">{proof.title(register[source])}{proof.origin(register[source])}</li>'
        for source in _cited(simulated)
        if source in register
    ]
    return f'<div class="am-result__sources">{section("Sources", proof.source_cards(cards))}</div>'


def _cited(simulated: Json) -> list[str]:
    proofs = (item for decision in _decisions(simulated) for item in (*decision["figures"], *decision["reasons"]))
    return list(dict.fromkeys(source for item in proofs for source in item["sources"]))


def _keep(simulated: Json, form: Json, register: proof.Register) -> str:
    checked = [str(register[source]["checked_on"]) for source in _cited(simulated) if source in register]
    dates = Dates(
        rules_on=date.fromisoformat(simulated["eligibility"]["rules_on"]),
        sources_checked_on=date.fromisoformat(min(checked)) if checked else None,
        today=date.fromisoformat(simulated["today"]),
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


def _number(figure: Json) -> float | None:
    return None if figure["value"] is None else float(figure["value"])
