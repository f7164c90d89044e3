"""A real server as a visitor asks it, and what is waited for on it."""

import json
import time
import urllib.request
from collections.abc import Callable
from typing import Any

PATIENCE_S = 120


def eventually(holds: Callable[[], bool]) -> None:
    """Wait until something holds. What is waited for takes seconds; of a machine that is busy, minutes."""
    deadline = time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < deadline, f"not within {PATIENCE_S} s"
        time.sleep(0.2)


def ready(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/health/ready", timeout=2) as answer:  # noqa: S310 — an address we made
            return bool(answer.status == 200)
    except OSError:
        return False


def asked(address: str, question: str) -> dict[str, Any]:
    """The answer to a question, as its JSON."""
    request = urllib.request.Request(  # noqa: S310 — an address we made
        f"{address}/api/v1/ask", json.dumps({"question": question}).encode(), {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=PATIENCE_S) as answer:  # noqa: S310 — an address we made
        told: dict[str, Any] = json.load(answer)
    return told
