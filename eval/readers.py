"""The readers side by side, as `eval --reader` measured them: one table, for the terminal, Markdown and HTML."""

from __future__ import annotations

import json
from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any

from eval.listening import MODEL, OURS, RIGHT
from eval.words import interval, percent
from french import HARD, counted

Json = dict[str, Any]
Rows = list[list[str]]

FILE = "readers.json"
TITLE = "Qui entend les questions"
NAMED = {OURS: "notre lecture", MODEL: "avec le modèle", RIGHT: "étiquettes (plafond)"}
_RATES = {
    "heard": "Question entendue",
    "answered": "Réponse qui s’ouvre comme il faut",
    "same_facts": "Mêmes faits retenus",
}
_OUTCOMES = {
    "heard": "réponses reçues",
    "unproved": "inutilisables",
    "late": "absentes ou en retard",
    "resting": "non demandées, après une panne",
}


def measured(folder: Path) -> Json | None:
    """Return what `eval --reader` wrote in a folder; nothing where it wrote nothing that can be read."""
    try:
        found = json.loads((folder / FILE).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) and isinstance(found.get("readers"), dict) else None


def table(run: Json) -> tuple[list[str], Rows]:
    """Return the heads and the rows: rates with their 95 % intervals, then times in milliseconds."""
    readers: Mapping[str, Json] = run["readers"]
    heads = [f"{run['messages']} messages étiquetés", *(NAMED[name] for name in readers)]
    rows = [[name, *map(_rate, (reader[row] for reader in readers.values()))] for row, name in _RATES.items()]
    for share, name in (("p50", "Durée médiane"), ("p95", "Durée, 95 fois sur 100 moins de")):
        rows.append([f"{name} (ms)", *(f"{1000 * reader['seconds'][share]:.0f}" for reader in readers.values())])
    return heads, rows


def told(run: Json) -> list[str]:
    """Return in French when it was measured, then which model, who recorded it, and what came of its calls."""
    lines = [f"Mesuré le {run['on']}."]
    if model := run.get("model"):
        counts = run["readers"][MODEL]["counts"]
        came = ", ".join(f"{name} {counts[key]}" for key, name in _OUTCOMES.items() if counts.get(key))
        calls = counted(counts.get("calls", 0), "appel", "appels")
        share = percent(run["readers"][MODEL]["calls"])
        lines.append(f"Modèle{HARD}: {model['name']}, AM_LLM_READS={model['reads']}.")
        lines.append(f"{calls}, pour {share} des messages{HARD}: {came or 'aucune réponse'}.")
    return lines


def markdown(run: Json) -> str:
    """Return the table and what is told of it, under a title."""
    heads, rows = table(run)
    lines = [f"| {' | '.join(row)} |" for row in (heads, ["---"] * len(heads), *rows)]
    return "\n".join([f"## {TITLE}", "", *lines, "", *(f"- {line}" for line in told(run)), ""])


def html(run: Json) -> str:
    """Return the same as HTML."""
    heads, rows = table(run)
    head = "".join(f"<th scope='col'>{escape(name)}</th>" for name in heads)
    body = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
    said = "".join(f"<p>{escape(line)}</p>" for line in told(run))
    grid = f"<div class='wide'><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    return f"<h2>{TITLE}</h2>{grid}{said}"


def _rate(total: Json) -> str:
    return f"{percent(total['rate'])} ({interval(total)})"
