"""The staff's room, ``/gestion``: absent unless the installation has a password for it."""

from __future__ import annotations

from typing import cast

from fastapi import FastAPI

from french.failures import why
from ui.cpts import Cpts
from ui.journal import Journal
from ui.port import Assistant
from ui.settings import Settings, SettingsError
from ui.staff import errors, restart
from ui.staff.audit import Audit
from ui.staff.comparing import Comparison
from ui.staff.desk import Desk, StaffAssistant
from ui.staff.door import Door
from ui.staff.room import UPLOADS, Room
from ui.staff.session import Sessions

FOLDER = "gestion"  # in the data folder


def add_staff_room(
    app: FastAPI, assistant: Assistant, settings: Settings, cpts: Cpts, journal: Journal | None = None
) -> None:
    """Put the room before ``app``, where there is a password. Raises SettingsError where it cannot keep its files."""
    if settings.admin_password is None:
        return
    folder, wanted = settings.data_dir / FOLDER, settings.admin_password.get_secret_value()
    try:
        sessions = Sessions(folder, wanted)
    except OSError as error:
        raise SettingsError(f"Réglage AM_DATA_DIR inutilisable. {error.filename or folder} : {why(error)}.") from None
    started = restart.state(settings)  # of files that the start has read
    theirs = cast("StaffAssistant", assistant)  # the real one, or what a test puts in its place
    audit = Audit(folder, shared=settings.journal_url.get_secret_value() if settings.journal_url else None)
    desk = Desk(theirs, settings, cpts, audit, folder, Comparison(theirs), journal, started)
    errors.listen()
    room = Room(desk, sessions, wanted)
    app.add_middleware(Door, room=room.app(), uploads=UPLOADS, is_in=room.is_in)
