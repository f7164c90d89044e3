"""What tests share: no network but this machine, no setting, one model, and a last word on what was not checked."""

import os
from collections import Counter
from collections.abc import Generator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Before pytest-socket reads its options: a test that leaves this machine fails."""
    config.option.allow_hosts = "127.0.0.1,::1"
    config.option.allow_unix_socket = True
    _keep_nothing(config)


def _keep_nothing(config: pytest.Config) -> None:
    """What libraries and programs keep for later goes to a folder of this run, not to the user’s or the checkout."""
    folder = TemporaryDirectory(ignore_cleanup_errors=True)
    config.add_cleanup(folder.cleanup)
    users = ("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME")
    for name in (*users, "HYPOTHESIS_STORAGE_DIRECTORY", "TORCHINDUCTOR_CACHE_DIR"):
        os.environ[name] = str(Path(folder.name) / name)


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting of this machine reaches a test."""
    for name in [name for name in os.environ if name.startswith("AM_")]:
        monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def model() -> Any:
    """The bundled embedding model, loaded once."""
    from rag.opening import load_once  # noqa: PLC0415 - torch must not be imported where no test needs it

    return load_once("bundled")


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> Generator[None, None, None]:
    """After all else, say how many checks were not made, by the reason each gave: green does not mean whole."""
    yield
    reasons = Counter(report.longrepr[2] for report in terminalreporter.stats.get("skipped", []))
    if reasons:
        terminalreporter.section("not checked")
    for reason, count in reasons.most_common():
        terminalreporter.line(f"{count} not made: {reason.removeprefix('Skipped: ')}")
