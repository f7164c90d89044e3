"""What is past its time is forgotten without anybody asking: at the start, then each hour."""

from __future__ import annotations

import threading
from collections.abc import Callable

_EACH = 3600.0  # seconds


def forget(stop: threading.Event, *sweeps: Callable[[], object]) -> None:
    """Sweep until ``stop``; each of ``sweeps`` sees to its own failures."""
    while True:
        for sweep in sweeps:
            sweep()
        if stop.wait(_EACH):
            return
