"""The encoder seconds the linear models where they hesitate: the real model, the same words always alike."""

import logging
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from assistant import encoder
from assistant.answer import Request
from assistant.aspects import aspects
from assistant.encoder import Encoder, load_encoder
from assistant.reader import ENOUGH, WORDS_ALONE, Reader, after
from assistant.reading.prepared import prepared
from assistant.service import Assistant
from eval.labels import hand


@pytest.fixture(scope="module")
def loaded(model: object) -> Encoder:
    found = load_encoder()
    assert found
    return found


@pytest.fixture(scope="module")
def reader(loaded: Encoder) -> Reader:
    return Reader(lambda: loaded)


@pytest.fixture
def _not_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoder, "_tried", [])


def test_it_knows_the_aspects(loaded: Encoder) -> None:
    """A new aspect is read by the linear models until the encoder is fitted again: few may wait for it."""
    unmet = [label for label, aspect in aspects().items() if aspect.asked and label not in loaded.labels]
    assert len(unmet) <= 0.05 * len(aspects()), unmet


def test_with_it_more_questions_of_a_stranger_are_understood(reader: Reader) -> None:
    asked = [question for question in hand() if not question.previous][::4]
    assert len(asked) > 300
    alone, both = (
        sum(by.read(prepared(question.text).text.strip()).label == question.label for question in asked)
        for by in (WORDS_ALONE, reader)
    )
    assert both > 1.05 * alone, (alone, both)


def test_it_is_asked_only_where_the_linear_models_hesitate() -> None:
    def refused(words: str) -> dict[str, float]:
        raise AssertionError(words)

    words = prepared("l’aide est-elle imposable ?").text.strip()
    assert WORDS_ALONE.read(words).share >= ENOUGH
    assert Reader(lambda: refused).read(words).shares == WORDS_ALONE.read(words).shares


def test_what_was_spoken_of_tells_what_a_sequel_asks(loaded: Encoder) -> None:
    first = loaded(after("aid.amounts/one_year", "et a mi-temps ?"))
    second = loaded(after("contract.working_time/general", "et a mi-temps ?"))
    assert max(first, key=lambda label: first[label]).startswith("aid.")
    assert max(second, key=lambda label: second[label]).startswith("contract.")


def test_questions_at_once_are_read_as_one_by_one(loaded: Encoder) -> None:
    words = [prepared(aspect.name).text for aspect in list(aspects().values())[:24]]
    alone = [dict(loaded(text)) for text in words]
    with ThreadPoolExecutor(8) as threads:
        assert [dict(found) for found in threads.map(loaded, words)] == alone


@pytest.mark.usefixtures("_not_loaded")
def test_without_its_weights_the_linear_models_read_alone(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    monkeypatch.setattr(Encoder.__init__, "__defaults__", (tmp_path / "lost.npz",))
    with caplog.at_level(logging.ERROR):
        assert load_encoder() is None
    assert "could not be loaded" in caplog.text
    assert Reader(load_encoder).read("zzyzx ?").shares == WORDS_ALONE.read("zzyzx ?").shares


def test_a_server_reads_by_the_linear_models_until_it_is_warm(assistant: Assistant) -> None:
    opened: list[str] = []
    serving = Assistant(
        assistant.parameters,
        assistant.corpus,
        assistant.retriever,
        assistant.today,
        reader=Reader(lambda: opened.append("loaded")),
    )
    asked = Request(question="et pour ma consœur dermato, ça se goupille comment ?")
    serving.never_wait()
    serving.ask(asked)
    assert not opened
    serving.warm_up()
    serving.ask(asked)
    assert opened
