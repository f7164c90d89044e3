"""A run as one HTML page that anyone can open: no script, no request, every failing question with its answer."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path
from typing import Any

from eval import readers
from eval.ratchet import ASKED
from eval.report import failures
from eval.significance import Change, Move, changes
from eval.summary import cost
from eval.words import GROUPS, KINDS, STAGES, chance, decimal, interval, named, percent, points, state, told
from french import HARD

Json = dict[str, Any]

SURE = 0.05  # the usual bar of significance
STYLE = Path(__file__).with_name("report.css")


def page(run: Json, before: Json | None = None) -> str:
    """Return the whole report; ``before`` is an earlier run to compare with."""
    summary = run["summary"]
    total, passed = summary["questions"]["all"], summary["passed"]["all"]
    failing = [case for case in run["cases"] if not case["passed"] and not case.get("theirs")]
    moved = changes(run, before) if before else None
    earlier = {case["id"]: case for case in before["cases"]} if before else {}
    body = [
        *_theirs([case for case in run["cases"] if case.get("theirs")], earlier),
        f"<h1>{passed} questions sur {total} sans aucune faute</h1>",
        _state(run),
        f"<p>{summary['questions']['held-back']} de ces questions sont mises à part{HARD}: elles n’ont servi à aucun "
        "réglage. Une seule erreur, sur n’importe quel point, et la question est en défaut. Sous chaque pourcentage, "
        f"l’intervalle où se trouve sans doute la vraie valeur (confiance à 95\u202f%){HARD}: c’est la zone sombre de "
        "la barre. Le trait rouge est le seuil.</p>",
        _metrics(run, moved),
        _lost(run["losses"]),
        _won(run["gains"]),
        _moved(moved) if moved else "",
        _alone(summary.get("search_alone", {})),
        readers.html(run["readers"]) if run.get("readers") else "",
        "<h2>Sorte de réponse attendue et donnée</h2>",
        _confusion(summary["confusion"]),
        f"<p>Coût des erreurs de sorte{HARD}: {decimal(summary['route_cost'])} pour 100 questions. Répondre à ce qui "
        "n’a pas de réponse compte 10, se tromper de sorte 5, refuser à tort 3, redemander 1, confondre hors sujet et "
        "refus 1.</p>",
        "<h2>Faits compris, un par un</h2>",
        _facts(summary["facts"]),
        "<h2>Temps de réponse</h2>",
        _stages(summary["stages_ms"]),
        _misread(run.get("misread", {})),
        f"<h2 id='defauts'>Les {len(failing)} questions en défaut</h2>",
        *(_case(case, earlier.get(case["id"])) for case in failing),
    ]
    return whole("".join(body))


def whole(body: str) -> str:
    """Return a page with this body."""
    return (
        "<!doctype html><html lang='fr'><meta charset='utf-8'><meta name='viewport' content='width=device-width'>"
        f"<title>Évaluation</title><style>{STYLE.read_text(encoding='utf-8')}</style><body>{body}</body></html>"
    )


def _table(heads: Sequence[str], rows: list[list[str]]) -> str:
    """Return a table; the cells are HTML already."""
    head = "".join(f"<th scope='col'>{name}</th>" for name in heads)
    lines = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<div class='wide'><table><thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table></div>"


def _theirs(cases: list[Json], earlier: Json) -> list[str]:
    """Return the questions of the staff: how many pass, then those that fail, open; nothing where there are none."""
    if not cases:
        return []
    failing = [case for case in cases if not case["passed"]]
    title = f"<h1>{len(cases) - len(failing)} de vos {len(cases)} questions sans aucune faute</h1>"
    opened = (_case(case, earlier.get(case["id"])).replace("<details>", "<details open>", 1) for case in failing)
    return [title, *opened]


def _state(run: Json) -> str:
    """Return in one line whether the change may go in."""
    missed = [gate for gate in run["gate"] if gate["enforced"] and not gate["passed"]]
    if not (missed or run["losses"]):
        return "<p class='state ok'>Tous les seuils sont tenus et rien n’est perdu.</p>"
    names = ", ".join(dict.fromkeys(f"«{HARD}{named(gate['metric'])}{HARD}»" for gate in missed))
    parts = [f"Seuils manqués{HARD}: {names}."] if missed else []
    parts += [f"<a href='#pertes'>Pertes depuis la référence</a>{HARD}: {len(run['losses'])}."] if run["losses"] else []
    return f"<p class='state no'>{' '.join(parts)}</p>"


def _metrics(run: Json, moved: Change | None) -> str:
    """Return one table for each group of measures, the gate's threshold beside each."""
    totals, held = (run["summary"]["metrics"][split] for split in ("all", "held-back"))
    gates = {gate["metric"]: gate for gate in reversed(run["gate"])}  # of two thresholds, the enforced one is first
    heads = ["Mesure", "Réussite", "Mises à part", "Seuil", *(["Évolution"] if moved else [])]
    parts = []
    for group, metrics in GROUPS.items():
        rows = []
        for name, (title, meaning) in metrics.items():
            if name not in totals:
                continue
            total, gate = totals[name], gates.get(name)
            row = [
                f"{title}<small>{meaning}</small>{_bar(total, gate)}",
                f"{percent(total['rate'])}<small>{interval(total)}<br>{total['n']} cas</small>",
                f"{percent(held[name]['rate'])}<small>{held[name]['n']} cas</small>" if name in held else "",
                _gate(gate),
            ]
            rows.append(row + ([_points(moved.metrics.get(name))] if moved else []))
        if rows:
            parts += [f"<h2>{group}</h2>", _table(heads, rows)]
    return "".join(parts)


def _bar(total: Json, gate: Json | None) -> str:
    low, high = total["low"] * 100, total["high"] * 100
    tick = f"<u style='left:{gate['least'] * 100:.1f}%'></u>" if gate else ""
    return (
        f"<span class='bar'><i style='width:{total['rate'] * 100:.1f}%'></i>"
        f"<b style='left:{low:.1f}%;width:{high - low:.1f}%'></b>{tick}</span>"
    )


def _gate(gate: Json | None) -> str:
    if gate is None:
        return ""
    style = "ok" if gate["passed"] else "no" if gate["enforced"] else ""
    return f"{percent(gate['least'])}<small class='{style}'>{state(gate)}</small>"


def _points(move: Move | None) -> str:
    if move is None:
        return ""
    if not (move.fixed or move.broken):
        return "inchangé"
    return f"{points(move)}<small>p{HARD}={HARD}{chance(move.p)}</small>"


def _lost(losses: list[Json]) -> str:
    """Return what the ratchet refuses, each question once."""
    if not losses:
        return ""
    rates = [loss for loss in losses if "question" not in loss]
    rows = [
        [named(loss["metric"]), f"{percent(loss['was'])} → {percent(loss['now']) or 'plus mesuré'}"] for loss in rates
    ]
    rows += _by_question(loss for loss in losses if "question" in loss)
    intro = (
        "<p>Ce qui était réussi à la dernière évaluation acceptée et ne l’est plus. Corrigez, ou acceptez chaque perte "
        "dans <code>accepted-losses.yaml</code> avec une raison, ou prenez une nouvelle référence avec "
        "<code>--update-baseline</code>. Une question mise à part n’est nommée que par une empreinte "
        f"(<code>sha256:…</code>)\u202f; «\u00a0{named(ASKED)}\u00a0»{HARD}: elle n’est plus posée.</p>"
    )
    table = _table(["Mesure ou question", "Perte"], rows)
    return f"<h2 class='no' id='pertes'>Perdu depuis la référence</h2>{intro}{table}"


def _won(gains: list[Json]) -> str:
    if not gains:
        return ""
    return f"<h2 class='ok'>Gagné depuis la référence</h2>{_table(['Question', 'Gain'], _by_question(gains))}"


def _by_question(entries: Iterable[Json]) -> list[list[str]]:
    """Return one row for each question: its name, then its measures."""
    questions: dict[str, list[str]] = {}
    for entry in entries:
        questions.setdefault(entry["question"], []).append(named(entry["metric"]))
    return [[f"<code>{escape(name)}</code>", ", ".join(metrics)] for name, metrics in questions.items()]


def _moved(moved: Change) -> str:
    sure = "n’est sans doute pas dû au hasard" if moved.questions.p < SURE else "peut être dû au hasard"
    intro = (
        f"<p>Sur les questions posées les deux fois, l’écart {sure} "
        f"(p{HARD}={HARD}{chance(moved.questions.p)}). «{HARD}p{HARD}» est la "
        "probabilité d’un écart aussi grand par le seul hasard (test de McNemar).</p>"
    )
    lists = {"Nouvelles fautes": moved.broken, "Fautes corrigées": moved.fixed}
    lines = (f"<p><b>{name}{HARD}:</b> {escape(', '.join(ids)) or 'aucune'}</p>" for name, ids in lists.items())
    return f"<h2>Depuis l’évaluation précédente</h2>{intro}{''.join(lines)}"


def _alone(measures: Json) -> str:
    if not measures:
        return ""
    rows = [
        [named(name), str(one["n"]), percent(one["product"]), percent(one["naive"])] for name, one in measures.items()
    ]
    intro = (
        f"<p>Les mêmes questions à la recherche seule, sans règle ni modèle de langage{HARD}: elle montre les passages "
        "de ses deux meilleures phrases, tirés des mêmes documents, et ne refuse jamais. On ne juge que le texte "
        "affiché.</p>"
    )
    heads = ["Mesure", "Cas", "Avec les règles", "Recherche seule"]
    return f"<h2>Ce que les règles apportent</h2>{intro}{_table(heads, rows)}"


def _stages(times: Json) -> str:
    rows = [
        [STAGES.get(stage, stage), str(one["n"]), *(decimal(one[share]) for share in ("p50", "p95"))]
        for stage, one in times.items()
    ]
    return _table(["Étape", "Réponses", "Médiane (ms)", "95 fois sur 100, moins de (ms)"], rows)


def _confusion(matrix: Json) -> str:
    """Return expected kinds by row and given ones by column, in the same order: what is right is on the diagonal."""
    columns = [kind for kind in KINDS if kind in matrix or any(kind in row for row in matrix.values())]
    rows = [
        [f"<strong>{KINDS[expected]}</strong>", *(_count(matrix[expected].get(g, 0), expected, g) for g in columns)]
        for expected in columns
        if expected in matrix
    ]
    return _table(["attendue ↓ donnée →", *(KINDS[column] for column in columns)], rows)


def _count(count: int, expected: str, given: str) -> str:
    if not count:
        return ""
    if expected == given:
        return f"<span class='ok'>{count}</span>"
    return f"<span class='no'>{count}<small>coût {count * cost(expected, given)}</small></span>"


def _facts(fields: Json) -> str:
    rows = [
        [name, percent(one["precision"]), percent(one["recall"]), *(str(one.get(k, 0)) for k in ("tp", "fp", "fn"))]
        for name, one in fields.items()
    ]
    return _table(["Fait", "Lu à juste titre", "Lu quand il est dit", "justes", "en trop", "manqués"], rows)


def _misread(misread: dict[str, list[str]]) -> str:
    """Return the labelled sentences each reader of numbers got wrong, and the questions the model of intents did."""
    parts = []
    for metric, wrong in misread.items():
        if wrong:
            lines = escape("\n".join(wrong))
            parts.append(f"<details><summary>{named(metric)}{HARD}: {len(wrong)} à revoir</summary><pre>{lines}</pre>")
    return f"<h2>Nombres et questions mal lus</h2>{'</details>'.join([*parts, ''])}" if parts else ""


def _case(case: Json, earlier: Json | None) -> str:
    expected, answer, failed = case["expected"], case["answer"], failures(case)
    turns = "".join(f"<p>— {escape(turn)}</p>" for turn in (*expected.get("history", []), expected["question"]))
    rows = [[named(one["metric"]), *(escape(told(one[side])) for side in ("expected", "given"))] for one in failed]
    quoted = (citation for citation in answer.get("citations", []) if citation.get("quote"))
    passages = [f"{citation['source']}{HARD}: «{HARD}{citation['quote']}{HARD}»" for citation in quoted]
    steps = [f"{step['rule']}{HARD}: {step['text']}" for step in answer.get("trace", [])]
    parts = [("Réponse donnée", _text(answer))]
    if earlier and _text(earlier["answer"]) != _text(answer):
        parts.append(("Réponse de l’évaluation précédente", _text(earlier["answer"])))
    parts += [("Passages cités", "\n".join(passages)), ("Calcul", "\n".join(steps))]
    shown = "".join(f"<p><b>{name}</b></p><pre>{escape(text)}</pre>" for name, text in parts if text)
    names = ", ".join(named(one["metric"]) for one in failed)
    tags = ["mise à part"] if case["split"] == "held-back" else []
    tags += ["nouvelle faute"] if earlier and earlier["passed"] else []
    marks = "".join(f" <em>{tag}</em>" for tag in tags)
    day = f", comme si l’on était le {expected['as_of']}" if "as_of" in expected else ""
    return (
        f"<details><summary>{escape(expected['question'])} <small>"
        f"<span class='no'>{names}</span>{marks}</small></summary>"
        f"{turns}{_table(['Mesure', 'Attendu', 'Donné'], rows)}{shown}"
        f"<p><small>Question <code>{case['id']}</code>{day}</small></p></details>"
    )


def _text(answer: Json) -> str:
    return str(answer.get("text") or json.dumps(answer.get("error"), ensure_ascii=False))
