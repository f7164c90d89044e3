"""Messages written by strangers, each with the aspect it asks about, alone or after another message.

One a line: a conversation is lines without a blank one between them, « label, tab, message ». An act
(« act.learnt ») only carries the conversation on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from assistant.aspects import aspects
from assistant.intents import WEIGHTS

TAUGHT = WEIGHTS.with_name("exemplars") / "conversations"


@dataclass(frozen=True, slots=True)
class Asked:
    """One message and the aspect it asks about; ``previous``: the aspect spoken of before, in a conversation."""

    label: str
    text: str
    previous: str | None

    @property
    def topic(self) -> str:
        """The topic of its aspect."""
        return self.label.partition("/")[0]

    @property
    def stays(self) -> bool:
        """Whether it goes on with the topic spoken of before."""
        return self.previous is not None and self.previous.partition("/")[0] == self.topic


def conversations(file: Path) -> Iterator[Asked]:
    """Yield the questions of ``file``, in their order; none where the package is installed without it."""
    previous: str | None = None
    for line in file.read_text("utf-8").splitlines() if file.exists() else ():
        label, _, text = line.partition("\t")
        if label in aspects():
            yield Asked(label, text, previous)
            previous = label
        elif not text:
            previous = None


def taught() -> Iterator[Asked]:
    """Yield the questions of the conversations that the reader learns from."""
    for file in sorted(TAUGHT.glob("*.tsv")):
        yield from conversations(file)
