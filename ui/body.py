"""The body of an answer: its text in order, each part dressed as what it is; then what only the fields carry."""

from __future__ import annotations

import re
from collections.abc import Mapping

from assistant.answer import Answer, Kind, ShownReason
from ui.markup import badge, block, icon, inline, listed, section, table

_MET = {
    True: ("is-met", "yes", "Condition remplie"),
    False: ("is-unmet", "no", "Condition non remplie"),
    None: ("is-open", "open", "À vérifier"),
}
_MARKS = {"✓": True, "✗": False, "?": None}
_WHOM = "Votre délégué de l’Assurance Maladie ou votre CPAM peuvent vous le préciser."
_ADVISERS = ("délégué", "CPAM", "ameli", "OPCO", "Urssaf", "URPS", "comptable", "convention collective")


def body(answer: Answer, texts: list[str]) -> list[str]:
    """Return the parts that follow the first sentence. Sources, dates and the question back have their own places."""
    known = {_plain(reason.text): reason for reason in answer.reasons}
    parts, heading = [], ""
    for text in texts:
        if text.startswith(("*Règles ", "*Source")) or (answer.next_question and text.startswith(answer.next_question)):
            continue
        if re.fullmatch(r"\*\*[^*]+\*\*", text):
            heading = text.strip("*")
            continue
        parts.append(_part(text, heading, known))
        heading = ""
    fields = _fields(answer, _plain(answer.text))
    return fields + parts if answer.kind is Kind.FIGURE or answer.verdict else parts + fields


def _part(text: str, heading: str, known: Mapping[str, ShownReason]) -> str:
    if text.startswith("|"):
        rows = [[cell.strip() for cell in line.strip(" |").split("|")] for line in text.splitlines()]
        return table(heading, rows[0], [row for row in rows[1:] if not set("".join(row)) <= set("-: ")])
    items = [line.removeprefix("- ") for line in text.splitlines()]
    if _plain(heading) == "cequinestpasétabli":
        return not_established(items)
    if all(item[:2] in {f"{mark} " for mark in _MARKS} for item in items):
        return reasons([_reason(item, known) for item in items])
    return section(inline(heading), block(text)) if heading else block(text)


def _reason(item: str, known: Mapping[str, ShownReason]) -> ShownReason:
    text = item[2:]
    return known.get(_plain(text)) or ShownReason(id="", met=_MARKS[item[0]], text=text)


def _fields(answer: Answer, told: str) -> list[str]:
    """Return what the text does not say."""
    parts = [reasons([reason for reason in answer.reasons if _plain(reason.text) not in told])]
    if answer.table and "\n|" not in answer.text:
        parts.append(table(answer.table.caption, answer.table.columns, answer.table.rows))
    parts += [block(note) for note in answer.notes if _plain(note) not in told]
    parts.append(changes([text for text in answer.changes if _plain(text) not in told]))
    parts.append(not_established([text for text in answer.not_established if _plain(text) not in told]))
    return parts


def _plain(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def reasons(conditions: list[ShownReason]) -> str:
    """Return the conditions of a yes or a no: met, not met, to be checked."""
    if not conditions:
        return ""
    met = [reason for reason in conditions if reason.met]
    if len(conditions) > 5 and 2 < len(met) < len(conditions):
        others = [reason for reason in conditions if not reason.met]
        return f"{reasons(others)}<details><summary>{len(met)} conditions remplies</summary>{_graded(met)}</details>"
    return _graded(conditions)


def _graded(conditions: list[ShownReason]) -> str:
    items = []
    for reason in conditions:
        state, sign, label = _MET[reason.met]
        items.append(
            f'<li class="{state}">{icon(sign, label)}<p>{inline(reason.text)}</p>{badge(reason.standing)}</li>'
        )
    return f'<ul class="am-reasons am-reasons--graded">{"".join(items)}</ul>'


def changes(texts: list[str]) -> str:
    """Return the smallest changes that would turn the answer."""
    return section("Ce qui changerait la réponse", listed([inline(text) for text in texts]))


def not_established(texts: list[str]) -> str:
    """Return what no source gives, and who knows."""
    if not texts:
        return ""
    items = "".join(f'<li class="is-open">{icon("open", "Non établi")}<p>{inline(text)}</p></li>' for text in texts)
    told = any(adviser in text for text in texts for adviser in _ADVISERS)
    whom = "" if told else f'<p class="am-muted">{_WHOM}</p>'
    return (
        f'<div class="am-open"><h3 class="am-open__title">{icon("open")}Ce que nos sources n’établissent pas</h3>'
        f'<ul class="am-reasons">{items}</ul>{whom}</div>'
    )
