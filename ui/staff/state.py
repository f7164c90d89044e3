"""How the installation is: version, index, disk, sources to read again, last errors, last changes."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from starlette.responses import Response

import french
from french import HARD, counted
from french.failures import why
from ui.about.said import facts
from ui.about.who import version
from ui.staff import changes, documents, restart, sources
from ui.staff.desk import Desk, Visit
from ui.staff.errors import RECENT
from ui.staff.markup import items, page, text

LEAST = 1_000_000_000  # bytes free under which a rebuilt index may not fit beside the one in use


def look(desk: Desk, visit: Visit) -> Response:
    """Return the whole state on one page."""
    errors = [
        f"{changes.moment(event.at)}{HARD}: {event.level} {text(event.where)} <code>{text(event.what)}</code>"
        for event in RECENT.last()
    ]
    body = (
        f"{restart.offer(desk, visit)}{facts(_facts(desk))}"
        f"{sources.look(desk, visit)}"
        f"<h2>Dernières erreurs de ce serveur</h2>{items(errors) or '<p>Aucune depuis son démarrage.</p>'}"
        f"<h2>Derniers changements</h2>{changes.listed(desk) or '<p>Aucun.</p>'}"
    )
    return page(desk, visit, "État", body, here="etat")


def _facts(desk: Desk) -> dict[str, str]:
    found = documents.known(desk)
    checked = [source.checked_on for source in desk.assistant.corpus.sources.values() if not source.local]
    return {
        "Version": text(version()),
        "Explications": text(desk.assistant.standing.told),
        "Index": _index(desk),
        "Vos documents": _documents(len(found.documents), len(found.problems)),
        "Dossier": f"<code>{text(str(desk.settings.data_dir))}</code>",
        "Disque": _disk(desk.settings.data_dir),
        "Journal des questions": f"tenu, {counted(desk.settings.journal_days, 'jour', 'jours')}"
        if desk.settings.journal
        else "arrêté",
        "Sources lues": f"du {french.short_day(min(checked))} au {french.short_day(max(checked))}" if checked else "",
    }


def _index(desk: Desk) -> str:
    current = desk.settings.data_dir / "index" / "current"
    try:
        built = datetime.fromtimestamp(current.stat().st_mtime, UTC)
    except OSError:
        return "pas encore construit"
    count = (
        f", {counted(len(desk.assistant.retriever().passages), 'passage', 'passages')}" if desk.assistant.ready else ""
    )
    return f"construit le {changes.moment(built)}{count}"


def _documents(known: int, unreadable: int) -> str:
    left = f", {counted(unreadable, 'illisible', 'illisibles')}" if unreadable else ""
    return f"{counted(known, 'document', 'documents')}{left}"


def _disk(folder: Path) -> str:
    try:
        free = shutil.disk_usage(folder).free
    except OSError as error:
        return f"illisible ({text(why(error))})"
    told = f"{size(free)} libres"
    return f"<strong>{told}\u00a0: faites de la place</strong>" if free < LEAST else told


def size(count: int) -> str:
    """Return a number of bytes as people read it."""
    return f"{french.number(Decimal(count).scaleb(-9).quantize(Decimal('0.1')))}{HARD}Go"
