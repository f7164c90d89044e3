"""Where documents say otherwise than the texts: to confirm, to date, or to withdraw."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from starlette.responses import Response

import french
from assistant.contradictions import Contradiction, once
from assistant.recorded import Recorded
from corpus.local import FOLDER, LocalDocument, save_local
from french import bare
from rag import store
from ui.staff import documents, facts
from ui.staff.desk import Desk, Refused, Visit, save
from ui.staff.markup import button, field, form, page, refusal, rows, text

FILE = "confirmed.json"  # in the folder of the room: what somebody read, and says is right


@dataclass(frozen=True, slots=True)
class Confirmed:
    """Who says that a sentence of a document is right, and since when (ISO)."""

    who: str
    on: str


def found(desk: Desk) -> tuple[list[tuple[Contradiction, Confirmed | None]], bool]:
    """Return what documents say otherwise, with who confirmed it; and whether all of it was looked for yet."""
    compared = desk.comparison.found()
    known = {one.id: one for one in documents.known(desk).documents}
    met = Recorded(desk.settings.data_dir).read(known)
    said = [one for one in once([*(compared or []), *met]) if one.document in known]
    still = [one for one in said if _stands(one, known[one.document], desk)]
    confirmed = _confirmed(desk)
    return [(one, confirmed.get(key(one))) for one in still], compared is not None


def key(one: Contradiction) -> str:
    """Return what a contradiction is called in a form: the same as long as its words are."""
    return hashlib.sha256(f"{one.document}\n{one.said}\n{one.otherwise}".encode()).hexdigest()[:16]


def look(desk: Desk, visit: Visit, refused: Refused | None = None) -> Response:
    """Return those to read again, then those that somebody confirmed."""
    all_, whole = found(desk)
    known = {one.id: one for one in documents.known(desk).documents}
    left = [_to_do(one, known[one.document], visit) for one, confirmed in all_ if not confirmed]
    right = [_done(one, known[one.document], confirmed, visit) for one, confirmed in all_ if confirmed]
    wait = (
        "" if whole else '<p class="am-missing">La comparaison est en cours. Rechargez cette page dans une minute.</p>'
    )
    body = (
        f"{refusal(refused.reason if refused else '')}<p>L’assistant suit toujours les textes. Il montre ces phrases "
        f"sous «\u00a0Ce document dit autre chose\u00a0», ou les laisse de côté.</p>{wait}"
        f"{rows(left) or ('<p>Rien à relire.</p>' if whole else '')}"
        f"{f'<h2>Confirmées</h2>{rows(right)}' if right else ''}"
        '<p class="am-muted">Seules les phrases comprises sûrement sont comparées. Relisez les autres vous-même.</p>'
    )
    title = "Ce que vos documents disent autrement"
    return page(desk, visit, title, body, here="contradictions", status=refused.status if refused else 200)


def act(desk: Desk, visit: Visit) -> Response:
    """Confirm one, take that back, or say until when its document holds."""
    one = next((one for one, _ in found(desk)[0] if key(one) == visit.path["key"]), None)
    if one is None:
        gone = "Cette phrase n’est plus à relire : le document ou les textes ont changé."
        return look(desk, visit, Refused(gone, 404))
    action = visit.form.get("action", "")
    if action == "dater":
        return _dated(desk, visit, one)
    with store.exclusive(desk.folder, wait=True):
        confirmed = _confirmed(desk)
        if action == "confirmer":
            confirmed[key(one)] = Confirmed(visit.session.name, desk.assistant.today().isoformat())
        else:
            confirmed.pop(key(one), None)
        what = "contradiction confirmée" if action == "confirmer" else "contradiction remise à relire"
        desk.audit.add(visit.session.name, what, one.document)
        _keep(desk, confirmed)
    return visit.to("contradictions", "confirme" if action == "confirmer" else "arelire")


def _dated(desk: Desk, visit: Visit, one: Contradiction) -> Response:
    try:
        last = facts.day(visit.form.get("dernier", ""), "Dernier jour où il vaut")
        if last is None:
            raise Refused("Dernier jour où il vaut : donnez une date.")
        document = documents.find(desk, one.document)
        if document.valid_from and last < document.valid_from:
            raise Refused(
                f"Dernier jour où il vaut : il ne vaut qu’à partir du {french.short_day(document.valid_from)}."
            )
    except Refused as refused:
        return look(desk, visit, refused)
    with store.exclusive(desk.settings.data_dir / FOLDER, wait=True):
        document = documents.find(desk, one.document)
        given = tuple(dict.fromkeys([*document.given, "valid_to"]))
        desk.audit.add(visit.session.name, "document daté", document.id)
        save_local(desk.settings.data_dir / FOLDER, document.model_copy(update={"valid_to": last, "given": given}))
    return visit.to("contradictions", "date")


def _stands(one: Contradiction, document: LocalDocument, desk: Desk) -> bool:
    """Whether the words are still in the document, and the document still quoted."""
    over = document.valid_to is not None and document.valid_to < desk.assistant.today()
    said = " ".join(bare(one.said).split())
    return not over and all(word in bare(document.text) for word in said.split())


def _confirmed(desk: Desk) -> dict[str, Confirmed]:
    try:
        told: Mapping[str, Mapping[str, str]] = json.loads((desk.folder / FILE).read_text("utf-8"))
        return {name: Confirmed(**one) for name, one in told.items()}
    except (OSError, ValueError, TypeError):
        return {}


def _keep(desk: Desk, confirmed: Mapping[str, Confirmed]) -> None:
    told = {name: asdict(one) for name, one in confirmed.items()}
    save(desk.folder / FILE, json.dumps(told, ensure_ascii=False, indent=1))


def _to_do(one: Contradiction, document: LocalDocument, visit: Visit) -> str:
    to, link = f"contradictions/{key(one)}", f"{visit.up}gestion/documents/{document.id}"
    dated = field("dernier", "Dernier jour où il vaut", kind="date", more="required", anchor=f"dernier-{key(one)}")
    return (
        f"{_told(one, document, visit)}"
        f'<div class="am-buttons">{form(visit, to, button("Le document a raison", "confirmer"))}'
        f'<a class="am-button" href="{link}">Corriger…</a><a class="am-button" href="{link}/retirer">Retirer…</a></div>'
        "<details><summary>Ce document ne vaut plus à partir d’un certain jour</summary>"
        f"{form(visit, to, dated + button('Enregistrer', 'dater'))}</details>"
    )


def _done(one: Contradiction, document: LocalDocument, confirmed: Confirmed, visit: Visit) -> str:
    back = form(visit, f"contradictions/{key(one)}", button("Remettre à relire", "relire"))
    told = f"Confirmée le {french.partial_day(confirmed.on)}, visite {text(confirmed.who)}."
    return f'{_told(one, document, visit)}<p class="am-row__more">{told}</p>{back}'


def _told(one: Contradiction, document: LocalDocument, visit: Visit) -> str:
    where = f", «\u00a0{text(one.heading)}\u00a0»" if one.heading else ""
    rule = f"<p>{text(one.rule)}</p>" if one.rule else ""
    return (
        f'<p class="am-row__title"><a href="{visit.up}gestion/documents/{document.id}">{text(document.title)}</a>'
        f"{where}</p><p>Le document dit\u00a0: «\u00a0{text(one.said)}\u00a0»</p>"
        f"<p>Les textes disent\u00a0: {text(one.otherwise)}.</p>{rule}"
    )
