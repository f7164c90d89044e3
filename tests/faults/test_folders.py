"""A data folder that cannot be used: of another user, read-only, missing. Figures and explanations are answered."""

import os
import subprocess
import sys
from pathlib import Path
from shutil import which

import httpx
import pytest
from live import asked, eventually
from processes import started

from assistant.service import build
from rag.faults import SHUT

FIGURE, EXPLANATION = "combien pour un mi-temps la première année ?", "à quoi sert un assistant médical ?"
NOTE = "# Permanence du Val Perdu\n\nLa CPTS du Val Perdu tient une permanence téléphonique chaque mardi matin.\n"
NOBODY = 65534


def subject() -> tuple[str, ...]:
    """What runs a command under the rights of files: root, who has none to respect, gives up that privilege."""
    if os.geteuid():
        return ()
    if not which("setpriv"):
        pytest.skip("needs setpriv, as root")
    return ("setpriv", "--bounding-set=-dac_override,-dac_read_search")


@pytest.fixture
def settings(tmp_path: Path) -> dict[str, str]:
    return {"AM_DATA_DIR": str(tmp_path / "data"), "AM_EMBEDDING_MODEL": "lexical", "AM_JOURNAL": "1"}


def command(settings: dict[str, str], *words: str) -> "subprocess.CompletedProcess[str]":
    line = [*subject(), sys.executable, "-m", "cli", *words]
    return subprocess.run(line, env={**os.environ, **settings}, capture_output=True, text=True, check=False)


def shut(folder: Path, mode: int) -> None:
    """Make a folder somebody else's, where we may; whatever lies in it stays as it was."""
    if not os.geteuid():
        os.chown(folder, NOBODY, NOBODY)
    folder.chmod(mode)


def test_a_folder_of_somebody_else_stops_neither_figures_nor_explanations(
    settings: dict[str, str], tmp_path: Path
) -> None:
    (folder := tmp_path / "data").mkdir()
    shut(folder, 0o700 if not os.geteuid() else 0)
    with started("serve_real", settings, before=subject()) as (address, _):
        eventually(lambda: httpx.get(f"{address}/health/ready").json()["status"] != "loading")
        ready = httpx.get(f"{address}/health/ready")
        assert (ready.status_code, ready.json()["status"]) == (200, "degraded")
        assert (ready.json()["reason"], ready.json()["mend"]) == SHUT
        assert str(tmp_path) not in ready.text
        assert asked(address, FIGURE)["figures"]
        assert asked(address, EXPLANATION)["kind"] == "explanation"
    folder.chmod(0o755)
    assert not list(folder.iterdir())


def test_at_the_command_line_a_folder_that_may_only_be_read_is_told_in_french(
    settings: dict[str, str], tmp_path: Path
) -> None:
    (note := tmp_path / "note.md").write_text(NOTE, encoding="utf-8")
    (folder := tmp_path / "data").mkdir()
    shut(folder, 0o555)
    for words, code in ((("ask", EXPLANATION), 0), (("search", "cotation"), 1), (("ingest", str(note)), 1)):
        done = command(settings, *words)
        assert (done.returncode, "Traceback" in done.stderr) == (code, False), done.stderr
        assert (SHUT.reason if words[0] != "ingest" else "AM_DATA_DIR") in done.stderr
    assert not list(folder.iterdir())


def test_an_index_that_may_only_be_read_answers_whole(settings: dict[str, str], tmp_path: Path) -> None:
    build(tmp_path / "data", embedding_model="lexical").retriever()  # and the folder, which was missing, is made
    folders = [tmp_path / "data", *(path for path in (tmp_path / "data").rglob("*") if path.is_dir())]
    for folder in folders:
        shut(folder, 0o555)
    found = command(settings, "search", "cotation")
    assert (found.returncode, found.stderr, bool(found.stdout)) == (0, "", True)
    for folder in folders:
        folder.chmod(0o755)
