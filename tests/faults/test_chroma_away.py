"""A Chroma server that is mute, comes, and is killed, under a real assistant: no question waits for it."""

import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from live import asked, eventually
from processes import free_port, started

from cli.checks import network
from ui.settings import Settings

FIGURE, EXPLANATION = "combien pour un mi-temps la première année ?", "à quoi sert un assistant médical ?"
CHROMA_FAULT = "le serveur Chroma ne répond pas"


@contextmanager
def mute(port: int) -> Iterator[None]:
    """What takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", port)) as server:
        kept: list[socket.socket] = []

        def take() -> None:
            try:
                while True:
                    kept.append(server.accept()[0])
            except OSError:
                return

        thread = threading.Thread(target=take, daemon=True)
        thread.start()
        yield
        server.shutdown(socket.SHUT_RDWR)
    thread.join()
    for one in kept:
        one.close()


@contextmanager
def chroma(port: int, folder: Path) -> "Iterator[subprocess.Popen[bytes]]":
    command = [str(Path(sys.executable).with_name("chroma")), "run", "--host", "127.0.0.1", "--port", str(port)]
    with subprocess.Popen(
        [*command, "--path", str(folder)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as it:
        yield it
        it.kill()


def standing(address: str) -> dict[str, Any]:
    answer = httpx.get(f"{address}/health/ready", timeout=5)
    told: dict[str, Any] = answer.json()
    return {**told, "code": answer.status_code}


def answers(address: str) -> None:
    """Figures and explanations, whatever becomes of the server."""
    assert asked(address, FIGURE)["figures"]
    assert asked(address, EXPLANATION)["kind"] == "explanation"


def test_a_mute_server_keeps_nobody_waiting_and_heals_when_it_speaks(tmp_path: Path) -> None:
    port, log = free_port(), tmp_path / "log"
    settings = {
        "AM_DATA_DIR": str(tmp_path / "data"), "AM_EMBEDDING_MODEL": "tiny",
        "AM_CHROMA_URL": f"http://127.0.0.1:{port}", "AM_RATE_LIMIT": "6000/minute",
    }  # fmt: skip
    with started("served_faulty.serve_soon", settings, log) as (address, _):
        with mute(port):
            answers(address)
            eventually(lambda: standing(address)["status"] == "degraded")
            told = standing(address)
            assert (told["code"], told["reason"]) == (200, CHROMA_FAULT)
            assert "AM_CHROMA_URL" in told["mend"]
            ((_, seen, mend),) = network.port(Settings(port=int(address.rpartition(":")[2])))  # as `doctor` says it
            assert seen.endswith(told["reason"]) and mend == told["mend"]
            assert str(port) not in str(told) and str(tmp_path) not in str(told)
            answers(address)
        with chroma(port, tmp_path / "chroma") as server:
            eventually(lambda: standing(address)["status"] == "ready")  # tried again, and no question made it so
            answers(address)
            server.kill()
            server.wait()
            answers(address)
            assert standing(address)["status"] == "ready"  # all that is searched is in memory
    told_once = log.read_text("utf-8").count("ERROR assistant.searching")
    assert told_once == 1, log.read_text("utf-8")  # not at each attempt


@pytest.fixture
def silent() -> Iterator[int]:
    port = free_port()
    with mute(port):
        yield port


def test_a_mute_server_is_left_in_seconds(silent: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from rag import chroma_server, store  # noqa: PLC0415 - seconds
    from rag.unusable import SettingUnusableError  # noqa: PLC0415

    monkeypatch.setattr(chroma_server, "GREETING", 0.2)
    with (
        pytest.raises(SettingUnusableError, match="AM_CHROMA_URL"),
        store.connect(tmp_path, f"http://127.0.0.1:{silent}"),
    ):
        raise AssertionError("it connected")


def test_a_server_that_falls_silent_half_way_is_left_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It greets, then is stopped, as a machine that hangs is."""
    import signal  # noqa: PLC0415

    from rag import chroma_server, store  # noqa: PLC0415 - seconds
    from rag.unusable import SettingUnusableError  # noqa: PLC0415

    monkeypatch.setattr(chroma_server, "PATIENCE", 0.5)
    port = free_port()
    with chroma(port, tmp_path) as server:
        eventually(lambda: _listens(port))
        with (
            pytest.raises(SettingUnusableError, match="AM_CHROMA_URL"),
            store.connect(tmp_path, f"http://127.0.0.1:{port}") as client,
        ):
            server.send_signal(signal.SIGSTOP)
            client.list_collections()


def _listens(port: int) -> bool:
    with closing(socket.socket()) as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
