"""Forty-five explanations at once while the language model says nothing, or drips: passages for all, figures too."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from live import asked, ready, within
from model_server import serving
from processes import started

FIGURE, EXPLANATION = "combien pour un mi-temps la première année ?", "à quoi sert un assistant médical ?"
CROWD = 45


def test_everybody_is_answered_however_the_language_model_fails(tmp_path: Path) -> None:
    with serving() as model:
        model.ending = "stall"
        settings = {
            "AM_DATA_DIR": str(tmp_path), "AM_EMBEDDING_MODEL": "lexical", "AM_RATE_LIMIT": "6000/minute",
            "AM_LLM": "openai:m", "AM_LLM_BASE_URL": model.url, "AM_LLM_TIMEOUT": "1",
        }  # fmt: skip
        with started("serve_real", settings) as (address, _), ThreadPoolExecutor(CROWD + 1) as clients:
            within(60, lambda: ready(address))
            quiet = asked(address, EXPLANATION)
            assert "Source" in quiet["text"]
            for reply in ("", "Un assistant médical"):  # mute, then a word or two that come to nothing
                model.reply, before = reply, len(model.requests)
                crowd = [clients.submit(asked, address, EXPLANATION) for _ in range(CROWD)]
                assert clients.submit(asked, address, FIGURE).result()["figures"]
                assert {answer.result()["text"] for answer in crowd} == {quiet["text"]}
                assert len(model.requests) - before > CROWD / 2  # it was really asked
