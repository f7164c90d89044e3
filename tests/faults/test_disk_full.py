"""A disk that is full, a real one: nothing is lost, what there was answers, and one French sentence says it."""

import errno
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from shutil import which

import pytest
from rag_fakes import BagOfStems, Sheet

from assistant.answer import Request
from assistant.searching import Status
from assistant.service import build
from rag import IndexFailedError, opening
from rag.faults import FULL

FIGURE, EXPLANATION = "combien pour un mi-temps la première année ?", "à quoi sert un assistant médical ?"
CATS, DOGS = Sheet("chats", "Les chats dorment toute la journée."), Sheet("chiens", "Les chiens gardent la maison.")
NOTE = "# Permanence du Val Perdu\n\nLa CPTS du Val Perdu tient une permanence téléphonique chaque mardi matin.\n"
MEGABYTES = 24  # of the disk


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small disk of its own."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={MEGABYTES}m", "tmpfs", str(place)]
    if not which("mount") or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("needs the right to mount a small disk (root)")
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)


@pytest.fixture
def fill(disk: Path) -> Callable[[int], Path]:
    """Fill it, but for some kilobytes; the file to remove to make room."""

    def filled(left: int) -> Path:
        filler = disk / "filler"
        room = os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize - left * 1024
        with filler.open("wb") as file:
            file.write(b"\0" * room)
        return filler

    return filled


def test_a_first_index_that_has_no_room_leaves_nothing_and_comes_once_there_is(
    disk: Path, fill: Callable[[int], Path]
) -> None:
    filler = fill(200)
    assistant = build(disk / "data", embedding_model="lexical", today=lambda: date(2026, 11, 21))
    assistant.never_wait()
    assistant.warm_up()
    assert (assistant.standing.status, assistant.standing.fault) == (Status.DEGRADED, FULL)
    assert assistant.ask(Request(question=FIGURE)).figures
    assert assistant.ask(Request(question=EXPLANATION)).kind == "explanation"
    assert not list((disk / "data" / "index").glob("build-*"))
    filler.unlink()
    assistant.warm_up()
    assert assistant.standing.status is Status.READY
    assert assistant.ask(Request(question=EXPLANATION)).kind == "explanation"


@pytest.mark.parametrize("left", [0, 40, 300])  # kilobytes: no room for the passages, the words, the vectors
def test_whatever_the_full_disk_stops_the_reason_is_told_and_the_old_index_answers(
    disk: Path, fill: Callable[[int], Path], left: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "load_once", lambda _: BagOfStems(dimension=384))
    opening.open_index(disk, [CATS], "tiny")
    fill(left)
    many = [
        Sheet(f"fiche-{number}", f"La fiche {number} parle du mardi, du jeudi et du samedi.") for number in range(40)
    ]
    with pytest.raises(IndexFailedError) as failed:
        opening.open_index(disk, [CATS, *many], "tiny")
    assert failed.value.fault == FULL
    assert failed.value.retriever is not None
    assert failed.value.retriever.search("dorment")[0].passage.document == "chats"
    assert opening.open_index(disk, embedding="tiny").search("dorment")[0].passage.document == "chats"
    assert len(list(disk.glob("build-*"))) == 1


def test_ingest_says_it_in_french_and_fails_and_the_document_is_found_once_there_is_room(
    disk: Path, fill: Callable[[int], Path]
) -> None:
    settings = {**os.environ, "AM_DATA_DIR": str(disk / "data"), "AM_EMBEDDING_MODEL": "lexical"}
    build(disk / "data", embedding_model="lexical").retriever()
    (note := disk / "note.md").write_text(NOTE, encoding="utf-8")
    filler = fill(300)
    line = [sys.executable, "-m", "cli", "ingest", str(note)]
    added = subprocess.run(line, env=settings, capture_output=True, text=True, check=False)
    assert added.returncode == 1
    assert "Traceback" not in added.stderr
    assert f"{FULL.reason}. {FULL.mend}" in added.stderr
    assert "l’index d’avant répond" in added.stderr
    assert "Ajouté" in added.stdout  # the document itself had room
    behind = build(disk / "data", embedding_model="lexical")
    assert behind.ask(Request(question=EXPLANATION)).kind == "explanation"
    assert (behind.ready, behind.standing.fault) == (True, FULL)
    filler.unlink()
    found = build(disk / "data", embedding_model="lexical").retriever().search("permanence téléphonique du Val Perdu")
    assert found[0].passage.document == "local-note"


def test_a_quota_is_a_full_disk(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def refused(*_: object) -> None:
        raise OSError(errno.EDQUOT, "quota")

    monkeypatch.setattr("rag.building.LexicalIndex.save", refused)
    with pytest.raises(IndexFailedError) as failed:
        opening.open_index(tmp_path, [CATS, DOGS], "lexical")
    assert failed.value.fault == FULL
