import json
import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
from fake import FakeAssistant
from processes import heavy

from cli.commands import ask, simulate, sources
from cli.indexing import Indexing, reason
from cli.main import main


@pytest.fixture
def assistant(monkeypatch: pytest.MonkeyPatch) -> FakeAssistant:
    fake = FakeAssistant()
    for module in (ask, simulate, sources):
        monkeypatch.setattr(module, "build_assistant", lambda: fake)
    return fake


def _lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_question_is_answered_in_french_text(assistant: FakeAssistant, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "cb pour 0,5 etp ?", "--as-of", "2026-11-21"]) == 0
    told = capsys.readouterr().out
    assert "19\u202f000\u202f€ la première année" in told
    assert "Sources\u00a0:" in told
    assert "**" not in told
    assert told.count("P95 et plus") <= 1
    assert str(assistant.requests[0].as_of) == "2026-11-21"


def test_history_and_profile_go_with_the_question(
    assistant: FakeAssistant, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    history = [{"role": "user", "content": "mi-temps ?"}]
    file = tmp_path / "history.json"
    file.write_text(json.dumps(history), "utf-8")
    for given in (str(file), json.dumps(history)):
        assert main(["ask", "et ?", "--json", "--history", given, "--profile", '{"secteur": 1}']) == 0
        assert json.loads(capsys.readouterr().out)["kind"] == "clarification"
        assert assistant.requests[-1].history[0].content == "mi-temps ?"
        assert assistant.requests[-1].profile == {"secteur": 1}


def test_a_batch_answers_line_by_line_and_survives_bad_lines(
    assistant: FakeAssistant, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "batch.jsonl"
    bad = [b"not json", b'"text"', b'{"id": 2, "question": ""}', b"\xff\xfe", b'{"id": 4, "question": "boum"}']
    good = ['{"id": "a", "question": "mi-temps"}', '{"id": 5, "question": "missions", "as_of": "2024-01-01"}']
    file.write_bytes(b"\n".join([good[0].encode(), *bad, b"", good[1].encode()]))
    assert main(["ask", "--batch", str(file), "--as-of", "2026-11-21"]) == 0
    lines = _lines(capsys)
    assert [line.get("id") for line in lines] == ["a", None, None, 2, None, 4, 5]
    assert ["error" in line for line in lines] == [False, True, True, True, True, True, False]
    assert lines[3]["error"]["field"] == "question"
    assert [str(request.as_of) for request in assistant.requests] == ["2026-11-21", "2026-11-21", "2024-01-01"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["ask", " "],
        ["ask", "a", "--as-of", "hier"],
        ["ask", "a", "--profile", "{"],
        ["ask", "a", "--history", "nowhere.json"],
        ["ask", "--batch", "nowhere.jsonl"],
        ["simulate", "--etp", "-1"],
        ["sources", "show", "nothing"],
    ],
)
def test_what_cannot_be_done_is_one_french_line_and_code_1(
    assistant: FakeAssistant, arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert "Traceback" not in said.err


@pytest.mark.parametrize("arguments", [[], ["nothing"], ["ask"], ["ask", "a", "--batch", "b"], ["ingest"]])
def test_a_bad_call_is_code_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2
    assert "usage" in capsys.readouterr().err


def test_a_setting_that_cannot_be_used_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("AM_PORT", "abc")
    assert main(["ask", "a"]) == 1
    assert "AM_PORT" in capsys.readouterr().err


def test_a_simulation_takes_each_field_as_an_option(
    assistant: FakeAssistant, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["--etp", "0,5", "--optam", "oui", "--patientele-mt", "1 300", "--signed-on", "15/03/2025"]
    assert main(["simulate", "--json", *arguments]) == 0
    assert json.loads(capsys.readouterr().out)["signed_on"] == "2025-03-15"
    profile = {"etp": "0,5", "optam": True, "patientele_mt": 1300, "signed_on": "2025-03-15"}
    assert assistant.simulated == [(profile, None)]
    assert main(["simulate", *arguments]) == 0
    assert "1. 15/03/2025 au 14/03/2026" in capsys.readouterr().out


def test_sources_are_listed_and_shown(assistant: FakeAssistant, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sources", "list"]) == 0
    assert "ameli-2024-06" in capsys.readouterr().out
    assert main(["sources", "show", "ameli-2024-06"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["publisher"] == "ameli.fr"
    assert [entry["id"] for entry in shown["disagreements"]] == ["cqp"]


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["--version"])
    assert not stopped.value.code
    assert capsys.readouterr().out == f"assistant-medical {version('assistant-medical')}\n"


@pytest.mark.parametrize("option", ["--version", "--help"])
def test_what_needs_no_model_and_no_page_loads_none(option: str) -> None:
    command = [sys.executable, "-X", "importtime", "-m", "cli", option]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "assistant-medical" in done.stdout
    assert heavy(done.stderr) == set()


def test_a_rule_is_explained_for_a_situation_with_its_sources(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "explain", "aid", "--signed", "2025-03-01", "--etp", "1"]) == 0
    explained = capsys.readouterr().out
    assert "**38\u202f000\u202f€** (`aide.temps_plein.annee_1`)" in explained
    assert "ameli-2024-06" in explained


def test_the_bareme_of_a_day_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "table", "--date", "2021-01-01"]) == 0
    table = capsys.readouterr().out
    assert table.startswith("# Barème au 1er janvier 2021")
    assert "36\u202f000\u202f€" in table
    assert "38\u202f000\u202f€" not in table


def test_indexing_is_told_on_standard_error_with_its_progress(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = Indexing(reason(tmp_path))
    for done in (1, 2):
        told(done, 2)
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("Première utilisation\u00a0: j’indexe les documents")
    assert "2/2" in said.err
    (tmp_path / "current").touch()
    assert reason(tmp_path).startswith("Les documents ont changé")


def test_a_library_that_logs_every_detail_is_not_heard() -> None:
    code = "import logging; from ui import logs; logs.set_up(); log = logging.getLogger('bm25s')\n"
    code += "log.setLevel(logging.DEBUG); log.debug('detail'); log.warning('beware')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr == "WARNING bm25s: beware\n"


def test_a_folder_is_indexed_and_searched_by_commands_of_their_own(tmp_path: Path) -> None:
    """As outside checks call them: two processes, one line of JSON results."""
    documents, index = tmp_path / "docs", tmp_path / "index"
    documents.mkdir()
    (documents / "horaires.txt").write_text("L’assistante travaille 35 heures par semaine au cabinet.", "utf-8")
    (documents / "gynecologues.txt").write_text("Les gynécologues médicaux étaient admis partout.", "utf-8")
    environment = {**os.environ, "AM_EMBEDDING_MODEL": "lexical", "HOME": str(tmp_path)}
    command = [sys.executable, "-m", "cli"]
    subprocess.run([*command, "ingest", str(documents), "--index", str(index)], env=environment, check=True)
    found = subprocess.run(
        [*command, "search", "combien d'heures par semaine", "-k", "1", "--json", "--index", str(index)],
        env=environment, check=True, capture_output=True,
    )  # fmt: skip
    (hit,) = json.loads(found.stdout)
    assert hit.keys() == {"document", "source", "text", "score"}
    assert hit["document"] == "horaires"
