"""nginx before two replicas, as docs/deploy/nginx.conf sets it: only its addresses are other ones here."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import which
from urllib.parse import urlsplit

import pytest
from processes import free_port, wait_for

CONF = Path(__file__).parents[2] / "docs" / "deploy" / "nginx.conf"
needs_nginx = pytest.mark.skipif(not which("nginx"), reason="needs nginx")


@contextmanager
def balanced(first: str, second: str, folder: Path) -> Iterator[str]:
    """Give the address that stands for both servers."""
    port = free_port()
    conf = CONF.read_text("utf-8")
    addresses = {"listen 8080": f"listen 127.0.0.1:{port}"}
    addresses |= {f"server {name}:7860": f"server {urlsplit(url).netloc}" for name, url in
                  (("assistant", first), ("assistant-2", second))}  # fmt: skip
    for written, here in addresses.items():
        assert conf.count(written) == 1, written
        conf = conf.replace(written, here)
    (folder / "nginx.conf").write_text(conf, "utf-8")
    command = ["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", "stderr"]
    if os.getuid() == 0:
        command += ["-g", "user root;"]  # who owns the folder
    with (folder / "nginx.log").open("wb") as log, subprocess.Popen(command, stderr=log) as process:
        address = f"http://127.0.0.1:{port}"
        try:
            wait_for(address, process)
            yield address
        finally:
            process.terminate()
