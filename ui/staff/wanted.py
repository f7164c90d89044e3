"""A question of doctors made one of the evaluation: the staff say what its answer must hold, in a form.

It is kept in their folder of questions, AM_QUESTIONS_DIR, as ``eval --bank`` reads it; without one, shown to be sent.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any

import yaml

from assistant.answer import Kind
from assistant.reading.privacy import personal_data
from french import HARD
from french.failures import why
from rag import store
from ui.drafts import expecting
from ui.journal import anonymous
from ui.staff.desk import Desk, Refused, Visit, save
from ui.staff.markup import area, button, choices, form, hidden

FILE = "gestion.yaml"  # in their folder: other files there are written by hand, and left alone
_KINDS: dict[str, str] = {
    Kind.FIGURE: "Un chiffre ou une date", Kind.ELIGIBILITY: "Oui, non, ou ce n’est pas établi",
    Kind.EXPLANATION: "Une explication, ou un passage d’un document", Kind.CLARIFICATION: "Une question en retour",
    Kind.OUT_OF_SCOPE: "Rien\u00a0: elle est hors du sujet",
}  # fmt: skip
_MOST = 10  # words or amounts


def fields(visit: Visit, question: str) -> str:
    """Return the form that says what the answer must hold."""
    told = {"texte": question, "sorte": "", "dit": "", "tait": "", **visit.form}
    inside = (
        f"{hidden({'question': question})}{area('texte', 'Question', told['texte'], hint=_ITS_TEXT, rows=3)}"
        f"{choices('sorte', 'Sorte de réponse attendue', _KINDS, told['sorte'])}"
        f"{area('dit', _LABELS['dit'], told['dit'], hint=_HINT)}"
        f"{area('tait', _LABELS['tait'], told['tait'], hint='Facultatif. Un par ligne.')}"
        f"{button('Garder cette question', 'garder', main=True)}"
    )
    return (
        "<h2>En faire une question d’évaluation</h2><p>L’évaluation la posera à chaque changement, et dira si la "
        f"réponse contient toujours ce que vous attendez.</p>{form(visit, 'questions/une', inside)}"
    )


def read(told: Mapping[str, str], note: str) -> dict[str, Any]:
    """Return the question as the evaluation reads it. Raises Refused, naming the field and what was expected."""
    question = anonymous(told.get("texte", ""), reread=True)
    if not question:
        raise Refused("Question : elle est vide, ou identifie une personne. Écrivez-la sans nom, date ni numéro.")
    if told.get("sorte") not in _KINDS:
        raise Refused("Sorte de réponse attendue : choisissez-en une.")
    said, unsaid = (_patterns(told.get(name, ""), label) for name, label in _LABELS.items())
    if not said and told["sorte"] != Kind.OUT_OF_SCOPE:
        raise Refused("Ce que la réponse doit dire : écrivez un mot ou un montant, comme 38 000 €.")
    wanted = {"kind": told["sorte"], "must_say": said, "must_not_say": unsaid}
    return expecting(question, note, {name: value for name, value in wanted.items() if value})


def keep(desk: Desk, visit: Visit, folder: Path, entry: Mapping[str, Any]) -> None:
    """Add a question to the folder of the staff, in place of the same one. Raises Refused."""
    file = folder / FILE
    try:
        with store.exclusive(desk.folder, wait=True):  # the file is read, then replaced: nobody else may in between
            known = (yaml.safe_load(file.read_text("utf-8")) or {}) if file.is_file() else {}
            others = [one for one in known.pop("train", None) or [] if one["id"] != entry["id"]]
            desk.audit.add(visit.session.name, "question gardée pour l’évaluation")
            save(file, _written(*others, entry, **known))
    except OSError as error:
        raise Refused(f"{file} : {why(error)}. Rien n’a été enregistré.") from None
    except (yaml.YAMLError, UnicodeError, AttributeError, TypeError, KeyError):
        raise Refused(f"{file} : attendu des questions sous « train ». Corrigez ce fichier ou retirez-le.") from None


def to_send(entry: Mapping[str, Any]) -> str:
    """Return the question to be copied, where no folder is set to keep it in."""
    return (
        '<div class="am-missing"><p>Aucun dossier ne garde vos questions (<code>AM_QUESTIONS_DIR</code>)\u00a0: copiez '
        "ce texte et envoyez-le à votre installateur.</p></div>"
        '<p class="am-line"><label for="question-ecrite">Question, à copier</label>'
        f'<textarea id="question-ecrite" rows="10" readonly>\n{escape(_written(entry))}</textarea></p>'
    )


def _written(*entries: Mapping[str, Any], **others: Any) -> str:
    """A file of questions of the evaluation."""
    return yaml.safe_dump(
        {**others, "train": [dict(entry) for entry in entries]}, allow_unicode=True, sort_keys=False, width=120
    )


def _patterns(told: str, label: str) -> list[str]:
    """The lines of a field, as the evaluation looks for them: whatever the spaces and apostrophes."""
    lines = [" ".join(line.split()).replace("’", "'") for line in told.splitlines()]
    found = [re.escape(line).replace("\\ ", " ") for line in lines if line]
    if personal_data(told) is not None:
        raise Refused(f"{label} : cela identifie une personne. Écrivez-le sans nom, date ni numéro.")
    if len(found) > _MOST:
        raise Refused(f"{label} : {_MOST} lignes au plus.")
    return found


_LABELS = {"dit": "Ce que la réponse doit dire", "tait": "Ce qu’elle ne doit pas dire"}
_HINT = f"Un mot ou un montant par ligne, comme 38{HARD}000{HARD}€."
_ITS_TEXT = "Elle restera après la fin du journal : retirez ce qui n’a pas à être gardé."
