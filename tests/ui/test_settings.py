import re
from pathlib import Path

import pytest

from ui.settings import Settings, SettingsError

DOCS = Path(__file__).parents[2] / "docs" / "settings.md"


def test_every_setting_is_documented_and_nothing_else() -> None:
    documented = re.findall(r"^\| `AM_(\w+)`", DOCS.read_text("utf-8"), flags=re.M)
    assert documented == [name.upper() for name in Settings.model_fields]


@pytest.mark.parametrize("name", sorted(set(Settings.model_fields) - {"data_dir"}))
def test_every_setting_says_what_it_expects(name: str) -> None:
    assert Settings.model_fields[name].description


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "abc"),
        ("PORT", "70000"),
        ("ALLOWED_ORIGINS", "cpts.example"),
        ("ALLOWED_ORIGINS", "https://cpts.example/page"),
        ("ALLOWED_ORIGINS", "https://mé decins.example"),
        ("ALLOWED_HOSTS", "https://assistant.example"),
        ("LOG_FORMAT", "xml"),
        ("ROOT_PATH", "sans-barre"),
        ("ROOT_PATH", "/assistant/"),
        ("ACCENT_COLOR", "green"),
        ("RATE_LIMIT", "many"),
        ("RATE_LIMIT_STORAGE", "shelf"),
        ("CHROMA_URL", "localhost"),
        ("LLM", "gpt"),
        ("LLM_BASE_URL", "localhost"),
        ("LLM_TIMEOUT", "600"),
        ("PARAMETERS_DIR", "/nowhere/at/all"),
        ("QUESTIONS_DIR", "/nowhere/at/all"),
    ],
)
def test_an_unusable_setting_is_named_with_what_it_expects(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(f"AM_{name}", value)
    with pytest.raises(SettingsError, match=f"AM_{name} .*attend") as caught:
        Settings.read()
    assert value not in str(caught.value)


def test_several_sites_are_read_from_one_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AM_ALLOWED_ORIGINS", "https://a.example, http://localhost:8080,")
    assert Settings.read().allowed_origins == ("https://a.example", "http://localhost:8080")


def test_an_accented_domain_is_what_browsers_send(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AM_ALLOWED_ORIGINS", "https://médecins.example:8443")
    assert Settings.read().allowed_origins == ("https://xn--mdecins-bya.example:8443",)


def test_the_data_folder_follows_the_platform(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setattr("sys.platform", "linux")
    assert Settings.read().data_dir == tmp_path / "assistant-medical"


def test_the_key_of_the_language_model_is_never_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AM_LLM_API_KEY", "very-secret")
    settings = Settings.read()
    assert "very-secret" not in f"{settings!r} {settings} {settings.model_dump_json()}"
    assert settings.llm_api_key
    assert settings.llm_api_key.get_secret_value() == "very-secret"
