"""Who is in the staff's room: a signed cookie that ends by itself, and a token for each of its forms.

The key is drawn once for an installation, and mixed with the hash of the password: another password ends every session.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import secrets
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

COOKIE = "am-gestion"
LASTS = 8 * 3600  # seconds: a working day
_ID = re.compile(r"[0-9a-f]{32}")


class Session(NamedTuple):
    """One visit. ``entered``: the password was given; before, it only guards the form that asks for it."""

    id: str
    until: int  # seconds since 1970
    entered: bool

    @property
    def name(self) -> str:
        """What the audit calls it: enough to tell two apart, too little to take its place."""
        return hashlib.sha256(self.id.encode()).hexdigest()[:8]


class Sessions:
    """Makes and reads cookies. Servers that share the folder know each other's."""

    def __init__(self, folder: Path, password_hash: str, now: Callable[[], float] = time.time) -> None:
        """Raises OSError when the folder cannot be written."""
        self._ended, self._now = folder / "ended", now
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._ended.mkdir(exist_ok=True, mode=0o700)
        self._key = hmac.digest(_drawn(folder / "key"), password_hash.encode(), "sha256")

    def start(self, *, entered: bool) -> tuple[Session, str]:
        """Return a new session, and the cookie that says so."""
        session = Session(secrets.token_hex(16), int(self._now()) + LASTS, entered)
        return session, f"{_told(session)}.{self._signed('session', _told(session))}"

    def read(self, cookie: str | None) -> Session | None:
        """Return the session of a cookie; none where it was not ours, is over, or was left."""
        told, _, mark = (cookie or "").rpartition(".")
        if not hmac.compare_digest(self._signed("session", told).encode(), mark.encode()):
            return None
        id_, until, state = told.split(".")
        session = Session(id_, int(until), state == "entered")
        over = session.until <= self._now() or (self._ended / session.id).exists()
        return None if over else session

    def end(self, session: Session) -> None:
        """End a session on every server; forget those that would be over anyway."""
        (self._ended / session.id).touch(mode=0o600)
        for path in self._ended.iterdir():
            with suppress(OSError):  # another server swept it
                if _ID.fullmatch(path.name) and path.stat().st_mtime < self._now() - LASTS:
                    path.unlink()

    def token(self, session: Session) -> str:
        """Return what each form of a session carries: another site cannot know it."""
        return self._signed("form", session.id)

    def is_of(self, session: Session, token: str) -> bool:
        """Whether a form was made for a session."""
        return hmac.compare_digest(self.token(session).encode(), token.encode())

    def _signed(self, purpose: str, text: str) -> str:
        return hmac.new(self._key, f"{purpose}:{text}".encode(), "sha256").hexdigest()


def _told(session: Session) -> str:
    return f"{session.id}.{session.until}.{'entered' if session.entered else 'waiting'}"


def _drawn(file: Path) -> bytes:
    """Return the key of this installation, drawn at the first start; whole, or not there."""
    drawn = file.with_name(f".{file.name}-{secrets.token_hex(8)}")
    with suppress(FileExistsError):
        if not file.exists():
            with os.fdopen(os.open(drawn, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as new:
                new.write(secrets.token_bytes(32))
            os.link(drawn, file)  # fails where another server was first
    drawn.unlink(missing_ok=True)
    return file.read_bytes()
