"""Files given and read, that wait for somebody to confirm them: few of them, and not for long."""

from __future__ import annotations

import json
import re
import secrets
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, NamedTuple

from corpus.local import FOLDER, LocalDocument, read_local, save_local
from rag.adding import Adding, Given
from rag.files import check_name
from rag.reading.text import ReadError
from rules.regimes import REGIMES
from ui.staff import reading
from ui.staff.desk import Desk, Refused, save

FOLDER_WAITING = "deposits"  # in the room's folder
MOST = 10  # waiting at a time
LASTS = 2 * 3600  # seconds one waits
_TOKEN = re.compile(r"[\w-]{22}")
_CUES = {regime.id: regime.cue for regime in REGIMES.values()}
_reading = threading.Lock()


class Deposit(NamedTuple):
    """A file that waits, and what was read of it; ``replaces`` is the document it is a new version of, or nothing."""

    token: str
    file: Path
    document: LocalDocument
    replaces: str


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Hold the place of the one file being read: the next one is refused, not kept waiting."""
    if not _reading.acquire(blocking=False):
        raise Refused("Un autre fichier est en cours de lecture. Réessayez dans une minute.", 503)
    try:
        yield
    finally:
        _reading.release()


def adding(desk: Desk, given: Given | None = None, replaces: str = "", *, checked: bool = False) -> Adding:
    """Return how documents are added here: as the command line adds them. ``checked``: they identify no patient."""
    folder = desk.settings.data_dir / FOLDER
    today, ours = desk.assistant.today(), desk.cpts.nom
    seen = None if checked else reading.objection_to
    return Adding(folder, today, given or {}, regimes=_CUES, ours=ours, objection=seen, replaces=replaces)


def take(desk: Desk, name: str, content: BinaryIO, replaces: str = "") -> Deposit:
    """Keep a file and read it; whatever cannot be read is kept nowhere. Raises Refused."""
    waiting = _swept(desk)
    if len(waiting) >= MOST:
        raise Refused("Trop de fichiers attendent votre accord. Ajoutez-les ou abandonnez-les, puis recommencez.", 429)
    place = _folder(desk) / secrets.token_urlsafe(16)
    try:
        place.mkdir(parents=True, mode=0o700)
        check_name(name)
        file = place / name
        with file.open("xb") as kept:
            shutil.copyfileobj(content, kept)
        document = adding(desk).preview(str(file))
        save_local(place / "read", document)
        save(place / "replaces.json", json.dumps(replaces))
    except (ReadError, OSError) as error:
        shutil.rmtree(place, ignore_errors=True)
        reason = (
            str(error)
            if isinstance(error, ReadError)
            else "Ce fichier n’a pas pu être gardé : raccourcissez son nom, ou faites de la place sur le disque."
        )
        raise Refused(reason) from None
    except BaseException:
        shutil.rmtree(place, ignore_errors=True)
        raise
    return Deposit(place.name, file, document, replaces)


def find(desk: Desk, token: str) -> Deposit:
    """Return a file that waits. Raises Refused when it is no longer there."""
    place = _folder(desk) / token
    gone = Refused(
        "Ce fichier n’attend plus : il a été ajouté, abandonné, ou oublié après deux heures. Redonnez-le.", 404
    )
    if not _TOKEN.fullmatch(token):
        raise gone
    try:
        replaces = str(json.loads((place / "replaces.json").read_text("utf-8")))
        (document,) = read_local(place / "read").documents
        (file,) = (path for path in place.iterdir() if path.name not in ("read", "replaces.json"))
    except (OSError, ValueError):
        raise gone from None
    return Deposit(token, file, document, replaces)


def drop(desk: Desk, deposit: Deposit) -> None:
    """Forget a file that waited."""
    shutil.rmtree(_folder(desk) / deposit.token, ignore_errors=True)


def waiting(desk: Desk) -> list[Deposit]:
    """Return the files that wait, oldest first."""
    found = []
    for place in _swept(desk):
        try:
            found.append(find(desk, place.name))
        except Refused:
            continue
    return found


def _folder(desk: Desk) -> Path:
    return desk.folder / FOLDER_WAITING


def _swept(desk: Desk) -> list[Path]:
    return sweep(_folder(desk))


def sweep(folder: Path) -> list[Path]:
    """Erase what waited too long; return what waits, oldest first."""
    kept: list[tuple[float, Path]] = []
    for place in folder.glob("*"):
        try:
            since = place.stat().st_mtime
        except OSError:
            continue
        if since < time.time() - LASTS:
            shutil.rmtree(place, ignore_errors=True)
        else:
            kept.append((since, place))
    return [place for _, place in sorted(kept)]
