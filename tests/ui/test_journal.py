"""The journal keeps what it says and nothing else: proved on the bytes of its file."""

import argparse
import sqlite3
import stat
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest
from fake import FakeAssistant
from fastapi.testclient import TestClient
from live import eventually

from assistant.answer import Answer, Citation, Dates, Kind, Message, Request, ShownFigure, ShownStep
from assistant.errors import InvalidInput
from cli.commands import journal as command
from eval.bank import BankError, load
from ui.cpts import Cpts
from ui.journal import FILE, Journal, JournaledAssistant, anonymous
from ui.server import create_app
from ui.settings import Settings

TODAY = date(2026, 11, 21)
QUESTION = "combien pour un mi-temps ?"


def answer(kind: Kind = Kind.FIGURE, topic: str | None = "aid.amounts") -> Answer:
    figure = ShownFigure(
        value="19000", unit="EUR", label="SECRET-LABEL", parameter="p", rule="aid.amounts", since=None, standing=None,
        sources=[],
    )  # fmt: skip
    return Answer(
        kind=kind,
        topic=topic,
        text="SECRET-TEXT",
        figures=[figure],
        citations=[
            Citation(
                source="ameli-2024-06",
                title="SECRET-TITLE",
                publisher="",
                published=None,
                url=None,
                standing="ameli",
                quote="SECRET-QUOTE",
            )
        ],
        understood={"department": "SECRET-FACT"},
        trace=[ShownStep(rule="regimes.dates", text="SECRET-STEP")],
        timings_ms={"total": 3.5},
        dates=Dates(rules_on=TODAY, sources_checked_on=None, today=TODAY),
    )


class Answering(FakeAssistant):
    """Gives the answer above, whatever is asked."""

    def ask(self, request: Request) -> Answer:
        return answer()


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "data" / FILE, days=30, today=lambda: TODAY)


def file_of(journal: Journal) -> Path:
    assert journal.path
    return journal.path


def files(journal: Journal) -> bytes:
    return b"".join(path.read_bytes() for path in file_of(journal).parent.iterdir())


def test_a_row_holds_the_question_the_day_and_how_it_was_answered(journal: Journal) -> None:
    journal.record(QUESTION, answer())
    (entry,) = journal.entries()
    assert (entry.day, entry.question, entry.kind, entry.topic) == (TODAY, QUESTION, "figure", "aid.amounts")
    assert (entry.rules, entry.sources) == (["aid.amounts", "regimes.dates"], ["ameli-2024-06"])
    assert (entry.timings_ms, entry.liked) == ({"total": 3.5}, None)


def test_what_no_source_settles_is_told_apart(journal: Journal) -> None:
    journal.record("combien pour deux assistants ?", answer(Kind.ELIGIBILITY).model_copy(update={"verdict": "unknown"}))
    journal.record(QUESTION, answer(Kind.ELIGIBILITY).model_copy(update={"verdict": "no"}))
    unsettled, settled = journal.entries()
    assert unsettled.not_established and not unsettled.unanswered
    assert not settled.not_established and settled.kind == Kind.ELIGIBILITY


def test_the_file_holds_nothing_else(journal: Journal) -> None:
    history = [Message(role="user", content="SECRET-TURN")]
    request = Request(question=QUESTION, history=history, profile={"age": 61}, as_of=TODAY, id="SECRET-ID")
    JournaledAssistant(Answering(), journal).ask(request)
    stored = files(journal)
    assert QUESTION.encode() in stored
    assert b"SECRET" not in stored
    with closing(sqlite3.connect(file_of(journal))) as file:
        columns = [row[1] for row in file.execute("PRAGMA table_info(questions)")]
        tables = [row[0] for row in file.execute("SELECT name FROM sqlite_master")]
    assert columns == ["day", "question", "kind", "topic", "rules", "sources", "timings_ms", "liked", "comment"]
    assert tables == ["questions"]


@pytest.mark.parametrize(
    "question",
    [
        "Mme Durand, née le 3 mars 1950, a-t-elle droit à un suivi ?",
        "ma patiente Claire Durand est diabétique, ça compte ?",
        "NIR 2 50 03 35 238 123 45, elle compte dans ma patientèle ?",
    ],
)
def test_a_question_about_a_patient_leaves_no_byte(journal: Journal, question: str) -> None:
    journal.record(question, answer())
    journal.record(QUESTION, answer(Kind.REFUSAL))
    journal.rate(question, liked=False)
    assert journal.entries() == []
    assert not file_of(journal).exists() or b"Durand" not in files(journal)


@pytest.mark.parametrize(
    ("question", "kept"),
    [
        ("Dr Martin Lefort, combien pour un mi-temps ?", "…, combien pour un mi-temps ?"),
        ("combien ? 06 12 34 56 78 lefort@cabinet.fr", "combien ?"),
        ("RPPS 10003456789, combien ?", "RPPS …, combien ?"),
        ("38 000 € puis 28 000 € puis 22 000 € ?", "38 000 € puis 28 000 € puis 22 000 € ?"),
        ("signé le 15 07 2023, 1 400 patients", "signé le 15 07 2023, 1 400 patients"),
    ],
)
def test_the_doctor_is_not_kept_and_the_question_is(question: str, kept: str) -> None:
    assert anonymous(question) == kept


def test_a_row_past_its_days_is_overwritten(journal: Journal) -> None:
    journal.record("question ancienne et reconnaissable", answer())
    journal.today = lambda: TODAY + timedelta(days=31)
    journal.record(QUESTION, answer())
    assert [entry.question for entry in journal.entries()] == [QUESTION]
    assert b"reconnaissable" not in files(journal)


@pytest.mark.parametrize("kept", [True, False])
def test_a_row_past_its_days_goes_without_any_new_question(journal: Journal, kept: bool) -> None:
    """A server that starts forgets it, even one that keeps a journal no more; what is not past its days stays."""
    journal.today = lambda: date.today() - timedelta(days=31)
    journal.record("question ancienne et reconnaissable", answer())
    journal.today = lambda: date.today() - timedelta(days=30)
    journal.record(QUESTION, answer())
    assert journal.path
    settings = Settings(data_dir=journal.path.parent, journal=kept, journal_days=30)
    with TestClient(create_app(FakeAssistant(), settings, Cpts())):
        eventually(lambda: len(journal.entries()) == 1)
    assert b"reconnaissable" not in files(journal)
    assert QUESTION.encode() in files(journal)


def test_no_file_is_made_where_no_journal_is_kept(tmp_path: Path) -> None:
    Journal(tmp_path / FILE).sweep()
    assert not list(tmp_path.iterdir())


def test_only_its_user_may_read_the_file(journal: Journal) -> None:
    journal.record(QUESTION, answer())
    assert stat.S_IMODE(file_of(journal).stat().st_mode) == 0o600


def test_of_very_many_rows_the_last_are_read(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.journal.MOST", 2)
    for number in range(4):
        journal.record(f"mi-temps {number} ?", answer())
    assert [entry.question for entry in journal.entries()] == ["mi-temps 2 ?", "mi-temps 3 ?"]


def test_a_thumb_goes_to_the_last_row_of_the_question(journal: Journal) -> None:
    for _ in range(2):
        journal.record(QUESTION, answer())
    journal.rate(QUESTION, liked=False)
    journal.rate("autre question", liked=True)
    assert [entry.liked for entry in journal.entries()] == [None, False]


def test_a_comment_is_kept_without_its_author_and_outlives_a_second_thumb(journal: Journal) -> None:
    journal.record(QUESTION, answer())
    journal.rate(QUESTION, liked=False, comment="Dr Martin Lefort : il manque la 2e année, 06 12 34 56 78.")
    journal.rate(QUESTION, liked=True)
    (entry,) = journal.entries()
    assert (entry.liked, entry.comment) == (True, "… : il manque la 2e année, .")
    assert b"Lefort" not in files(journal)


def test_a_comment_that_names_a_patient_leaves_no_byte(journal: Journal) -> None:
    journal.record(QUESTION, answer())
    journal.rate(QUESTION, liked=False, comment="ma patiente Claire Durand est diabétique")
    (entry,) = journal.entries()
    assert (entry.liked, entry.comment) == (False, None)
    assert b"Durand" not in files(journal)


def test_a_file_that_cannot_be_written_does_not_stop_the_answer(
    journal: Journal, caplog: pytest.LogCaptureFixture
) -> None:
    file_of(journal).parent.write_text("a file where the folder should be")
    assert JournaledAssistant(Answering(), journal).ask(Request(question=QUESTION)).text == "SECRET-TEXT"
    assert "journal could not be written" in caplog.text


def filled(journal: Journal) -> Journal:
    for _ in range(3):
        journal.record("cotation de l’ECG ?", answer(Kind.OUT_OF_SCOPE, None))
    journal.record(QUESTION, answer(Kind.CLARIFICATION))
    journal.record("qui est l’employeur ?", answer(Kind.EXPLANATION, "contract.employer"))
    journal.rate("qui est l’employeur ?", liked=False, comment="trop long")
    journal.record("et en zone ?", answer())
    return journal


def test_the_report_groups_by_topic_what_was_not_answered_or_disliked(journal: Journal) -> None:
    lines = command.report(filled(journal).entries()).splitlines()
    assert lines == [
        "6 questions au journal.",
        "",
        "Sans réponse\u00a0: 4",
        "  sujet non reconnu (3)",
        "    3 × cotation de l’ECG ?",
        "  aid.amounts (1)",
        f"    1 × {QUESTION}",
        "",
        "Mal jugées\u00a0: 1",
        "  contract.employer (1)",
        "    1 × qui est l’employeur ?",
        "",
        "Commentaires\u00a0: 1",
        "  «\u00a0trop long\u00a0» — qui est l’employeur ?",
    ]


def test_drafts_are_a_bank_once_someone_says_what_is_expected(journal: Journal, tmp_path: Path) -> None:
    text = command.drafts(filled(journal).entries())
    folder = tmp_path / "questions"
    folder.mkdir()
    (folder / "journal.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(BankError, match=r"journal-[0-9a-f]{8}\u00a0: kind\u00a0: ce champ manque"):
        load(folder)
    (folder / "journal.yaml").write_text(completed(text), encoding="utf-8")
    assert len(load(folder)) == 3


def completed(drafts: str) -> str:
    return drafts.replace("  note:", "  kind: out_of_scope\n  note:")


def test_two_files_of_drafts_stand_in_one_folder_and_a_question_keeps_its_id(journal: Journal, tmp_path: Path) -> None:
    (tmp_path / "june.yaml").write_text(completed(command.drafts(filled(journal).entries())), encoding="utf-8")
    first = {question.question: question.id for question in load(tmp_path)}
    journal.record("une autre question ?", answer(Kind.OUT_OF_SCOPE))
    again = journal.entries()
    (tmp_path / "july.yaml").write_text(completed(command.drafts(again[-1:])), encoding="utf-8")
    assert len(load(tmp_path)) == len(first) + 1
    (tmp_path / "june.yaml").write_text(completed(command.drafts(reversed(again))), encoding="utf-8")
    (tmp_path / "july.yaml").unlink()
    assert first.items() <= {question.question: question.id for question in load(tmp_path)}.items()


def test_the_command_prints_and_never_overwrites_drafts(
    journal: Journal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("AM_DATA_DIR", str(file_of(filled(journal)).parent))
    arguments = argparse.Namespace(drafts=tmp_path / "drafts.yaml")
    assert command.run(arguments) == 0
    assert "cotation de l’ECG" in capsys.readouterr().out
    with pytest.raises(InvalidInput, match="existe déjà"):
        command.run(arguments)


def test_a_damaged_journal_is_said_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / FILE).write_text("not a database, whatever its name says")
    monkeypatch.setenv("AM_DATA_DIR", str(tmp_path))
    with pytest.raises(InvalidInput, match="illisible"):
        command.run(argparse.Namespace(drafts=None))
