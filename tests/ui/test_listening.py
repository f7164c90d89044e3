"""The port is taken first: refused at once when it is not free, and whoever comes meanwhile waits for the page."""

import os
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from processes import free_port, heavy

from ui.listening import address, listen
from ui.settings import SettingsError


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as other:
        yield int(other.getsockname()[1])


def _serve(*options: str, **settings: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, *options, "-m", "cli", "serve"],
        env={**os.environ, **settings},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_a_port_already_taken_is_told_before_anything_slow_is_loaded(taken: int) -> None:
    with _serve("-X", "importtime", AM_PORT=str(taken)) as process:
        out, err = process.communicate(timeout=60)
    told = [line for line in err.splitlines() if not line.startswith("import time:")]
    assert (process.returncode, out) == (1, "")
    assert told == [
        f"Impossible d’écouter sur 127.0.0.1:{taken}\u00a0: ce port est pris par un autre programme. "
        "Changez AM_PORT ou AM_HOST."
    ]
    assert heavy(err) == set()


def test_a_setting_that_cannot_be_used_is_told_before_the_port(taken: int, tmp_path: Path) -> None:
    wrong = tmp_path / "cpts.yaml"
    wrong.write_text("nome: CPTS", "utf-8")
    for setting in ({"AM_RATE_LIMIT": "often"}, {"AM_CPTS_FILE": str(wrong)}):
        with _serve(AM_PORT=str(taken), **setting) as process:
            _, err = process.communicate(timeout=60)
        assert process.returncode == 1
        assert next(iter(setting)) in err
        assert "Impossible d’écouter" not in err


def test_who_comes_while_it_starts_waits_and_is_answered(tmp_path: Path) -> None:
    port = free_port()
    with _serve(AM_PORT=str(port), AM_DATA_DIR=str(tmp_path), AM_EMBEDDING_MODEL="lexical") as process:
        assert process.stdout
        try:
            assert process.stdout.readline() == f"Démarrage sur http://127.0.0.1:{port}…\n"
            assert process.stdout.readline() == f"Dossier de données\u00a0: {tmp_path}\n"
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/live", timeout=60) as answer:
                assert answer.status == 200
            assert f"L’assistant est prêt\u00a0: http://127.0.0.1:{port} " in process.stdout.readline()
        finally:
            process.terminate()


def test_of_two_that_start_together_one_is_refused() -> None:
    port = free_port()
    with listen("127.0.0.1", port), pytest.raises(SettingsError, match="ce port est pris"):
        listen("127.0.0.1", port)


@pytest.mark.parametrize("host", ["192.0.2.1", "2001:db8::1"])
def test_an_address_of_another_machine_is_told(host: str) -> None:
    with pytest.raises(SettingsError, match="cette adresse n’est pas celle de cette machine"):
        listen(host, 7860)


EVERYWHERE = {"0.0.0.0": ["127.0.0.1"], "::1": ["::1"], "::": ["::1", "127.0.0.1"]}  # noqa: S104 — what is tested


@pytest.mark.parametrize(("host", "visitors"), EVERYWHERE.items())
def test_ipv6_and_every_address_are_listened_to(host: str, visitors: list[str]) -> None:
    port = free_port()
    try:
        listening = listen(host, port)
    except SettingsError:
        assert ":" in host
        pytest.skip("needs IPv6")
    with listening:
        for visitor in visitors:
            socket.create_connection((visitor, port), timeout=5).close()


def test_the_address_to_type_is_one_that_a_browser_takes() -> None:
    assert [address(host, 7860) for host in EVERYWHERE] == ["http://127.0.0.1:7860", *["http://[::1]:7860"] * 2]
    assert address("cabinet.example", 80) == "http://cabinet.example:80"
