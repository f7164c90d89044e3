"""What moved between two runs, and whether it is more than chance: McNemar's exact test on the shared questions."""

from __future__ import annotations

from dataclasses import dataclass
from math import comb
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Move:
    """How one metric moved over the questions both runs graded."""

    fixed: int
    broken: int
    difference: float  # of the two rates

    @property
    def p(self) -> float:
        """The chance of a split at least this uneven if neither run were better (two-sided McNemar, exact)."""
        return mcnemar(self.fixed, self.broken)


@dataclass(frozen=True, slots=True)
class Change:
    """What moved since an earlier run: questions by id, and metrics; ``questions`` counts whole questions."""

    fixed: list[str]
    broken: list[str]
    questions: Move
    metrics: dict[str, Move]


def changes(run: Json, before: Json) -> Change:
    """Compare two runs over the questions they share."""
    old = {case["id"]: case for case in before["cases"]}
    pairs = [(old[case["id"]], case) for case in run["cases"] if case["id"] in old]
    whole = [(was["passed"], now["passed"], now["id"]) for was, now in pairs]
    graded: dict[str, list[tuple[bool, bool]]] = {}
    for was, now in pairs:
        earlier = {check["metric"]: check["passed"] for check in was["checks"]}
        for check in now["checks"]:
            if check["metric"] in earlier:
                graded.setdefault(check["metric"], []).append((earlier[check["metric"]], check["passed"]))
    return Change(
        fixed=[name for was, now, name in whole if now and not was],
        broken=[name for was, now, name in whole if was and not now],
        questions=_move([(was, now) for was, now, _ in whole]),
        metrics={name: _move(outcomes) for name, outcomes in graded.items()},
    )


def _move(outcomes: list[tuple[bool, bool]]) -> Move:
    fixed = sum(now and not was for was, now in outcomes)
    broken = sum(was and not now for was, now in outcomes)
    return Move(fixed, broken, (fixed - broken) / len(outcomes) if outcomes else 0.0)


def mcnemar(fixed: int, broken: int) -> float:
    """Return the exact two-sided p-value: under chance each changed question is fixed or broken like a coin."""
    changed = fixed + broken
    tail = sum(comb(changed, k) for k in range(min(fixed, broken) + 1))
    return min(1.0, tail / 2.0 ** (changed - 1)) if changed else 1.0
