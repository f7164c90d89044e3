"""One question that doctors asked: what the journal keeps of it, what it is answered today, what would complete it.

It is sent in a form and never stands in an address, which logs keep.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from starlette.responses import Response

import french
from assistant.answer import Answer, Request
from french import HARD, counted
from rag.words import stems
from ui.about.said import facts
from ui.journal import Entry
from ui.staff import asked, reading, values, wanted
from ui.staff.desk import Desk, Refused, Visit
from ui.staff.markup import items, page, refusal, text

MOST = 5  # values shown


def look(desk: Desk, visit: Visit, refused: Refused | None = None, more: str = "") -> Response:
    """Return what is known of one question of the journal. Raises Refused when it is no longer there."""
    kept = _entries(desk, visit)
    question = kept[0].question
    answer = desk.assistant.ask(Request(question=question))
    body = (
        f"{refusal(refused.reason if refused else '')}{more}"
        f"<blockquote>{text(question)}</blockquote>{facts(_kept(desk, kept))}"
        "<h2>Ce qu’elle reçoit aujourd’hui</h2><p>Le journal ne garde aucune réponse. Voici celle d’aujourd’hui, sans "
        f"ce que le médecin avait pu dire avant.</p><div class='am-read'>{reading.laid_out(answer.text)}</div>"
        f"{_to_complete(desk, visit, answer)}{wanted.fields(visit, question)}"
        f'<p><a href="{visit.up}gestion/questions">Revenir aux questions</a></p>'
    )
    status = refused.status if refused else 200
    return page(desk, visit, "Une question posée", body, here="questions", status=status)


def act(desk: Desk, visit: Visit) -> Response:
    """Show a question, or keep it for the evaluation with what its answer must hold."""
    if visit.form.get("action") != "garder":
        return look(desk, visit)
    kept, folder = _entries(desk, visit), desk.settings.questions_dir
    try:
        entry = wanted.read(visit.form, f"{asked.why(kept)}, {len(kept)} fois")
        if folder is None:
            return look(desk, visit, more=wanted.to_send(entry))
        wanted.keep(desk, visit, folder, entry)
    except Refused as refused:
        return look(desk, visit, refused)
    return visit.to("questions", "questiongardee")


def _entries(desk: Desk, visit: Visit) -> list[Entry]:
    kept = [entry for entry in asked.entries(desk) if entry.question == visit.form.get("question")]
    if not kept:
        raise Refused("Cette question n’est plus au journal.", 404)
    return kept


def _kept(desk: Desk, kept: Sequence[Entry]) -> dict[str, str]:
    days = dict.fromkeys(french.short_day(entry.day) for entry in (kept[0], kept[-1]))
    liked = Counter(entry.liked for entry in kept)
    thumbs = [f"{words} {count}{HARD}fois" for words, count in (("utile", liked[True]), ("mal", liked[False])) if count]
    known = desk.assistant.corpus.sources
    sources = dict.fromkeys(known[name].title for entry in kept for name in entry.sources if name in known)
    return {
        "Posée": text(f"{counted(len(kept), 'fois', 'fois')}, {' à '.join(days)}"),
        "Réponse donnée": text(asked.answered(kept)),
        "Sources citées": items(map(text, sources)),
        "Jugée": text(french.listed(thumbs)),
        "Commentaires": items(map(text, asked.comments(kept))),
    }


def _to_complete(desk: Desk, visit: Visit, answer: Answer) -> str:
    """The values that the answer wanted and that nothing establishes, the nearest to its words first."""
    if answer.verdict != "unknown" and all(figure.value is not None for figure in answer.figures):
        return ""
    read = {figure.parameter: None for figure in answer.figures if figure.parameter and figure.value is None}
    read |= {name: None for step in answer.trace for name in step.parameters}
    said = set(stems(answer.text.partition("\n")[0]))
    try:
        left = values.to_complete(desk, read)
    except Refused as damaged:  # the values alone cannot be read: the rest of the page can
        return f'<p class="am-missing">{text(damaged.reason)}</p>'
    left.sort(key=lambda one: -len(said.intersection(stems(one.description))))
    links = items(values.link(one, visit) for one in left[:MOST])
    return f"<h2>À compléter, si vous en avez la source</h2>{links}" if links else ""
