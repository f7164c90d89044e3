import subprocess
import sys
from collections.abc import Iterator
from time import perf_counter

import pytest
from live import eventually
from model_server import ModelServer, serving, streaming

from rag.generation import LONGEST, GenerationError, LanguageModel

PASSAGE = "L’assistant accueille les patients."


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with serving() as started:
        yield started


def model_of(server: ModelServer, timeout: float = 5.0, key: str | None = None) -> LanguageModel:
    return LanguageModel("openai:test", server.url, key, timeout)


def test_the_text_comes_as_it_is_written(server: ModelServer) -> None:
    server.reply = "L’assistant accueille les patients [1]."
    pieces = list(model_of(server).reword("Que fait-il ?", [PASSAGE]))
    assert len(pieces) > 2
    assert "".join(pieces) == server.reply


def test_the_model_is_told_the_passages_by_number_and_the_question(server: ModelServer) -> None:
    list(model_of(server).reword("Que fait-il ?", [PASSAGE, "Deuxième."]))
    system, human = server.requests[0]["messages"]
    assert "français" in system["content"]
    assert human["content"] == f"Passage [1] : {PASSAGE}\n\nPassage [2] : Deuxième.\n\nQuestion : Que fait-il ?"
    assert server.requests[0]["temperature"] == 0


@pytest.mark.parametrize(("key", "sent"), [(None, "Bearer none"), ("secret", "Bearer secret")])
def test_a_local_server_needs_no_key(server: ModelServer, key: str | None, sent: str) -> None:
    list(model_of(server, key=key).reword("?", [PASSAGE]))
    assert server.keys == [sent]


def test_a_stalled_model_is_left_when_its_time_is_up(server: ModelServer) -> None:
    server.reply, server.ending = "L’assistant", "stall"
    start = perf_counter()
    with pytest.raises(GenerationError, match=r"within 0\.5 s"):
        list(model_of(server, timeout=0.5).reword("?", [PASSAGE]))
    assert perf_counter() - start < 20  # it stalls for ever
    assert server.left.wait(20), "the connection stays open after the reader left"


def test_closing_the_text_cancels_the_call(server: ModelServer) -> None:
    server.reply, server.ending = "L’assistant accueille", "stall"
    pieces = model_of(server, timeout=30).reword("?", [PASSAGE])
    next(pieces)
    pieces.close()
    assert server.left.wait(20), "the model still talks to nobody"
    eventually(lambda: not streaming())


@pytest.mark.parametrize("status", [401, 404, 429, 500, 503])
def test_an_error_of_the_server_is_told_at_once_without_a_second_try(server: ModelServer, status: int) -> None:
    server.status = status
    with pytest.raises(GenerationError, match="the model failed"):
        list(model_of(server).reword("?", [PASSAGE]))
    assert len(server.requests) == 1


def test_a_text_broken_off_is_no_text(server: ModelServer) -> None:
    server.reply, server.ending = "L’assistant accueille les patients [1].", "break off"
    with pytest.raises(GenerationError, match="the model failed"):
        list(model_of(server).reword("?", [PASSAGE]))


def test_a_model_that_does_not_stop_is_stopped(server: ModelServer) -> None:
    server.reply = "bla " * LONGEST
    with pytest.raises(GenerationError, match=f"more than {LONGEST}"):
        list(model_of(server).reword("?", [PASSAGE]))


@pytest.mark.parametrize("name", ["nowhere:model", "openai-without-provider"])
def test_an_unknown_provider_is_a_failure_like_another(name: str) -> None:
    with pytest.raises(GenerationError, match="the model failed"):
        list(LanguageModel(name, timeout=5).reword("?", [PASSAGE]))


def test_no_server_at_all() -> None:
    with pytest.raises(GenerationError, match="the model failed"):
        list(LanguageModel("openai:m", "http://127.0.0.1:9/v1", timeout=5).reword("?", [PASSAGE]))


def test_the_key_is_in_no_message(server: ModelServer) -> None:
    server.status = 401
    with pytest.raises(GenerationError) as caught:
        list(model_of(server, key="secret-key").reword("?", [PASSAGE]))
    assert "secret-key" not in f"{caught.value} {caught.value.__cause__}"


def test_without_a_call_nothing_of_langchain_is_loaded() -> None:
    code = (
        "import sys; from rag.generation import LanguageModel; LanguageModel('openai:m');"
        "print(sorted(m for m in sys.modules if m.split('.')[0] in ('langchain', 'langchain_core', 'openai')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_missing_provider_is_named_at_the_start(caplog: pytest.LogCaptureFixture) -> None:
    LanguageModel("mistralai:mistral-small-latest").warm_up()
    assert "langchain-mistralai" in caplog.text or "langchain_mistralai" in caplog.text
