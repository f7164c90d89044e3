"""The gate: thresholds kept in ``gate.toml``, compared with the totals of a run."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

GATE = Path(__file__).with_name("gate.toml")
KEYS = {"metric", "min", "enforced", "why"}


class GateError(ValueError):
    """A gate file that cannot be used: names the gate, the key and what is expected."""


@dataclass(frozen=True, slots=True)
class Result:
    """One threshold held against a run."""

    name: str
    metric: str
    least: float
    rate: float
    n: int
    enforced: bool
    why: str

    @property
    def passed(self) -> bool:
        """Whether the rate reaches the threshold."""
        return self.rate >= self.least

    @property
    def blocks(self) -> bool:
        """Whether this result fails the run."""
        return self.enforced and not self.passed


def check(summary: dict[str, Any], gate: Path = GATE) -> list[Result]:
    """Return every threshold of ``gate`` held against ``summary``; raise `GateError` on a bad file."""
    totals = summary["metrics"]["all"]
    results = []
    for name, entry in tomllib.loads(gate.read_text(encoding="utf-8")).items():
        if not isinstance(entry, dict) or set(entry) != KEYS:
            raise GateError(f"{gate.name}: [{name}] must have exactly the keys {', '.join(sorted(KEYS))}")
        if not 0 <= entry["min"] <= 1:
            raise GateError(f"{gate.name}: [{name}] min is {entry['min']!r}; expected a share between 0 and 1")
        if total := totals.get(entry["metric"]):
            least, enforced, why = entry["min"], entry["enforced"], entry["why"]
            results.append(Result(name, entry["metric"], least, total["rate"], total["n"], enforced, why))
    return results


def exit_code(results: list[Result]) -> int:
    """Return 1 when an enforced threshold is missed, 0 otherwise."""
    return int(any(result.blocks for result in results))
