"""The result of a simulation as HTML: yes or no and why, the five years, what is not established, the sources."""

from __future__ import annotations

import json
from collections.abc import Mapping
from html import escape
from typing import Any

from assistant.answer import Answer
from ui import chart, facts, proof, render
from ui.markup import block, blocks, euros, icon, inline

EMPTY = (
    '<div class="am-result"><p class="am-lead">Choisissez un temps de travail\u00a0: le résultat s’affichera ici.</p>'
    '<p class="am-muted">Vos réponses ne sont pas conservées.</p></div>'
)


def result(simulated: Answer, profile: Mapping[str, Any], compared: Mapping[str, Answer]) -> str:
    """Return the result for ``profile``; ``compared`` holds the same simulation with other working times, by name."""
    known: proof.Register = {citation.source: citation.model_dump() for citation in simulated.citations}
    lead, *_ = blocks(simulated.text) or [""]
    parts = [
        f'<div class="am-section">{render.lead(simulated, lead)}{render.reasons(simulated.reasons)}'
        f"{render.changes(simulated.changes)}</div>",
        _years(simulated),
        render.not_established(simulated.not_established),
        _versus(compared),
        *(proof.disagreement(entry, known) for entry in simulated.disagreements),
        proof.trace(simulated.trace),
        proof.sources(simulated.citations, 0),
        _keep(simulated, profile),
    ]
    return f'<div class="am-result" data-text="{escape(simulated.text)}">{"".join(parts)}</div>'


def failure(message: str, expected: str) -> str:
    """Return what is shown when the form cannot be used as filled in."""
    return f'<div class="am-result"><p class="am-lead">{inline(message)}</p><p>{inline(expected)}</p></div>'


def _years(simulated: Answer) -> str:
    if simulated.series is None:
        return ""
    first, total = next(iter(chart.totals(simulated.series).items()))
    values = next(iter(simulated.series.cases.values()))
    sure, later = values[:2], values[2:]
    split = ""
    if None not in values:
        split = (
            f"<ul><li><strong>{euros(sum(value or 0 for value in sure))}</strong> les deux premières années</li>"
            f"<li><strong>{euros(sum(value or 0 for value in later))}</strong> au plus les trois suivantes, "
            "selon vos objectifs</li></ul>"
        )
    notes = "".join(block(note) for note in simulated.notes)
    return (
        '<section class="am-section" aria-labelledby="am-years"><h2 id="am-years">Cinq années d’aide</h2>'
        f'<div class="am-total"><p class="am-total__figure">{euros(total)}</p>{split}</div>'
        f'<p class="am-muted">{escape(first)}, objectifs tenus.</p>'
        f"{chart.chart(simulated.series)}{chart.series_table(simulated.series)}{notes}</section>"
    )


def _versus(compared: Mapping[str, Answer]) -> str:
    shown = {name: answer.series for name, answer in compared.items() if answer.series}
    sums = {name: next(iter(chart.totals(series).values())) for name, series in shown.items()}
    if len(shown) < 2:
        return ""
    highest = max((total for total in sums.values() if total), default=1)
    columns = []
    for name, series in shown.items():
        values = next(iter(series.cases.values()))
        lines = [("1re année", values[0]), ("2e année", values[1]), ("3e à 5e, par an", values[2])]
        items = "".join(f"<div><dt>{inline(term)}</dt><dd>{euros(value)}</dd></div>" for term, value in lines)
        width = round(100 * (sums[name] or 0) / highest)
        columns.append(
            f'<div><h3>{escape(name)}</h3><p class="am-versus__total">{euros(sums[name])}</p>'
            f'<div class="am-versus__bar" style="width: {width}%"></div><dl>{items}</dl></div>'
        )
    return (
        f'<section class="am-section" aria-labelledby="am-versus"><h2 id="am-versus">{" ou ".join(shown)}</h2>'
        f'<div class="am-versus">{"".join(columns)}</div>'
        '<p class="am-muted">Totaux sur cinq ans, objectifs tenus.</p></section>'
    )


def _keep(simulated: Answer, profile: Mapping[str, Any]) -> str:
    summary = ", ".join(f"{facts.LABELS[name].lower()} : {facts.readable(name, profile[name])}" for name in profile)
    shared = json.dumps(dict(profile))
    return (
        '<section class="am-section" aria-labelledby="am-keep"><h2 id="am-keep">Garder ce résultat</h2>'
        f'<p class="am-muted">Vos réponses\u00a0: {escape(summary)}.</p><div class="am-buttons">'
        f'<button type="button" class="am-button" data-share="{escape(shared)}">{icon("link")}Copier le lien</button>'
        f'<button type="button" class="am-button" data-print>{icon("print")}'
        "Imprimer, ou enregistrer en PDF</button></div>"
        '<p class="am-muted">Le lien contient vos réponses, jamais votre nom. '
        f"Rien n’est enregistré ici.</p>{proof.dates(simulated.dates)}"
        "<p><strong>Ce résultat est indicatif\u00a0: votre CPAM décide.</strong></p></section>"
    )
