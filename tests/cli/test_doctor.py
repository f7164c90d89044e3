"""The doctor looks at everything, says how to mend what it finds, and changes nothing."""

import http.server
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
from processes import free_port, running
from serving import Quiet, listening

from assistant.installation import load
from cli.checks import knowledge
from cli.commands import doctor
from cli.main import main

Found = dict[str, list[dict[str, Any]]]


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, value in (
        ("DATA_DIR", tmp_path / "data"),
        ("EMBEDDING_MODEL", "lexical"),
        ("PORT", free_port()),
        ("CPTS_NAME", "CPTS du Val Perdu"),
    ):
        monkeypatch.setenv(f"AM_{name}", str(value))
    return tmp_path / "data"


@pytest.fixture
def examined(capsys: pytest.CaptureFixture[str]) -> Iterator[Any]:
    def examine() -> tuple[int, Found]:
        code = main(["doctor", "--json"])
        found: Found = {}
        for finding in json.loads(capsys.readouterr().out)["checks"]:
            found.setdefault(finding["check"], []).append(finding)
        return code, found

    yield examine


def _states(found: Found, check: str) -> list[str]:
    return [finding["state"] for finding in found[check]]


def only(monkeypatch: pytest.MonkeyPatch, *checks: str) -> None:
    """The others would take seconds to say what another test reads."""
    monkeypatch.setattr(doctor, "CHECKS", {check: doctor.CHECKS[check] for check in checks})


def _run(*words: str, **settings: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "cli", *words],
        env=os.environ | settings,
        capture_output=True,
        text=True,
        check=False,
    )


def test_an_installation_is_followed_from_nothing_to_served(data: Path, tmp_path: Path) -> None:
    before = _run("doctor")
    assert before.returncode == 0
    assert "! Index\u00a0: pas d’index utilisable" in before.stdout
    assert f"✓ Dossier de données\u00a0: {data}, qui sera créé" in before.stdout
    assert "est libre" in before.stdout
    assert not data.exists()
    (tmp_path / "note.md").write_text("# Prêt\n\nLa CPTS prête un électrocardiographe.\n", "utf-8")
    assert _run("ingest", str(tmp_path / "note.md")).returncode == 0
    whole = {path: path.stat().st_mtime_ns for path in data.rglob("*")}
    with running(AM_PORT=os.environ["AM_PORT"]):
        after = _run("doctor")
    assert "✓ Index\u00a0: à jour" in after.stdout
    assert "✓ Documents\u00a0: 1\u00a0document" in after.stdout
    assert "✓ Port\u00a0: l’assistant répond sur" in after.stdout
    assert {path: path.stat().st_mtime_ns for path in data.rglob("*")} == whole
    (data / "documents" / "local-note.md").unlink()
    assert "d’autres documents" in _run("doctor").stdout


def test_settings_that_cannot_be_used_are_the_first_thing_to_mend(
    examined: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AM_PORT", "abc")
    code, found = examined()
    assert (code, list(found), _states(found, "Réglages")) == (1, ["Réglages"], ["faute"])
    assert "AM_PORT" in found["Réglages"][0]["told"]


def test_settings_of_two_places_and_names_of_none_are_told(
    examined: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "reglages.env"
    file.write_text("AM_CPTS_NAME=Autre\nAM_PRT=1\nAM_LLM_API_KEY=very-secret\n", "utf-8")
    file.chmod(0o644)
    monkeypatch.setenv("AM_ENV_FILE", str(file))
    only(monkeypatch, "Réglages")
    code, found = examined()
    assert code == 0
    told = [finding["told"] for finding in found["Réglages"]]
    assert _states(found, "Réglages") == ["ok", "attention", "attention", "attention"]
    assert str(file) in told[0]
    assert "«\u00a0AM_PORT\u00a0»" in told[1]
    assert "AM_CPTS_NAME\u00a0: l’environnement l’emporte" in told[2]
    assert "secret" in told[3]
    assert "very-secret" not in str(found)


@pytest.mark.parametrize(
    ("setting", "value", "check", "state"),
    [
        ("PARAMETERS_DIR", "values", "Valeurs", "faute"),
        ("CPTS_FILE", "cpts.yaml", "Identité", "faute"),
        ("CPTS_FILE", "empty.yaml", "Identité", "attention"),
        ("CPTS_FILE", "/nowhere/cpts.yaml", "Identité", "faute"),
        ("DATA_DIR", "cpts.yaml", "Dossier de données", "faute"),
        ("EMBEDDING_MODEL", "/nowhere/model", "Modèle", "faute"),
        ("EMBEDDING_MODEL", "no/such/model", "Modèle", "faute"),
        ("EMBEDDING_MODEL", "no/model", "Modèle", "attention"),
        ("RERANKER", "model-of-nobody", "Modèle", "attention"),
        ("TRUSTED_PROXIES", "10.0.0.1, 0.0.0.0/0", "Mandataires", "faute"),
        ("HOST", "0.0.0.0", "Mandataires", "attention"),  # noqa: S104 — read
        ("ALLOWED_ORIGINS", "http://www.example.fr", "Sites", "attention"),
        ("ALLOWED_ORIGINS", "https://www.example.fr:443", "Sites", "faute"),
        ("ALLOWED_ORIGINS", "https://WWW.example.fr", "Sites", "faute"),
        ("ALLOWED_ORIGINS", "https://www.example.fr", "Sites", "ok"),
        ("ALLOWED_ORIGINS", "http://localhost:8080", "Sites", "ok"),
        ("RATE_LIMIT_STORAGE", "redis://:very-secret@127.0.0.1:9", "Demandes", "attention"),
        ("JOURNAL_URL", "postgresql://am:very-secret@127.0.0.1:9/base", "Journal", "attention"),
        ("CHROMA_URL", "http://127.0.0.1:9", "Chroma", "faute"),
        ("LLM", "nobody:model", "Modèle de langage", "attention"),
    ],
)
def test_each_fault_is_told_with_what_to_do(
    examined: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, setting: str, value: str, check: str, state: str
) -> None:
    (tmp_path / "values").mkdir()
    (tmp_path / "values" / "aide.yaml").write_text("mi_temps: [\n", "utf-8")
    (tmp_path / "cpts.yaml").write_text("nome: CPTS\n", "utf-8")
    (tmp_path / "empty.yaml").touch()
    ours = tmp_path / value
    monkeypatch.setenv(f"AM_{setting}", str(ours) if not value.startswith("/") and ours.exists() else value)
    only(monkeypatch, check)
    code, found = examined()
    assert state in _states(found, check)
    assert code == int(state == "faute")
    assert all(finding["mend"] for finding in found[check] if finding["state"] != "ok")
    assert "very-secret" not in str(found)


def test_a_folder_of_somebody_else_is_told_with_the_user_to_be(
    examined: Any, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data.mkdir()
    only(monkeypatch, "Dossier de données")
    monkeypatch.setattr(os, "geteuid", lambda: data.stat().st_uid + 1)
    code, found = examined()
    assert (code, _states(found, "Dossier de données")) == (0, ["attention", "ok"])
    assert "sudo -u " in found["Dossier de données"][0]["mend"]
    monkeypatch.setattr(os, "access", lambda *_: False)
    code, found = examined()
    assert (code, _states(found, "Dossier de données")) == (1, ["faute", "ok"])
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(1, 1, 1000))
    assert _states(examined()[1], "Dossier de données") == ["faute", "faute"]


@contextmanager
def _on_its_port(monkeypatch: pytest.MonkeyPatch, body: bytes, *paths: str) -> Iterator[None]:
    """A program on the port of the assistant; where ``paths`` are named, nothing is answered to any other."""

    class Program(Quiet, http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if not paths or self.path in paths:
                self.send_response(200)
                self.end_headers()
                self.wfile.write(body)

    with listening(Program) as there:
        monkeypatch.setenv("AM_PORT", there.rpartition(":")[2])
        only(monkeypatch, "Port")
        yield


def test_a_port_of_another_program_is_not_ours(examined: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    with _on_its_port(monkeypatch, b"another"):
        code, found = examined()
    assert (code, _states(found, "Port")) == (1, ["faute"])
    assert "pris par un autre programme" in found["Port"][0]["told"]


def test_an_assistant_that_is_not_ready_is_ours_all_the_same(examined: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    with _on_its_port(monkeypatch, b'{"status": "live"}', "/health/live"):
        code, found = examined()
    assert (code, _states(found, "Port")) == (0, ["attention"])
    assert "Attendez" in found["Port"][0]["mend"]


@pytest.mark.parametrize(
    ("model", "package"),
    [("ollama:mistral", "assistant-medical[ollama]"), ("google_genai:gemini", "langchain-google-genai")],
)
def test_the_package_of_a_client_that_is_missing_is_told(
    examined: Any, monkeypatch: pytest.MonkeyPatch, model: str, package: str
) -> None:
    monkeypatch.setenv("AM_LLM", model)
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    only(monkeypatch, "Modèle de langage")
    assert examined()[1]["Modèle de langage"][0]["mend"] == f'pip install "{package}"'


@pytest.mark.parametrize(
    ("line", "states"),
    [
        ("RATE_LIMIT_STORAGE=redis://:very-secret@127.0.0.1:9", ["ok", "attention"]),
        ("JOURNAL_URL=postgresql://am:very-secret@127.0.0.1:9/base", ["ok", "attention"]),
        ("CHROMA_URL=http://us:very-secret@127.0.0.1:9", ["ok", "attention"]),
        ("CHROMA_URL=http://127.0.0.1:9/a@b", ["ok"]),
    ],
)
def test_an_address_that_holds_a_password_is_a_secret(
    examined: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str, states: list[str]
) -> None:
    file = tmp_path / "reglages.env"
    file.write_text(f"AM_{line}\n", "utf-8")
    file.chmod(0o644)
    monkeypatch.setenv("AM_ENV_FILE", str(file))
    only(monkeypatch, "Réglages")
    found = examined()[1]
    assert _states(found, "Réglages") == states
    assert "very-secret" not in str(found)


def test_a_document_that_cannot_be_read_is_told(examined: Any, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    only(monkeypatch, "Documents")
    (data / "documents").mkdir(parents=True)
    (data / "documents" / "local-abime.md").write_bytes(b"---\n\xff")
    code, found = examined()
    assert (code, _states(found, "Documents")) == (1, ["ok", "faute"])
    assert "local-abime.md" in found["Documents"][1]["told"]


@pytest.mark.parametrize(("path", "told"), [("", "n’est pas installé"), (None, "ne connaît pas le français")])
def test_scans_that_could_not_be_read_are_told(
    examined: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str | None, told: str
) -> None:
    program = tmp_path / "tesseract"
    program.write_text("#!/bin/sh\necho eng\n", "utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path) if path is None else path)
    only(monkeypatch, "Pages numérisées")
    finding = examined()[1]["Pages numérisées"][0]
    assert finding["state"] == "attention"
    assert told in finding["told"]
    assert "tesseract-ocr-fra" in finding["mend"]


def test_sources_that_are_late_to_be_read_again_are_told(examined: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    only(monkeypatch, "Sources")
    due = sorted(source.reread_by for source in load(None, date.today())[1].sources.values())
    monkeypatch.setattr(knowledge, "date", Mock(wraps=date, today=lambda: due[0]))
    assert _states(examined()[1], "Sources") == ["ok"]
    monkeypatch.setattr(knowledge, "date", Mock(wraps=date, today=lambda: due[-1] + timedelta(days=1)))
    finding = examined()[1]["Sources"][0]
    assert (finding["state"], f"dont {len(due)} à relire" in finding["told"]) == ("attention", True)


def test_a_check_that_fails_is_told_without_its_words_and_the_others_are_made(
    examined: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_: object) -> Iterator[Any]:
        raise RuntimeError("very-secret")

    only(monkeypatch, "Index", "Port")
    monkeypatch.setitem(doctor.CHECKS, "Index", fails)
    code, found = examined()
    assert code == 1
    assert list(found) == ["Index", "Port"]
    assert "contrôle impossible (RuntimeError, test_doctor.py, ligne " in found["Index"][0]["told"]
    assert "very-secret" not in str(found)
