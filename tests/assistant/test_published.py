"""A text published and not yet in force: applied to who signs under it, announced to the others, never known early."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from assistant.answer import Request
from assistant.installation import load, published_days
from assistant.service import build
from corpus import CorpusError, load_corpus

TODAY = date(2026, 11, 28)
AMOUNTS = """\
mi_temps:
  annee_1:
    description: Aide annuelle, mi-temps (0,5 ETP), 1re année
    metadata: {unit: EUR}
    values:
      2019-09-01: {value: 18000, references: [av7-wud], standing: secondary}
      2024-06-22: {value: 19000, references: [ameli-2024-06], standing: ameli}
      2029-01-01: {value: 20000, references: [avenant-essai], standing: official}
"""
SOURCE = """\
avenant-essai:
  title: Avenant d’essai
  publisher: Journal officiel
  published: "2026-11-20"
  url: null
  standing: official
  read: full
  checked_on: 2026-11-28
  regimes: [convention-2024]
"""
OLD, NEW = "19\u202f000\u202f€", "20\u202f000\u202f€"
SIGNED = "j'ai signé à mi-temps le 15 janvier 2029, combien la 1re année ?"
UNDATED = "combien pour un mi-temps la 1re année ?"
APPLIED = "Cette réponse applique le texte publié le 20 novembre 2026, en vigueur à partir du 1er janvier 2029."
ANNOUNCED = "Un texte publié le 20 novembre 2026 change cette réponse pour les contrats signés à partir du 1er janvier"

Said = Callable[[str, date], str]


@pytest.fixture
def said(tmp_path: Path) -> Said:
    """Return the text of an answer on a day, in an installation that knows the amendment."""
    (tmp_path / "aide.yaml").write_text(AMOUNTS, "utf-8")
    (tmp_path / "sources.yaml").write_text(SOURCE, "utf-8")
    assistant = build(tmp_path / "data", tmp_path, embedding_model="lexical", today=lambda: TODAY)
    return lambda question, day: assistant.ask(Request(question=question, as_of=day)).text


def test_who_signs_after_its_day_has_the_amount_of_a_text_already_published(said: Said) -> None:
    text = said(SIGNED, TODAY)
    assert NEW in text
    assert OLD not in text
    assert APPLIED in text


def test_nobody_knows_a_text_before_it_is_published(said: Said) -> None:
    text = said(SIGNED, date(2026, 11, 19))
    assert OLD in text
    assert NEW not in text
    assert "publié le 20 novembre 2026" not in text


def test_a_question_without_a_day_has_today_s_amount_and_is_told_of_the_change(said: Said) -> None:
    text = said(UNDATED, TODAY)
    assert OLD in text
    assert NEW not in text
    assert ANNOUNCED in text


def test_from_its_day_a_text_is_simply_the_rule(said: Said) -> None:
    text = said(UNDATED, date(2029, 1, 1))
    assert NEW in text
    assert "publié le" not in text


@pytest.mark.parametrize(
    ("published", "counted_from"),
    [("2026-11-20", "2026-11-20"), ("2024-02", "2024-02-29"), ("2024-06", "2024-06-30"), ("2019", "2019-12-31")],
)
def test_a_partial_date_of_publication_counts_from_its_last_day(published: str, counted_from: str) -> None:
    source = load_corpus().sources["ameli-2024-06"].model_copy(update={"published": published})
    assert published_days([source]) == {"ameli-2024-06": date.fromisoformat(counted_from)}


def test_a_source_that_says_no_day_is_left_out() -> None:
    source = load_corpus().sources["ameli-2024-06"].model_copy(update={"published": None})
    assert published_days([source]) == {}


def test_a_day_of_publication_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    (tmp_path / "sources.yaml").write_text(SOURCE.replace("2026-11-20", "2026-11-31"), "utf-8")
    with pytest.raises(CorpusError, match=r"ligne 4.*avenant-essai.published.*2026-11-31.*attendu une date qui existe"):
        load(tmp_path)


@pytest.mark.parametrize("day", ["le 1er janvier 2029", "en janvier 2029", "en 2029"])
def test_a_day_to_come_is_what_a_question_on_changes_is_about(said: Said, day: str) -> None:
    text = said(f"qu'est-ce qui change {day} ?", TODAY)
    assert re.match(r"Voici ce qui change à partir du .*\b1er janvier 2029\.", text)
    assert f"| {OLD} | {NEW} |" in text


def test_without_a_day_the_next_change_published_is_told(said: Said) -> None:
    assert NEW in said("les montants vont changer ?", date(2028, 12, 1))
    assert NEW not in said("les montants vont changer ?", date(2026, 11, 19))


def test_a_day_is_no_signature_where_the_question_is_not_about_it(said: Said) -> None:
    assert OLD in said("mes horaires changent en janvier 2029 ; combien pour un mi-temps la 1re année ?", TODAY)
