"""Each reader measured apart, end to end: ours, ours with a model that is right, lies or is down, and the labels."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from model_server import serving
from scripted import KNOWN, Hears, Json, asking, hearing, listening, scripted

from assistant.listening.listener import Listener, Reads, listener
from assistant.listening.sent import sent
from assistant.listening.shortlist import name
from assistant.service import Assistant, build
from cli.commands import evaluate_readers
from cli.main import main
from eval.listening import MODEL, OURS, RIGHT, Labelled, Result, compare, labelled
from eval.recordings import Recorder, RecordingError, Replayed

TODAY = date(2026, 11, 21)
EVERY = 100
ASKED = labelled(EVERY)


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return build(tmp_path_factory.mktemp("data"), embedding_model="lexical", today=lambda: TODAY)


def by_label(asked: list[Labelled]) -> Hears:
    """Hear each message as it was labelled: by the aspect where it is listed, else by its topic."""
    labels = {sent(one.text): one.label for one in asked}

    def hears(one: Json, known: dict[str, str]) -> Json:
        label = labels.get(one["text"], "")
        names = (
            [KNOWN.get(one["text"], ""), name(label), name(label.partition("/")[0])] if label else [KNOWN[one["text"]]]
        )
        return asking(next((told for told in names if told in known), ""), known)

    return hears


def lying(one: Json, known: dict[str, str]) -> Json:
    """Hear another question than the one asked, and facts that nobody said."""
    right = by_label(ASKED)(one, known)["asks"]
    wrong = [code for code in known.values() if code not in right]
    facts = [
        {"field": "secteur", "value": "3", "words": one["text"], "whose": "me", "how": "stated"},
        {"field": "age", "value": "70", "words": "70 ans", "whose": "me", "how": "stated"},
    ]
    return {"act": "ask", "asks": [wrong[len(one["text"]) % len(wrong)]], "mentions": facts}


def rate(results: dict[str, Result], reader: str, of: str) -> float:
    return float(results[reader].as_json()[of]["rate"])


def test_a_model_that_hears_rightly_is_answered_as_the_labels_are(assistant: Assistant) -> None:
    many = labelled(40)
    with serving() as server:
        scripted(server, by_label(many))
        heeded = listener("always", "openai:test", server.url, None, 60)
        assert heeded
        heeded.warm_up()
        results = compare(assistant, many, heeded)
    assert rate(results, RIGHT, "answered") - rate(results, MODEL, "answered") <= 0.02
    assert rate(results, MODEL, "answered") > rate(results, OURS, "answered")
    assert results[MODEL].counts["heard"] >= 0.98 * len(many)


def test_a_model_that_lies_costs_nothing_and_no_fact_enters_the_profile(assistant: Assistant) -> None:
    heeded = listening(hearing(lying))
    heeded._rest.mistook = lambda: None  # type: ignore[method-assign]  # each message is put to it
    results = compare(assistant, ASKED, heeded)
    assert rate(results, OURS, "answered") - rate(results, MODEL, "answered") <= 0.01
    assert rate(results, MODEL, "same_facts") == 1
    assert results[MODEL].counts["unproved"] >= 0.9 * len(ASKED)


def test_with_the_model_down_the_answers_are_ours_and_it_is_asked_once(assistant: Assistant) -> None:
    heeded = listening(lambda _: TimeoutError())
    results = compare(assistant, ASKED, heeded)
    assert results[MODEL].answered == results[OURS].answered
    assert results[MODEL].counts["calls"] == 1
    assert results[MODEL].counts["resting"] == len(ASKED) - 1


def test_only_what_ours_is_unsure_of_is_put_to_the_model_and_the_share_is_told(assistant: Assistant) -> None:
    results = compare(assistant, ASKED, listening(hearing(by_label(ASKED)), Reads.UNSURE))
    assert 0.1 < results[MODEL].as_json()["calls"] < 0.7
    assert rate(results, MODEL, "answered") >= rate(results, OURS, "answered")


def test_what_is_recorded_is_replayed_without_the_model_and_says_who_made_it(
    assistant: Assistant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file, asked = tmp_path / "replies.jsonl", labelled(100)
    voice = listening(hearing(by_label(asked))).voice
    live = compare(assistant, asked, Listener(Recorder(voice, file, "les étiquettes", TODAY), Reads.ALWAYS))
    told = Replayed.read(file)
    assert told.name == "test:scripted (enregistrement\u00a0: les étiquettes, 2026-11-21)"
    again = compare(assistant, asked, Listener(told, Reads.ALWAYS))
    assert again[MODEL].answered == live[MODEL].answered
    assert again[MODEL].counts == live[MODEL].counts

    monkeypatch.setattr(evaluate_readers, "build_assistant", lambda _: assistant)
    words = ["eval", "--reader", "model", "--every", "100", "--replay", str(file), "--out", str(tmp_path / "out")]
    assert main(words) == 0
    run = json.loads((tmp_path / "out" / "readers.json").read_text("utf-8"))
    assert list(run["readers"]) == ["ours", "model", "right"]
    assert run["model"]["name"] == told.name
    shown = capsys.readouterr().err
    for column in ("notre lecture", "avec le modèle", "étiquettes", "des messages"):
        assert column in shown


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
