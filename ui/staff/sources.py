"""Sources to read again: those past their day, and that somebody says they have read them since."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date

from starlette.responses import Response

import french
from corpus import Source
from french import HARD, counted
from rag import store
from ui.markup import outside
from ui.staff.desk import Desk, Refused, Visit, save
from ui.staff.markup import button, form, hidden, items, rows, text

FILE = "rereads.json"  # in the folder of the room: source → the day somebody read it again
NEXT = 10  # of those that are not to be read again yet


def due(desk: Desk) -> list[Source]:
    """Return the sources that are past the day to read them again, oldest first."""
    return [source for source in _known(desk) if source.reread_by < desk.assistant.today()]


def look(desk: Desk, visit: Visit) -> str:
    """Return what is to be read again, then what will be, each with what depends on it."""
    late, every = due(desk), _known(desk)
    ahead = every[len(late) :]
    first = f" La première le sera le {french.short_day(ahead[0].reread_by)}." if ahead else ""
    told = (
        "<p>Leur dernière lecture date de plus de six mois. Relisez-les. Si l’une a changé, mettez l’assistant à jour, "
        "ou prévenez votre installateur.</p>"
        if late
        else f"<p>Aucune aujourd’hui.{first}</p>"
    )
    next_ = _listed(ahead[:NEXT], desk, visit)
    folded = f"<details><summary>Les prochaines, les plus anciennes d’abord</summary>{next_}</details>" if ahead else ""
    return f"<h2>Sources à relire ({len(late)})</h2>{told}{_listed(late, desk, visit)}{folded}"


def act(desk: Desk, visit: Visit) -> Response:
    """Keep that somebody has read a source again, today, and that it says the same. Raises Refused."""
    named = visit.form.get("source", "")
    if named not in {source.id for source in _known(desk)}:
        raise Refused("Cette source n’est plus au registre : l’assistant a été mis à jour.", 404)
    with store.exclusive(desk.folder, wait=True):  # the file is read, then replaced: nobody else may in between
        desk.audit.add(visit.session.name, "source relue", named)
        save(desk.folder / FILE, json.dumps(_reread(desk) | {named: f"{desk.assistant.today()}"}))
    return visit.to("etat", "relue")


def _known(desk: Desk) -> list[Source]:
    """The sources as they were last read, by us or by somebody here, longest ago first."""
    reread, today = _reread(desk), desk.assistant.today()
    found = []
    for source in desk.assistant.corpus.sources.values():
        day = min(date.fromisoformat(reread.get(source.id, "0001-01-01")), today)
        found.append(source.model_copy(update={"checked_on": max(source.checked_on, day)}))
    return sorted((source for source in found if not source.local), key=lambda one: (one.checked_on, one.id))


def _reread(desk: Desk) -> dict[str, str]:
    """Return the days kept; none where the file is damaged, which only asks to read again."""
    try:
        kept = json.loads((desk.folder / FILE).read_text("utf-8"))
        return {name: day for name, day in kept.items() if date.fromisoformat(day)}
    except (OSError, ValueError, AttributeError, TypeError):
        return {}


def _listed(sources: Sequence[Source], desk: Desk, visit: Visit) -> str:
    return rows(_row(source, desk, visit) for source in sources)


def _row(source: Source, desk: Desk, visit: Visit) -> str:
    named = outside(source.url, text(source.title)) if source.url else f"{text(source.title)}, sans adresse en ligne"
    read = f"Lue le {french.short_day(source.checked_on)}, à relire avant le {french.short_day(source.reread_by)}."
    said = form(visit, "etat/relire", hidden({"source": source.id}) + button("J’ai relu, rien n’a changé"))
    return f'<p class="am-row__title">{named}</p><p class="am-row__more">{read}</p>{_carried(source, desk)}{said}'


def _carried(source: Source, desk: Desk) -> str:
    """What to read again if it has changed."""
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
    counts = french.listed([counted(len(names), one, many) for names, one, many in told if names])
    return f"<details><summary>Si elle a changé, à relire\u00a0: {counts}</summary>{inside}</details>" if inside else ""
