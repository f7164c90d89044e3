"""The one door between what is shown or served and what answers."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import date
from typing import Any, Protocol

from assistant import answer
from assistant.searching import Standing
from rules.simulation import Simulation


class Assistant(Protocol):
    """What the page, the API and the commands need of the assistant."""

    @property
    def standing(self) -> Standing:
        """How explanations stand, and why where they are not as they should be."""

    @property
    def edition(self) -> int:
        """A number that changes when the documents do: what was made from them is made again."""

    def ask(self, request: answer.Request) -> answer.Answer:
        """Answer one question."""

    def stream(self, request: answer.Request) -> Iterator[tuple[answer.Answer, bool]]:
        """Yield the answer as it is proved, each time with whether it is whole; the last one is."""

    def simulate(self, profile: dict[str, Any], today: date | None = None) -> Simulation:
        """Return the five years of a profile."""

    def simulate_between(self, profile: dict[str, Any], first: date, last: date) -> Simulation | None:
        """Return what holds whichever day was that of the signature; nothing where the day changes it."""

    def sources(self) -> dict[str, Any]:
        """Return the register of sources, the disagreements and the barème."""

    def warm_up(self) -> None:
        """Load retrieval."""

    def follow(self, stop: threading.Event) -> None:
        """Keep up with the documents and the index on disk until ``stop``."""
