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
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from assistant.errors import InvalidInput
from assistant.service import Assistant
from cli.commands.bench_page import page_times
from cli.commands.bench_search import as_corpus_grows, on_file, on_our_bank
from cli.installation import build_assistant
from cli.output import write, write_json
from eval import bank
from rules.dated import load
from rules.profile import Profile
from rules.simulation import simulate
from ui.settings import Settings

FIGURES = (
    "Combien pour un mi-temps\u202f?",
    "Temps plein signé le 15 juillet 2023\u00a0: combien\u202f?",
    "Et pour un tiers-temps\u202f?",
)
_EXPLANATIONS = 60
_PATIENCE_S = 180

SIMULATED = {
    "admitted": {"etp": 1, "specialty": "generaliste", "secteur": 1, "patientele_mt": 1400},
    "refused": {"etp": 1, "specialty": "generaliste", "secteur": 2, "optam": False, "patientele_mt": 500},
}


def run(arguments: argparse.Namespace) -> int:
    """Measure and write the result; return the exit code."""
    measured = _server_times()
    assistant, embedding = build_assistant(), Settings.read().embedding_model
    measured["query_embedding_ms"] = _embedding_times(assistant)
    measured["simulation_ms"] = {name: _simulation_times(profile) for name, profile in SIMULATED.items()}
    measured["bank"] = on_our_bank(assistant, embedding)
    if arguments.retrieval:
        measured["retrieval"] = on_file(arguments.retrieval, embedding)
    if arguments.growth:
        measured["growth"] = as_corpus_grows(assistant)
    if arguments.json:
        write_json(measured)
    else:
        for name, value in _lines(measured):
            write(f"{name:34} {value}")
    return 0


def _lines(measured: dict[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    """Yield one line for each measure, percentiles together."""
    for name, value in measured.items():
        if isinstance(value, dict) and "p50" not in value:
            yield from _lines(value, f"{above}{name}.")
        else:
            percentiles = f"p50 {value['p50']}, p95 {value['p95']}" if isinstance(value, dict) else value
            yield above + name, percentiles


def _explanations() -> list[str]:
    """Return questions of the bank that documents answer, each once: of one asked again, the vector is remembered."""
    asked = [found.question for found in bank.load(bank.QUESTIONS) if found.documents and not found.history]
    return list(dict.fromkeys(asked))[:_EXPLANATIONS]


def _server_times() -> dict[str, Any]:
    """Start the server in a process of its own and time its first answers, then its usual ones, then its page."""
    port = _free_port()
    environment = {**os.environ, "AM_RATE_LIMIT": "100000/minute", "AM_HOST": "127.0.0.1"}
    command = [sys.executable, "-m", "cli", "serve", "--port", str(port)]
    started = time.perf_counter()
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as server:  # noqa: S603 — our own command
        try:
            _until(lambda: _ask(port, FIGURES[0]), server)
            first_figure = time.perf_counter() - started
            _until(lambda: _get(port, "/health/ready") == 200, server)
            ready, ready_cpu = time.perf_counter() - started, _processor_s(server.pid)
            figures, understood = _asked(port, FIGURES * 40)
            explanations, _ = _asked(port, _explanations())
            return {
                "figure_ms": _percentiles(figures),
                "explanation_ms": _percentiles(explanations),
                "understand_ms": _percentiles(understood),
                "start_to_first_figure_s": round(first_figure, 2),
                "start_to_ready_s": round(ready, 2),
                "start_to_ready_cpu_s": ready_cpu,
                "rss_mb": _resident_mb(server.pid),
                "page": page_times(f"http://127.0.0.1:{port}/"),
            }
        finally:
            server.terminate()
            server.wait(10)


def _asked(port: int, questions: Sequence[str]) -> tuple[list[float], list[float]]:
    """Return the milliseconds each question took over HTTP, and those spent understanding it."""
    taken, understood = [], []
    for question in questions:
        start = time.perf_counter()
        answer = _ask(port, question)
        taken.append((time.perf_counter() - start) * 1000)
        understood.append(answer["timings_ms"]["understand"])
    return taken, understood


def _simulation_times(profile: dict[str, Any]) -> dict[str, float]:
    """Time the five contract years by the rules alone."""
    parameters, given, today, times = load(), Profile.model_validate(profile), date.today(), []
    for _ in range(200):
        start = time.perf_counter()
        simulate(parameters, given, today)
        times.append((time.perf_counter() - start) * 1000)
    return _percentiles(times)


def _embedding_times(assistant: Assistant) -> dict[str, float] | None:
    """Time the embedding of a question alone; ``None`` where search is by words only."""
    model = assistant.retriever().model
    if model is None:
        return None
    times = []
    for question in _explanations():
        start = time.perf_counter()
        model.embed_query(question)
        times.append((time.perf_counter() - start) * 1000)
    return _percentiles(times)


def _percentiles(times: list[float]) -> dict[str, float]:
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
        "serveur", "Le serveur n’a pas répondu.", "Lancez «\u00a0assistant-medical serve\u00a0» et lisez son journal."
    )


def _ask(port: int, question: str) -> dict[str, Any]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("POST", "/api/v1/ask", json.dumps({"question": question}))
        answer: dict[str, Any] = json.loads(connection.getresponse().read())
        return answer
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


def _processor_s(pid: int) -> float | None:
    """Return the seconds of processor a process has used: on a busy machine, they tell more than the clock."""
    status = Path(f"/proc/{pid}/stat")
    if not status.exists():
        return None
    fields = status.read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _resident_mb(pid: int) -> float | None:
    """Return the memory a process holds; ``None`` where the system does not say it this way."""
    status = Path(f"/proc/{pid}/status")
    if not status.exists():
        return None
    resident = next(line for line in status.read_text().splitlines() if line.startswith("VmRSS"))
    return round(int(resident.split()[1]) / 1024, 1)
