"""What every test shares: no network but this machine, and one embedding model for the whole session."""

from typing import Any

import pytest


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Before pytest-socket reads its options: a test that leaves this machine fails."""
    config.option.allow_hosts = "127.0.0.1,::1"
    config.option.allow_unix_socket = True


@pytest.fixture(scope="session")
def model() -> Any:
    """The bundled embedding model, loaded once."""
    from rag.opening import load_once  # noqa: PLC0415 - torch must not be imported where no test needs it

    return load_once("bundled")
