"""What doctors asked: most often, without an answer, with a thumb down; and drafts of questions for the evaluation."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from html import escape

from starlette.responses import Response

from assistant.aspects import GENERAL, aspects
from french import HARD, counted
from ui.drafts import drafted
from ui.journal import Entry
from ui.staff.desk import Desk, Refused, Visit
from ui.staff.markup import form, hidden, items, page, refusal, rows, text

MOST = 20  # of each list


def look(desk: Desk, visit: Visit) -> Response:
    """Return the questions of the journal, in three lists, each with its draft."""
    if not desk.journal:
        body = (
            "<p>Le journal des questions est arrêté\u00a0: rien de ce que les médecins demandent n’est gardé.</p>"
            "<p>Pour le tenir, mettez <code>AM_JOURNAL=1</code> dans les réglages, puis redémarrez. La page le dit "
            "alors à ceux qui posent des questions\u202f; inscrivez ce traitement à votre registre.</p>"
        )
        return page(desk, visit, "Questions posées", body, here="questions")
    try:
        entries = desk.journal.entries()
    except sqlite3.Error:
        body = refusal(f"Le journal est illisible : {desk.journal.path}. Supprimez ce fichier, il sera recommencé.")
        return page(desk, visit, "Questions posées", body, here="questions", status=500)
    comments = [f"«\u00a0{text(one.comment)}\u00a0» — {text(one.question)}" for one in entries if one.comment]
    lists = "".join(_listed(title, found, visit) for title, found in lists_of(entries).items())
    days = counted(desk.journal.days, "jour", "jours")
    body = (
        f"<p>{counted(len(entries), 'question', 'questions')} en {days} au plus, sans nom ni coordonnées.</p>{lists}"
        f"{f'<h2>Commentaires</h2>{items(comments[-MOST:])}' if comments else ''}"
    )
    return page(desk, visit, "Questions posées", body, here="questions")


def draft(desk: Desk, visit: Visit) -> Response:
    """Return the draft of one question for the evaluation, to be completed: nothing is expected of it yet."""
    question = visit.form.get("question", "")
    entries = desk.journal.entries() if desk.journal else []
    kept = [entry for entry in entries if entry.question == question]
    if not kept:
        raise Refused("Cette question n’est plus au journal.", 404)
    written = drafted({question: f"{_why(kept)}, {len(kept)} fois"})
    body = (
        "<p>Complétez ce brouillon avec ce que la réponse doit contenir, au moins <code>kind</code>, puis rangez-le "
        "dans votre dossier de questions. L’évaluation refuse un brouillon non complété.</p>"
        '<p class="am-line"><label for="brouillon">Brouillon, à copier</label>'
        f'<textarea id="brouillon" rows="12" readonly>\n{escape(written)}</textarea></p>'
        f'<p><a href="{visit.up}gestion/questions">Revenir aux questions</a></p>'
    )
    return page(desk, visit, "Brouillon d’une question d’évaluation", body, here="questions")


def unanswered(desk: Desk) -> int:
    """Return how many questions of the journal had no answer; none where it is stopped or cannot be read."""
    try:
        return sum(entry.unanswered for entry in desk.journal.entries()) if desk.journal else 0
    except sqlite3.Error:
        return 0


def lists_of(entries: Sequence[Entry]) -> dict[str, Counter[tuple[str, str]]]:
    """Return how often each question was asked, by its topic: all, those without an answer, those disliked."""
    kept = {
        "Sans réponse": [entry for entry in entries if entry.unanswered],
        "Mal jugées": [entry for entry in entries if entry.liked is False],
        "Les plus posées": entries,
    }
    return {title: Counter((_topic(entry), entry.question) for entry in found) for title, found in kept.items()}


def _listed(title: str, found: Counter[tuple[str, str]], visit: Visit) -> str:
    shown = rows(
        (
            f'<p class="am-row__title">{text(question)}</p><p class="am-row__more">{times}{HARD}× · {text(topic)}</p>'
            + form(visit, "questions/brouillon", hidden({"question": question}) + _DRAFT)
            for (topic, question), times in found.most_common(MOST)
        )
    )
    more = f"<p class='am-muted'>Les {MOST} premières sont montrées.</p>" if len(found) > MOST else ""
    return f"<h2>{title} ({found.total()})</h2>{shown or '<p>Aucune.</p>'}{more}"


def _topic(entry: Entry) -> str:
    aspect = aspects().get(f"{entry.topic}/{GENERAL}")
    return aspect.name if aspect else "sujet non reconnu"


def _why(entries: Iterable[Entry]) -> str:
    told = list(entries)
    if any(entry.liked is False for entry in told):
        return "mal jugée"
    return "sans réponse" if any(entry.unanswered for entry in told) else "posée"


_DRAFT = '<button class="am-button am-button--quiet">En faire une question d’évaluation</button>'
