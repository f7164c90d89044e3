"""The reader: what it gives, and errors a maintainer can act on."""

from datetime import date
from pathlib import Path

import pytest

from corpus import CorpusError, load_corpus, read_document

SHEET = """---
id: fiche
title: "Une fiche"
topics: [aid.amounts]
regimes: [convention-2024]
valid_from: 2024-06-22
valid_to: null
checked_on: 2026-11-21
reviewed_by: null
---

## Une question

Une réponse.[^ameli-2024-06]
"""


def write(folder: Path, text: str, name: str = "fiche.md") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_sheet_is_read_with_its_front_matter_and_its_markdown(tmp_path: Path) -> None:
    document = read_document(write(tmp_path, SHEET))
    assert document.valid_from == date(2024, 6, 22)
    assert document.regimes == ("convention-2024",)
    assert document.text == "## Une question\n\nUne réponse."
    assert not document.local


@pytest.mark.parametrize(
    ("wrong", "right", "said"),
    [
        ("id: fiche", "id: autre", ["fiche.md", "'autre'", "'fiche'"]),
        ("topics: [aid.amounts]", "topics: []", ["fiche.md", "topics", "[]", "at least 1 item"]),
        ("valid_from: 2024-06-22", "valid_from: soon", ["valid_from", "'soon'", "date"]),
        ("[convention-2024]", "[Convention 2024]", ["regimes.0", "'Convention 2024'", "match pattern"]),
        ("reviewed_by: null\n", "", ["reviewed_by", "nothing", "Field required"]),
        ("reviewed_by: null", "reviewed_by: null\nauthor: x", ["author", "'x'", "not permitted"]),
        ("reviewed_by: null", "reviewed_by: null\nid: fiche", ["'id'", "twice"]),
        ("reviewed_by: null", "reviewed_by: null\nsources: [x]", ["sources found", "the sentences name theirs"]),
        ('"Une fiche"', '"Une fiche', ["not valid YAML"]),
        ("---\nid", "id", ["no front matter"]),
    ],
)
def test_an_error_names_the_file_the_key_what_was_found_and_expected(
    tmp_path: Path, wrong: str, right: str, said: list[str]
) -> None:
    path = write(tmp_path, SHEET.replace(wrong, right, 1))
    with pytest.raises(CorpusError) as caught:
        read_document(path)
    for words in ["fiche.md", *said]:
        assert words in str(caught.value)


def test_a_file_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    (tmp_path / "fiche.md").write_bytes("é".encode("latin-1"))
    with pytest.raises(CorpusError, match="not UTF-8 at byte 0"):
        read_document(tmp_path / "fiche.md")


def test_a_missing_register_is_said(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"sources\.yaml: No such file"):
        load_corpus(tmp_path)


@pytest.mark.parametrize(("text", "said"), [("- a\n", "top level is list"), ("ordre74: 3\n", "ordre74 is int")])
def test_a_register_of_the_wrong_shape_is_refused(tmp_path: Path, text: str, said: str) -> None:
    write(tmp_path, text, "sources.yaml")
    with pytest.raises(CorpusError, match=said):
        load_corpus(tmp_path)


def test_the_shipped_corpus_is_read_and_frozen() -> None:
    corpus = load_corpus()
    assert corpus.sources["ameli-2024-06"].published == "2024-06-27"
    assert corpus.sources["arr2019"].standing == "official"
    assert len({entry.id for entry in corpus.disagreements}) == len(corpus.disagreements) >= 24
    with pytest.raises(ValueError, match="frozen"):
        corpus.sources["arr2019"].title = "autre"  # type: ignore[misc]
