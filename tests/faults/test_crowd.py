"""Forty-five explanations at once while the language model says nothing, or drips: passages for all, figures too."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from live import asked, ready, within
from model_server import serving
from processes import started

FIGURE, EXPLANATION = "combien pour un mi-temps la première année ?", "à quoi sert un assistant médical ?"
CROWD = 45


@pytest.mark.parametrize("reply", ["", "Un assistant médical"])  # mute, and a word or two that come to nothing
def test_everybody_is_answered_however_the_language_model_fails(tmp_path: Path, reply: str) -> None:
    with serving() as model:
        model.reply, model.ending = reply, "stall"
        settings = {
            "AM_DATA_DIR": str(tmp_path), "AM_EMBEDDING_MODEL": "lexical", "AM_RATE_LIMIT": "6000/minute",
            "AM_LLM": "openai:m", "AM_LLM_BASE_URL": model.url, "AM_LLM_TIMEOUT": "1",
        }  # fmt: skip
        with started("serve_real", settings) as (address, _), ThreadPoolExecutor(CROWD + 1) as clients:
            within(60, lambda: ready(address))
            quiet = asked(address, EXPLANATION)
            crowd = [clients.submit(asked, address, EXPLANATION) for _ in range(CROWD)]
            figure: dict[str, Any] = clients.submit(asked, address, FIGURE).result()
            assert figure["figures"]
            told = {answer.result()["text"] for answer in crowd}
            assert told == {quiet["text"]}
            assert "Source" in quiet["text"]
        assert len(model.requests) > CROWD / 2  # it was really asked
