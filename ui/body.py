"""The body of an answer: its parts in order, each dressed as what it is."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.answer import Part, PartKind, ShownReason
from ui.markup import badge, block, blocks, icon, inline, listed, section, table

_MET = {
    True: ("is-met", "yes", "Condition remplie"),
    False: ("is-unmet", "no", "Condition non remplie"),
    None: ("is-open", "open", "À vérifier"),
}
CHANGES = "Ce qui changerait la réponse"
UNKNOWNS = "Ce que nos sources n’établissent pas"
_ELSEWHERE = (PartKind.PROVENANCE, PartKind.NEXT_QUESTION, PartKind.LOCAL)
_WHOM = "Votre délégué de l’Assurance Maladie ou votre CPAM peuvent vous le préciser."
_ADVISERS = ("délégué", "CPAM", "ameli", "OPCO", "Urssaf", "URPS", "comptable", "convention collective")


def body(parts: Iterable[Part]) -> list[str]:
    """Return the parts that follow the first sentence.

    Sources, dates, the question back and the documents of the staff have their own places.
    """
    return [shown for part in parts if (shown := _part(part))]


def _part(part: Part) -> str:
    if part.kind in _ELSEWHERE:
        return ""
    if part.table:
        return table(part.table.caption, part.table.columns, part.table.rows)
    if part.kind is PartKind.CHANGES and part.items:
        return changes(part.items)
    if part.kind is PartKind.UNKNOWNS and part.items:
        return not_established(part.items)
    if part.reasons:
        return reasons(part.reasons)
    return _told(part)


def _told(part: Part) -> str:
    text = f"{part.title} {part.text}".strip() if part.kind is PartKind.LEAD else part.text
    points = [inline(item) for item in part.items]
    list_ = f"<p>{points[0]}</p>" if len(points) == 1 else listed(points)  # one point is no list
    said = "".join(filter(None, [list_, *map(block, blocks(text))]))
    if part.kind is PartKind.READINGS and part.title:  # without one, they are the answer
        return f'<details class="am-readings"><summary>{inline(part.title)}</summary>{said}</details>'
    return section(inline(part.title), said) if part.title and part.kind is not PartKind.LEAD else said


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
    return section(CHANGES, listed([inline(text) for text in texts]))


def not_established(texts: list[str]) -> str:
    """Return what no source gives, and who knows."""
    if not texts:
        return ""
    items = "".join(f'<li class="is-open">{icon("open", "Non établi")}<p>{inline(text)}</p></li>' for text in texts)
    told = any(adviser in text for text in texts for adviser in _ADVISERS)
    whom = "" if told else f'<p class="am-muted">{_WHOM}</p>'
    return (
        f'<div class="am-open"><h3 class="am-open__title">{icon("open")}{UNKNOWNS}</h3>'
        f'<ul class="am-reasons">{items}</ul>{whom}</div>'
    )
