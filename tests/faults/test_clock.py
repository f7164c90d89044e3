"""The clock of the machine: never set, it dates no rule and says so; years ahead, the age of the sources is said."""

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from shutil import which

import httpx
import pytest
from processes import started

from assistant.answer import Request
from assistant.service import Assistant, build
from corpus.models import REREAD
from ui.plain import plain
from ui.proof import dates

FIGURE, EXPLANATION = "combien pour un mi-temps la première année ?", "à quoi sert un assistant médical ?"
AGE = "il y a longtemps\u00a0: un texte a pu changer depuis"
needs_faketime = pytest.mark.skipif(not which("faketime"), reason="needs faketime")


def clock(day: str) -> dict[str, str]:
    """The environment in which it is another day: what `faketime` gives the command that it runs."""
    line = ["faketime", "-m", "--exclude-monotonic", "-f", f"@{day} 12:00:00", "env"]
    told = subprocess.run(line, capture_output=True, text=True, check=True).stdout
    named = (line.partition("=")[::2] for line in told.splitlines())
    return {name: value for name, value in named if name.startswith(("LD_PRELOAD", "FAKETIME"))}


@needs_faketime
def test_a_clock_that_was_never_set_is_told_and_dates_nothing(tmp_path: Path) -> None:
    settings = {"AM_DATA_DIR": str(tmp_path), "AM_EMBEDDING_MODEL": "lexical", **clock("2018-05-01")}
    with started("serve_real", settings) as (address, _):
        told = httpx.get(f"{address}/health/ready", timeout=5)
        assert (told.status_code, told.json()["status"]) == (503, "failed")
        assert told.json()["mend"] == "Mettez-la à l’heure."
        asked = [("ask", {"question": FIGURE}), ("ask", {"question": EXPLANATION}), ("simulate", {"etp": 0.5})]
        for door, body in asked:
            refused = httpx.post(f"{address}/api/v1/{door}", json=body, timeout=30)
            assert refused.status_code == 503, refused.text
            assert "L’horloge de ce serveur est fausse" in refused.json()["error"]["message"]
        dated = {"question": FIGURE, "as_of": "2026-11-21"}  # the caller's own day needs no clock
        assert httpx.post(f"{address}/api/v1/ask", json=dated, timeout=30).json()["figures"]
        assert httpx.get(f"{address}/", timeout=30).status_code == 200


@needs_faketime
def test_at_the_command_line_it_is_one_sentence(tmp_path: Path) -> None:
    environment = {**os.environ, "AM_DATA_DIR": str(tmp_path), **clock("1970-01-02")}
    line = [sys.executable, "-m", "cli", "ask", FIGURE]
    asked = subprocess.run(line, env=environment, capture_output=True, text=True, check=False)
    assert asked.returncode == 1
    assert "L’horloge de ce serveur est fausse" in asked.stderr
    assert asked.stderr.count("\n") == 1


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("years")


def on(folder: Path, today: date) -> Assistant:
    return build(folder, embedding_model="lexical", today=lambda: today)


@pytest.mark.parametrize("question", [FIGURE, EXPLANATION])
def test_years_ahead_the_age_of_the_sources_is_said_once(folder: Path, question: str) -> None:
    answer = on(folder, date(2029, 6, 1)).ask(Request(question=question))
    assert answer.dates.sources_checked_on is not None
    for text in (answer.text, plain(answer), dates(answer.dates)):
        assert text.count(AGE) == 1


def test_until_they_are_to_be_read_again_nothing_is_said_of_it(folder: Path) -> None:
    checked = on(folder, date(2026, 12, 1)).ask(Request(question=FIGURE)).dates.sources_checked_on
    assert checked is not None
    last = on(folder, checked + REREAD).ask(Request(question=FIGURE))
    for text in (last.text, plain(last), dates(last.dates)):
        assert AGE not in text
        assert "onsultées le" in text
    assert json.loads(last.model_dump_json())["dates"]["sources_checked_on"] == str(checked)
