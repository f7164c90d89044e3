"""Run the bank against anything that answers: ``ask`` takes a request as a dict and returns the answer as a dict."""

from __future__ import annotations

import json
import re
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import track
from rich.table import Table

from eval import gate as gates
from eval import html, report
from eval.bank import QUESTIONS, BankError, Question, load
from eval.metrics import Verbatim, grade
from eval.summary import Case, summarise

Json = dict[str, Any]
Ask = Callable[[Json], Json]


@dataclass(frozen=True, slots=True)
class Selection:
    """Which questions to run. Empty means all; ``id`` is a regular expression."""

    kind: str = ""
    id: str = ""
    tag: str = ""
    split: str = ""

    def keeps(self, question: Question) -> bool:
        """Whether ``question`` is selected."""
        return (
            (not self.kind or self.kind in question.kind or self.kind == question.theme)
            and (not self.id or re.search(self.id, question.id) is not None)
            and (not self.tag or self.tag in question.tags)
            and (not self.split or self.split == question.split)
        )


def main(
    ask: Ask,
    *,
    select: Selection = Selection(),
    bank: Sequence[Path] = (),
    out: Path | None = None,
    compare: Path | None = None,
    verbatim: Verbatim | None = None,
    gate: Path = gates.GATE,
) -> int:
    """Run the selected questions, write the reports into ``out``, print the totals; return the exit code.

    ``bank`` adds folders of questions to ours; ``compare`` is the ``run.json`` of an earlier run; ``verbatim`` checks a
    quote against the indexed text (`eval.reading.verbatim_in`), quotes are not graded without it.
    Exit code: 0 when the enforced gates hold, 1 when one is missed, 2 when there is nothing to run.
    """
    console = Console(stderr=True)
    try:
        thresholds = gates.read(gate)
        questions = [question for question in load(QUESTIONS, *bank) if select.keeps(question)]
        before = json.loads(compare.read_text(encoding="utf-8")) if compare else None
    except (BankError, gates.GateError, OSError, json.JSONDecodeError, re.error) as error:
        console.print(f"[red]{error}[/]")
        return 2
    if not questions:
        console.print(f"[red]No question matches {asdict(select)}; loosen a filter.[/]")
        return 2
    cases = [answered(ask, question, verbatim) for question in _tracked(questions, console)]
    summary = summarise(cases)
    results = gates.check(summary, thresholds)
    run: Json = {"summary": summary, "gate": [result.as_json() for result in results]}
    run["cases"] = [case.as_json() for case in cases]
    if out:
        _write(out, run, before)
    _print(console, run)
    return gates.exit_code(results)


def answered(ask: Ask, question: Question, verbatim: Verbatim | None = None) -> Case:
    """Ask the earlier turns for real, then the question; grade what comes back."""
    history: list[Json] = []
    for turn in question.history:
        reply = _asked(ask, question, turn, history)
        history += [{"role": "user", "content": turn}, {"role": "assistant", "content": reply.get("text") or "…"}]
    start = time.perf_counter()
    answer = _asked(ask, question, question.question, history)
    seconds = time.perf_counter() - start
    return Case(question, answer, grade(question, answer, verbatim), seconds)


def _asked(ask: Ask, question: Question, text: str, history: list[Json]) -> Json:
    """Ask one turn. What fails is an answer too: the run goes on and the case shows why."""
    request: Json = {"question": text, "history": list(history), "as_of": question.as_of.isoformat(), "id": question.id}
    if question.profile:
        request["profile"] = question.profile
    try:
        answer = ask(request)
    except Exception as error:  # noqa: BLE001 - whatever fails in the product is this case's failure, not the run's
        return {"kind": "error", "text": "", "error": f"{type(error).__name__}: {error}"}
    if "error" in answer:
        return {"kind": "error", "text": "", **answer}
    return answer


def _tracked(questions: list[Question], console: Console) -> Iterable[Question]:
    if not sys.stderr.isatty():
        return questions
    return track(questions, description="Évaluation", console=console)


def _write(out: Path, run: Json, before: Json | None) -> None:
    out.mkdir(parents=True, exist_ok=True)
    (out / "run.json").write_text(json.dumps(run, ensure_ascii=False, indent=1), encoding="utf-8")
    (out / "summary.md").write_text(report.markdown(run, before), encoding="utf-8")
    (out / "junit.xml").write_text(report.junit(run), encoding="utf-8")
    (out / "report.html").write_text(html.page(run, before), encoding="utf-8")


def _print(console: Console, run: Json) -> None:
    table = Table("metric", "n", "rate", "95 %", "gate")
    thresholds = {result["metric"]: result for result in reversed(run["gate"])}
    for name, total in run["summary"]["metrics"]["all"].items():
        held = thresholds.get(name)
        mark = "" if held is None else f"{'ok' if held['passed'] else 'MISSED'} ≥ {held['least']:.2f}"
        mark += " (target)" if held and not held["enforced"] else ""
        table.add_row(name, str(total["n"]), f"{total['rate']:.3f}", f"{total['low']:.3f}–{total['high']:.3f}", mark)
    console.print(table)
    for result in run["gate"]:
        if result["enforced"] and not result["passed"]:
            failing = [c["id"] for c in run["cases"] if _fails(c, result["metric"])]
            console.print(f"[red]{result['name']}: {result['rate']:.3f} < {result['least']}[/] {' '.join(failing)}")


def _fails(case: Json, metric: str) -> bool:
    return any(check["metric"] == metric and not check["passed"] for check in case["checks"])
