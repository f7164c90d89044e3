"""The last changes made from the room, each with the name of what it was made to, and of whose visit it was."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime

import french
from french import HARD
from ui.staff import documents
from ui.staff.audit import Line
from ui.staff.desk import Desk
from ui.staff.markup import items, text

SHOWN = 30
LOOKED = 500  # lines in which the beginning of a visit is looked for


def listed(desk: Desk) -> str:
    """Return the last changes as HTML; nothing where there is none."""
    lines = desk.audit.last(LOOKED)
    names, begun = _names(desk), _begun(lines)
    return items(_told(line, names, begun) for line in lines[:SHOWN])


def moment(at: datetime) -> str:
    """Return a day and an hour as this machine counts them."""
    here = at.astimezone()
    return f"{french.short_day(date(here.year, here.month, here.day))} à {here:%H}{HARD}h{HARD}{here:%M}"


def _told(line: Line, names: Mapping[str, str], begun: Mapping[str, str]) -> str:
    about = f"\u00a0: «\u00a0{names.get(line.about, line.about)}\u00a0»" if line.about else ""
    who = begun.get(line.who, "")
    visit = f" <span class='am-muted'>visite du {who}</span>" if who and line.what != _ENTRY else ""
    return f"{moment(datetime.fromisoformat(line.at))}{HARD}: {text(line.what + about)}{visit}"


def _begun(lines: Iterable[Line]) -> dict[str, str]:
    """When each visit began: two people are told apart by it."""
    return {line.who: moment(datetime.fromisoformat(line.at)) for line in lines if line.what == _ENTRY}


def _names(desk: Desk) -> dict[str, str]:
    """The names of documents, values and sources; what is gone keeps its id."""
    return dict(_named(desk))


def _named(desk: Desk) -> Iterator[tuple[str, str]]:
    yield from ((one.id, one.title) for one in documents.known(desk).documents)
    yield from ((one.id, one.description) for one in desk.assistant.parameters.values())
    yield from ((one.id, one.title) for one in desk.assistant.corpus.sources.values() if not one.local)


_ENTRY = "entrée"
