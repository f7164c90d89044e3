"""The server that load is played to: as an installation starts it, on a free port of this machine, without its limit
of frequency."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

_PATIENCE = 600  # seconds: the first start of an installation indexes the documents
_TICKS = os.sysconf("SC_CLK_TCK")


class Server(NamedTuple):
    """A server under load: where it is, and what it costs as Linux tells it."""

    address: str
    pid: int

    def memory(self) -> int:
        """Return the megabytes it holds."""
        lines = Path(f"/proc/{self.pid}/status").read_text().splitlines()
        return round(int(next(line for line in lines if line.startswith("VmRSS")).split()[1]) / 1024)

    def processor(self) -> float:
        """Return the seconds of processor it has used."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICKS


@contextmanager
def started() -> Iterator[Server]:
    """Start a server with the settings of this environment, wait until it explains, and stop it in the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, "AM_HOST": "127.0.0.1", "AM_RATE_LIMIT": "1000000/minute"}
    command = [sys.executable, "-m", "cli", "serve", "--port", str(port)]
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as process:
        try:
            _ready(f"http://127.0.0.1:{port}", process)
            yield Server(f"http://127.0.0.1:{port}", process.pid)
        finally:
            process.terminate()


def _ready(address: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        with suppress(OSError), urllib.request.urlopen(f"{address}/health/ready", timeout=10):  # noqa: S310 — our own
            return
        time.sleep(0.5)
    raise SystemExit("The server was not ready in time: run « assistant-medical serve » and read what it says.")
