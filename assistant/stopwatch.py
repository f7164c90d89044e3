"""How long each stage of an answer took."""

from __future__ import annotations

from time import perf_counter


class Stopwatch:
    """Milliseconds spent in each stage of an answer."""

    def __init__(self) -> None:
        self._start = self._last = perf_counter()
        self._laps = dict.fromkeys(("understand", "rules", "retrieve", "generate"), 0.0)

    def lap(self, stage: str) -> None:
        """Count the time since the last lap as ``stage``'s."""
        now = perf_counter()
        self._laps[stage] += (now - self._last) * 1000
        self._last = now

    def laps(self) -> dict[str, float]:
        """Return every stage and the total."""
        return {stage: round(ms, 3) for stage, ms in self._laps.items()} | {
            "total": round((perf_counter() - self._start) * 1000, 3)
        }
