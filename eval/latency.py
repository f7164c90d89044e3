"""How long each stage of an answer takes, from the answers' own ``timings_ms``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

PERCENTILES = (50, 95)
_USED_MS = 0.05  # a stage an answer does not go through still costs a few microseconds


def stages(answers: Iterable[dict[str, Any]]) -> dict[str, dict[str, float]]:
    """Return for each stage how many answers went through it (``n``), and their p50 and p95 in milliseconds."""
    times: dict[str, list[float]] = defaultdict(list)
    for answer in answers:
        for stage, milliseconds in answer.get("timings_ms", {}).items():
            if milliseconds >= _USED_MS:
                times[stage].append(milliseconds)
    return {stage: {"n": len(taken), **percentiles(taken)} for stage, taken in times.items()}


def percentiles(values: Sequence[float]) -> dict[str, float]:
    """Return the median and the 95th percentile of ``values``."""
    ordered = sorted(values)
    return {f"p{share}": round(ordered[(len(ordered) - 1) * share // 100], 4) for share in PERCENTILES}
