"""What was read of a document, and what was not: shown to whoever added it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import french
from assistant.patients_named import objection, patients_named
from corpus.local import LocalDocument
from rag.tables import cells_of, is_row, is_rule
from rules.regimes import REGIMES
from ui.about.said import facts
from ui.markup import block, blocks, table
from ui.staff.markup import box, items, text

SHOWN = 20_000  # letters of its text
NO_PATIENT = "aucun_patient"  # the box of who has looked
_LOOKED = "J’ai vérifié : rien ici n’identifie un patient"


def read(document: LocalDocument) -> str:
    """Return what a document says of itself, its headings and its text, laid out as it was understood."""
    report = document.report
    headings = [line.lstrip("# ") for line in document.text.splitlines() if line.startswith("#")]
    regimes = french.listed([REGIMES[name].name for name in document.regimes if name in REGIMES]) or "aucun"
    told = facts(
        {
            "Titre": text(document.title),
            "Éditeur": text(document.publisher or "inconnu"),
            "Date": text(french.partial_day(document.published) if document.published else "inconnue"),
            "Texte conventionnel nommé": text(regimes),
            "Lu": text(report.told() if report else "sans compte rendu"),
        }
    )
    parts = "".join(f"<li>{text(heading)}</li>" for heading in headings)
    folded = f"<details><summary>Les titres ({len(headings)})</summary><ul class='am-list'>{parts}</ul></details>"
    cut = document.text[:SHOWN]
    more = '<p class="am-muted">La suite a été lue aussi\u202f; elle n’est pas montrée ici.</p>'
    return (
        f"{told}{folded if headings else ''}<details><summary>Le texte lu</summary>"
        f'<div class="am-read" tabindex="0" role="group" aria-label="Texte lu">{laid_out(cut)}</div>'
        f"{more if len(document.text) > SHOWN else ''}</details>"
    )


def not_read(document: LocalDocument) -> str:
    """Return what was not read or must be checked; what is left aside on purpose comes after."""
    remarks = document.remarks()
    to_check = [text(remark.told()) for remark in document.to_check()]
    seen = [text(remark.told()) for remark in remarks if not remark.expected] if document.checked else []
    left = [text(remark.told()) for remark in remarks if remark.expected]
    if not remarks:
        return "<p>Tout a été lu.</p>" if document.report else ""
    alert = f'<div class="am-missing">{items(to_check)}</div>' if to_check else "<p>Rien n’est à vérifier.</p>"
    alert += f"<p>Vous avez vérifié\u00a0:</p>{items(seen)}" if seen else ""
    aside = f'<p class="am-muted">Pour information\u00a0:</p>{items(left)}' if left else ""
    return alert + aside


def patients(document: LocalDocument, told: Mapping[str, str]) -> str:
    """Return what seems to identify a patient, and the box that says it does not; nothing where nothing does."""
    if not (found := patients_named(document)):
        return ""
    listed = items(f"«\u00a0{text(sentence)}\u00a0»" for sentence in found)
    return (
        '<div class="am-missing"><p>Ces phrases semblent identifier un patient, et tout le monde peut lire un document '
        f"ajouté. Si c’est le cas, corrigez-les d’abord.</p>{listed}</div>"
        f"{box(NO_PATIENT, _LOOKED, ticked=NO_PATIENT in told)}"
    )


def objection_to(document: LocalDocument) -> str:
    """Return why a document is not kept unless the box is ticked; empty where it seems to identify nobody."""
    return objection(document, f"cochez «\u00a0{_LOOKED}\u00a0»")


def laid_out(markdown: str) -> str:
    """Return the text of a document as HTML, its tables as tables."""
    return "".join(_piece(piece) for chunk in blocks(markdown) for piece in _apart(chunk.splitlines()))


def _apart(lines: Iterable[str]) -> Iterable[list[str]]:
    """Split the lines of a block where a table or a heading begins or ends."""
    kept: list[str] = []
    for line in lines:
        if kept and (is_row(line) != is_row(kept[-1]) or line.startswith("#") or kept[-1].startswith("#")):
            yield kept
            kept = []
        kept.append(line)
    yield kept


def _piece(lines: list[str]) -> str:
    if not is_row(lines[0]):
        return block("\n".join(lines)) if any(map(str.strip, lines)) else ""
    rows = [cells_of(line) for line in lines if not is_rule(line)]
    width = max(map(len, rows), default=0)
    filled = [[*row, *([""] * (width - len(row)))] for row in rows]
    if not filled:
        return ""
    columns = [cell or f"Colonne {number}" for number, cell in enumerate(filled[0], 1)]
    return table("", columns, [[row[0] or "—", *row[1:]] for row in filled[1:]])
