"""What the doctor says of the language model that is to hear questions."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from model_server import ModelServer, serving
from scripted import KNOWN, asking, scripted

from assistant.listening.sent import sent
from assistant.listening.shortlist import name
from cli.checks import ear
from cli.checks.finding import State, Told
from ui.settings import Settings

TOPICS = {sent(text): topic for text, topic in ear.QUESTIONS.items()}  # as the model reads them


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with serving() as started:
        yield started


def told(server: ModelServer, reads: str = "always", timeout: float = 20.0) -> list[Told]:
    given = Settings(llm="openai:test", llm_base_url=server.url, llm_reads=reads, llm_reads_timeout=timeout)
    return list(ear.listens(given))


def test_nothing_is_asked_where_no_model_is_to_hear(server: ModelServer) -> None:
    assert told(server, "off") == []
    assert server.requests == []


def test_a_model_that_hears_rightly_is_good_and_what_it_heard_is_told(server: ModelServer) -> None:
    scripted(server, lambda one, known: asking(KNOWN.get(one["text"]) or name(TOPICS[one["text"]]), known))
    found = told(server)
    assert [state for state, _, _ in found] == [State.GOOD] * 6
    assert f"«\u00a0{name('training.hours')}\u00a0»" in found[3][1]
    assert "5\u00a0questions sur 5" in found[-1][1]


def test_a_model_that_hears_rightly_and_late_is_told_to_be_too_slow(server: ModelServer) -> None:
    scripted(server, lambda one, known: asking(KNOWN.get(one["text"]) or name(TOPICS[one["text"]]), known))
    state, _, mend = told(server, timeout=0.001)[-1]
    assert state is State.WATCH
    assert "AM_LLM_READS_TIMEOUT" in mend


def test_a_model_that_mistakes_them_is_to_be_replaced(server: ModelServer) -> None:
    scripted(server, lambda one, known: asking(KNOWN.get(one["text"]) or name("contract.move"), known))
    found = told(server)
    assert {state for state, _, _ in found} == {State.WATCH}
    assert "0\u00a0question sur 5" in found[-1][1]


def test_a_model_that_says_anything_else_is_of_no_use(server: ModelServer) -> None:
    server.reply = "Bonjour !"
    assert State.GOOD not in {state for state, _, _ in told(server)}


def test_a_server_that_refuses_is_told_with_what_to_check(server: ModelServer) -> None:
    server.status = 500
    ((state, text, mend),) = told(server)
    assert state is State.BAD
    assert "openai:test" in text
    assert "AM_LLM_READS=off" in mend
