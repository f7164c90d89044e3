"""Journal and audit in a PostgreSQL that servers share, a real one: as in a file, and answers never wait for it."""

import logging
import socket
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from fake import FakeAssistant
from sqlalchemy import Engine, NullPool, create_engine, inspect, text
from stores import Postgres, needs_postgres, postgres_server

from assistant.answer import Message, Request
from ui import aside, database
from ui.journal import Journal, JournaledAssistant, JournalError, journal_of
from ui.settings import Settings, SettingsError
from ui.staff.audit import FILE, Audit

TODAY = date(2026, 11, 21)
FIGURE, OTHER = "mi-temps ?", "temps plein et demi ?"
pytestmark = needs_postgres


@pytest.fixture(scope="module")
def server() -> Iterator[Postgres]:
    with postgres_server() as started:
        yield started


@pytest.fixture
def url(server: Postgres) -> Iterator[str]:
    yield server.url
    with _engine(server.url).begin() as rows:
        rows.execute(text("DROP TABLE IF EXISTS questions, changes"))


@pytest.fixture(autouse=True)
def _hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(aside, "PAUSE", 0.1)


def _engine(url: str) -> Engine:
    return create_engine(url.replace("postgresql:", "postgresql+psycopg:"), poolclass=NullPool)


Kept = Callable[[str], Journal]


@pytest.fixture
def kept() -> Iterator[Kept]:
    """The journal at an address, as each server opens its own."""
    opened: list[Journal] = []

    def open_one(url: str) -> Journal:
        opened.append(Journal(url, 30, lambda: TODAY))
        return opened[-1]

    yield open_one
    for journal in opened:
        journal.close(0)


def asked(journal: Journal, question: str = FIGURE) -> None:
    history = [Message(role="user", content="SECRET-TURN")]
    JournaledAssistant(FakeAssistant(), journal).ask(
        Request(question=question, history=history, profile={"age": 61}, id="SECRET-ID")
    )


def rows_of(journal: Journal) -> list[str]:
    journal.settle(20)
    return [entry.question for entry in journal.entries()]


def test_servers_share_the_rows_and_a_thumb_reaches_the_last_of_them(url: str, kept: Kept) -> None:
    first, second = kept(url), kept(url)
    asked(first)
    first.settle(20)
    asked(second)
    second.settle(20)
    first.rate(FIGURE, liked=False, comment="Dr Martin Lefort : trop long\0, 06 12 34 56 78")
    first.settle(20)
    one, other = second.entries()
    assert (one.question, one.day, one.kind, one.liked) == (FIGURE, TODAY, "figure", None)
    assert (other.liked, other.comment) == (False, "… : trop long,")


def test_a_row_holds_nothing_else_and_goes_after_its_days(url: str, kept: Kept) -> None:
    journal = kept(url)
    asked(journal)
    asked(journal, "Mme Durand, née le 3 mars 1950, mi-temps ?")
    assert rows_of(journal) == [FIGURE]
    with _engine(url).connect() as rows:
        found = [dict(row) for row in rows.execute(text("SELECT * FROM questions")).mappings()]
        assert inspect(rows).get_table_names() == ["questions"]
        assert [index["column_names"] for index in inspect(rows).get_indexes("questions")] == [["day"]]
    assert list(found[0]) == [
        "rowid", "day", "question", "kind", "topic", "rules", "sources", "timings_ms", "liked", "comment",
    ]  # fmt: skip
    assert "SECRET" not in str(found)
    journal.today = lambda: TODAY + timedelta(days=31)
    asked(journal, OTHER)
    assert rows_of(journal) == [OTHER]


def test_what_is_asked_while_it_is_away_is_kept_once_it_is_back(
    url: str, server: Postgres, kept: Kept, caplog: pytest.LogCaptureFixture
) -> None:
    journal = kept(url)
    asked(journal, "avant, mi-temps ?")
    assert rows_of(journal) == ["avant, mi-temps ?"]
    server.stop()
    try:
        before = time.monotonic()
        for number in range(50):
            asked(journal, f"pendant, mi-temps {number} ?")
        assert time.monotonic() - before < 50  # not one of them waited for it: each would take seconds
        with pytest.raises(JournalError, match="AM_JOURNAL_URL"):
            journal.entries()
    finally:
        server.start()
    assert rows_of(journal) == ["avant, mi-temps ?", *(f"pendant, mi-temps {number} ?" for number in range(50))]
    assert caplog.text.count("the journal could not be written") == 1


def test_whether_it_answers_is_told_and_nothing_is_made_there(url: str) -> None:
    assert database.answers(url)
    assert not database.answers(url.replace("/postgres", "/nowhere"))
    with _engine(url).connect() as rows:
        assert inspect(rows).get_table_names() == []


def test_a_mute_one_holds_nobody_up_and_too_much_is_said_to_be_lost(
    kept: Kept, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(aside.Aside.__init__, "__defaults__", (3,))
    with socket.socket() as mute:  # takes connections, never answers
        mute.bind(("127.0.0.1", 0))
        mute.listen()
        journal = kept(f"postgresql://am:SECRET@127.0.0.1:{mute.getsockname()[1]}/base")
        with caplog.at_level(logging.WARNING):
            for _ in range(6):
                asked(journal)
    assert "this one is lost" in caplog.text
    assert "SECRET" not in caplog.text


def test_two_servers_that_start_together_make_one_table(url: str, kept: Kept) -> None:
    journals = [kept(url) for _ in range(6)]
    together = threading.Barrier(len(journals))

    def begin(journal: Journal) -> None:
        together.wait()
        asked(journal)
        journal.settle(20)

    threads = [threading.Thread(target=begin, args=(journal,)) for journal in journals]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(journals[0].entries()) == len(journals)


def test_the_audit_is_shared_and_its_file_takes_what_the_server_cannot(
    url: str, server: Postgres, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    now = datetime(2026, 11, 28, tzinfo=UTC)
    first, second = (Audit(tmp_path / name, lambda: now, url) for name in ("a", "b"))
    first.add("abcdef01", "entrée")
    second.add("abcdef02", "document ajouté", "local-note")
    assert [(line.who, line.what, line.about) for line in first.last(5)] == [
        ("abcdef02", "document ajouté", "local-note"), ("abcdef01", "entrée", ""),
    ]  # fmt: skip
    assert not (tmp_path / "a" / FILE).exists()
    server.stop()
    try:
        first.add("abcdef01", "sortie")
        assert [line.what for line in first.last(5)] == ["sortie"]
    finally:
        server.start()
    assert "AM_JOURNAL_URL" in caplog.text
    assert [line.what for line in first.last(1)] == ["document ajouté"]
    for audit in (first, second):
        assert audit._rows
        audit._rows.close()


def test_the_setting_names_the_store_and_is_never_shown(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("AM_DATA_DIR", str(tmp_path))
    assert journal_of(Settings.read()).path == tmp_path / "journal.sqlite"
    monkeypatch.setenv("AM_JOURNAL_URL", "postgresql://am:SECRET@base.example/journal")
    settings = Settings.read()
    assert journal_of(settings).path is None
    assert "SECRET" not in f"{settings!r} {settings.model_dump_json()}"
    for wrong in ("mysql://am:SECRET@base.example/journal", "postgresql://am:SECRET@base.example"):
        monkeypatch.setenv("AM_JOURNAL_URL", wrong)
        with pytest.raises(SettingsError, match=r"AM_JOURNAL_URL .*postgresql://") as caught:
            Settings.read()
        assert "SECRET" not in str(caught.value)
