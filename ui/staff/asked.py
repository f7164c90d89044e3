"""What doctors asked: most often, without an answer, with a thumb down or a comment."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from starlette.responses import Response

import french
from assistant.answer import Kind
from assistant.aspects import GENERAL, aspects
from french import HARD, counted
from ui.journal import MOST as MOST_READ
from ui.journal import NOT_ESTABLISHED, Entry, JournalError
from ui.staff.desk import Desk, Refused, Visit
from ui.staff.markup import form, hidden, page, refusal, rows, text

MOST = 20  # of each list


def look(desk: Desk, visit: Visit) -> Response:
    """Return the questions of the journal, in lists, each with the way to what is known of it."""
    if not desk.journal:
        body = (
            "<p>Le journal des questions est arrêté\u00a0: rien de ce que les médecins demandent n’est gardé.</p>"
            "<p>Pour le tenir, mettez <code>AM_JOURNAL=1</code> dans les réglages, puis redémarrez. La page le dit "
            "alors à ceux qui posent des questions\u202f; inscrivez ce traitement à votre registre.</p>"
        )
        return page(desk, visit, "Questions posées", body, here="questions")
    try:
        kept = entries(desk)
    except Refused as refused:
        return page(desk, visit, "Questions posées", refusal(refused.reason), here="questions", status=refused.status)
    days = counted(desk.journal.days, "jour", "jours")
    if not kept:
        none = f"Aucune question n’est gardée. Celles qui viendront le seront {days} au plus, sans nom ni coordonnées."
        return page(desk, visit, "Questions posées", f"<p>{none}</p>", here="questions")
    lists = "".join(_listed(title, found, visit) for title, found in lists_of(kept).items())
    count = ("Les dernières\u00a0: " if len(kept) == MOST_READ else "") + counted(len(kept), "question", "questions")
    body = (
        f"<p>{count} en {days} au plus, sans nom ni coordonnées. Le journal ne "
        f"garde aucune réponse\u00a0: «\u00a0Voir\u00a0» montre celle d’aujourd’hui.</p>{lists}"
    )
    return page(desk, visit, "Questions posées", body, here="questions")


def entries(desk: Desk) -> list[Entry]:
    """Return the journal, oldest first; nothing where it is stopped. Raises Refused where it cannot be read."""
    if not desk.journal:
        return []
    try:
        return desk.journal.entries()
    except JournalError as error:
        raise Refused(str(error), 500) from None


def unanswered(desk: Desk) -> int:
    """Return how many questions of the journal had no answer."""
    return sum(entry.unanswered for entry in _readable(desk))


def disliked(desk: Desk) -> int:
    """Return how many questions of the journal had a thumb down."""
    return sum(entry.liked is False for entry in _readable(desk))


def _readable(desk: Desk) -> list[Entry]:
    """The journal; nothing where it cannot be read."""
    try:
        return entries(desk)
    except Refused:
        return []


def answered(kept: Iterable[Entry]) -> str:
    """Return what sorts of answers were given, as the journal keeps them."""
    return french.listed(list(dict.fromkeys(_KINDS[entry.kind] for entry in kept if entry.kind in _KINDS)))


def comments(kept: Iterable[Entry]) -> list[str]:
    """Return what their readers wrote, each comment once."""
    return list(dict.fromkeys(entry.comment for entry in kept if entry.comment))


def why(kept: Sequence[Entry]) -> str:
    """Return what calls for a look at a question."""
    if any(entry.liked is False for entry in kept):
        return "mal jugée"
    return "sans réponse" if any(entry.unanswered for entry in kept) else "posée"


def lists_of(kept: Sequence[Entry]) -> dict[str, list[Entry]]:
    """Return the questions without an answer, those that no source settles, those disliked or commented, and all."""
    found = {
        "Sans réponse": [entry for entry in kept if entry.unanswered],
        "Non établi": [entry for entry in kept if entry.not_established],
        "Mal jugées": [entry for entry in kept if entry.liked is False],
        "Commentées": [entry for entry in kept if entry.comment and entry.liked is not False],
        "Les plus posées": list(kept),
    }
    return {title: of for title, of in found.items() if of or title not in _IF_ANY}


def _listed(title: str, found: Sequence[Entry], visit: Visit) -> str:
    """The questions of a list, most often asked first, each with what was answered and what was said of it."""
    grouped: dict[tuple[str, str], list[Entry]] = {}
    for entry in found:
        grouped.setdefault((_topic(entry), entry.question), []).append(entry)
    most = sorted(grouped.items(), key=lambda one: -len(one[1]))[:MOST]
    shown = rows(_row(question, topic, kept, visit) for (topic, question), kept in most)
    more = f"<p class='am-muted'>Les {MOST} premières sont montrées.</p>" if len(grouped) > MOST else ""
    return f"<h2>{title} ({len(found)})</h2>{shown or '<p>Aucune.</p>'}{more}"


def _row(question: str, topic: str, kept: Sequence[Entry], visit: Visit) -> str:
    told = " · ".join(filter(None, (f"{len(kept)}{HARD}×", topic, f"réponse\u00a0: {answered(kept)}")))
    said = "".join(f'<p class="am-row__more">{text(f"Commentaire : « {one} »")}</p>' for one in comments(kept))
    return (
        f'<p class="am-row__title">{text(question)}</p><p class="am-row__more">{text(told)}</p>{said}'
        f"{form(visit, 'questions/une', hidden({'question': question}) + _SEE)}"
    )


def _topic(entry: Entry) -> str:
    aspect = aspects().get(f"{entry.topic}/{GENERAL}")
    return aspect.name if aspect else "sujet non reconnu"


_SEE = '<button class="am-button am-button--quiet">Voir</button>'
_IF_ANY = frozenset({"Non établi", "Commentées"})  # lists that are shown where they hold something
_KINDS: dict[str, str] = {
    Kind.FIGURE: "un chiffre ou une règle", Kind.ELIGIBILITY: "oui ou non", NOT_ESTABLISHED: "ce n’est pas établi",
    Kind.EXPLANATION: "une explication", Kind.CLARIFICATION: "une question en retour",
    Kind.OUT_OF_SCOPE: "aucune, hors du sujet",
}  # fmt: skip
