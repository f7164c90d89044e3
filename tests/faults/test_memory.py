"""Memory that is refused: to the model while it reads a question, to the search altogether. Figures go on."""

from datetime import date
from pathlib import Path
from typing import Any, Never

import httpx
import pytest
from live import asked, eventually
from processes import started
from rag_fakes import BagOfStems, Sheet

from assistant.errors import Unavailable
from assistant.explanation import Explanation
from assistant.reader import WORDS_ALONE, Reader
from assistant.service import build
from assistant.turn import State
from rag import enduring, opening
from rag.faults import MEMORY

FIGURE, EXPLANATION = "combien pour un mi-temps la première année ?", "à quoi sert un assistant médical ?"
SHEETS = [Sheet("chats", "Les chats dorment la journée."), Sheet("chiens", "Les chiens gardent la maison.")]
# As torch says it.
REFUSED = RuntimeError("[enforce fail at alloc_cpu.cpp:118] DefaultCPUAllocator: can't allocate memory: you tried to…")


class Starved(BagOfStems):
    """A model to which memory may be refused."""

    refused: Exception | None = None

    def embed_query(self, text: str) -> list[float]:
        if self.refused:
            raise self.refused
        return super().embed_query(text)


@pytest.mark.parametrize("refusal", [MemoryError(), REFUSED])
def test_a_question_that_cannot_be_embedded_is_searched_by_its_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, refusal: Exception
) -> None:
    model, now = Starved(), 1000.0
    monkeypatch.setattr(opening, "load_once", lambda _: model)
    monkeypatch.setattr(enduring, "monotonic", lambda: now)
    retriever: Any = opening.open_index(tmp_path, SHEETS, "tiny")
    assert retriever.search("qui garde la maison ?")[0].dense_cosine is not None
    model.refused = refusal
    found = retriever.search("qui garde la maison ?")[0]
    assert (found.passage.document, found.dense_cosine) == ("chiens", None)
    assert retriever.fault == MEMORY
    model.refused = None
    now += 30  # left alone for a minute
    assert retriever.search("qui garde la maison ?")[0].dense_cosine is None
    now += 31
    assert retriever.search("qui garde la maison ?")[0].dense_cosine is not None
    assert retriever.fault is None


def test_a_question_the_encoder_cannot_read_is_read_without_it_and_not_for_ever() -> None:
    refused = True
    words = " et pour ma collegue du groupe "  # the linear models hesitate

    def encoder(_: str) -> dict[str, float]:
        if refused:
            raise REFUSED
        return {"aid.amounts/general": 1.0}

    reader = Reader(lambda: encoder)
    assert reader.read(words).shares == WORDS_ALONE.read(words).shares
    refused = False
    reader.read(" le nombre de patients pour le contrat ")  # works again
    assert reader.read(words).shares != WORDS_ALONE.read(words).shares


def test_where_nothing_can_be_searched_figures_go_on_and_the_rest_is_refused_in_french(tmp_path: Path) -> None:
    settings = {"AM_DATA_DIR": str(tmp_path), "AM_EMBEDDING_MODEL": "lexical"}
    with started("served_faulty.serve_nothing_to_search", settings) as (address, _):
        eventually(lambda: httpx.get(f"{address}/health/ready").json()["status"] != "loading")
        ready = httpx.get(f"{address}/health/ready")
        assert (ready.status_code, ready.json()["status"]) == (503, "failed")
        assert (ready.json()["reason"], ready.json()["mend"]) == MEMORY
        assert asked(address, FIGURE)["figures"]
        refused = httpx.post(f"{address}/api/v1/ask", json={"question": EXPLANATION}, timeout=30)
        assert (refused.status_code, refused.headers["retry-after"]) == (503, "60")
        assert "ne peuvent pas être cherchées pour l’instant" in refused.json()["error"]["message"]
        stream = {"accept": "text/event-stream, text/html"}
        events = httpx.post(f"{address}/api/v1/ask", json={"question": EXPLANATION}, headers=stream, timeout=30)
        assert "event: error" in events.text and "pour l’instant" in events.text


def test_of_two_questions_the_one_that_cannot_be_answered_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assistant, today = build(tmp_path, embedding_model="lexical"), date(2026, 11, 21)
    text = "Combien pour un mi-temps la première année ? Qu’est-ce qu’un assistant médical fait au quotidien ?"
    turn = assistant._take_turn(State(), text, today)
    ruled, other = assistant._decide(turn, today)
    assert ruled and other
    monkeypatch.setattr(assistant._searching, "now", unavailable)
    first, second = assistant._found(turn, [ruled, None], today)
    assert first == ruled
    assert isinstance(second, Explanation) and "pour l’instant" in second.text


def unavailable() -> Never:
    raise Unavailable.of_explanations()
