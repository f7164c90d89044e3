"""From checks to totals: rates with intervals, confusion matrix, facts one by one, stability of paraphrases."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from assistant.answer import Kind
from eval import latency
from eval.bank import Question
from eval.metrics import SILENT, Check

Json = dict[str, Any]

RESAMPLES = 500
UNANIMOUS = 0.05  # the chance left to so many agreeing cases at the bound of a one-sided 95 % interval
SEED = 20190901  # the first day of the aid: any fixed number makes the intervals repeatable


@dataclass(frozen=True, slots=True)
class Case:
    """One question, the answer given, what the checks say of it, and how long it took."""

    question: Question
    answer: Json
    checks: list[Check]
    seconds: float
    ranks: dict[str, float] | None = None  # of search alone, where the question names the right documents

    @property
    def passed(self) -> bool:
        """Whether every check passed."""
        return all(check.passed for check in self.checks)

    def as_json(self) -> Json:
        """Return the case as it goes into the run file."""
        expected = self.question.model_dump(mode="json", exclude_defaults=True)
        return {
            "id": self.question.id,
            "theme": self.question.theme,
            "split": self.question.split,
            "passed": self.passed,
            "seconds": round(self.seconds, 4),
            "ranks": self.ranks,
            "expected": expected,
            "answer": self.answer,
            "checks": [asdict(check) for check in self.checks],
        }


def summarise(cases: Sequence[Case]) -> Json:
    """Return the totals of a run, over everything and over each split."""
    splits = {"all": list(cases), **{s: [c for c in cases if c.question.split == s] for s in ("train", "held-back")}}
    return {
        "questions": {name: len(part) for name, part in splits.items()},
        "passed": {name: sum(case.passed for case in part) for name, part in splits.items()},
        "metrics": {name: metrics(part) for name, part in splits.items()},
        "confusion": confusion(cases),
        "route_cost": route_cost(confusion(cases)),
        "facts": facts_by_field(cases),
        "seconds": latency.percentiles([case.seconds for case in cases]),
        "stages_ms": latency.stages(case.answer for case in cases),
    }


def metrics(cases: Sequence[Case]) -> Json:
    """Return for each metric how many checks, how many passed, the rate and its 95 % interval."""
    outcomes: dict[str, list[bool]] = defaultdict(list)
    for case in cases:
        for check in case.checks:
            outcomes[check.metric].append(check.passed)
    outcomes["stability"] = [same for _, same in stability(cases)]
    rates = {name: rated(passed, mean) for name, passed in sorted(outcomes.items()) if passed}
    counted = [[outcome for _, outcome in c.facts] for case in cases for c in case.checks if c.metric == "facts"]
    if counted:
        rates["facts_f1"] = {**rated(counted, f1), "passed": sum(set(one) <= {"tp"} for one in counted)}
    found: dict[str, list[float]] = defaultdict(list)
    for case in cases:
        for measure, score in (case.ranks or {}).items():
            found[measure].append(score)
    return rates | {name: rated(scores, mean) for name, scores in found.items()}


def rated(items: list[Any], score: Callable[[list[Any]], float]) -> Json:
    """Return one metric's total: how many items, how many passed, the rate and its 95 % interval."""
    rate, (low, high) = score(items), interval(items, score)
    if rate in (0, 1):  # resampling sees no doubt where every case agrees; the exact binomial bound does
        bound = UNANIMOUS ** (1 / len(items))
        low, high = (bound, 1.0) if rate else (0.0, 1 - bound)
    return {"n": len(items), "passed": sum(map(bool, items)), "rate": rate, "low": low, "high": high}


def mean(scores: list[float]) -> float:
    """Return the share of what passed, or the mean of scores between 0 and 1."""
    return sum(scores) / len(scores)


def f1(counted: list[list[str]]) -> float:
    """Return the F1 of facts over questions, each a list of tp, fp and fn; 1 when there was nothing to read."""
    total = Counter(outcome for one in counted for outcome in one)
    weighed = 2 * total["tp"] + total["fp"] + total["fn"]
    return 2 * total["tp"] / weighed if weighed else 1.0


def interval(items: list[Any], score: Callable[[list[Any]], float]) -> tuple[float, float]:
    """Return the 95 % bootstrap interval of ``score``, the same on every run."""
    draw = random.Random(SEED)  # noqa: S311 - resampling, not a secret
    scores = sorted(score(draw.choices(items, k=len(items))) for _ in range(RESAMPLES))
    return scores[int(RESAMPLES * 0.025)], scores[int(RESAMPLES * 0.975)]


def stability(cases: Sequence[Case]) -> list[tuple[str, bool]]:
    """Return for each group of paraphrases whether all its answers give the same figures and verdict."""
    groups: dict[str, set[Any]] = defaultdict(set)
    for case in cases:
        if case.question.group:
            shown = frozenset((f["value"], f["unit"]) for f in case.answer.get("figures", []))
            groups[case.question.group].add((shown, case.answer.get("verdict")))
    return [(name, len(variants) == 1) for name, variants in sorted(groups.items())]


def confusion(cases: Sequence[Case]) -> dict[str, dict[str, int]]:
    """Return expected kind → given kind → count. A question with several accepted kinds counts under the one given."""
    matrix: dict[str, Counter[str]] = defaultdict(Counter)
    for case in cases:
        given = case.answer["kind"]
        expected = given if given in case.question.kind else str(case.question.kind[0])
        matrix[expected][given] += 1
    return {expected: dict(row) for expected, row in sorted(matrix.items())}


def route_cost(matrix: dict[str, dict[str, int]]) -> float:
    """Return what wrong kinds of answer cost their readers, per 100 questions: see `cost`."""
    counted = [(cost(expected, given), count) for expected, row in matrix.items() for given, count in row.items()]
    asked = sum(count for _, count in counted)
    return sum(100.0 * lost * count for lost, count in counted) / max(1, asked)


def cost(expected: str, given: str) -> int:
    """A wrong answer may be believed; a refusal or a question back only loses time."""
    if given == expected:
        return 0
    if expected in SILENT:
        return 1 if given in SILENT else 10
    if given in SILENT or given == "error":
        return 3
    return 1 if given == Kind.CLARIFICATION else 5


def facts_by_field(cases: Sequence[Case]) -> Json:
    """Return precision and recall of each fact that was expected or read at least once."""
    totals: dict[str, Counter[str]] = defaultdict(Counter)
    for case in cases:
        for check in case.checks:
            for name, outcome in check.facts:
                totals[name][outcome] += 1
    return {name: {**_precision_recall(total), **total} for name, total in sorted(totals.items())}


def _precision_recall(total: Counter[str]) -> Json:
    read, said = total["tp"] + total["fp"], total["tp"] + total["fn"]
    return {"precision": total["tp"] / read if read else None, "recall": total["tp"] / said if said else None}
