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
from processes import free_port

# Loaded by Python at start: every connection or name look-up that would leave this machine is noted and refused.
NO_WAY_OUT = """
import os, socket
_LOCAL = ("127.0.0.1", "::1", "localhost", "0.0.0.0", "", None)
_connect, _resolve = socket.socket.connect, socket.getaddrinfo

def _refuse(host):
    with open(os.environ["NOTED"], "a") as noted:
        noted.write(f"{host}\\n")
    raise OSError(f"no way out to {host}")

def connect(self, address):
    if self.family != socket.AF_UNIX and address[0] not in _LOCAL:
        _refuse(address[0])
    return _connect(self, address)

def getaddrinfo(host, *arguments, **options):
    return _resolve(host, *arguments, **options) if host in _LOCAL else _refuse(host)

socket.socket.connect, socket.getaddrinfo = connect, getaddrinfo
"""


@pytest.mark.model
def test_figures_and_explanations_are_answered_without_network_nor_home(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "sitecustomize.py").write_text(NO_WAY_OUT, "utf-8")
    noted, port = tmp_path / "noted", free_port()
    environment = {
        "PATH": os.environ["PATH"], "HOME": str(tmp_path / "home"), "PYTHONPATH": str(tmp_path),
        "NOTED": str(noted), "AM_PORT": str(port), "AM_DATA_DIR": str(tmp_path / "data"),
    }  # fmt: skip
    probe = "import socket; socket.create_connection(('192.0.2.1', 80))"
    assert subprocess.run([sys.executable, "-c", probe], env=environment, capture_output=True, check=False).returncode
    assert noted.read_text() == "192.0.2.1\n"  # the guard works
    noted.unlink()
    with subprocess.Popen([sys.executable, "-m", "ui.cli", "serve"], env=environment) as server:
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
    deadline = time.monotonic() + 60
    while True:
        try:
            with urllib.request.urlopen(request, timeout=400) as response:  # noqa: S310 - an address we made
                answer: dict[str, object] = json.load(response)
                return answer
        except urllib.error.HTTPError:
            raise
        except OSError:
            assert time.monotonic() < deadline, "the server did not listen within a minute"
            time.sleep(0.2)
