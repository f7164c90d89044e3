"""The questions that the staff’s room tries a document with."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flyer import at_documents, give
from staff import TODAY, Staff, told

from assistant.service import Assistant
from corpus.local import LocalDocument
from ui.staff import trial


@pytest.fixture
def staff(tmp_path: Path, opened: Assistant) -> Iterator[Staff]:
    with at_documents(tmp_path, opened) as somebody:
        yield somebody


def test_suggested_questions_are_those_of_the_headings() -> None:
    document = LocalDocument(
        id="local-x", title="Permanences", sha256="0" * 64, origin="x.md", added_on=TODAY,
        text="# Permanences\n\n## Horaires\n\ntexte\n\n## Qui appeler ?\n\ntexte",
    )  # fmt: skip
    assert trial.suggested(document) == [
        "À la CPTS, qui appeler ?", "Que dit la CPTS de «\u00a0Permanences\u00a0»\u202f?",
        "Que dit la CPTS de «\u00a0Horaires\u00a0»\u202f?",
    ]  # fmt: skip


def test_the_questions_suggested_are_those_that_the_document_answers(staff: Staff) -> None:
    bare = """# Coup de pouce à l’embauche

## Combien ?

La CPTS verse une prime de 1 500 € par cabinet qui recrute.

## Comment faire ?

Voyez plus haut.

## Où écrire ?

Écrivez au secrétariat de la CPTS, qui répond sous huit jours.
"""
    waiting = give(staff, bare.encode(), "coup-de-pouce.md")
    fields = staff.form(waiting)
    assert [fields[f"question{number}"] for number in (1, 2)] == ["À la CPTS, combien ?", "À la CPTS, où écrire ?"]
    assert "Ce document ne serait pas cité." not in told(staff)
    assert "1 500 €" in told(staff)


def test_a_document_that_no_question_of_its_headings_would_have_quoted_is_said_to_be(
    staff: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trial, "_said", lambda _, question, *__: trial.Said(question, "", ()))
    staff.open(give(staff))
    assert "Aucune question tirée de ses titres ne le ferait citer." in told(staff)
