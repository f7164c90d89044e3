from pathlib import Path

import pytest
from staff import HASH

from ui import page, privacy
from ui.cpts import Cpts
from ui.settings import Settings

STAYS = "ne quittent pas ce serveur"


@pytest.mark.parametrize(
    ("settings", "stays", "days"),
    [
        ({}, True, None),
        ({"llm": "ollama:mistral"}, True, None),
        ({"llm": "ollama:mistral", "llm_base_url": "http://localhost:11434"}, True, None),
        ({"llm": "ollama:mistral", "llm_base_url": "http://elsewhere:11434"}, False, None),
        ({"llm": "mistralai:small"}, False, None),
        ({"journal": True}, True, "90 jours"),
        ({"journal": True, "journal_days": 1, "llm": "openai:small"}, False, "un jour"),
    ],
)
def test_the_promise_is_what_the_settings_do(settings: dict[str, object], stays: bool, days: str | None) -> None:
    read = Settings(**settings)  # type: ignore[arg-type]  # each case names some of the settings
    told = privacy.promise(read)
    assert (STAYS in told) is stays
    assert ("modèle de langage extérieur" in told) is not stays
    assert ("ne sont pas conservées" in told) is (days is None)
    assert (days or "Vos questions") in told
    assert privacy.kept(read) in privacy.promise(read) or days is None


def test_a_question_that_the_staff_may_keep_longer_is_said_to_be(tmp_path: Path) -> None:
    told = privacy.kept(Settings(journal=True, questions_dir=tmp_path, admin_password=HASH))
    assert "plus longtemps pour vérifier les réponses" in told
    for settings in (
        Settings(journal=True, questions_dir=tmp_path),  # nobody can keep any
        Settings(journal=True, admin_password=HASH),
        Settings(questions_dir=tmp_path, admin_password=HASH),
    ):
        assert "plus longtemps" not in privacy.promise(settings)


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({}, ""),
        ({"llm": "ollama:mistral"}, ""),
        ({"llm_reads": "always"}, ""),  # no model to listen
        (
            {"llm": "ollama:mistral", "llm_reads": "always"},
            "Un modèle de langage installé sur ce serveur écoute aussi vos questions.",
        ),
        (
            {"llm": "mistralai:small", "llm_reads": "unsure"},
            "Un modèle de langage extérieur (mistralai) écoute aussi vos questions peu claires, qui lui sont envoyées "
            "sans noms ni coordonnées.",
        ),
        (
            {"llm": "openai:a", "llm_base_url": "https://llm.exemple.fr/v1", "llm_reads": "always"},
            "Un modèle de langage extérieur (llm.exemple.fr) écoute aussi vos questions, qui lui sont envoyées sans "
            "noms ni coordonnées.",
        ),
    ],
)
def test_who_listens_is_said_where_one_writes_and_where_it_runs(settings: dict[str, object], told: str) -> None:
    read = Settings(**settings)  # type: ignore[arg-type]  # each case names some of the settings
    assert privacy.listened(read) == told
    shown = page.introduction(read, Cpts(), compact=True)
    assert told in shown
    assert ("écoute aussi" in shown) is bool(told)
    assert not privacy.leaves(read) or told in privacy.promise(read)
