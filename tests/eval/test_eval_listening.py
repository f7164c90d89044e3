"""Each reader measured apart, end to end: ours, ours with a model that is right, lies or is down, and the labels."""

from __future__ import annotations

import json
from copy import copy
from datetime import date
from operator import ne
from pathlib import Path
from typing import Any

import pytest
from listeners import Hearers, at_random
from model_server import serving
from scripted import believed, hearing, listening, right_of_controls, scripted

from assistant.encoder import load_encoder
from assistant.listening.listener import Listener, Reads, listener
from assistant.listening.record import Record
from assistant.reader import Reader
from assistant.service import Assistant, build
from cli.commands import evaluate_readers
from cli.main import main
from eval.asking import Product
from eval.listening import MODEL, OURS, RIGHT, Result, compare, labelled
from eval.readers import FILE, TITLE
from eval.recordings import Recorder, RecordingError, Replayed
from eval.run import Options, Selection
from eval.run import main as evaluate
from eval.words import interval, percent

TODAY = date(2026, 11, 21)
EVERY = 100
ASKED = labelled(EVERY)


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return build(tmp_path_factory.mktemp("data"), embedding_model="lexical", today=lambda: TODAY)


def rate(results: dict[str, Result], reader: str, of: str) -> float:
    return float(results[reader].as_json()[of]["rate"])


@pytest.fixture(scope="module")
def shipped(assistant: Assistant) -> Assistant:
    """The same, with the encoder: as it is installed."""
    made = copy(assistant)
    made._reader = Reader(load_encoder)
    return made


def test_a_model_that_hears_rightly_is_answered_as_the_labels_are(shipped: Assistant) -> None:
    many = labelled(40)
    with serving() as server:
        scripted(server, Hearers(many).rightly())
        heeded = listener("always", "openai:test", server.url, None, 60)
        assert heeded
        heeded.warm_up()
        results = compare(shipped, many, {MODEL: Listener(heeded.voice, Reads.ALWAYS, record=believed())})
    assert rate(results, RIGHT, "answered") - rate(results, MODEL, "answered") <= 0.02
    assert rate(results, MODEL, "answered") > rate(results, OURS, "answered")
    assert results[MODEL].counts["heard"] >= 0.98 * len(many)


@pytest.mark.parametrize("reads", [Reads.ALWAYS, Reads.UNSURE])
def test_a_model_that_nothing_is_known_of_earns_to_be_believed(assistant: Assistant, reads: Reads) -> None:
    many = labelled(16)
    results = compare(assistant, many, {MODEL: listening(hearing(Hearers(many).rightly()), reads, Record())})
    assert rate(results, MODEL, "answered") >= rate(results, OURS, "answered") + 0.02


@pytest.mark.parametrize("reads", [Reads.ALWAYS, Reads.UNSURE])
def test_who_hears_the_known_messages_rightly_and_lies_of_the_others_costs_nothing(
    assistant: Assistant, reads: Reads
) -> None:
    liars = {
        name: listening(hearing(right_of_controls(lies)), reads, Record())
        for name, lies in Hearers(ASKED).liars().items()
    }
    results = compare(assistant, ASKED, liars)
    assert {liar for liar in liars if results[liar].heard != results[OURS].heard} <= {"half of them"}
    for liar in liars:
        assert rate(results, OURS, "answered") - rate(results, liar, "answered") <= 0.01, liar
        if results[liar].heard == results[OURS].heard:  # of another question, the same words may tell other facts
            assert rate(results, liar, "same_facts") == 1, liar
        assert results[liar].counts["heard"] >= 0.95 * results[liar].counts["calls"], liar


def test_a_model_that_answers_at_random_is_not_even_heard(assistant: Assistant) -> None:
    heeded = listening(hearing(at_random))
    heeded._rest.mistook = lambda: None  # type: ignore[method-assign]  # each message is put to it
    results = compare(assistant, ASKED, {MODEL: heeded})
    moved = sum(map(ne, results[MODEL].answered, results[OURS].answered))
    assert moved <= results[MODEL].counts.get("heard", 0)  # by luck: the known message too was hit upon
    assert results[MODEL].counts["unproved"] >= 0.9 * len(ASKED)


def test_with_the_model_down_the_answers_are_ours_and_it_is_asked_once(assistant: Assistant) -> None:
    heeded = listening(lambda _: TimeoutError())
    results = compare(assistant, ASKED, {MODEL: heeded})
    assert results[MODEL].answered == results[OURS].answered
    assert results[MODEL].counts["calls"] == 1
    assert results[MODEL].counts["resting"] == len(ASKED) - 1


def test_only_what_ours_is_unsure_of_is_put_to_the_model_and_the_share_is_told(assistant: Assistant) -> None:
    results = compare(assistant, ASKED, {MODEL: listening(hearing(Hearers(ASKED).rightly()), Reads.UNSURE)})
    assert 0.1 < results[MODEL].as_json()["calls"] < 0.7
    assert rate(results, MODEL, "answered") >= rate(results, OURS, "answered")


def test_what_is_recorded_is_replayed_without_the_model_and_says_who_made_it(
    assistant: Assistant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file, asked = tmp_path / "replies.jsonl", labelled(100)
    voice = listening(hearing(Hearers(asked).rightly())).voice
    recorded = Recorder(voice, file, "les étiquettes", TODAY)
    live = compare(assistant, asked, {MODEL: Listener(recorded, Reads.ALWAYS)})
    told = Replayed.read(file)
    assert told.name == "test:scripted (enregistrement\u00a0: les étiquettes, 2026-11-21)"
    again = compare(assistant, asked, {MODEL: Listener(told, Reads.ALWAYS)})
    assert again[MODEL].answered == live[MODEL].answered
    assert again[MODEL].counts == live[MODEL].counts

    monkeypatch.setattr(evaluate_readers, "build_assistant", lambda _: assistant)
    words = ["eval", "--reader", "model", "--every", "100", "--replay", str(file), "--out", str(tmp_path / "out")]
    assert main(words) == 0
    run = json.loads((tmp_path / "out" / "readers.json").read_text("utf-8"))
    assert list(run["readers"]) == ["ours", "model", "right"]
    assert run["model"]["name"] == told.name
    shown = capsys.readouterr().err
    page, text = ((tmp_path / "out" / name).read_text("utf-8") for name in ("readers.html", "readers.md"))
    for of in (shown, page, text):
        for said in ("notre lecture", "avec le modèle", "étiquettes", "des messages", "les étiquettes, 2026-11-21"):
            assert said in of
    first = run["readers"]["model"]["answered"]
    assert f"{percent(first['rate'])} ({interval(first)})" in text


def test_the_report_of_the_bank_shows_the_readers_measured_in_its_folder(tmp_path: Path) -> None:
    def report() -> list[str]:
        arguments = Options(Selection(id="^ask-am-i-eligible$"), out=tmp_path)
        evaluate(Product(lambda _: {"kind": "out_of_scope", "text": ""}), arguments)
        return [(tmp_path / name).read_text("utf-8") for name in ("report.html", "summary.md")]

    assert not any(TITLE in page for page in report())
    measured = {
        "heard": RATED,
        "answered": RATED,
        "same_facts": RATED,
        "seconds": {"p50": 0.1, "p95": 0.2},
        "calls": 0.25,
    }
    run = {
        "messages": 9,
        "on": "2026-11-21",
        "readers": {"ours": measured, "model": measured | {"counts": {"calls": 1}}},
    }
    run["model"] = {"name": "<b>albert</b> (enregistrement : la CPTS)", "reads": "unsure"}
    (tmp_path / FILE).write_text(json.dumps(run), "utf-8")
    page, text = report()
    for told in (page, text):
        assert TITLE in told
        assert "50,0\u202f% (40,0 à 60,0\u202f%)" in told
        assert "(enregistrement : la CPTS)" in told
    assert "<b>albert" not in page
    (tmp_path / FILE).write_text("{", "utf-8")
    assert not any(TITLE in page for page in report())


RATED = {"n": 10, "passed": 5, "rate": 0.5, "low": 0.4, "high": 0.6}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("{}", "Ligne 1"),
        ("x", "Ligne 1"),
        ('{"recording_of": "a", "recorded_by": "b", "recorded_on": "c"}\n{"key": "d"}', "Ligne 2"),
    ],
)
def test_what_is_no_recording_is_refused_by_its_line(tmp_path: Path, text: str, line: str) -> None:
    file = tmp_path / "replies.jsonl"
    file.write_text(text, "utf-8")
    with pytest.raises(RecordingError, match=line):
        Replayed.read(file)


def test_an_empty_recording_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "replies.jsonl"
    file.write_text("", "utf-8")
    with pytest.raises(RecordingError):
        Replayed.read(file)


def test_without_a_model_the_measure_says_what_to_set(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, assistant: Any
) -> None:
    monkeypatch.setattr(evaluate_readers, "build_assistant", lambda _: assistant)
    assert main(["eval", "--reader", "model", "--every", "100"]) != 0
    assert "AM_LLM" in capsys.readouterr().err
