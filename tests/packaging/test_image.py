"""The image is built from the locks, and takes every setting."""

import http.server
import os
import re
import subprocess
import threading
from pathlib import Path

from ui.settings import Settings

ROOT = Path(__file__).parents[2]
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")


def test_the_settings_of_the_image_are_settings() -> None:
    (line,) = re.findall(r"^ENV (AM_.+)$", DOCKERFILE, re.MULTILINE)
    given = dict(pair.split("=") for pair in line.split())
    settings = Settings(**{name.removeprefix("AM_").lower(): value for name, value in given.items()})
    assert "172.16.0.0/12" in settings.trusted_proxies  # Docker's networks, where its visitors seem to come from


def test_the_image_takes_what_its_build_reads_and_no_secret() -> None:
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    let_in = {line[1:] for line in ignored if line.startswith("!")}
    named = set(re.findall(r"[\w-]+\.txt", DOCKERFILE)) | {"pyproject.toml", "README.md", "LICENSE", "NOTICE"}
    rooms = {path.parent.name for path in ROOT.glob("*/__init__.py") if path.parent.name != "tests"}
    assert "*" in ignored
    assert let_in == named | rooms
    assert all((ROOT / name).exists() for name in let_in)


def test_the_image_is_installed_from_the_locks_alone() -> None:
    installed = re.findall(r"^RUN \S*pip install (.+)$", DOCKERFILE, re.MULTILINE)
    assert len(installed) == 3
    assert "--require-hashes --no-deps --requirement requirements-hashed.txt" in installed[0]
    assert "--constraint constraints.txt torch" in installed[1]
    assert "--no-index --no-deps --no-build-isolation ." in installed[2]


def test_the_image_that_runs_holds_nothing_that_builds_and_is_nobody_s_root() -> None:
    build, runs = re.split(r"^FROM .*$", DOCKERFILE, flags=re.MULTILINE)[1:]
    assert "hatchling" in build and "pip uninstall" in build
    assert not re.search(r"\b(apt-get|apk|gcc|pip|COPY \.)\b", runs)  # what it runs is copied from the first, once made
    assert re.findall(r"^COPY .*$", runs, re.MULTILINE) == ["COPY --from=build /opt/app /opt/app"]
    assert re.search(r"^USER 1000:1000$", runs, re.MULTILINE)  # a number: Kubernetes can tell that it is not root
    assert not re.search(r"^(RUN|COPY|ADD) ", runs.partition("USER ")[2], re.MULTILINE)


def test_the_base_of_the_image_may_be_pinned_and_no_digest_is_made_up() -> None:
    bases = re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)
    assert bases == ["${BASE}", "${BASE}"]
    assert re.findall(r"^ARG BASE=(\S+)$", DOCKERFILE, re.MULTILINE) == ["python:3.11-slim"]
    assert not re.search(r"sha256:[0-9a-f]", DOCKERFILE)
    assert "--build-arg BASE=python:3.11-slim@sha256:…" in (ROOT / "docs/install.md").read_text(encoding="utf-8")


def test_the_health_check_does_not_wait_for_ever() -> None:
    (options,) = re.findall(r"^HEALTHCHECK (.*) \\$", DOCKERFILE, re.MULTILINE)
    given = dict(option.removeprefix("--").split("=") for option in options.split())
    asked = re.search(r"timeout=(\d+)\)", DOCKERFILE)
    assert asked and int(asked[1]) < int(given["timeout"].removesuffix("s"))
    assert given.keys() == {"interval", "timeout", "start-period", "retries"}


def test_the_health_check_asks_the_port_that_is_set() -> None:
    asked: list[str] = []

    class Live(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    command = re.search(r"^HEALTHCHECK .*\n\s+CMD (python .+)$", DOCKERFILE, re.MULTILINE)
    assert command
    with http.server.HTTPServer(("127.0.0.1", 0), Live) as server:
        thread = threading.Thread(target=server.handle_request)
        thread.start()
        environment = os.environ | {"AM_PORT": str(server.server_port)}
        subprocess.run(["sh", "-c", command[1].replace("python", "python3", 1)], env=environment, check=True)
        thread.join()
    assert asked == ["/health/live"]
