"""Settings in one file: read alike by every command, what cannot be read named with its line, nothing lost unsaid."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from processes import free_port

from ui import settings as settings_module
from ui.settings import Settings, SettingsError


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("AM_ENV_FILE", str(tmp_path / "reglages.env"))
    monkeypatch.setattr(settings_module, "_told", set())
    return tmp_path / "reglages.env"


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("AM_CPTS_NAME=CPTS du Val-Clair", "CPTS du Val-Clair"),
        ('AM_CPTS_NAME="CPTS du Val-Clair"', "CPTS du Val-Clair"),
        ("AM_CPTS_NAME='CPTS du \"Val\"'  # à relire", 'CPTS du "Val"'),
        (r'AM_CPTS_NAME="CPTS du \"Val\""', 'CPTS du "Val"'),
        (r'AM_CPTS_NAME="C:\data\new \\ \$"', r"C:\data\new \ $"),
        ("export AM_CPTS_NAME = CPTS n#3 # la nôtre", "CPTS n#3"),
        ("AM_CPTS_NAME= # à remplir", ""),
        ("AM_CPTS_NAME= 'CPTS' # la nôtre", "CPTS"),
        ("\ufeff# réglages\r\n\r\n; ancien\r\nam_cpts_name=CPTS\r\n", "CPTS"),
        ("AM_CPTS_NAME=avant\nAM_CPTS_NAME=${APRES}", "${APRES}"),
        ("PIP_ARGS=--quiet\nAM_CPTS_NAME=", ""),
    ],
)
def test_a_line_is_read_as_systemd_and_compose_read_it(file: Path, written: str, name: str) -> None:
    file.write_text(written, "utf-8")
    assert Settings.read().cpts_name == name


def test_the_environment_wins_over_the_file_and_what_is_given_over_both(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.write_text("AM_PORT=7951\nAM_HOST=0.0.0.0\nAM_ACCENT_COLOR=#ffd54f\n", "utf-8")
    assert (Settings.read().port, Settings.read().accent_color) == (7951, "#ffd54f")
    monkeypatch.setenv("AM_PORT", "7952")
    monkeypatch.setenv("AM_HOST", "")  # an empty value is none
    assert (Settings.read().port, Settings.read().host) == (7952, "0.0.0.0")  # noqa: S104 — read
    assert Settings.read(port=7953).port == 7953


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("AM_PORT=7951\nAM_HOST 0.0.0.0", "ligne 2\u00a0: attendu"),
        ("AM_LLM_API_KEY='very-secret", "ligne 1\u00a0: AM_LLM_API_KEY\u00a0: attendu un guillemet fermant"),
        ('AM_LLM_API_KEY="a" very-secret', "ligne 1\u00a0: AM_LLM_API_KEY\u00a0: attendu un guillemet fermant"),
        ("# port\nAM_PORT=very-secret", "Réglage AM_PORT (fichier {file}, ligne 2) inutilisable. Il attend un nombre"),
        ("AM_PARAMETERS_DIR=/nowhere", "AM_PARAMETERS_DIR (fichier {file}, ligne 1) inutilisable"),
        ("AM_ENV_FILE=autre.env", "ligne 1\u00a0: AM_ENV_FILE\u00a0: attendu un autre réglage"),
    ],
)
def test_a_line_that_cannot_be_used_is_named_and_never_repeated(file: Path, written: str, told: str) -> None:
    file.write_text(written, "utf-8")
    with pytest.raises(SettingsError) as caught:
        Settings.read()
    assert told.format(file=file) in str(caught.value)
    assert str(file) in str(caught.value)
    assert "very-secret" not in str(caught.value)


@pytest.mark.parametrize(("content", "told"), [(None, "il n’y en a pas"), (b"AM_CPTS_NAME=\xe9", "ligne 1")])
def test_a_file_that_cannot_be_read_is_named(file: Path, content: bytes | None, told: str) -> None:
    if content:
        file.write_bytes(content)
    with pytest.raises(SettingsError, match="Réglage AM_ENV_FILE inutilisable") as caught:
        Settings.read()
    assert told in str(caught.value)


def test_a_name_that_is_no_setting_is_told_once_with_the_nearest(
    file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_text("AM_PRT=7951\nHTTPS_PROXY=http://127.0.0.1:1\n", "utf-8")
    monkeypatch.setenv("AM_ALLOWED_ORIGIN", "https://www.example.fr")
    assert Settings.read().port == 7860
    Settings.read()
    told = capsys.readouterr().err.splitlines()
    assert sorted(line.partition("\u00a0")[0] for line in told) == ["AM_ALLOWED_ORIGIN", "AM_PRT"]
    assert any("vouliez-vous écrire «\u00a0AM_PORT\u00a0»" in line for line in told)


def test_commands_of_two_people_write_where_one_file_says(tmp_path: Path) -> None:
    """Another home, another folder: with the file alone in common, what one adds the other sees."""
    settings = tmp_path / "reglages.env"
    settings.write_text(f'AM_DATA_DIR="{tmp_path}/données"\nAM_EMBEDDING_MODEL=lexical\n', "utf-8")
    (tmp_path / "note.md").write_text("# Prêt\n\nLa CPTS du Val Perdu prête un électrocardiographe.\n", "utf-8")
    told = ""
    for home, words in (("admin", ["ingest", str(tmp_path / "note.md")]), ("service", ["sources", "list"])):
        (tmp_path / home).mkdir()
        environment = os.environ | {"AM_ENV_FILE": str(settings), "HOME": str(tmp_path / home)}
        environment["PYTHONPATH"] = str(Path(__file__).parents[2])
        line = [sys.executable, "-m", "cli", *words]
        done = subprocess.run(line, cwd=tmp_path / home, env=environment, capture_output=True, text=True, check=True)
        told += done.stdout + done.stderr
    assert f"Dossier\u00a0: {tmp_path}/données/documents" in told
    assert "local-note" in told


def test_the_server_reads_the_same_file_and_says_its_folder(tmp_path: Path) -> None:
    port, settings = free_port(), tmp_path / "reglages.env"
    settings.write_text(f"AM_PORT={port}\nAM_DATA_DIR={tmp_path}/data\nAM_EMBEDDING_MODEL=lexical\n", "utf-8")
    line, environment = [sys.executable, "-m", "cli", "serve"], os.environ | {"AM_ENV_FILE": str(settings)}
    with subprocess.Popen(line, env=environment, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        try:
            assert server.stdout.readline() == f"Démarrage sur http://127.0.0.1:{port}…\n"
            assert server.stdout.readline() == f"Dossier de données\u00a0: {tmp_path}/data\n"
        finally:
            server.terminate()
