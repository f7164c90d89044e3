"""A file that was read: what was read, what would be quoted, then added, or not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from starlette.responses import Response

import french
from assistant.answer import Part
from corpus.local import LocalDocument
from rag.adding import AddingReport, same_title
from rag.reading.text import ReadError
from ui.markup import block, blocks, inline
from ui.staff import deposits, documents, facts, reading, trial
from ui.staff.deposits import Deposit
from ui.staff.desk import Desk, Refused, Visit
from ui.staff.differing import texts_say
from ui.staff.markup import button, choices, field, form, hidden, page, refusal, text


def look(desk: Desk, visit: Visit, refused: Refused | None = None) -> Response:
    """Return what was read of a file, what would be quoted for three questions, and the form that adds it."""
    deposit = deposits.find(desk, visit.path["token"])
    told = {**_first(desk, deposit), **visit.form}
    before = _candidates(desk, deposit)
    chosen = told.get("remplace") or (deposit.replaces if deposit.replaces in {one.id for one in before} else "")
    asked, found = _asked(desk, deposit, chosen if chosen != _NONE else "", visit.form)
    inside = (
        f"<h2>Ce que je citerais</h2>{_questions(asked)}{_tried(found)}"
        f"<h2>Ajouter</h2>{_which(before, chosen)}{facts.form(told)}{reading.patients(deposit.document, told)}"
        f'<p class="am-buttons">{button(_verb(chosen), "ajouter", main=True)}'
        f"{button('Abandonner', 'abandonner', ask=False)}</p>"
    )
    body = (
        f"{refusal(refused.reason if refused else '')}<p>Rien n’est ajouté tant que vous ne confirmez pas.</p>"
        f"<h2>Ce que j’ai lu</h2>{reading.read(deposit.document)}"
        f"<h2>Ce que je n’ai pas lu</h2>{reading.not_read(deposit.document)}"
        f"{form(visit, f'depots/{deposit.token}', inside)}"
    )
    title = f"Vérifier «\u00a0{deposit.file.name}\u00a0»"
    return page(desk, visit, title, body, here="documents", status=refused.status if refused else 200)


def act(desk: Desk, visit: Visit) -> Response:
    """Do what was asked of a file that waits: try other questions, add it, or forget it."""
    action = visit.form.get("action", "")
    if action == "essayer":
        return look(desk, visit)
    deposit = deposits.find(desk, visit.path["token"])
    if action == "abandonner":
        deposits.drop(desk, deposit)
        return visit.to("documents", "abandonne")
    try:
        return _added(desk, visit, deposit)
    except Refused as refused:
        return look(desk, visit, refused)


def _added(desk: Desk, visit: Visit, deposit: Deposit) -> Response:
    fields, shown = facts.read(visit.form, desk.assistant.today()), _shown_first(desk, deposit)
    replaces = visit.form.get("remplace", _NONE)
    before = documents.find(desk, replaces) if replaces != _NONE else None
    given = {name: value for name, value in fields.items() if value != getattr(shown, name)}
    if before and "text" in before.given:
        given["text"] = deposit.document.text  # the one that was just shown
    with deposits.one_at_a_time():
        try:
            how = deposits.adding(desk, given, before.id if before else "", checked=reading.NO_PATIENT in visit.form)
            report = how.add([str(deposit.file)])
        except ReadError as error:
            raise Refused(str(error)) from None
    _check(report)
    deposits.drop(desk, deposit)
    if report.unchanged:
        return visit.to(f"documents/{report.unchanged[0].id}", "inchange")
    (document,) = report.added or report.updated
    desk.audit.add(visit.session.name, "document remplacé" if before else "document ajouté", document.id)
    return visit.to(f"documents/{document.id}", "remplace" if before else "ajoute")


def _check(report: AddingReport) -> None:
    if report.refused:
        raise Refused(report.refused[0][1])
    if report.duplicates:
        twin = report.duplicates[0][1]
        raise Refused(f"Ce document est déjà là, mot pour mot : « {twin.title} ». Rien n’a été ajouté.", 409)


def _first(desk: Desk, deposit: Deposit) -> dict[str, str]:
    return facts.typed(_shown_first(desk, deposit))


def _asked(
    desk: Desk, deposit: Deposit, replaces: str, told: Mapping[str, str]
) -> tuple[list[str], trial.Trial | None]:
    """The questions, and what was found: those of the form, at first those that the document answers.

    Nothing is found until the index is open.
    """
    typed = [told.get(f"question{number}") for number in range(1, trial.QUESTIONS + 1)]
    suggested = typed[0] is None
    asked = trial.suggested(deposit.document) if suggested else [(one or "").strip()[: trial.LONGEST] for one in typed]
    if not desk.assistant.ready:
        return asked[: trial.QUESTIONS], None
    found = trial.tried(desk, deposit.document, deposit.file.parent / "read", replaces, list(filter(None, asked)))
    if not suggested:
        return asked, found
    found = trial.answering(found)
    return [one.question for one in found.said], found


def _shown_first(desk: Desk, deposit: Deposit) -> LocalDocument:
    """What the form shows at first: what was read, and what somebody decided of the document it replaces."""
    if not deposit.replaces:
        return deposit.document
    before = documents.find(desk, deposit.replaces)
    kept = {name: getattr(before, name) for name in before.given if name in facts.FIELDS}
    return deposit.document.model_copy(update=kept)


def _candidates(desk: Desk, deposit: Deposit) -> list[LocalDocument]:
    """The documents it may be a new version of: the one that was named, and those of the same title."""
    found = documents.known(desk).documents
    return [one for one in found if one.id == deposit.replaces or same_title(one, deposit.document)]


def _which(before: Sequence[LocalDocument], chosen: str) -> str:
    if not before:
        return hidden({"remplace": _NONE})
    options = {one.id: f"Oui, il remplace « {one.title} » ({_dated(one)}){_kept(one)}" for one in before}
    legend = "Un document porte déjà ce titre. En est-ce la nouvelle version ?"
    return choices("remplace", legend, {**options, _NONE: "Non, il s’y ajoute"}, chosen)


def _dated(document: LocalDocument) -> str:
    published = french.partial_day(document.published) if document.published else "sans date"
    return f"{published}, ajouté le {french.short_day(document.added_on)}"


def _kept(document: LocalDocument) -> str:
    """What stays as somebody decided it, unless it is changed in the form."""
    told = french.listed([f"« {facts.LABELS[name]} »" for name in document.given if name in facts.FIELDS])
    return f" ; ce que vous aviez corrigé est gardé : {told}" if told else ""


def _verb(chosen: str) -> str:
    return "Remplacer" if chosen and chosen != _NONE else "Ajouter"


def _questions(asked: Sequence[str]) -> str:
    lines = "".join(
        field(f"question{number}", f"Question {number}", question, more=f'maxlength="{trial.LONGEST}"')
        for number, question in enumerate([*asked, *[""] * trial.QUESTIONS][: trial.QUESTIONS], 1)
    )
    hint = "Écrivez trois questions qu’un médecin poserait."
    return f'<p class="am-muted">{hint}</p>{lines}{button("Essayer ces questions", "essayer", ask=False)}'


def _tried(found: trial.Trial | None) -> str:
    if found is None:
        told = "L’essai attend que l’index soit ouvert (voyez la page État). Rechargez cette page dans une minute."
        return f'<p class="am-missing">{told}</p>'
    said = "".join(map(_said, found.said)) or f'<p class="am-missing">{_NOT_QUOTED}</p>'
    part = "" if found.whole else "<p>Essai fait sur le début du document\u202f; le reste sera cherché aussi.</p>"
    return f'<div class="am-tried" aria-live="polite">{said}{part}</div>{_differs(found)}'


def _said(said: trial.Said) -> str:
    quoted = "".join(map(_framed, said.quoted))
    none = '<p class="am-missing">Ce document ne serait pas cité.</p>'
    first = f'<p class="am-muted">La réponse commence par\u00a0: {inline(said.first)}</p>' if said.first else ""
    return f"<h3>{text(said.question)}</h3>{first}{quoted or none}"


def _framed(part: Part) -> str:
    """The words of a document as doctors see them."""
    said = "".join(map(block, blocks(part.text)))
    state = " am-local--differs" if part.differs else ""
    return (
        f'<div class="am-local{state}"><p class="am-local__title">{inline(part.title)}</p>'
        f'<blockquote>{said}</blockquote><p class="am-local__origin">{inline(part.origin)}</p></div>'
    )


def _differs(found: trial.Trial) -> str:
    title = "<h2>Ce qu’il dit autrement que les textes</h2>"
    if found.contradictions is None:
        return f"{title}<p>Ce document est long\u00a0: il sera comparé aux textes une fois ajouté.</p>"
    if not found.contradictions:
        return f"{title}<p>Aucune phrase comprise sûrement ne contredit les textes. Relisez-le vous-même.</p>"
    rows = "".join(
        f"<li>Le document dit\u00a0: «\u00a0{text(one.said)}\u00a0» {text(texts_say(one))}</li>"
        for one in found.contradictions
    )
    return (
        f'{title}<ul class="am-list">{rows}</ul><p class="am-missing">Ces phrases seraient montrées sous '
        "«\u00a0Ce document dit autre chose\u00a0», après la réponse, ou laissées de côté.</p>"
    )


_NONE = "aucun"
_NOT_QUOTED = "Aucune question tirée de ses titres ne le ferait citer. Écrivez les vôtres, puis essayez-les."
