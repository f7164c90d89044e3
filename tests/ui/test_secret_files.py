"""Each secret may stand in a file of its own; what cannot be used is named, and never repeated."""

import os
from pathlib import Path

import pytest
from staff import HASH

from cli.checks import places
from cli.checks.finding import State
from ui.settings import Settings, SettingsError

SECRETS = {
    "LLM_API_KEY": "very-secret",
    "ADMIN_PASSWORD": HASH,
    "RATE_LIMIT_STORAGE": "redis://:very-secret@127.0.0.1",
    "JOURNAL_URL": "postgresql://am:very-secret@127.0.0.1/am",
}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "secret"


def test_every_secret_setting_has_its_file() -> None:
    kept_hidden = {name for name, field in Settings.model_fields.items() if "SecretStr" in str(field.annotation)}
    assert kept_hidden | {"rate_limit_storage"} == set(Settings.secret_files())
    assert set(Settings.secret_files()) == {name.lower() for name in SECRETS}


@pytest.mark.parametrize("name", SECRETS)
@pytest.mark.parametrize("ending", ["", "\n", "\r\n"])
def test_a_secret_is_read_from_its_file(file: Path, monkeypatch: pytest.MonkeyPatch, name: str, ending: str) -> None:
    file.write_bytes(f"{SECRETS[name]}{ending}".encode())
    monkeypatch.setenv(f"AM_{name}_FILE", str(file))
    settings = Settings.read()
    read = getattr(settings, name.lower())
    assert (read if isinstance(read, str) else read.get_secret_value()) == SECRETS[name]
    assert isinstance(read, str) or SECRETS[name] not in f"{settings!r}{settings.model_dump_json()}"


def test_the_file_of_settings_may_name_it_and_no_other_secret_is_touched(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.write_text("very-secret", "utf-8")
    (tmp_path / "reglages.env").write_text(f"AM_LLM_API_KEY_FILE={file}\nAM_ADMIN_PASSWORD={HASH}\n", "utf-8")
    monkeypatch.setenv("AM_ENV_FILE", str(tmp_path / "reglages.env"))
    settings = Settings.read()
    assert settings.llm_api_key and settings.llm_api_key.get_secret_value() == "very-secret"
    assert settings.admin_password and settings.admin_password.get_secret_value() == HASH


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "attendu un fichier lisible\u00a0: il n’y a rien à cet endroit"),
        (b"", "attendu le secret seul"),
        (b"\n \n", "attendu le secret seul"),
        (b"very-secret\nother\n", "attendu le secret seul"),
        (b"very secret", "attendu le secret seul"),
        (b"very-secret\xff", "attendu du texte en UTF-8"),
        (b"very-secret" * 1000, "attendu un secret, sur une ligne"),
    ],
)
def test_a_file_that_holds_no_secret_is_named(
    file: Path, monkeypatch: pytest.MonkeyPatch, content: bytes | None, told: str
) -> None:
    if content is not None:
        file.write_bytes(content)
    monkeypatch.setenv("AM_LLM_API_KEY_FILE", str(file))
    with pytest.raises(SettingsError, match="Réglage AM_LLM_API_KEY_FILE inutilisable") as caught:
        Settings.read()
    assert told in str(caught.value)
    assert str(file) in str(caught.value)
    assert "very" not in str(caught.value)


@pytest.mark.parametrize("place", ["/dev/zero", "folder"])
def test_what_is_no_plain_file_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    (tmp_path / "folder").mkdir()
    monkeypatch.setenv("AM_LLM_API_KEY_FILE", str(tmp_path / place))
    with pytest.raises(SettingsError, match="attendu un fichier ordinaire"):
        Settings.read()


def test_a_queue_that_nobody_fills_does_not_hang_the_start(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(file)
    monkeypatch.setenv("AM_LLM_API_KEY_FILE", str(file))
    with pytest.raises(SettingsError, match="attendu un fichier ordinaire"):
        Settings.read()


def test_what_the_file_holds_is_checked_and_the_file_is_blamed(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file.write_text(f"AM_ADMIN_PASSWORD={HASH}", "utf-8")  # the whole line that the command prints
    monkeypatch.setenv("AM_ADMIN_PASSWORD_FILE", str(file))
    with pytest.raises(SettingsError, match=r"AM_ADMIN_PASSWORD_FILE inutilisable. Il attend .* que l’empreinte"):
        Settings.read()


def test_a_secret_given_twice_is_refused(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file.write_text("very-secret", "utf-8")
    monkeypatch.setenv("AM_LLM_API_KEY_FILE", str(file))
    monkeypatch.setenv("AM_LLM_API_KEY", "other-secret")
    with pytest.raises(SettingsError, match="AM_LLM_API_KEY et AM_LLM_API_KEY_FILE") as caught:
        Settings.read()
    assert "secret" not in str(caught.value).replace(str(file), "")


@pytest.mark.parametrize(("mode", "states"), [(0o640, [State.GOOD]), (0o644, [State.GOOD, State.WATCH])])
def test_the_doctor_tells_a_secret_that_all_may_read(
    file: Path, monkeypatch: pytest.MonkeyPatch, mode: int, states: list[State]
) -> None:
    file.write_text("very-secret", "utf-8")
    file.chmod(mode)
    monkeypatch.setenv("AM_LLM_API_KEY_FILE", str(file))
    found = list(places.settings(Settings.read()))
    assert [state for state, _, _ in found] == states
    assert all(str(file) in mend for state, _, mend in found if state is State.WATCH)
    assert "very-secret" not in str(found)
