"""Questions set before those of the index were written: each finds its paragraph, or is said to have none.

`paragraphs.txt`: the paragraph that answers, or a hyphen where no sheet does, then the question.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assistant.answering import ABOUT_THE_AID
from assistant.explanation import explain
from assistant.service import Assistant
from corpus import written

TODAY = date(2026, 11, 28)
LINES = (Path(__file__).parent / "paragraphs.txt").read_text(encoding="utf-8").splitlines()
ASKED = [(place, question) for place, _, question in (line.partition(" | ") for line in LINES)]
ANSWERED = [(place.split("#", 1), question) for place, question in ASKED if place != "-"]
UNANSWERED = [question for place, question in ASKED if place == "-"]


@pytest.mark.parametrize("place", sorted({f"{sheet}#{heading}" for (sheet, heading), _ in ANSWERED}))
def test_each_paragraph_wanted_is_there(assistant: Assistant, place: str) -> None:
    assert assistant.corpus.paragraph(*place.split("#", 1)) is not None


def test_the_right_paragraph_comes_first(assistant: Assistant) -> None:
    """By words alone, as here: 60 times in 100, among the first five 88 times; 35 and 65 without its questions.

    With the model: 77 and 97 times, instead of 48 and 78.
    """
    ranks = []
    for (sheet, heading), question in ANSWERED:
        wanted = assistant.corpus.paragraph(sheet, heading)
        assert wanted is not None
        hits = assistant.retriever().search(written(question), 5, TODAY)
        found = [(hit.passage.document, hit.passage.heading) for hit in hits]
        ranks.append(found.index((sheet, wanted.heading)) if (sheet, wanted.heading) in found else len(found))
    assert sum(rank == 0 for rank in ranks) >= 0.58 * len(ranks)
    assert sum(rank < 5 for rank in ranks) >= 0.86 * len(ranks)


def test_what_no_sheet_answers_is_said_to_be_so(assistant: Assistant) -> None:
    answered = [
        question
        for question in UNANSWERED
        if explain(question, assistant.retriever(), assistant.corpus, TODAY).answered
    ]
    assert len(answered) <= 0.15 * len(UNANSWERED), answered


def test_what_a_sheet_answers_is_seldom_declined(assistant: Assistant) -> None:
    found = [
        explain(question, assistant.retriever(), assistant.corpus, TODAY, enough=ABOUT_THE_AID)
        for _, question in ANSWERED
    ]
    assert sum(one.answered for one in found) >= 0.6 * len(found)
    declined = [one.nearest for one in found if not one.answered]
    assert sum(map(bool, declined)) >= 0.6 * len(declined)  # and then there is most often a subject to choose
