"""Asking one question of the bank to anything that answers: a request as a dict in, the answer as a dict out."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from eval.bank import Question
from eval.metrics import Verbatim, grade
from eval.retrieval import Ranked
from eval.summary import Case

Json = dict[str, Any]
Ask = Callable[[Json], Json]


@dataclass(frozen=True, slots=True)
class Product:
    """What is evaluated. Without ``verbatim`` quotes are not graded, without ``ranked`` search is not."""

    ask: Ask
    verbatim: Verbatim | None = None  # `eval.reading.verbatim_in`
    ranked: Ranked | None = None  # `eval.retrieval.ranked_by`
    alone: Ask | None = None  # `eval.naive.alone`: the same corpus without the rules, to compare with


def answered(product: Product, question: Question) -> Case:
    """Ask the earlier turns for real, then the question; grade what comes back."""
    history: list[Json] = []
    for turn in question.history:
        reply = _asked(product.ask, question, turn, history)
        history += [{"role": "user", "content": turn}, {"role": "assistant", "content": reply.get("text") or "…"}]
    start = time.perf_counter()
    answer = _asked(product.ask, question, question.question, history)
    seconds = time.perf_counter() - start
    ranks = product.ranked(question) if product.ranked else None
    return Case(question, answer, grade(question, answer, product.verbatim), seconds, ranks)


def _asked(ask: Ask, question: Question, text: str, history: list[Json]) -> Json:
    """Ask one turn. What fails is an answer too: the run goes on and the case shows why."""
    request: Json = {"question": text, "history": list(history), "as_of": question.as_of.isoformat(), "id": question.id}
    if question.profile:
        request["profile"] = question.profile
    try:
        answer = ask(request)
    except Exception as error:  # noqa: BLE001 - whatever fails in the product is this case's failure, not the run's
        return {"kind": "error", "text": "", "error": f"{type(error).__name__}: {error}"}
    if "error" in answer:
        return {"kind": "error", "text": "", **answer}
    return answer
