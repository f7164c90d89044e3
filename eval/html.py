"""A run as one HTML page that anyone can open: no script, no request, every failing question with its answer."""

from __future__ import annotations

import json
from html import escape
from pathlib import Path
from typing import Any

from eval.report import failures
from eval.significance import Change, Move, changes

Json = dict[str, Any]

# What each metric measures, for a reader who knows neither the code nor the jargon.
MESURES = {
    "route": "Bonne sorte de réponse",
    "figure_route": "Chiffres donnés par les règles",
    "topic": "Sujet reconnu",
    "verdict": "Oui, non ou « on ne sait pas » exact",
    "figures": "Chiffres exacts",
    "answer_first": "Le chiffre demandé vient d’abord",
    "facts": "Questions entièrement comprises",
    "facts_f1": "Faits compris (F1)",
    "references": "Bonne source derrière la réponse",
    "citation": "Bonne source citée",
    "words": "Ce qui doit être dit l’est",
    "false_answer": "Hors sujet : pas de réponse",
    "false_refusal": "Pas de refus inutile",
    "not_established": "L’incertain est dit incertain",
    "missing_question": "Le fait décisif est demandé",
    "needless_question": "Rien n’est demandé en trop",
    "firewall": "Aucun nombre sans preuve",
    "quotes": "Citations mot pour mot",
    "stability": "Même question, mêmes chiffres",
    "error": "Erreur",
    "Success@1": "Recherche : bon document en premier",
    "Success@5": "Recherche : bon document dans les cinq premiers",
    "RR@10": "Recherche : rang moyen du bon document (MRR)",
    "nDCG@10": "Recherche : qualité du classement (nDCG)",
}

STAGES = {
    "understand": "Comprendre la question",
    "rules": "Appliquer les règles",
    "retrieve": "Chercher dans les documents",
    "generate": "Reformuler (modèle facultatif)",
    "total": "Réponse entière",
}
SURE = 0.05  # the usual bar of significance
STYLE = Path(__file__).with_name("report.css")


def page(run: Json, before: Json | None = None) -> str:
    """Return the whole report; ``before`` is an earlier run to compare with."""
    summary = run["summary"]
    total, passed = summary["questions"]["all"], summary["passed"]["all"]
    failing = [case for case in run["cases"] if not case["passed"]]
    moved = changes(run, before) if before else None
    body = [
        f"<h1>Évaluation : {passed} questions sur {total} sans aucune faute</h1>",
        f"<p>{summary['questions']['held-back']} de ces questions n’ont servi à aucun réglage. La zone sombre de "
        "chaque barre est l’intervalle de confiance à 95 %.</p>",
        _metrics(summary, moved),
        _gates(run["gate"]),
        _lost(run["losses"]),
        _moved(moved) if moved else "",
        "<h2>Temps de réponse</h2>",
        _stages(summary["stages_ms"]),
        "<h2>Sorte de réponse attendue et donnée</h2>",
        _confusion(summary["confusion"]),
        f"<p>Coût des erreurs de sorte\u00a0: {summary['route_cost']:.1f} pour 100 questions. ".replace(".", ",", 1)
        + "Répondre à ce qui n’a pas de réponse compte 10, se tromper de sorte 5, refuser à tort 3, redemander 1.</p>",
        "<h2>Faits compris, un par un</h2>",
        _facts(summary["facts"]),
        f"<h2>Les {len(failing)} questions en défaut</h2>",
        *(_case(case) for case in failing),
    ]
    return (
        "<!doctype html><html lang='fr'><meta charset='utf-8'><meta name='viewport' content='width=device-width'>"
        f"<title>Évaluation</title><style>{STYLE.read_text(encoding='utf-8')}</style><body>{''.join(body)}</body></html>"
    )


def _table(heads: list[str], rows: list[list[str]]) -> str:
    """Return a table; the cells are HTML already."""
    head = "".join(f"<th scope='col'>{name}</th>" for name in heads)
    lines = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table>"


def _named(metric: str) -> str:
    return MESURES.get(metric, metric)


def _percent(rate: float | None) -> str:
    if rate is None:
        return ""
    return f"{rate * 100:.1f}".replace(".", ",") + "\u202f%"


def _metrics(summary: Json, moved: Change | None) -> str:
    held = summary["metrics"]["held-back"]
    rows = []
    for name, total in summary["metrics"]["all"].items():
        low, high = total["low"] * 100, total["high"] * 100
        bar = (
            f"<div class='bar'><i style='width:{total['rate'] * 100:.1f}%'></i>"
            f"<b style='left:{low:.1f}%;width:{high - low:.1f}%'></b></div>"
        )
        move = moved.metrics.get(name) if moved else None
        change = _points(move) if move and (move.fixed or move.broken) else ""
        back = _percent(held[name]["rate"]) if name in held else ""
        rows.append([_named(name), str(total["n"]), _percent(total["rate"]), bar, back, change])
    return _table(["Mesure", "Cas", "Réussite", "", "Jamais vues", "Évolution"], rows)


def _points(move: Move) -> str:
    return f"{move.difference * 100:+.1f} pt (p\u00a0=\u00a0{move.p:.2f})".replace(".", ",").replace("-", "−")


def _gates(gates: list[Json]) -> str:
    rows = []
    for gate in gates:
        state = "tenu" if gate["passed"] else "MANQUÉ" if gate["enforced"] else "objectif à atteindre"
        style = "ok" if gate["passed"] else "no" if gate["enforced"] else ""
        name = _named(gate["metric"])
        rows.append([name, _percent(gate["least"]), _percent(gate["rate"]), f"<span class='{style}'>{state}</span>"])
    return "<h2>Seuils</h2>" + _table(["Mesure", "Au moins", "Obtenu", ""], rows)


def _stages(times: Json) -> str:
    rows = [
        [STAGES.get(stage, stage), str(one["n"]), *(f"{one[share]:.1f}".replace(".", ",") for share in ("p50", "p95"))]
        for stage, one in times.items()
    ]
    return _table(["Étape", "Réponses", "Médiane (ms)", "95 fois sur 100, moins de (ms)"], rows)


def _lost(losses: list[Json]) -> str:
    if not losses:
        return ""
    rows = [
        [_named(loss["metric"]), f"<code>{escape(loss['question'])}</code>", ""]
        if "question" in loss
        else [_named(loss["metric"]), _percent(loss["was"]), _percent(loss["now"]) or "plus mesuré"]
        for loss in losses
    ]
    return "<h2 class='no'>Perdu depuis la référence</h2>" + _table(
        ["Mesure", "Question, ou avant", "Maintenant"], rows
    )


def _moved(moved: Change) -> str:
    sure = "n’est sans doute pas dû au hasard" if moved.questions.p < SURE else "peut être dû au hasard"
    p = f"{moved.questions.p:.2f}".replace(".", ",")
    told = (
        f"<p>Sur l’ensemble des questions, l’écart {sure} (p = {p}). « p » est la probabilité d’un écart aussi grand "
        "par le seul hasard (test de McNemar).</p>"
    )
    lists = (("Nouvelles fautes", moved.broken), ("Fautes corrigées", moved.fixed))
    lines = "".join(f"<p><strong>{name} :</strong> {escape(', '.join(ids)) or 'aucune'}</p>" for name, ids in lists)
    return f"<h2>Depuis l’évaluation précédente</h2>{told}{lines}"


def _confusion(matrix: Json) -> str:
    columns = sorted({given for row in matrix.values() for given in row})
    rows = []
    for expected, row in matrix.items():
        cells = [("" if not row.get(g) else _count(row[g], right=g == expected)) for g in columns]
        rows.append([f"<strong>{expected}</strong>", *cells])
    return _table(["attendue \\ donnée", *columns], rows)


def _count(count: int, *, right: bool) -> str:
    return f"<span class='{'ok' if right else 'no'}'>{count}</span>"


def _facts(fields: Json) -> str:
    rows = [
        [name, _percent(one["precision"]), _percent(one["recall"]), *(str(one.get(k, 0)) for k in ("tp", "fp", "fn"))]
        for name, one in fields.items()
    ]
    return _table(["Fait", "Précision", "Rappel", "justes", "en trop", "manqués"], rows)


def _case(case: Json) -> str:
    expected, answer = case["expected"], case["answer"]
    turns = "".join(f"<p class='turn'>— {escape(turn)}</p>" for turn in expected.get("history", []))
    rows = [[_named(check["metric"]), escape(check["expected"]), escape(check["given"])] for check in failures(case)]
    passages = [f"{c['source']} : « {c['quote']} »" for c in answer.get("citations", []) if c.get("quote")]
    steps = [f"{step['rule']} : {step['text']}" for step in answer.get("trace", [])]
    parts = [("Réponse donnée", answer.get("text") or json.dumps(answer.get("error"), ensure_ascii=False))]
    parts += [("Passages cités", "\n".join(passages)), ("Calcul", "\n".join(steps))]
    shown = "".join(f"<p><strong>{name}</strong></p><pre>{escape(text)}</pre>" for name, text in parts if text)
    names = ", ".join(_named(check["metric"]) for check in failures(case))
    return (
        f"<details><summary><code>{case['id']}</code> {escape(expected['question'])} <span class='no'>{names}</span>"
        f"</summary>{turns}<p>{escape(expected['question'])}</p>{_table(['Mesure', 'Attendu', 'Donné'], rows)}{shown}"
        "</details>"
    )
