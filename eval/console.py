"""A run on the terminal: totals, gates missed, losses."""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.table import Table

from eval.ratchet import REMEDY, named, told
from eval.report import failures

Json = dict[str, Any]


def show(console: Console, run: Json) -> None:
    """Print the totals of a run, then what fails it."""
    table = Table("metric", "n", "rate", "95 %", "gate")
    thresholds = {result["metric"]: result for result in reversed(run["gate"])}
    for name, total in run["summary"]["metrics"]["all"].items():
        bounds = f"{total['low']:.3f}–{total['high']:.3f}"
        table.add_row(name, str(total["n"]), f"{total['rate']:.3f}", bounds, _mark(thresholds.get(name)))
    console.print(table)
    for result in run["gate"]:
        if result["enforced"] and not result["passed"]:
            failing = [named(case) for case in run["cases"] if _fails(case, result["metric"])]
            failing += [f"« {sentence} »" for sentence in run["misread"].get(result["metric"], [])]
            console.print(f"[red]{result['name']}: {result['rate']:.3f} < {result['least']}[/] {' '.join(failing)}")
    if run["gains"]:
        won = (f"{gain['question']} ({gain['metric']})" for gain in run["gains"])
        console.print(f"[green]won: {', '.join(won)}; --update-baseline keeps them[/]", soft_wrap=True)
    for loss in run["losses"]:
        console.print(f"[red]lost: {told(loss)}[/]", soft_wrap=True)
    if run["losses"]:
        console.print(REMEDY, soft_wrap=True)


def _mark(held: Json | None) -> str:
    if held is None:
        return ""
    state = f"{'ok' if held['passed'] else 'MISSED'} ≥ {held['least']:.2f}"
    return state if held["enforced"] else state + " (target)"


def _fails(case: Json, metric: str) -> bool:
    return any(check["metric"] == metric for check in failures(case))
