"""Fixed French texts and the questions the assistant asks back, read once from their YAML files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml


def _read(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(Path(__file__).with_name(name).read_text("utf-8"))
    return loaded


MESSAGES = _read("messages.yaml")
QUESTIONS: dict[str, dict[str, Any]] = _read("questions.yaml")
DONT_KNOW = "Je ne sais pas"


def choice(asked: str | None, text: str) -> dict[str, Any] | None:
    """Return the facts of a clicked choice, exactly as offered; ``None`` when the message is not one."""
    choices: dict[str, dict[str, Any]] = QUESTIONS[asked]["choices"] if asked in QUESTIONS else {}
    return choices.get(text.strip())
