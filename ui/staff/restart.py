"""Starting again from the staff's room: what is read at start alone, values and identity, is then read anew."""

from __future__ import annotations

import threading
import time

from starlette.responses import Response

from assistant.installation import load
from corpus import CorpusError
from rules.parameter_files import ParameterError
from ui.cpts import identity
from ui.settings import Settings, SettingsError
from ui.staff.desk import Desk, Refused, Visit
from ui.staff.markup import button, form, page

AGAIN = threading.Event()  # asked for; the server stops politely, then starts again in the same process
_STARTED = time.time()


def waits(desk: Desk) -> bool:
    """Whether a file that is read at start alone has changed since."""
    settings = desk.settings
    files = [*(settings.parameters_dir.glob("*.yaml") if settings.parameters_dir else ())]
    files += [settings.cpts_file] if settings.cpts_file else []
    return any(file.stat().st_mtime > _STARTED for file in files if file.is_file())


def offer(visit: Visit) -> str:
    """Return what says that changes wait, and the button that starts again."""
    told = "<p>Des changements enregistrés seront suivis après un redémarrage, d’une demi-minute environ.</p>"
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
    AGAIN.set()
    body = (
        "<p>L’assistant redémarre. Ceux qui posent une question attendront une demi-minute environ.</p>"
        f'<p><a class="am-button" href="{visit.up}gestion">Rouvrir la gestion dans une demi-minute</a></p>'
    )
    return page(desk, visit, "Redémarrage", body)
