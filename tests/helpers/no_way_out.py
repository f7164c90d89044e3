"""A Python that cannot leave this machine, and notes every attempt."""

import os
from pathlib import Path

# Loaded by Python at start: every connection or name look-up that would leave this machine is noted and refused.
_REFUSING = """
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


def enclosed(folder: Path) -> tuple[dict[str, str], Path]:
    """Return the environment of such a Python, and the file where its attempts are noted."""
    (folder / "sitecustomize.py").write_text(_REFUSING, "utf-8")
    noted = folder / "noted"
    return {"PYTHONPATH": f"{folder}{os.pathsep}{Path(__file__).parent}", "NOTED": str(noted)}, noted
