import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import which

import pytest
from browsing import other_site
from fake import FakeAssistant
from fastapi.testclient import TestClient
from playwright.sync_api import Browser, sync_playwright

from ui.api import create_api
from ui.guard import Rate
from ui.settings import Settings

CHROMIUM = which("chromium") or which("chromium-browser") or which("google-chrome")
SITE = "https://www.cpts.example"


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("AM_")]:
        monkeypatch.delenv(name)


@pytest.fixture
def assistant() -> FakeAssistant:
    return FakeAssistant()


@pytest.fixture
def client(assistant: FakeAssistant) -> TestClient:
    settings = Settings(allowed_origins=SITE)
    app = create_api(assistant, settings, Rate("1000/minute", "memory://"))
    return TestClient(app, raise_server_exceptions=False)


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


@pytest.fixture(scope="session")
def serving() -> Callable[..., object]:
    return running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def host() -> Iterator[str]:
    """The site of a CPTS, under a strict policy, on another origin than the assistant."""
    with other_site() as address:
        yield address


@pytest.fixture(scope="module")
def address(host: str) -> Iterator[str]:
    with running(AM_ALLOWED_ORIGINS=host, AM_RATE_LIMIT="1000/minute", AM_CPTS_NAME="CPTS du Val-Clair") as served:
        yield served
