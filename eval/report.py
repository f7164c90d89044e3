"""A run as Markdown (for a pull request) and as JUnit XML (for a CI page), and what changed since another run."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree as ET

from eval import readers
from eval.significance import Change, changes
from eval.words import REMEDY, STAGES, chance, decimal, interval, lost, measured, named, percent, points, state, told
from french import HARD, THIN

Json = dict[str, Any]


def failures(case: Json) -> list[Json]:
    """Return the checks a case failed."""
    return [check for check in case["checks"] if not check["passed"]]


def fault(case: Json) -> str:
    """Return in one line what a case was asked, and what each failed check wanted and got."""
    wanted = (
        f"{named(check['metric'])}, attendu{HARD}: {told(check['expected'])}, donné{HARD}: {told(check['given'])}"
        for check in failures(case)
    )
    return f"«{HARD}{case['expected']['question']}{HARD}» {'; '.join(wanted)}"


def markdown(run: Json, before: Json | None = None) -> str:
    """Return a summary in French, short enough for a pull request."""
    summary = run["summary"]
    moved = changes(run, before) if before else None
    lines = _theirs([case for case in run["cases"] if case.get("theirs")])
    lines += [f"**{summary['passed']['all']} questions sur {summary['questions']['all']} sans aucune faute.**", ""]
    lines += _measures(summary["metrics"], moved)
    lines += ["", f"Coût des erreurs de sorte{HARD}: {decimal(summary['route_cost'])} pour 100 questions."]
    lines += ["", "| seuil | minimum | réussite | |", "|---|---|---|---|"]
    for gate in run["gate"]:
        rates = f"{percent(gate['least'])} | {percent(gate['rate'])}"
        lines.append(f"| {_name(gate['metric'], gate['name'])} | {rates} | {state(gate)} |")
    lines += ["", f"| étape | réponses | médiane (ms) | 95{THIN}% sous (ms) |", "|---|---|---|---|"]
    for stage, time in summary["stages_ms"].items():
        lines.append(f"| {STAGES.get(stage, stage)} | {time['n']} | {decimal(time['p50'])} | {decimal(time['p95'])} |")
    if run.get("readers"):
        lines += ["", readers.markdown(run["readers"])]
    if run["losses"]:
        lines += ["", f"**Perdu depuis la référence{HARD}:**", "", *(f"- {lost(loss)}" for loss in run["losses"])]
        lines += ["", REMEDY]
    if run["gains"]:
        won = ", ".join(f"{gain['question']} ({named(gain['metric'])})" for gain in run["gains"])
        lines += ["", f"**Gagné depuis la référence{HARD}:** {won}. `--update-baseline` le garde."]
    if moved:
        lines += ["", *_moved(moved)]
    failing = [case for case in run["cases"] if not case["passed"]]
    lines += ["", f"<details><summary>Questions en défaut{HARD}: {len(failing)}</summary>", ""]
    lines += [
        f"- `{case['id']}`{HARD}: {', '.join(named(check['metric']) for check in failures(case))}" for case in failing
    ]
    return "\n".join([*lines, "", "</details>", ""])


def _theirs(cases: list[Json]) -> list[str]:
    """Return how the questions of the staff went, each failure with what was wanted; nothing where there are none."""
    if not cases:
        return []
    failing = [case for case in cases if not case["passed"]]
    told_first = f"**Vos questions{HARD}: {len(cases) - len(failing)} sur {len(cases)} sans aucune faute.**"
    return [told_first, "", *(f"- `{case['id']}`{HARD}: {fault(case)}" for case in failing), ""]


def _measures(metrics: Json, moved: Change | None) -> list[str]:
    held = metrics["held-back"]
    lines = [f"| mesure | cas | réussite | à 95{THIN}% | mises à part | évolution (p) |", "|---|---|---|---|---|---|"]
    for metric, total in measured(metrics["all"]):
        back = percent(held[metric]["rate"]) if metric in held else ""
        move = moved.metrics.get(metric) if moved else None
        change = f"{points(move)} ({chance(move.p)})" if move else ""
        rates = f"{percent(total['rate'])} | {interval(total)}"
        lines.append(f"| {_name(metric, metric)} | {total['n']} | {rates} | {back} | {change} |")
    return lines


def _name(metric: str, key: str) -> str:
    """Return the French name of a metric, and its id or that of its gate in small."""
    return f"{named(metric)} <small>`{key}`</small>"


def _moved(moved: Change) -> list[str]:
    return [
        f"Depuis l’évaluation précédente{HARD}: {points(moved.questions)} de questions sans faute "
        f"(p{HARD}={HARD}{chance(moved.questions.p)}, test de McNemar{HARD}: au-dessous de 0,05, l’écart n’est sans "
        "doute pas dû au hasard).",
        "",
        f"- Nouvelles fautes{HARD}: {', '.join(moved.broken) or 'aucune'}",
        f"- Fautes corrigées{HARD}: {', '.join(moved.fixed) or 'aucune'}",
    ]


def junit(run: Json) -> str:
    """Return one test case for each question."""
    cases = run["cases"]
    suite = ET.Element("testsuite", name="eval", tests=str(len(cases)))
    suite.set("failures", str(sum(not case["passed"] for case in cases)))
    for case in cases:
        seconds = str(case["seconds"])
        node = ET.SubElement(suite, "testcase", classname=f"eval.{case['theme']}", name=case["id"], time=seconds)
        if not case["passed"]:
            told = [f"{c['metric']}: expected {c['expected']}; given {c['given']}" for c in failures(case)]
            failure = ET.SubElement(node, "failure", message=told[0])
            failure.text = "\n".join([case["expected"]["question"], *told])
    return ET.tostring(suite, encoding="unicode", xml_declaration=True)
