"""Fixed French texts and the questions the assistant asks back, read once from their YAML files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from french import spaced


def _set(content: Any) -> Any:
    """Return the texts of a file, typed with plain spaces, as they are set."""
    if isinstance(content, dict):
        return {key: _set(value) for key, value in content.items()}
    return spaced(content) if isinstance(content, str) else content


def _read(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(Path(__file__).with_name(name).read_text("utf-8"))
    return loaded


MESSAGES: dict[str, Any] = _set(_read("messages.yaml"))
QUESTIONS: dict[str, dict[str, Any]] = _read("questions.yaml")
DONT_KNOW = "Je ne sais pas"


def question(field: str, about: str) -> tuple[str, list[str]]:
    """Return how a field is asked for, with its choices: ``about`` is « period » or what the topic is about."""
    content = QUESTIONS[field].get("about", {}).get(about, QUESTIONS[field])
    return content["ask"], [*content["choices"], DONT_KNOW]


def asked_in(answer: str) -> str | None:
    """Return the field that an earlier answer asked for, known by the very words of our question; ``None`` for none."""
    asked = (_spaced(line.partition("[")[0]) for line in reversed(answer.splitlines()))
    return next((FIELDS[words] for words in asked if words in FIELDS), None)


def _spaced(text: str) -> str:
    return " ".join(text.split())  # a client may have made plain spaces of ours


def _wordings() -> Iterator[tuple[str, str]]:
    for field, content in QUESTIONS.items():
        for worded in (content, *content.get("about", {}).values()):
            yield _spaced(worded["ask"]), field


FIELDS = dict(_wordings())  # by the words that ask for them


def choice(asked: str | None, text: str) -> dict[str, Any] | None:
    """Return the facts of a clicked choice, exactly as offered; ``None`` when the message is not one."""
    content = QUESTIONS.get(asked or "", {"choices": {}})
    choices: dict[str, dict[str, Any]] = dict(content["choices"])
    for other in content.get("about", {}).values():
        choices |= other["choices"]
    return choices.get(text.strip())
