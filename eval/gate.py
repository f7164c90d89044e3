"""The gate: thresholds kept in ``gate.toml``, compared with the totals of a run."""

from __future__ import annotations

import tomllib
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

ENOUGH = 20  # checks under which a share says little: one miss in seven is no rate
GATE = Path(__file__).with_name("gate.toml")
KEYS = {"metric", "min", "enforced", "why"}


class GateError(ValueError):
    """A gate file that cannot be used: names the gate, the key and what is expected."""


@dataclass(frozen=True, slots=True)
class Threshold:
    """The least share of a metric's checks that must pass, and whether a miss fails the run."""

    name: str
    metric: str
    least: float
    enforced: bool
    why: str


@dataclass(frozen=True, slots=True)
class Result:
    """One threshold held against a run."""

    threshold: Threshold
    rate: float
    n: int

    @property
    def enforced(self) -> bool:
        """Whether a miss fails the run: always where nothing may be missed, else from enough checks on."""
        return self.threshold.enforced and (self.n >= ENOUGH or self.threshold.least == 1)

    @property
    def passed(self) -> bool:
        """Whether the rate reaches the threshold."""
        return self.rate >= self.threshold.least

    def as_json(self) -> dict[str, Any]:
        """Return the result as it goes into the run file."""
        held = {"rate": self.rate, "n": self.n, "passed": self.passed, "enforced": self.enforced}
        return asdict(self.threshold) | held


def read(path: Path = GATE) -> list[Threshold]:
    """Return the thresholds of a gate file; raise `GateError` on a bad one."""
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise GateError(f"{path.name}: not readable: {error}") from None
    return [_threshold(path.name, name, entry) for name, entry in entries.items()]


def _threshold(file: str, name: str, entry: Any) -> Threshold:
    if not isinstance(entry, dict) or set(entry) != KEYS:
        raise GateError(f"{file}: [{name}] must have exactly the keys {', '.join(sorted(KEYS))}")
    least = entry["min"]
    if not isinstance(least, int | float) or not 0 <= least <= 1:
        raise GateError(f"{file}: [{name}] min is {least!r}; expected a share between 0 and 1")
    return Threshold(name, entry["metric"], least, entry["enforced"] is True, entry["why"])


def check(summary: dict[str, Any], thresholds: list[Threshold]) -> list[Result]:
    """Hold every threshold whose metric was measured against the totals of a run."""
    totals = summary["metrics"]["all"]
    measured = [(threshold, totals[threshold.metric]) for threshold in thresholds if threshold.metric in totals]
    return [Result(threshold, total["rate"], total["n"]) for threshold, total in measured]


def exit_code(results: list[Result]) -> int:
    """Return 1 when an enforced threshold is missed, 0 otherwise."""
    return int(any(result.enforced and not result.passed for result in results))
