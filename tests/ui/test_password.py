"""The hash of the password: made by the command, read by the settings, and nothing else is."""

import subprocess
import sys

import pytest

from ui import password
from ui.settings import Settings, SettingsError


def made(typed: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "cli", "password"]
    return subprocess.run(command, input=typed, capture_output=True, text=True, check=False)


def test_the_command_makes_a_line_that_the_settings_take(monkeypatch: pytest.MonkeyPatch) -> None:
    name, _, value = made("quatre mots tirés au hasard\n").stdout.strip().partition("=")
    assert name == "AM_ADMIN_PASSWORD"
    assert "$" not in value  # Docker Compose and shells would read a variable
    assert "quatre" not in value
    monkeypatch.setenv(name, value)
    settings = Settings.read()
    assert settings.admin_password
    assert value not in f"{settings!r} {settings.model_dump_json()}"
    assert password.matches("quatre mots tirés au hasard", settings.admin_password.get_secret_value())
    assert not password.matches("quatre mots tires au hasard", settings.admin_password.get_secret_value())


@pytest.mark.parametrize("typed", ["", "court", "x" * 201])
def test_a_password_too_short_or_too_long_is_refused(typed: str) -> None:
    refused = made(f"{typed}\n")
    assert refused.returncode == 1
    assert refused.stdout == ""
    assert "de 12 à 200 caractères" in refused.stderr


def test_two_hashes_of_one_password_differ() -> None:
    assert password.hashed("quatre mots tirés au hasard") != password.hashed("quatre mots tirés au hasard")


GOOD = password.hashed("quatre mots tirés au hasard")


@pytest.mark.parametrize(
    "value",
    [
        "quatre mots tirés au hasard",  # the password itself
        "scrypt:1024:8:1:" + GOOD.split(":", 4)[4],  # cheap to guess
        "scrypt:1048576:8:1:" + GOOD.split(":", 4)[4],  # a gigabyte for each visitor
        "scrypt:32768:8:3::",
        GOOD[:-8],
        GOOD.replace("scrypt", "plain"),
    ],
    ids=["itself", "cheap", "a gigabyte", "empty", "cut", "another kind"],  # a hash has another salt each time
)
def test_what_is_no_hash_stops_the_start_and_is_not_repeated(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("AM_ADMIN_PASSWORD", value)
    with pytest.raises(SettingsError, match=r"AM_ADMIN_PASSWORD .*assistant-medical password") as caught:
        Settings.read()
    assert value not in str(caught.value)
