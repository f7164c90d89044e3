"""The same questions to the product and to a language model with search alone, compared on what a reader sees.

Only the text is graded: the naive chain gives no figures as data, and is not blamed for it. In every run, search is
also compared without any model (`eval.naive.alone`), on `SHOWN`: it cannot refuse, and says nothing of its own.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from eval import metrics, reading
from eval.asking import Ask, Product, answered
from eval.bank import Question
from eval.metrics import Check
from eval.significance import mcnemar
from eval.summary import Case
from eval.words import chance, named, percent

Json = dict[str, Any]
Grader = Callable[[Question, Json], Check | None]


def written(question: Question, answer: Json) -> Check | None:
    """The expected figures are in the text, and no forbidden one."""
    if not (question.figures or question.forbidden_figures):
        return None
    numbers = reading.numbers(answer.get("text", ""))
    lacking = [f"lacks {figure}" for figure in question.figures if not reading.among(figure, numbers)]
    wrong = [f"says {figure}" for figure in question.forbidden_figures if reading.among(figure, numbers)]
    return Check("figures_written", not (lacking or wrong), given="; ".join(lacking + wrong))


SHOWN: tuple[Grader, ...] = (written, metrics.words)
GRADERS: tuple[Grader, ...] = (*SHOWN, metrics.false_answer, metrics.false_refusal, metrics.proved)


def fight(cases: Sequence[Case], naive: Ask, graders: Sequence[Grader] = GRADERS) -> Json:
    """Return for each measure both rates, how many questions only one of them gets right, and McNemar's p.

    ``cases`` are the product's answers; ``naive`` is asked the questions on which something is measured.
    """
    outcomes: dict[str, list[tuple[bool, bool]]] = {}
    for case in cases:
        ours = [grader(case.question, case.answer) for grader in graders]
        if not any(ours):
            continue
        answer = answered(Product(naive), case.question).answer
        theirs = [grader(case.question, answer) for grader in graders]
        for mine, other in zip(ours, theirs, strict=True):
            if mine and other:
                outcomes.setdefault(mine.metric, []).append((mine.passed, other.passed))
    return {name: _row(pairs) for name, pairs in outcomes.items()}


def search_alone(cases: Sequence[Case], alone: Ask) -> Json:
    """Compare with search alone on what a reader sees; it is asked the last turn only, for it remembers none."""
    last = [replace(case, question=case.question.model_copy(update={"history": []})) for case in cases]
    return fight(last, alone, SHOWN)


def _row(pairs: list[tuple[bool, bool]]) -> Json:
    only_ours = sum(ours and not theirs for ours, theirs in pairs)
    only_theirs = sum(theirs and not ours for ours, theirs in pairs)
    rates = {
        "product": sum(ours for ours, _ in pairs) / len(pairs),
        "naive": sum(other for _, other in pairs) / len(pairs),
    }
    alone = {"only_product": only_ours, "only_naive": only_theirs, "p": mcnemar(only_ours, only_theirs)}
    return {"n": len(pairs), **rates, **alone}


def show(result: Json, name: str, out: Path | None) -> None:
    """Print the comparison; write it as ``duel.json`` into ``out``."""
    table = Table("Mesure", "Cas", "Avec les règles", f"{name} et la recherche seule", "p")
    for measure, row in result.items():
        told = f"{named(measure)} [dim]({measure})[/]"
        table.add_row(told, str(row["n"]), percent(row["product"]), percent(row["naive"]), chance(row["p"]))
    Console(stderr=True).print(table)
    if out:
        out.mkdir(parents=True, exist_ok=True)
        (out / "duel.json").write_text(json.dumps({"model": name, "measures": result}, indent=1), encoding="utf-8")
