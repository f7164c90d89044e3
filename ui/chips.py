"""« Ce que j’ai compris »: each fact an answer uses, with its correction."""

from __future__ import annotations

import json
from html import escape
from typing import Any

from assistant.answer import Answer
from ui import facts
from ui.markup import icon

_FEMININE = {
    "specialty", "patientele_mt", "file_active", "percentile", "zone", "signed_on", "legal_form", "hired_on",
}  # fmt: skip


def chips(answer: Answer, turn: int) -> str:
    """Return the facts that the answer uses, said by the doctor or supposed, each with its correction."""
    shown = "".join(
        _chip(name, value, name in answer.understood, answer, turn) for name, value in facts.shown(answer).items()
    )
    if not shown:
        return ""
    return (
        f'<div class="am-understood"><h3 class="am-h">Ce que j’ai compris</h3><div class="am-chips">{shown}</div></div>'
    )


def _chip(field: str, value: Any, said: bool, answer: Answer, turn: int) -> str:
    label, shown = facts.NAMES.get(field, field.replace("_", " ").capitalize()), facts.readable(field, value)
    if value == answer.dates.today.isoformat():
        shown = f"aujourd’hui, {shown}"
    supposed = f" (supposé{'e' if field in _FEMININE else ''})"
    told = f"<span><span>{escape(label)}{'' if said else supposed}</span> {escape(shown)}</span>"
    if field not in facts.CORRECTED_AS:
        return f'<p class="am-chip am-chip--fixed">{told}</p>'
    written, field = facts.readable(field, value), facts.CORRECTED_AS[field]
    edit = _choices(field, label, value, shown) if field in facts.CHOICES else _typed(field, label, written, turn)
    return (
        f'<details class="am-chip{"" if said else " am-chip--assumed"}"><summary>'
        f'<span class="am-sr">Corriger\u00a0: </span>{told}{icon("edit")}</summary>{edit}'
        f'<p class="am-chip__error" id="r{turn}-error-{field}" data-error="{field}" tabindex="-1" hidden></p></details>'
    )


def _choices(field: str, label: str, value: Any, shown: str) -> str:
    buttons = "".join(
        f'<button type="button" class="am-button" aria-pressed="{str(text == shown or known == value).lower()}" '
        f"data-field=\"{field}\" data-value='{escape(json.dumps(known))}' "
        f'data-label="{escape(label)}">{escape(text)}</button>'
        for text, known in facts.CHOICES[field]
    )
    return f'<div class="am-buttons am-chip__edit" role="group" aria-label="{escape(label)}">{buttons}</div>'


def _typed(field: str, label: str, written: str, turn: int) -> str:
    unit, keyboard = facts.unit(field), ' inputmode="numeric"' if facts.unit(field) else ""
    written = escape(written.removesuffix(unit))
    return (
        f'<p class="am-input am-chip__edit"><label><span class="am-sr">{escape(label)}</span> '
        f'<input value="{written}"{keyboard} aria-describedby="r{turn}-error-{field}"></label>{unit} '
        f'<button type="button" class="am-button" data-field="{field}" data-label="{escape(label)}" '
        f'data-unit="{unit}">Corriger</button></p>'
    )
