"""Forty-five explanations at once before a model that says nothing, or drips: passages for all, figures at once."""

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

from live import asked, eventually, ready
from model_server import serving
from processes import started

from rag.chat import AT_ONCE

FIGURES = ["combien pour un mi-temps la première année ?", "un radiologue a-t-il droit à l’aide ?"]
EXPLANATION = "à quoi sert un assistant médical ?"
CROWD = 45
OWN = ("id", "timings_ms")  # of an answer, what is never twice the same


def test_a_model_that_stalls_keeps_no_figure_waiting_and_costs_nobody_an_answer(tmp_path: Path) -> None:
    with serving() as model:
        settings = {
            "AM_DATA_DIR": str(tmp_path), "AM_EMBEDDING_MODEL": "lexical", "AM_RATE_LIMIT": "6000/minute",
            "AM_LLM": "openai:m", "AM_LLM_BASE_URL": model.url, "AM_LLM_TIMEOUT": "120",
        }  # fmt: skip
        with started("serve_real", settings) as (address, _), ThreadPoolExecutor(CROWD) as clients:
            eventually(lambda: ready(address))
            quiet, figures = asked(address, EXPLANATION), [_told(address, figure) for figure in FIGURES]
            assert "Source" in quiet["text"]
            model.ending = "stall"
            for reply in ("", "Un assistant médical"):  # mute, then a word or two that come to nothing
                model.reply, before = reply, len(model.requests)
                model.released.clear()
                crowd = [clients.submit(asked, address, EXPLANATION) for _ in range(CROWD)]
                eventually(partial(_answered, crowd, CROWD - AT_ONCE))  # whom the model was not asked for
                assert [_told(address, figure) for figure in FIGURES] == figures
                assert len(model.requests) - before == AT_ONCE and _answered(crowd, CROWD - AT_ONCE)
                model.released.set()
                assert {answer.result()["text"] for answer in crowd} == {quiet["text"]}


def _answered(crowd: Sequence[Future[dict[str, Any]]], many: int) -> bool:
    return sum(answer.done() for answer in crowd) == many


def _told(address: str, question: str) -> dict[str, Any]:
    return {name: value for name, value in asked(address, question).items() if name not in OWN}
