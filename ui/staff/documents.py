"""Documents of the staff: the list, one of them to correct, replace or remove."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from starlette.responses import Response

import french
from corpus.local import FOLDER, LocalDocument, LocalDocuments, read_local, remove_local, save_local
from rag import store
from rag.files import shown
from rules.regimes import REGIMES
from ui.staff import deposits, facts, meanwhile, reading
from ui.staff.desk import Desk, Refused, Visit
from ui.staff.markup import area, button, form, hidden, items, page, refusal, text

MOST = 500  # documents: each is compared with every question
TYPES = ".pdf,.docx,.xlsx,.csv,.html,.htm,.md,.txt"
LONGEST = 300_000  # letters of a text that is corrected here


def known(desk: Desk) -> LocalDocuments:
    """Return the documents as they are on disk now, and what is wrong with those that cannot be read."""
    return read_local(desk.settings.data_dir / FOLDER, REGIMES.keys())


def find(desk: Desk, id_: str) -> LocalDocument:
    """Return one document. Raises Refused when there is none of that id."""
    for document in known(desk).documents:
        if document.id == id_:
            return document
    raise Refused("Ce document n’existe plus : quelqu’un l’a peut-être retiré.", 404)


def listing(desk: Desk, visit: Visit, refused: str = "", status: int = 200) -> Response:
    """Return the documents, what waits for somebody to agree, and where to drop another."""
    found = known(desk)
    waiting = "".join(
        f'<li><a href="{visit.up}gestion/depots/{deposit.token}">{text(deposit.document.title)}</a> '
        f'<span class="am-muted">{text(deposit.file.name)}</span></li>'
        for deposit in deposits.waiting(desk)
    )
    unread = items((text(problem) for problem in found.problems), classes="am-list am-missing")
    latest = sorted(found.documents, key=lambda one: (one.added_on, one.id), reverse=True)
    rows = "".join(_row(document, visit, desk.assistant.today()) for document in latest)
    body = (
        f"{refusal(refused)}{_drop(visit)}"
        f"{f'<h2>En attente de votre accord</h2><ul class=am-list>{waiting}</ul>' if waiting else ''}{unread}"
        f"<h2>Vos documents ({len(found.documents)})</h2>"
        f"{f'{_SHOWN}<ul class=am-rows>{rows}</ul>' if rows else '<p>Aucun document pour l’instant.</p>'}"
    )
    return page(desk, visit, "Documents", body, here="documents", status=status)


def give(desk: Desk, visit: Visit) -> Response:
    """Take a file, read it, and lead to what was read: nothing is added yet."""
    replaces = visit.form.get("remplace", "")
    if replaces:
        find(desk, replaces)
    try:
        if visit.file is None or not visit.file.filename:
            raise Refused("Aucun fichier choisi. Choisissez-en un, puis recommencez.")
        if len(known(desk).documents) >= MOST:
            raise Refused(f"Il y a déjà {MOST} documents : retirez ceux qui ne servent plus.")
        with deposits.one_at_a_time():
            deposit = deposits.take(desk, visit.file.filename, visit.file.file, replaces)
    except Refused as refused:
        named = visit.file.filename if visit.file and visit.file.filename else ""
        spelt = shown(named[-80:])
        reason = f"{spelt} : {refused.reason}" if named else refused.reason
        return listing(desk, visit, f"{reason} Rien n’a été ajouté.", refused.status)
    return visit.to(f"depots/{deposit.token}")


def one(desk: Desk, visit: Visit, refused: Refused | None = None) -> Response:
    """Return a document: what was read of it, and how to correct, replace or remove it."""
    document = find(desk, visit.path["id"])
    now = _shown(document)
    told = {**now, **visit.form}
    editable = (
        area("text", "Texte", told["text"], hint=_OF_THE_TEXT, rows=16, most=LONGEST)
        if len(document.text) <= LONGEST
        else ""
    )
    typed = document.model_copy(update={name: told[name] for name in ("title", "text")})
    editable += reading.patients(typed, told) if refused else ""  # each sentence is judged: not at every look
    link, kept = f"documents/{document.id}", meanwhile.mark(visit, now, refused)
    seen = hidden({_SEEN: _remarks(document)}) + button("J’ai vérifié")
    checked = form(visit, f"{link}/verifier", seen) if document.to_check() else ""
    body = (
        f"{refusal(refused.reason if refused else '')}{reading.read(document)}<h2>Ce qui n’a pas été lu</h2>"
        f"{reading.not_read(document) or '<p>Aucun compte rendu de lecture.</p>'}{checked}"
        f"<h2>Corriger</h2>{form(visit, link, kept + facts.form(told) + editable + button('Enregistrer', main=True))}"
        "<h2>Remplacer</h2><p>Donnez la nouvelle version. Vous verrez ce qui en est lu avant de confirmer.</p>"
        f"{_drop(visit, document.id)}"
        f'<h2>Retirer</h2><p><a class="am-button" href="{visit.up}gestion/{link}/retirer">Retirer ce document…</a></p>'
    )
    return page(desk, visit, document.title, body, here="documents", status=refused.status if refused else 200)


def correct(desk: Desk, visit: Visit) -> Response:
    """Keep what somebody corrected; a next version of the file will not undo it."""
    document = find(desk, visit.path["id"])
    try:
        fields = facts.read(visit.form, desk.assistant.today())
        if "text" in visit.form:
            fields["text"] = visit.form["text"].replace("\r\n", "\n").strip()
            if not 0 < len(fields["text"]) <= LONGEST:
                raise Refused("Texte : il est vide ou trop long. Pour retirer le document, voyez plus bas.")
        changed = {name: value for name, value in fields.items() if value != getattr(document, name)}
        if not changed:
            return visit.to(f"documents/{document.id}", "inchange")
        if reading.NO_PATIENT not in visit.form and (why := reading.objection_to(document.model_copy(update=changed))):
            raise Refused(why)
        decide(desk, visit, document.id, changed)
    except Refused as refused:
        return one(desk, visit, refused)
    return visit.to(f"documents/{document.id}", "corrige")


def decide(desk: Desk, visit: Visit, id_: str, fields: Mapping[str, Any]) -> None:
    """Keep what somebody decided of a document; a next version of the file will not undo it. Raises Refused."""

    def decided(document: LocalDocument) -> Mapping[str, Any]:
        meanwhile.check(visit, _shown(document), facts.LABELS)
        return {**fields, "given": tuple(dict.fromkeys([*document.given, *fields]))}

    what = f"document corrigé : {', '.join(facts.LABELS[name] for name in fields)}"
    change(desk, visit, id_, what, decided)


def change(
    desk: Desk, visit: Visit, id_: str, what: str, changed: Callable[[LocalDocument], Mapping[str, Any]]
) -> None:
    """Write what ``changed`` makes of a document, nobody else writing meanwhile, and ``what`` was done."""
    folder = desk.settings.data_dir / FOLDER
    with store.exclusive(folder, wait=True):
        document = find(desk, id_)
        update = changed(document)
        desk.audit.add(visit.session.name, what, document.id)
        save_local(folder, document.model_copy(update=update))


def _shown(document: LocalDocument) -> dict[str, str]:
    """What the form shows of a document."""
    return {**facts.typed(document), "text": document.text}


def check(desk: Desk, visit: Visit) -> Response:
    """Keep that somebody has seen what was not read: it waits for nobody any more."""

    def checked(document: LocalDocument) -> Mapping[str, Any]:
        if visit.form.get(_SEEN) != _remarks(document):  # of a version given since
            raise Refused(_READ_ANEW, 409)
        return {"checked": True}

    try:
        change(desk, visit, visit.path["id"], "lecture vérifiée", checked)
    except Refused as refused:
        return one(desk, visit, refused)
    return visit.to(f"documents/{visit.path['id']}", "verifie")


def _remarks(document: LocalDocument) -> str:
    """Return the fingerprint of what its reading remarked."""
    remarks = document.report.remarks if document.report else ()
    return meanwhile.fingerprint({f"{number}": remark.told() for number, remark in enumerate(remarks)})


def leave(desk: Desk, visit: Visit) -> Response:
    """Ask whether a document is to be removed."""
    document = find(desk, visit.path["id"])
    link = f"documents/{document.id}"
    body = (
        f"<p>«\u00a0{text(document.title)}\u00a0» cessera d’être cité dans les cinq secondes. Le texte lu est effacé"
        "\u00a0: gardez le fichier d’origine si vous voulez le redonner un jour.</p>"
        + form(visit, f"{link}/retirer", f'<p class="am-buttons">{button("Retirer", main=True)}'
        f'<a class="am-button" href="{visit.up}gestion/{link}">Garder</a></p>')
    )  # fmt: skip
    return page(desk, visit, "Retirer ce document\u202f?", body, here="documents")


def remove(desk: Desk, visit: Visit) -> Response:
    """Remove a document."""
    document = find(desk, visit.path["id"])
    folder = desk.settings.data_dir / FOLDER
    desk.audit.add(visit.session.name, "document retiré", document.id)
    with store.exclusive(folder, wait=True):
        remove_local(folder, document.id)
    return visit.to("documents", "retire")


def _drop(visit: Visit, replaces: str = "") -> str:
    kept = hidden({"remplace": replaces}) if replaces else ""
    told = "" if replaces else "<h2>Ajouter un document</h2>"
    hint = "PDF, Word, Excel, CSV, page web, Markdown ou texte, 50 Mo au plus. N’ajoutez rien qui parle d’un patient."
    inside = (
        f'{kept}<p class="am-line am-drop"><label for="fichier">Fichier</label>'
        f'<span class="am-muted" id="fichier-aide">{hint}</span>'
        f'<input type="file" id="fichier" name="fichier" accept="{TYPES}" required aria-describedby="fichier-aide"></p>'
        f"{button('Lire ce fichier', main=True)}"
    )
    return told + form(visit, "documents", inside, takes_a_file=True, name="Donner un fichier")


def _row(document: LocalDocument, visit: Visit, today: date) -> str:
    report = document.report
    unread = [remark.told() for remark in document.to_check()]
    published = french.partial_day(document.published) if document.published else "sans date"
    told = [
        document.publisher or "Éditeur inconnu",
        published,
        report.told() if report else "",
        f"ajouté le {french.short_day(document.added_on)}",
    ]
    return (
        f'<li class="am-row"><p class="am-row__title"><a href="{visit.up}gestion/documents/{document.id}">'
        f'{text(document.title)}</a></p><p class="am-source__meta"><span>{_joined(told)}</span></p>'
        f"{_line('N’est plus cité : son dernier jour est passé.') if document.is_over(today) else ''}"
        f"{''.join(map(_line, unread))}</li>"
    )


def _joined(told: Iterable[str]) -> str:
    return " · ".join(text(words) for words in told if words)


def _line(words: str) -> str:
    return f'<p class="am-row__more">{text(words)}</p>'


_SEEN = "remarques"  # fingerprint of those that the page showed
_READ_ANEW = (
    "Ce document a été lu de nouveau depuis que vous avez ouvert cette page : rien n’est enregistré. Voyez ci-dessous "
    "ce qui n’a pas été lu, puis confirmez."
)
_SHOWN = (
    "<p>Les médecins les lisent sous «\u00a0Document de votre CPTS, à confirmer\u00a0»\u00a0: ce ne sont pas des "
    "textes officiels. Vous n’avez rien à confirmer ici.</p>"
)
_OF_THE_TEXT = "Tel qu’il sera cité. Les titres commencent par #, les lignes des tableaux par |."
