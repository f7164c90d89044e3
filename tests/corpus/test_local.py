"""Local documents: records a person can read and correct; one bad record silences no other."""

import logging
from datetime import date
from pathlib import Path

import pytest

from corpus import LocalDocument, load_corpus, read_local, remove_local, save_local, with_local

PERIODS = {
    "avenant-7": (date(2019, 9, 1), date(2023, 4, 30)),
    "avenant-8": (None, date(2023, 4, 30)),
    "convention-2024": (date(2024, 6, 22), None),
}


def local(**fields: object) -> LocalDocument:
    note = {
        "id": "local-note",
        "title": "Une note : « la nôtre » ---",
        "sha256": "0" * 64,
        "origin": "/home/staff/note.pdf",
        "added_on": date(2026, 11, 1),
        "text": "# Note\n\n---\n\nElle dit : « oui ».",
    }
    return LocalDocument.model_validate(note | fields)


def test_a_record_comes_back_as_it_was(tmp_path: Path) -> None:
    full = local(publisher="CPTS", published="2025-03", regimes=("avenant-7",), valid_to=date(2025, 1, 1), given=("x",))
    save_local(tmp_path, full)
    assert read_local(tmp_path) == ((full,), ())
    assert "title: 'Une note : « la nôtre » ---'\n" in (tmp_path / "local-note.md").read_text("utf-8")


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe\x00", b"---\nid: local-b\n---\n\ntext\n", b"---\nid: [\n---\n\ntext\n", b"no front matter"],
)
def test_a_bad_record_is_named_and_the_others_answer(
    tmp_path: Path, content: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    save_local(tmp_path, local())
    (tmp_path / "local-b.md").write_bytes(content)
    with caplog.at_level(logging.WARNING):
        corpus = with_local(load_corpus(), tmp_path, PERIODS)
    assert "local-b.md" in caplog.text
    assert corpus.documents[-1].id == "local-note"


def test_a_record_on_a_text_that_nobody_knows_is_named_and_left_aside(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    save_local(tmp_path, local(id="local-autre", regimes=("avenant-7", "avenant-77")))
    save_local(tmp_path, local())
    with caplog.at_level(logging.WARNING):
        corpus = with_local(load_corpus(), tmp_path, PERIODS)
    told = caplog.text.replace("\u00a0", " ")
    assert "local-autre.md, ligne 8 : local-autre.regimes : trouvé « avenant-77 »" in told
    assert "vouliez-vous écrire « avenant-7 »" in told
    assert [sheet.id for sheet in corpus.documents if sheet.local] == ["local-note"]


def test_a_record_that_ends_before_it_begins_is_named_and_left_aside(tmp_path: Path) -> None:
    save_local(tmp_path, local(valid_from=date(2026, 1, 2), valid_to=date(2026, 1, 1)))
    documents, problems = read_local(tmp_path)
    assert documents == ()
    assert "local-note.md\u00a0: valid_to\u00a0: trouvé 2026-01-01" in problems[0]


def test_a_local_document_is_an_unconfirmed_source_of_its_own(tmp_path: Path) -> None:
    save_local(tmp_path, local(published="2025"))
    corpus = with_local(load_corpus(), tmp_path, PERIODS)
    source, sheet = corpus.sources["local-note"], corpus.documents[-1]
    assert (source.standing, source.publisher, source.published) == ("unconfirmed", "Éditeur non précisé", "2025")
    assert (source.local, source.url, source.file) == (True, None, "note.pdf")
    assert (sheet.local, sheet.sources, sheet.text) == (True, ("local-note",), local().text)


def test_an_address_is_shown_and_a_path_is_not(tmp_path: Path) -> None:
    assert local(origin="https://exemple.fr/a").url == "https://exemple.fr/a"
    assert local().url is None


@pytest.mark.parametrize(
    ("fields", "period"),
    [
        ({}, (None, None)),
        ({"regimes": ("avenant-7",)}, (date(2019, 9, 1), date(2023, 4, 30))),
        ({"regimes": ("avenant-7", "convention-2024")}, (date(2019, 9, 1), None)),
        ({"regimes": ("avenant-7", "avenant-8")}, (date(2019, 9, 1), date(2023, 4, 30))),
        ({"regimes": ("avenant-7",), "valid_from": date(2020, 1, 1)}, (date(2020, 1, 1), None)),
    ],
)
def test_a_document_is_in_force_as_long_as_the_texts_it_speaks_of(
    tmp_path: Path, fields: dict[str, object], period: tuple[date | None, date | None]
) -> None:
    save_local(tmp_path, local(**fields))
    sheet = with_local(load_corpus(), tmp_path, PERIODS).documents[-1]
    assert (sheet.valid_from, sheet.valid_to) == period


def test_only_a_local_record_is_removed(tmp_path: Path) -> None:
    save_local(tmp_path / "documents", local())
    (tmp_path / "secret.md").write_text("kept")
    (tmp_path / "documents" / "lisezmoi.md").write_text("kept")
    for name in ("local-absent", "../secret", "local-x/../../secret", "lisezmoi", ""):
        assert not remove_local(tmp_path / "documents", name)
    assert remove_local(tmp_path / "documents", "local-note")
    assert [path.name for path in tmp_path.rglob("*.md")] == ["secret.md", "lisezmoi.md"]
