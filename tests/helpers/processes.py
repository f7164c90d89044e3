"""Servers and the browser as the tests start them."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from shutil import which

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

HEAVY = {"chromadb", "fastapi", "gradio", "numpy", "sentence_transformers", "torch", "uvicorn"}  # seconds to import
CHROMIUM = which("chromium") or which("chromium-browser") or which("google-chrome")


@contextmanager
def chromium(**environment: str) -> Iterator[Browser]:
    """Start the browser. Where there is none, the test is said not to have been made; but CI must have one."""
    if CHROMIUM is None and os.environ.get("CI") != "true":
        pytest.skip("needs a browser (install chromium)")
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    expect.set_options(timeout=60_000)  # a busy machine is slow, and no reason to fail: speed is for `make bench`
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=arguments, env={**os.environ, **environment}
        )
        yield browser
        browser.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(start: str = "serve", log: Path | None = None, **settings: str) -> Iterator[str]:
    """Serve the page with the hand-made answers, in a process of its own; give its address. ``log``: its errors."""
    with started(start, settings, log) as (address, _):
        yield address


@contextmanager
def started(
    start: str, settings: Mapping[str, str], log: Path | None = None, before: Sequence[str] = ()
) -> "Iterator[tuple[str, subprocess.Popen[bytes]]]":
    """Serve, and give the address and the process; ``before``: the command that runs the server, where there is one."""
    port = int(settings.get("AM_PORT") or free_port())
    environment = {**os.environ, "AM_PORT": str(port), "PYTHONPATH": str(Path(__file__).parent), **settings}
    module, _, name = start.rpartition(".")
    command = [*before, sys.executable, "-c", f"import {module or 'served'} as helper; helper.{name}()"]
    with (
        log.open("wb") if log else nullcontext() as written,
        subprocess.Popen(command, env=environment, stdout=written or subprocess.DEVNULL, stderr=written) as process,
    ):
        address = f"http://127.0.0.1:{port}"
        try:
            wait_for(address, process)
            yield address, process
        finally:
            process.terminate()
            process.wait(30)


def wait_for(address: str, process: "subprocess.Popen[bytes]") -> None:
    """Wait until what was started answers, three minutes at most."""
    deadline = time.monotonic() + 180
    while time.monotonic() < deadline:
        assert process.poll() is None, "it stopped before it listened"
        try:
            with urllib.request.urlopen(f"{address}/health/live", timeout=2):  # noqa: S310 — an address we made
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("it did not listen within three minutes")


def heavy(told: str) -> set[str]:
    """Read what ``-X importtime`` told on standard error; return the slow packages among those imported."""
    names = {line.rpartition("|")[2].strip() for line in told.splitlines() if line.startswith("import time:")}
    assert "ui.settings" in names
    return names & HEAVY
