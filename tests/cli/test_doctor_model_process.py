"""The command ``assistant-medical doctor`` and a model, each in a process of its own, over both protocols."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from model_process import model_process
from processes import free_port

from cli.checks.finding import State

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def model() -> Iterator[str]:
    with model_process() as address:
        yield address


def heard(folder: Path, name: str, url: str) -> list[dict[str, Any]]:
    """Return what the command says of the model that is to listen."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("AM_")}
    environment |= {"PYTHONPATH": str(ROOT), "AM_DATA_DIR": str(folder), "AM_EMBEDDING_MODEL": "lexical"}
    environment |= {"AM_PORT": str(free_port()), "AM_LLM": name, "AM_LLM_BASE_URL": url, "AM_LLM_READS": "always"}
    # a machine that is busy is not a model that is slow
    environment |= {"AM_LLM_READS_TIMEOUT": "20"}
    command = [sys.executable, "-m", "cli", "doctor", "--json"]
    # the rest of what it looks at may fail: what is read is of the model alone
    done = subprocess.run(
        command, env=environment, cwd=folder, capture_output=True, text=True, timeout=120, check=False
    )
    return [one for one in json.loads(done.stdout)["checks"] if one["check"] == "Écoute"]


@pytest.mark.parametrize(("name", "path"), [("openai:test", "/v1"), ("ollama:test", "")], ids=["openai", "ollama"])
def test_a_model_that_hears_rightly_is_good_over_both_protocols(
    model: str, name: str, path: str, tmp_path: Path
) -> None:
    found = heard(tmp_path, name, model + path)
    assert [one["state"] for one in found] == [State.GOOD] * 6, found
    assert f"{name} entend comme il faut 5" in found[-1]["told"]


def test_a_model_that_is_not_there_is_told_with_what_to_check(tmp_path: Path) -> None:
    (found,) = heard(tmp_path, "ollama:test", f"http://127.0.0.1:{free_port()}")
    assert found["state"] == State.BAD
    assert "AM_LLM_READS=off" in found["mend"]
