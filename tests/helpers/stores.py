"""What servers share, Redis and PostgreSQL: real ones, from Debian's packages, for as long as a test lasts."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory

import pytest
import redis
from processes import free_port

needs_redis = pytest.mark.skipif(not which("redis-server"), reason="needs redis-server")


@contextmanager
def redis_server(folder: Path, port: int = 0) -> Iterator[tuple[str, "subprocess.Popen[bytes]"]]:
    port = port or free_port()
    command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        try:
            with closing(redis.Redis(port=port)) as client:
                _until(client)
            yield f"redis://127.0.0.1:{port}", process
        finally:
            process.kill()


def _until(client: "redis.Redis") -> None:
    deadline = time.monotonic() + 120
    while True:
        try:
            client.ping()
        except redis.ConnectionError:
            assert time.monotonic() < deadline, "redis-server did not start"
            time.sleep(0.05)
        else:
            return


def _programs() -> Path | None:
    """Where PostgreSQL's programs are: Debian keeps them out of the way."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    on_path = which("initdb")
    return found[-1].parent if found else Path(on_path).parent if on_path else None


needs_postgres = pytest.mark.skipif(_programs() is None, reason="needs postgresql")


class Postgres:
    """A PostgreSQL of a test's own. It refuses to run as root: it is then of the account that Debian makes for it."""

    def __init__(self, folder: Path) -> None:
        self._programs, self._folder, self._port = _programs() or Path(), folder, free_port()
        self._as = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.getuid() == 0 else {}
        if self._as:
            shutil.chown(folder, "postgres", "postgres")
        options = ["-D", str(folder), "-U", "am", "--auth=trust", "--no-sync", "--encoding=UTF8", "--locale=C"]
        self._run("initdb", *options).wait()
        self.url = f"postgresql://am@127.0.0.1:{self._port}/postgres"

    def start(self) -> None:
        options = ["-p", str(self._port), "-h", "127.0.0.1", "-c", "unix_socket_directories=", "-F"]
        self._server = self._run("postgres", "-D", str(self._folder), *options)
        deadline = time.monotonic() + 120
        while self._run("pg_isready", "-h", "127.0.0.1", "-p", str(self._port)).wait():
            assert self._server.poll() is None and time.monotonic() < deadline, "PostgreSQL did not start"
            time.sleep(0.1)

    def stop(self) -> None:
        """End it at once, as a machine that fails does; its children with it."""
        self._server.send_signal(signal.SIGQUIT)
        self._server.wait(20)

    def _run(self, program: str, *options: str) -> "subprocess.Popen[bytes]":
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        command = [str(self._programs / program), *options]
        return subprocess.Popen(command, cwd=self._folder, **quiet, **self._as)  # type: ignore[call-overload,no-any-return]  # of mixed options


@contextmanager
def postgres_server() -> Iterator[Postgres]:
    with TemporaryDirectory() as folder:  # the account of PostgreSQL may not enter pytest's
        started = Postgres(Path(folder))
        started.start()
        try:
            yield started
        finally:
            started.stop()
