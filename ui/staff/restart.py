"""Starting again from the staff's room: what is read at start alone, values and identity, is then read anew."""

from __future__ import annotations

import hashlib
import secrets
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from starlette.responses import Response

from assistant.installation import load
from corpus import CorpusError
from rules.parameter_files import ParameterError
from ui.cpts import identity
from ui.settings import Settings, SettingsError
from ui.staff.desk import Desk, Refused, Visit
from ui.staff.door import POLICY
from ui.staff.markup import button, form, page
from ui.theme import link

AGAIN = threading.Event()  # asked for; the server stops politely, then starts again in the same process
ASKED = "restart"  # in the folder of the room: touched to tell the servers that share it
EVERY = 2.0  # seconds between two looks at it
LATER = 10.0  # seconds left to the server that was asked: it is back when the others stop
SPREAD = 50_000  # milliseconds over which these do, each at its own moment


def state(settings: Settings) -> str:
    """Return the fingerprint of the files that are read at start alone: one that is gone is a change too."""
    told = hashlib.sha256()
    for file in _files(settings):
        told.update(f"{file}\n{file.stat().st_size}\n".encode())
        told.update(file.read_bytes())
    return told.hexdigest()


def follow(folder: Path) -> None:
    """Start again, from now on, when a server that shares the ``folder`` of the room was asked to."""
    threading.Thread(target=_follow, args=(folder / ASKED, _said(folder / ASKED)), name="restart", daemon=True).start()


def _follow(file: Path, known: str) -> None:
    while _said(file) in ("", known):
        time.sleep(EVERY)
    time.sleep(LATER + secrets.randbelow(SPREAD) / 1_000)
    AGAIN.set()


def _said(file: Path) -> str:
    try:
        return file.read_text("ascii")
    except (OSError, ValueError):
        return ""


def _files(settings: Settings) -> Iterator[Path]:
    values = sorted(settings.parameters_dir.glob("*.yaml")) if settings.parameters_dir else []
    yield from (file for file in (*values, settings.cpts_file) if file and file.is_file())


def offer(desk: Desk, visit: Visit) -> str:
    """Return what says that changes wait, and the button that starts again; nothing where none waits."""
    try:
        if state(desk.settings) == desk.started_with:
            return ""
    except OSError:  # one went while it was read: a change
        pass
    told = (
        "<p>Des changements de valeurs ou d’identité sont enregistrés, et pas encore suivis\u00a0: les médecins lisent "
        "toujours ce qui valait avant. Ils le seront après un redémarrage, d’une demi-minute environ.</p>"
    )
    return f'<div class="am-missing">{told}{form(visit, "redemarrer", button("Redémarrer maintenant"))}</div>'


def act(desk: Desk, visit: Visit) -> Response:
    """Start again, unless a file would stop the start. Raises Refused."""
    try:
        settings = Settings.read()
        identity(settings)
        load(settings.parameters_dir, desk.assistant.today())
    except (SettingsError, ParameterError, CorpusError) as error:
        raise Refused(f"Le redémarrage échouerait : rien n’est fait. {error}") from None
    desk.audit.add(visit.session.name, "redémarrage")
    (desk.folder / ASKED).write_text(secrets.token_hex(8), "ascii")
    AGAIN.set()
    body = (
        "<p>L’assistant redémarre. Ceux qui posent une question attendront une demi-minute environ.</p>"
        f'<p role="status" data-look="{visit.up}health/live" data-back="L’assistant est de retour."></p>'
        f'<p><a class="am-button" href="{visit.up}gestion">Rouvrir la gestion dans une demi-minute</a></p>'
        f'<script src="{link("restart.js", visit.up)}"></script>'
    )
    response = page(desk, visit, "Redémarrage", body)
    response.headers["Content-Security-Policy"] = f"{POLICY}; script-src 'self'; connect-src 'self'"
    return response
