"""The installed product, as it is served: an empty home, an empty data folder, and no way out of this machine."""

import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from no_way_out import enclosed
from processes import free_port


@pytest.mark.model
def test_figures_and_explanations_are_answered_without_network_nor_home(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (way_out, noted), port = enclosed(tmp_path), free_port()
    environment = {
        "PATH": os.environ["PATH"], "HOME": str(tmp_path / "home"), **way_out,
        "AM_PORT": str(port), "AM_DATA_DIR": str(tmp_path / "data"),
    }  # fmt: skip
    probe = "import socket; socket.create_connection(('192.0.2.1', 80))"
    assert subprocess.run([sys.executable, "-c", probe], env=environment, capture_output=True, check=False).returncode
    assert noted.read_text() == "192.0.2.1\n"  # the guard works
    noted.unlink()
    with subprocess.Popen([sys.executable, "-m", "cli", "serve"], env=environment) as server:
        try:
            assert _ask(port, "combien pour un mi-temps ?")["kind"] == "figure"
            explained = _ask(port, "comment ça se passe dans les autres pays, en Allemagne ?")
            assert explained["kind"] == "explanation"
            assert explained["citations"]
        finally:
            server.terminate()
            server.wait(20)
    assert not noted.exists(), noted.read_text()


def _ask(port: int, question: str) -> dict[str, object]:
    """Ask as soon as the server listens; an explanation waits for the index to be built."""
    body = json.dumps({"question": question}).encode()
    request = urllib.request.Request(f"http://127.0.0.1:{port}/api/v1/ask", body, {"Content-Type": "application/json"})
    deadline = time.monotonic() + 180
    while True:
        try:
            with urllib.request.urlopen(request, timeout=400) as response:  # noqa: S310 - an address we made
                answer: dict[str, object] = json.load(response)
                return answer
        except urllib.error.HTTPError:
            raise
        except OSError:
            assert time.monotonic() < deadline, "the server did not listen within three minutes"
            time.sleep(0.2)
