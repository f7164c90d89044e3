"""How the installation is: version, index, disk, sources to read again, last errors, last changes."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

from starlette.responses import Response

import french
from corpus import Source
from french import HARD, counted
from french.failures import why
from ui.about.said import facts
from ui.about.who import version
from ui.markup import outside
from ui.staff import documents, restart
from ui.staff.desk import Desk, Visit
from ui.staff.errors import RECENT
from ui.staff.markup import items, page, text

LEAST = 1_000_000_000  # bytes free under which a rebuilt index may not fit beside the one in use
OLDEST = 10  # sources listed
CHANGES = 30  # of the audit


def look(desk: Desk, visit: Visit) -> Response:
    """Return the whole state on one page."""
    changes = [
        f"{_moment(datetime.fromisoformat(line.at))}{HARD}: {text(line.what)}"
        f"{f', {text(line.about)}' if line.about else ''} <span class='am-muted'>visite {text(line.who)}</span>"
        for line in desk.audit.last(CHANGES)
    ]
    errors = [
        f"{_moment(event.at)}{HARD}: {event.level} {text(event.where)} <code>{text(event.what)}</code>"
        for event in RECENT.last()
    ]
    body = (
        f"{restart.offer(desk, visit)}{facts(_facts(desk))}"
        f"<h2>Sources à relire, les plus anciennes d’abord</h2>{_sources(desk)}"
        f"<h2>Dernières erreurs de ce serveur</h2>{items(errors) or '<p>Aucune depuis son démarrage.</p>'}"
        f"<h2>Derniers changements</h2>{items(changes) or '<p>Aucun.</p>'}"
    )
    return page(desk, visit, "État", body, here="etat")


def _facts(desk: Desk) -> dict[str, str]:
    found = documents.known(desk)
    checked = [source.checked_on for source in desk.assistant.corpus.sources.values() if not source.local]
    return {
        "Version": text(version()),
        "Explications": "prêtes" if desk.assistant.ready else "les documents se chargent encore",
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
    return f"construit le {_moment(built)}{count}"


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


def _sources(desk: Desk) -> str:
    """The sources read longest ago, each with what to read again if it has changed since."""
    ours = [source for source in desk.assistant.corpus.sources.values() if not source.local]
    oldest = sorted(ours, key=lambda source: (source.checked_on, source.id))[:OLDEST]
    return items("".join(_source(source, desk)) for source in oldest)


def _source(source: Source, desk: Desk) -> Iterator[str]:
    yield outside(source.url, text(source.title)) if source.url else text(source.title)
    yield f", lue le {french.short_day(source.checked_on)}, à relire avant le {french.short_day(source.reread_by)}"
    sheets = [sheet.title for sheet in desk.assistant.corpus.documents if source.id in sheet.sources]
    values = sorted(
        parameter.description
        for parameter in desk.assistant.parameters.values()
        if any(source.id in value.references for value in parameter.values)
    )
    told = [(sheets, "fiche", "fiches"), (values, "valeur", "valeurs")]
    inside = "".join(
        f"<p>{counted(len(names), one, many)}{HARD}:</p>{items(map(text, names))}" for names, one, many in told if names
    )
    if inside:
        counts = french.listed([counted(len(names), one, many) for names, one, many in told if names])
        yield f"<details><summary>Si elle a changé, à relire\u00a0: {counts}</summary>{inside}</details>"


def _moment(at: datetime) -> str:
    here = at.astimezone()
    return f"{french.short_day(date(here.year, here.month, here.day))} à {here:%H}{HARD}h{HARD}{here:%M}"
