"""The bank as tests, one for each question: ``pytest eval -k collective``. Collected only when this folder is named."""

from __future__ import annotations

import pytest

from eval.asking import Product, answered
from eval.bank import QUESTIONS, Question, load


@pytest.mark.parametrize("question", [pytest.param(q, id=f"{q.theme}-{q.id}") for q in load(QUESTIONS)])
def test_question(question: Question, product: Product) -> None:
    """Every check of the question passes."""
    case = answered(product, question)
    failed = [check for check in case.checks if not check.passed]
    if failed and question.split == "held-back":  # not shown: what is held back must not be learnt from
        pytest.fail("held back: " + ", ".join(check.metric for check in failed), pytrace=False)
    if failed:
        told = [f"  {check.metric}: expected {check.expected}\n    given {check.given}" for check in failed]
        asked = "\n".join(f"  — {turn}" for turn in (*question.history, question.question))
        pytest.fail("\n".join([asked, *told, "", str(case.answer.get("text", ""))]), pytrace=False)
