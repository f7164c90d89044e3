"""Replies of a language model kept in a file, and given again without any network: marked as what they are.

The first line says of which model they are, who recorded them and when; each other one is a reply, by the hash of all
that the model was told. A prompt that has changed since has no reply: it counts as a model that does not answer.
"""

from __future__ import annotations

import json
from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from assistant.listening.listener import Voice
from french import HARD
from rag.chat import GenerationError, Messages

Json = dict[str, Any]


class RecordingError(Exception):
    """A file that holds no recording: says which line, in French."""


def key(messages: Messages) -> str:
    """Return the hash of what a model is told."""
    return sha256(json.dumps(messages, ensure_ascii=False).encode("utf-8", "replace")).hexdigest()


@dataclass
class Recorder:
    """A voice whose replies are kept in ``file``, as they come."""

    voice: Voice
    file: Path
    by: str
    on: date

    def __post_init__(self) -> None:
        self.name = self.voice.name
        head = {"recording_of": self.name, "recorded_by": self.by, "recorded_on": self.on.isoformat()}
        self.file.write_text(json.dumps(head, ensure_ascii=False) + "\n", "utf-8")

    def say(self, messages: Messages, schema: Mapping[str, Any] | None = None) -> Generator[str]:
        """Yield the reply of the model, and keep it once it is whole. Raises GenerationError."""
        said = []
        for piece in self.voice.say(messages, schema):
            said.append(piece)
            yield piece
        line = json.dumps({"key": key(messages), "reply": "".join(said)}, ensure_ascii=False)
        with self.file.open("a", encoding="utf-8") as kept:
            kept.write(line + "\n")

    def warm_up(self) -> None:
        """Load the model's client."""
        self.voice.warm_up()


@dataclass
class Replayed:
    """A voice that gives recorded replies again."""

    name: str
    replies: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, file: Path) -> Replayed:
        """Return the recording of a file. Raises ``OSError`` or RecordingError."""
        told = file.read_text("utf-8").splitlines() or [""]
        head, *lines = (_line(number, line) for number, line in enumerate(told, 1))
        origin = [str(head.get(name, "")) for name in ("recording_of", "recorded_by", "recorded_on")]
        if not all(origin):
            raise RecordingError("Ligne 1 : attendu « recording_of », « recorded_by » et « recorded_on ».")
        of, by, on = origin
        return cls(f"{of} (enregistrement{HARD}: {by}, {on})", {line["key"]: str(line["reply"]) for line in lines})

    def say(self, messages: Messages, *_: object, **__: object) -> Generator[str]:
        """Yield the recorded reply. Raises GenerationError where there is none."""
        if (known := self.replies.get(key(messages))) is None:
            raise GenerationError("not in the recording")
        yield known

    def warm_up(self) -> None:
        """Nothing to load."""


def _line(number: int, line: str) -> Json:
    try:
        found = json.loads(line)
    except ValueError:
        found = None
    if not isinstance(found, dict) or (number > 1 and not {"key", "reply"} <= found.keys()):
        raise RecordingError(f"Ligne {number} : attendu un objet JSON avec « key » et « reply ».")
    return found
