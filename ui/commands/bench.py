"""``assistant-medical bench``: how fast this installation answers, measured through its own server."""

from __future__ import annotations

import argparse
import http.client
import json
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from assistant.errors import InvalidInput
from ui.commands.common import build_assistant, write, write_json

FIGURES = ("Combien pour un mi-temps ?", "Temps plein signé le 15 juillet 2023 : combien ?", "Et pour un tiers-temps ?")
EXPLANATIONS = (
    "Quelles missions pour un assistant médical ?",
    "Qui est l’employeur ?",
    "Comment renouveler le contrat ?",
)
_PATIENCE_S = 180


def run(arguments: argparse.Namespace) -> int:
    """Measure and write the result; return the exit code."""
    measured = _server_times()
    measured["query_embedding_ms"] = _embedding_times()
    if arguments.json:
        write_json(measured)
    else:
        for name, value in measured.items():
            write(f"{name:28} {value}")
    return 0


def _server_times() -> dict[str, Any]:
    """Start the server in a process of its own and time its first answers, then its usual ones."""
    port = _free_port()
    environment = {**os.environ, "AM_RATE_LIMIT": "100000/minute", "AM_HOST": "127.0.0.1"}
    command = [sys.executable, "-m", "ui.cli", "serve", "--port", str(port)]
    started = time.perf_counter()
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as server:  # noqa: S603 — our own command
        try:
            _until(lambda: _ask(port, FIGURES[0]), server)
            first_figure = time.perf_counter() - started
            _until(lambda: _get(port, "/health/ready") == 200, server)
            ready = time.perf_counter() - started
            return {
                "figure_ms": _percentiles(lambda question: _ask(port, question), FIGURES, 40),
                "explanation_ms": _percentiles(lambda question: _ask(port, question), EXPLANATIONS, 20),
                "start_to_first_figure_s": round(first_figure, 2),
                "start_to_ready_s": round(ready, 2),
                "rss_mb": _resident_mb(server.pid),
            }
        finally:
            server.terminate()
            server.wait(10)


def _embedding_times() -> dict[str, float] | None:
    """Time the embedding of a question alone; ``None`` where search is by words only."""
    model = build_assistant().retriever().model
    return None if model is None else _percentiles(model.embed_query, EXPLANATIONS, 20)


def _percentiles(call: Callable[[str], object], questions: tuple[str, ...], rounds: int) -> dict[str, float]:
    times = []
    for _ in range(rounds):
        for question in questions:
            start = time.perf_counter()
            call(question)
            times.append((time.perf_counter() - start) * 1000)
    return {"p50": round(statistics.median(times), 2), "p95": round(statistics.quantiles(times, n=20)[-1], 2)}


def _until(succeeds: Callable[[], object], server: subprocess.Popen[bytes]) -> None:
    deadline = time.perf_counter() + _PATIENCE_S
    while time.perf_counter() < deadline and server.poll() is None:
        try:
            if succeeds():
                return
        except OSError:
            pass  # not listening yet
        time.sleep(0.05)
    raise InvalidInput(
        "serveur", "Le serveur n’a pas répondu.", "Lancez « assistant-medical serve » et lisez son journal."
    )


def _ask(port: int, question: str) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("POST", "/api/v1/ask", json.dumps({"question": question}))
        response = connection.getresponse()
        return bool(response.read()) and response.status == 200
    finally:
        connection.close()


def _get(port: int, path: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    finally:
        connection.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _resident_mb(pid: int) -> float | None:
    """Return the memory a process holds; ``None`` where the system does not say it this way."""
    status = Path(f"/proc/{pid}/status")
    if not status.exists():
        return None
    resident = next(line for line in status.read_text().splitlines() if line.startswith("VmRSS"))
    return round(int(resident.split()[1]) / 1024, 1)
