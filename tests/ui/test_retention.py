"""What is past its time goes though nobody comes, and what is not stays."""

import os
import threading
import time
from pathlib import Path

import pytest
from fake import FakeAssistant
from fastapi.testclient import TestClient
from live import eventually

from ui import retention
from ui.cpts import Cpts
from ui.server import create_app
from ui.settings import Settings
from ui.staff import deposits


def test_a_file_that_nobody_agreed_to_is_erased_though_nobody_comes_back(tmp_path: Path) -> None:
    waiting = tmp_path / "gestion" / deposits.FOLDER_WAITING
    for name, age in (("old", deposits.LASTS + 60), ("new", deposits.LASTS - 60)):
        (waiting / name).mkdir(parents=True)
        (waiting / name / "note.md").write_text("ma patiente Claire Durand", "utf-8")
        os.utime(waiting / name, (time.time() - age, time.time() - age))
    with TestClient(create_app(FakeAssistant(), Settings(data_dir=tmp_path), Cpts())):
        eventually(lambda: not (waiting / "old").exists())
    assert (waiting / "new" / "note.md").exists()


def test_it_is_done_at_once_then_again_until_the_server_stops(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "_EACH", 0.01)
    done, stop = threading.Semaphore(0), threading.Event()
    thread = threading.Thread(target=retention.forget, args=(stop, done.release))
    thread.start()
    assert all(done.acquire(timeout=10) for _ in range(3))
    stop.set()
    thread.join(10)
    assert not thread.is_alive()
