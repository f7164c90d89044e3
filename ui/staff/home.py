"""What calls for somebody this morning."""

from __future__ import annotations

from starlette.responses import Response

from french import counted
from ui.staff import asked, deposits, differing, documents, restart, sources
from ui.staff.desk import Desk, Visit
from ui.staff.errors import RECENT
from ui.staff.markup import items, page


def look(desk: Desk, visit: Visit) -> Response:
    """Return what there is to do, each with the way to it; that there is nothing, otherwise."""
    told = [
        f'<a href="{visit.up}gestion/{to}">{counted(count, one, many)}</a>'
        for to, count, one, many in _to_do(desk)
        if count
    ]
    waits = restart.offer(desk, visit)
    body = waits + items(told, classes="am-list am-todo") or "<p>Rien n’attend.</p>"
    return page(desk, visit, "À faire", body + _first_steps(desk, visit))


def _first_steps(desk: Desk, visit: Visit) -> str:
    """Where to begin, while there is no document."""
    if documents.known(desk).documents or deposits.waiting(desk):
        return ""
    return (
        "<p>L’assistant n’a encore aucun document de votre CPTS\u00a0: dépliant d’aide, permanences, contacts…</p>"
        f'<p><a class="am-button" href="{visit.up}gestion/documents">Donner un premier document</a></p>'
    )


def _to_do(desk: Desk) -> list[tuple[str, int, str, str]]:
    found = documents.known(desk)
    unread = sum(bool(one.to_check()) for one in found.documents)
    return [
        (
            "documents",
            len(deposits.waiting(desk)),
            "fichier en attente de votre accord",
            "fichiers en attente de votre accord",
        ),
        ("documents", len(found.problems), "document illisible", "documents illisibles"),
        ("documents", unread, "document à vérifier", "documents à vérifier"),
        ("contradictions", differing.waiting(desk), "phrase à relire", "phrases à relire"),
        ("questions", asked.unanswered(desk), "question sans réponse", "questions sans réponse"),
        ("questions", asked.disliked(desk), "question mal jugée", "questions mal jugées"),
        ("etat", len(sources.due(desk)), "source à relire", "sources à relire"),
        ("etat", len(RECENT.last()), "erreur ou avertissement", "erreurs ou avertissements"),
    ]
