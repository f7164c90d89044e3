"""An answer as it becomes known: what is proved already is shown while a language model words the rest."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from assistant.answer import Answer, Request

if TYPE_CHECKING:
    from ui.api import Assistant


@runtime_checkable
class Streaming(Protocol):
    """An assistant that can show an answer before it is whole."""

    def stream(self, request: Request) -> Iterator[tuple[Answer, bool]]:
        """Yield the answer as it grows, each time with whether it is whole; the last one is."""


def answers(assistant: Assistant, request: Request) -> Iterator[tuple[Answer, bool]]:
    """Yield the answer as it grows; at once and whole from an assistant that does not stream."""
    if isinstance(assistant, Streaming):
        yield from assistant.stream(request)
    else:
        yield assistant.ask(request), True
