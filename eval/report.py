"""A run as Markdown (for a pull request) and as JUnit XML (for a CI page), and what changed since another run."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree as ET

from eval.ratchet import REMEDY, told
from eval.significance import changes

Json = dict[str, Any]

LEGEND = {
    "route": "the right kind of answer",
    "figure_route": "figure questions answered by the rules",
    "topic": "subject recognised",
    "verdict": "yes / no / unknown right",
    "figures": "figures exact, in data and in text",
    "answer_first": "the figure asked for comes first",
    "facts": "questions with every fact read",
    "facts_f1": "facts read, F1",
    "references": "right source behind the answer",
    "citation": "right source quoted",
    "fact_quoted": "wanted fact in the quoted words",
    "words": "what must and must not be said",
    "false_answer": "no answer to what is out of scope",
    "false_refusal": "no needless refusal",
    "not_established": "not established is said",
    "missing_question": "the deciding fact is asked for",
    "needless_question": "nothing asked when all is known",
    "firewall": "every number proved",
    "quotes": "quotes verbatim",
    "stability": "paraphrases give the same figures",
    "Success@1": "search: right document first",
    "Success@5": "search: right document in the first five",
    "RR@10": "search: mean reciprocal rank",
    "nDCG@10": "search: nDCG at 10",
    "fact@2": "search: wanted fact in the two best sentences",
    "model_recall": "numbers of a model's text found",
    "model_precision": "numbers found in a model's text are numbers",
    "own_recall": "numbers of our texts found",
    "own_precision": "numbers found in our texts are numbers",
    "check_recall": "numbers found by the evaluation",
    "check_precision": "numbers found by the evaluation are numbers",
}


def failures(case: Json) -> list[Json]:
    """Return the checks a case failed."""
    return [check for check in case["checks"] if not check["passed"]]


def markdown(run: Json, before: Json | None = None) -> str:
    """Return a summary short enough for a pull request."""
    summary = run["summary"]
    moved = changes(run, before) if before else None
    lines = [f"**{summary['passed']['all']} / {summary['questions']['all']} questions pass every check.**", ""]
    lines += ["| metric | n | rate | 95 % | held back | change (p) |", "|---|---|---|---|---|---|"]
    held = summary["metrics"]["held-back"]
    for name, total in summary["metrics"]["all"].items():
        back = f"{held[name]['rate']:.3f}" if name in held else ""
        move = moved.metrics.get(name) if moved else None
        change = f"{move.difference:+.3f} ({move.p:.2f})" if move else ""
        bounds = f"{total['low']:.3f}–{total['high']:.3f}"
        lines.append(
            f"| {LEGEND.get(name, name)} | {total['n']} | {total['rate']:.3f} | {bounds} | {back} | {change} |"
        )
    lines += [
        "",
        f"Wrong routes cost {summary['route_cost']:.1f} per 100 questions (10 for an answer to what has none).",
    ]
    lines += ["", "| gate | least | rate | |", "|---|---|---|---|"]
    for gate in run["gate"]:
        state = "ok" if gate["passed"] else "**missed**" if gate["enforced"] else "target not reached"
        lines.append(f"| {gate['name']} | {gate['least']} | {gate['rate']:.3f} | {state} |")
    lines += ["", "| stage | answers | p50 ms | p95 ms |", "|---|---|---|---|"]
    for stage, time in summary["stages_ms"].items():
        lines.append(f"| {stage} | {time['n']} | {time['p50']:.1f} | {time['p95']:.1f} |")
    if run["losses"]:
        lines += ["", "**Lost since the baseline:**", "", *(f"- {told(loss)}" for loss in run["losses"]), "", REMEDY]
    if run["gains"]:
        won = ", ".join(f"{gain['question']} ({gain['metric']})" for gain in run["gains"])
        lines += ["", f"**Won since the baseline:** {won}. `--update-baseline` keeps them."]
    if moved:
        lines += [
            "",
            f"Since the earlier run, {moved.questions.difference:+.1%} of questions pass (p = "
            f"{moved.questions.p:.2f}, McNemar: below 0.05 the difference is hardly chance).",
        ]
        lines += ["", f"Newly failing: {', '.join(moved.broken) or 'none'}"]
        lines += [f"Newly passing: {', '.join(moved.fixed) or 'none'}"]
    failing = [case for case in run["cases"] if not case["passed"]]
    lines += ["", f"<details><summary>{len(failing)} failing questions</summary>", ""]
    lines += [f"- `{case['id']}`: {', '.join(check['metric'] for check in failures(case))}" for case in failing]
    return "\n".join([*lines, "", "</details>", ""])


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
