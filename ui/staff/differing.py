"""Where documents say otherwise than the texts: said to be of the CPTS, corrected, dated, or withdrawn.

A sentence said to be of the CPTS is kept with its document (``settled``): it falls with it, whoever removes it.
"""

from __future__ import annotations

import hashlib
from html import escape

from starlette.responses import Response

import french
from assistant.aspects import aspects
from assistant.contradictions import VERDICTS, Contradiction, once
from assistant.patients_named import patients_named
from assistant.reading.cpts import names_who_pays
from assistant.recorded import Recorded
from corpus.local import LocalDocument
from french import bare
from ui.staff import documents, facts
from ui.staff.desk import Desk, Refused, Visit
from ui.staff.facts import LABELS
from ui.staff.markup import button, field, form, page, refusal, rows, text


def found(desk: Desk) -> tuple[list[tuple[Contradiction, LocalDocument]], bool]:
    """Return what documents say otherwise, each with its document; and whether all of it was looked for yet."""
    compared = desk.comparison.found()
    known = {one.id: one for one in documents.known(desk).documents}
    met = Recorded(desk.settings.data_dir).read(known)
    said = [(one, known[one.document]) for one in once([*met, *(compared or [])]) if one.document in known]
    return [(one, document) for one, document in said if _stands(one, document, desk)], compared is not None


def waiting(desk: Desk) -> int:
    """Return how many sentences nobody has read yet."""
    return sum(one.said not in document.settled for one, document in found(desk)[0])


def texts_say(one: Contradiction) -> str:
    """Return what the texts say, as a sentence: a mere « Non » of theirs is told with its rule, or its subject."""
    if one.otherwise not in VERDICTS:
        return f"Les textes disent\u00a0: {one.otherwise}.{f' {one.rule}' if one.rule else ''}"
    if one.rule:
        return f"Les textes disent\u00a0: «\u00a0{one.rule}\u00a0»"
    subject = aspects().get(one.topic)
    about = f"Au sujet de «\u00a0{subject.name}\u00a0», les" if subject else "Les"
    return f"{about} textes disent\u00a0: {one.otherwise.lower()}."


def key(one: Contradiction) -> str:
    """Return what a contradiction is called in a form: the same as long as its words are."""
    return hashlib.sha256(f"{one.document}\n{one.said}\n{one.otherwise}".encode()).hexdigest()[:16]


def look(desk: Desk, visit: Visit, refused: Refused | None = None) -> Response:
    """Return those to read again, then those that somebody says are of the CPTS."""
    all_, whole = found(desk)
    left = [_to_do(*both, visit) for both in all_ if both[0].said not in both[1].settled]
    right = [_done(*both, visit) for both in all_ if both[0].said in both[1].settled]
    wait = (
        "" if whole else '<p class="am-missing">La comparaison est en cours. Rechargez cette page dans une minute.</p>'
    )
    body = (
        f"{refusal(refused.reason if refused else '')}<p>Ces phrases semblent contredire les textes nationaux. La "
        "réponse suit toujours les textes\u00a0: elle montre la phrase dessous, avec «\u00a0Ce document dit autre "
        f"chose\u00a0», ou la laisse de côté.</p>{wait}"
        f"{rows(left) or ('<p>Rien à relire.</p>' if whole else '')}"
        f"{f'<h2>Elles parlent de votre CPTS</h2>{rows(right)}' if right else ''}"
        '<p class="am-muted">Seules les phrases comprises sûrement sont comparées. Relisez les autres vous-même.</p>'
    )
    title = "Ce que vos documents disent autrement"
    return page(desk, visit, title, body, here="contradictions", status=refused.status if refused else 200)


def act(desk: Desk, visit: Visit) -> Response:
    """Say that one is of the CPTS, take that back, or say until when its document holds."""
    one = next((one for one, _ in found(desk)[0] if key(one) == visit.path["key"]), None)
    if one is None:
        gone = "Cette phrase n’est plus à relire : le document ou les textes ont changé."
        return look(desk, visit, Refused(gone, 404))
    action = visit.form.get("action", "")
    if action in _CHANGES:
        try:
            return _CHANGES[action](desk, visit, one)
        except Refused as refused:
            return look(desk, visit, refused)
    theirs = action == "confirmer"
    if theirs and names_who_pays(f"{one.heading} {one.said}"):
        return look(desk, visit, Refused(_OF_WHO_PAYS))
    what = "phrase qui parle de la CPTS" if theirs else "phrase remise à relire"

    def settled(document: LocalDocument) -> dict[str, tuple[str, ...]]:
        others = (said for said in document.settled if said != one.said)
        return {"settled": (*others, one.said) if theirs else tuple(others)}

    documents.change(desk, visit, one.document, what, settled)
    return visit.to("contradictions", "confirme" if theirs else "arelire")


def _dated(desk: Desk, visit: Visit, one: Contradiction) -> Response:
    last = facts.day(visit.form.get("dernier", ""), LABELS["valid_to"])
    if last is None:
        raise Refused("Dernier jour où il vaut : donnez une date.")
    document = documents.find(desk, one.document)
    if document.valid_from and last < document.valid_from:
        raise Refused(f"Dernier jour où il vaut : il ne vaut qu’à partir du {french.short_day(document.valid_from)}.")
    documents.decide(desk, visit, document.id, {"valid_to": last})
    return visit.to("contradictions", "date")


def _corrected(desk: Desk, visit: Visit, one: Contradiction) -> Response:
    written = " ".join(visit.form.get("phrase", "").split())
    if not written:
        raise Refused("La phrase corrigée : elle est vide. Pour la supprimer, corrigez le texte du document.")
    if written == " ".join(one.said.split()):
        raise Refused("La phrase corrigée : elle est restée la même. Rien n’est changé.")

    def corrected(document: LocalDocument) -> dict[str, object]:
        if one.said not in document.text:
            raise Refused("Cette phrase n’est plus dans le document : quelqu’un l’a corrigée. Rien n’est changé.", 409)
        typed = document.model_copy(update={"text": document.text.replace(one.said, written, 1)})
        if set(patients_named(typed)) - set(patients_named(document)):
            raise Refused("La phrase corrigée : elle semble identifier un patient. Écrivez-la sans nom ni date.")
        return {"text": typed.text, "given": tuple(dict.fromkeys([*document.given, "text"]))}

    documents.change(desk, visit, one.document, f"document corrigé : {LABELS['text']}", corrected)
    return visit.to("contradictions", "corrige")


_CHANGES = {"dater": _dated, "corriger": _corrected}


def _stands(one: Contradiction, document: LocalDocument, desk: Desk) -> bool:
    """Whether the words are still in the document, and the document still quoted."""
    said = " ".join(bare(one.said).split())
    return not document.is_over(desk.assistant.today()) and all(word in bare(document.text) for word in said.split())


def _to_do(one: Contradiction, document: LocalDocument, visit: Visit) -> str:
    to, link = f"contradictions/{key(one)}", f"{visit.up}gestion/documents/{document.id}"
    last, anchor = _typed(one, visit, "dernier"), f"dernier-{key(one)}"
    dated = field("dernier", LABELS["valid_to"], last, kind="date", more="required", anchor=anchor)
    return (
        f"{_told(one, document, visit)}"
        "<p><strong>Elle parle d’une aide, d’un délai ou d’une règle de votre CPTS\u00a0?</strong> Elle sera citée "
        "comme le reste du document, sans «\u00a0Ce document dit autre chose\u00a0». Les réponses sur l’aide nationale "
        f"ne changent pas.</p>{form(visit, to, button('Elle parle de notre CPTS, la citer', 'confirmer'))}"
        "<p><strong>Elle parle de l’aide nationale\u00a0?</strong> Corrigez-la ou retirez le document. Si ce "
        "sont les textes de l’assistant qui se trompent, n’y touchez pas, et prévenez votre installateur.</p>"
        f"{_to_correct(one, document, visit)}"
        f'<p class="am-buttons"><a class="am-button" href="{link}/retirer">Retirer le document…</a></p>'
        f"<details{' open' if last else ''}><summary>Ce document ne vaut plus à partir d’un certain jour</summary>"
        f"{form(visit, to, dated + button('Enregistrer', 'dater'))}</details>"
    )


def _to_correct(one: Contradiction, document: LocalDocument, visit: Visit) -> str:
    """The sentence to write again; of a row of a table, which is not in the text as it reads, the way to the text."""
    if one.said not in document.text:
        to = f"{visit.up}gestion/documents/{document.id}#text"
        return f'<p class="am-buttons"><a class="am-button" href="{to}">Corriger dans le texte…</a></p>'
    anchor, typed = f"phrase-{key(one)}", _typed(one, visit, "phrase")
    told = (
        f'<p class="am-line"><label for="{anchor}">La phrase corrigée</label>'
        f'<textarea id="{anchor}" name="phrase" rows="3" maxlength="1000" required>'
        f"\n{escape(typed or one.said)}</textarea></p>"
    )
    inside = form(visit, f"contradictions/{key(one)}/phrase", told + button("Enregistrer", "corriger"))
    return f"<details{' open' if typed else ''}><summary>Corriger cette phrase</summary>{inside}</details>"


def _typed(one: Contradiction, visit: Visit, name: str) -> str:
    """What was typed of a sentence in a form that comes back."""
    return visit.form.get(name, "") if visit.path.get("key") == key(one) else ""


def _done(one: Contradiction, document: LocalDocument, visit: Visit) -> str:
    back = form(visit, f"contradictions/{key(one)}", button("Remettre à relire", "relire"))
    return f'{_told(one, document, visit)}<p class="am-row__more">Citée comme le reste du document.</p>{back}'


def _told(one: Contradiction, document: LocalDocument, visit: Visit) -> str:
    where = f", «\u00a0{text(one.heading)}\u00a0»" if one.heading else ""
    return (
        f'<p class="am-row__title"><a href="{visit.up}gestion/documents/{document.id}">{text(document.title)}</a>'
        f"{where}</p><p>Le document dit\u00a0: «\u00a0{text(one.said)}\u00a0»</p><p>{text(texts_say(one))}</p>"
    )


_OF_WHO_PAYS = (
    "Cette phrase ou son titre nomme l’Assurance Maladie : elle ne parle pas de votre CPTS. Corrigez-la ci-dessous."
)
