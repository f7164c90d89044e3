"""The table of measurements in README.md, written from the baseline so that no number is typed by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from eval import ratchet

README = Path(__file__).parents[1] / "README.md"
START, END = "<!-- evaluation:start -->", "<!-- evaluation:end -->"
ROWS = {
    "stranger_questions": "single questions of people who never saw the project, right",
    "stranger_turns": "turns of their conversations, right",
    "stranger_conversations": "their conversations, right from end to end",
    "unseen_aspect": "which of over 800 things is asked, by one who saw no example",
    "unseen_sequel": "the same, in the middle of a conversation",
    "calibration": "confidence justified (1 less the calibration error)",
    "figures": "figures exact, in data and in text",
    "figure_route": "figure questions answered by the rules",
    "verdict": "yes / no / not established right",
    "route": "right kind of answer",
    "unseen_label": "what a question asks for, on questions never seen",
    "facts_f1": "facts read in the question (F1)",
    "references": "right source behind the answer",
    "citation": "right source quoted",
    "fact_quoted": "explanation: wanted fact in the quoted words",
    "quotes": "quotes verbatim in the indexed text",
    "firewall": "answers with every number proved",
    "false_answer": "out of scope and not answered",
    "false_refusal": "in scope and not refused",
    "Success@5": "search: right document among the first five",
    "model_recall": "numbers found in hand-labelled text, any spelling",
}
ALONE = {"figures_written": "right figure written, no wrong one", "words": "what must be said is said"}


def table(baseline: dict[str, Any]) -> str:
    """Return the Markdown table: all questions with their 95 % interval, and the held-back ones alone."""
    totals = baseline["metrics"]["all"]
    held = baseline["metrics"]["held-back"]
    lines = [
        f"{baseline['questions']['all']} questions, {baseline['questions']['held-back']} of them held back: the "
        "code is not fitted on them. One miss on any point fails the whole question: "
        f"{baseline['passed']['all']} pass, {baseline['passed']['held-back']} of the held-back ones.",
        "",
        "| what | cases | all | 95 % interval | held back |",
        "|---|---|---|---|---|",
    ]
    for name, told in ROWS.items():
        if name in totals:
            one = totals[name]
            back = f"{held[name]['rate']:.1%}" if name in held else ""
            lines.append(f"| {told} | {one['n']} | {one['rate']:.1%} | {one['low']:.1%}–{one['high']:.1%} | {back} |")
    return "\n".join(lines + _alone(baseline.get("search_alone", {})))


def _alone(measures: dict[str, Any]) -> list[str]:
    """Return the lines that compare with search alone, where it was measured."""
    lines = [
        f"| {ALONE[name]} | {one['n']} | {one['product']:.1%} | {one['naive']:.1%} |" for name, one in measures.items()
    ]
    if not lines:
        return []
    return [
        "",
        "What the rules bring: the same questions to search alone, no rule and no model, which shows the passages of "
        "its two best sentences from the same corpus. It never refuses; only the text shown is graded, on both sides.",
        "",
        "| what | cases | with the rules | search alone |",
        "|---|---|---|---|",
        *lines,
    ]


def refresh(path: Path = README, baseline: Path = ratchet.BASELINE) -> None:
    """Write the table between the markers of the README; without a README (an installed package) do nothing."""
    if path.exists():
        path.write_text(filled(path.read_text(encoding="utf-8"), ratchet.read(baseline)), encoding="utf-8")


def filled(text: str, baseline: dict[str, Any]) -> str:
    """Return ``text`` with the table between its markers; raise ``ValueError`` when a marker is missing."""
    if text.count(START) != 1 or text.count(END) != 1:
        raise ValueError(f"README.md must hold {START} and {END} once each")
    before, rest = text.split(START)
    _, after = rest.split(END)
    return f"{before}{START}\n{table(baseline)}\n{END}{after}"


if __name__ == "__main__":
    refresh()
