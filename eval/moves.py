"""The answers that are not the same on two days: what an amendment moves, in the questions people ask."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from eval.asking import Product, answered
from eval.bank import Question


def moves(product: Product, questions: Iterable[Question], day: date, other: date) -> Iterator[str]:
    """Yield, in French, each question without a day of its own whose answer differs from ``day`` to ``other``."""
    for question in questions:
        if "as_of" in question.model_fields_set:
            continue
        before, after = (answered(product, question.on(asked)).answer for asked in (day, other))
        if _says(before) != _says(after):
            yield f"`{question.id}`\u00a0: {_first(before)} → {_first(after)}"


def _says(answer: dict[str, Any]) -> tuple[object, ...]:
    figures = [(figure["label"], figure["value"], figure["unit"]) for figure in answer.get("figures", [])]
    return answer["kind"], answer.get("verdict"), figures, [reason["text"] for reason in answer.get("reasons", [])]


def _first(answer: dict[str, Any]) -> str:
    """The sentence that answers."""
    return str(answer.get("text", "")).strip().partition("\n")[0]
