"""A real server follows what staff do at the command line: no restart, no answer lost, nothing quoted once removed."""

import json
import os
import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from shutil import which

import pytest
from live import asked, eventually, ready
from processes import free_port
from staff_note import note

from cli.main import main
from corpus.local import save_local

NOTE = """# Permanence du Val Perdu

La CPTS du Val Perdu tient une permanence téléphonique chaque mardi, de deux heures à quatre heures.
"""
LOAN = """# Prêt de matériel du Val Perdu

La CPTS du Val Perdu prête un électrocardiographe aux cabinets, contre une caution de 200 euros.
"""
QUESTION = "quand est la permanence téléphonique de la CPTS du Val Perdu ?"
LOANED = "la CPTS du Val Perdu prête un électrocardiographe ?"


@pytest.fixture
def settings(tmp_path: Path) -> dict[str, str]:
    """The settings that server and command line share. Words alone: what is followed is the same."""
    return {**os.environ, "AM_DATA_DIR": str(tmp_path / "data"), "AM_EMBEDDING_MODEL": "lexical",
            "AM_RATE_LIMIT": "6000/minute"}  # fmt: skip


def command(settings: dict[str, str], *words: str) -> "subprocess.CompletedProcess[str]":
    line = [sys.executable, "-m", "cli", *words]
    return subprocess.run(line, env=settings, capture_output=True, text=True, check=True)


@contextmanager
def serving(settings: dict[str, str], *without: str) -> Iterator[str]:
    port = str(free_port())
    line = [*without, sys.executable, "-m", "cli", "serve", "--port", port]
    with subprocess.Popen(line, env=settings) as server:
        try:
            address = f"http://127.0.0.1:{port}"
            eventually(lambda: ready(address))
            yield address
        finally:
            server.terminate()


def quotes(address: str, question: str, document: str) -> bool:
    return any(part["document"] == document for part in asked(address, question)["parts"])


def quotes_no_more(address: str, question: str, document: str) -> bool:
    return not quotes(address, question, document)


def _written(folder: Path, name: str, text: str) -> str:
    (folder / name).write_text(text, encoding="utf-8")
    return str(folder / name)


def test_running_servers_follow_what_staff_add_and_remove(settings: dict[str, str], tmp_path: Path) -> None:
    with serving(settings) as first, serving(settings) as replica:
        assert not quotes(first, QUESTION, "local-note")
        command(settings, "ingest", _written(tmp_path, "note.md", NOTE), "--publisher", "CPTS du Val Perdu")
        for address in (first, replica):
            eventually(partial(quotes, address, QUESTION, "local-note"))
        frame = asked(first, QUESTION)["parts"][0]
        assert (frame["kind"], frame["title"]) == ("local", "Document de votre CPTS, à confirmer")
        asked_at_the_terminal = json.loads(command(settings, "ask", QUESTION, "--json").stdout)
        assert asked_at_the_terminal["parts"][0] == frame
        # The file alone goes: what the command does first, whatever the index takes to follow.
        (tmp_path / "data" / "documents" / "local-note.md").unlink()
        for address in (first, replica):
            eventually(partial(quotes_no_more, address, QUESTION, "local-note"))
            with urllib.request.urlopen(f"{address}/", timeout=10) as page:  # noqa: S310 — an address we made
                assert "Permanence du Val Perdu" not in page.read().decode()


def test_a_kill_in_the_middle_of_indexing_leaves_the_old_index_answering(
    settings: dict[str, str], tmp_path: Path
) -> None:
    command(settings, "ingest", _written(tmp_path, "note.md", NOTE))
    with serving(settings) as address:
        build = (tmp_path / "data" / "index" / "current").read_text("utf-8")
        adding = [sys.executable, "-c", _KILLED, "ingest", _written(tmp_path, "pret.md", LOAN)]
        killed = subprocess.run(adding, env=settings, check=False)
        assert killed.returncode == -signal.SIGKILL
        assert (tmp_path / "data" / "index" / "current").read_text("utf-8") == build
        assert quotes(address, QUESTION, "local-note")
        eventually(lambda: quotes(address, LOANED, "local-pret"))  # saved before the kill: the server indexes it
        assert quotes(address, QUESTION, "local-note")


# Dies as a power cut would, once a build is written and before it is the one in use.
_KILLED = """
import os, signal, rag.building
from cli.main import main
rag.building._switch = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
main()
"""


def test_no_answer_is_lost_while_the_index_is_switched(settings: dict[str, str], tmp_path: Path) -> None:
    command(settings, "ingest", _written(tmp_path, "note.md", NOTE))
    with serving(settings) as address:
        adding = subprocess.Popen(
            [sys.executable, "-m", "cli", "ingest", _written(tmp_path, "pret.md", LOAN)], env=settings
        )
        answered = 0
        with adding:
            while adding.poll() is None or not quotes(address, LOANED, "local-pret"):
                assert quotes(address, QUESTION, "local-note")
                answered += 1
                assert answered < 5_000
        assert adding.returncode == 0
        assert answered


def test_the_index_is_built_once_and_found_as_it_is_again(
    settings: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    told = command(settings, "index").stdout
    assert re.search(r"^Index prêt\u00a0: \d+\u00a0passages, dans .*/data/index$", told)
    build = (tmp_path / "data" / "index" / "current").read_text("utf-8")
    assert command(settings, "index").stdout == told
    assert (tmp_path / "data" / "index" / "current").read_text("utf-8") == build
    save_local(tmp_path / "data" / "documents", note())  # of which nobody made an index
    for name in ("AM_DATA_DIR", "AM_EMBEDDING_MODEL"):
        monkeypatch.setenv(name, settings[name])
    monkeypatch.setattr("rag.building._switch", lambda *_: 1 / 0)
    assert main(["index"]) == 1
    assert "L’index n’a pas pu être ouvert ou mis à jour" in capsys.readouterr().err
    assert (tmp_path / "data" / "index" / "current").read_text("utf-8") == build


# As a folder mounted read-only: root without the right to write where the permissions say no.
READS_ONLY = ("setpriv", "--bounding-set=-dac_override", "--inh-caps=-dac_override")


@pytest.mark.skipif(os.getuid() != 0 or not which("setpriv"), reason="needs root, to write where a replica may not")
def test_a_replica_that_may_only_read_answers_and_follows_what_another_server_writes(
    settings: dict[str, str], tmp_path: Path
) -> None:
    data = tmp_path / "data"
    command(settings, "ingest", _written(tmp_path, "note.md", NOTE))
    for place in (data, *data.rglob("*")):
        place.chmod(0o555 if place.is_dir() else 0o444)
    before = _whole(data)
    assert subprocess.run([*READS_ONLY, "touch", str(data / "new")], capture_output=True, check=False).returncode
    with serving({**settings, "AM_JOURNAL": "1"}, *READS_ONLY) as address:
        assert quotes(address, QUESTION, "local-note")
        assert asked(address, "combien pour un mi-temps ?")["figures"]
        assert _whole(data) == before  # not a byte of it
        command(settings, "ingest", _written(tmp_path, "pret.md", LOAN))
        eventually(lambda: quotes(address, LOANED, "local-pret"))
        assert quotes(address, QUESTION, "local-note")


def _whole(folder: Path) -> dict[str, int]:
    return {str(path): path.stat().st_mtime_ns for path in (folder, *folder.rglob("*"))}
