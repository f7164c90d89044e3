"""A run on the terminal, in French: totals, thresholds missed, losses."""

from __future__ import annotations

from typing import Any

from rich.box import SIMPLE
from rich.console import Console
from rich.markup import escape
from rich.table import Column, Table

from eval.ratchet import named
from eval.report import failures, fault
from eval.words import REMEDY, interval, lost, measured, percent, state
from eval.words import named as name_of
from french import HARD, THIN

Json = dict[str, Any]


def show(console: Console, run: Json) -> None:
    """Print the totals of a run, then what fails it."""
    heads = ("Cas", "Réussite", f"À 95{THIN}%", "Seuil")
    table = Table("Mesure", *(Column(head, no_wrap=True) for head in heads), box=SIMPLE)
    thresholds = {result["metric"]: result for result in reversed(run["gate"])}
    for metric, total in measured(run["summary"]["metrics"]["all"]):
        rate = percent(total["rate"])
        table.add_row(_name(metric), str(total["n"]), rate, interval(total), _mark(thresholds.get(metric)))
    console.print(table)
    for case in run["cases"]:
        if case.get("theirs") and not case["passed"]:
            told = escape(f"{case['id']}{HARD}: {fault(case)}")
            console.print(f"[red]Votre question {told}[/]", soft_wrap=True)
    for result in run["gate"]:
        if result["enforced"] and not result["passed"]:
            failing = [named(case) for case in run["cases"] if _fails(case, result["metric"])]
            failing += [f"«{HARD}{sentence}{HARD}»" for sentence in run["misread"].get(result["metric"], [])]
            rates = f"{percent(result['rate'])} < {percent(result['least'])}"
            console.print(
                f"[red]{_name(result['metric'], result['name'])}{HARD}: {rates}[/] {escape(' '.join(failing))}"
            )
    if run["gains"]:
        won = ", ".join(f"{gain['question']} ({name_of(gain['metric'])})" for gain in run["gains"])
        console.print(f"[green]Gagné{HARD}: {escape(won)}. --update-baseline le garde.[/]", soft_wrap=True)
    for loss in run["losses"]:
        console.print(f"[red]Perdu{HARD}: {escape(lost(loss))}[/]", soft_wrap=True)
    if run["losses"]:
        console.print(REMEDY, soft_wrap=True)


def _name(metric: str, key: str = "") -> str:
    """Return the French name of a metric, with its id or that of its gate."""
    return f"{name_of(metric)} [dim]({key or metric})[/]"


def _mark(held: Json | None) -> str:
    """Return the threshold and the first word of its state: a terminal is narrow."""
    return "" if held is None else f"≥ {percent(held['least'])} {state(held).split()[0]}"


def _fails(case: Json, metric: str) -> bool:
    return any(check["metric"] == metric for check in failures(case))
