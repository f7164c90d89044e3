"""Servers and the browser as the tests start them."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import which

CHROMIUM = which("chromium") or which("chromium-browser") or which("google-chrome")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(start: str = "serve", **settings: str) -> Iterator[str]:
    """Serve the page with the hand-made answers, in a process of its own; give its address."""
    port = free_port()
    environment = {**os.environ, "AM_PORT": str(port), "PYTHONPATH": str(Path(__file__).parent), **settings}
    command = [sys.executable, "-c", f"import served; served.{start}()"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as process:
        address = f"http://127.0.0.1:{port}"
        try:
            _wait(address, process)
            yield address
        finally:
            process.terminate()
            process.wait(10)


def _wait(address: str, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        assert process.poll() is None, "the server stopped before it listened"
        try:
            with urllib.request.urlopen(f"{address}/health/live", timeout=1):  # noqa: S310 — an address we made
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the server did not listen within a minute")
