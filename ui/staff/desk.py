"""What the pages of the staff's room work on, and what one visit to them brings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from starlette.datastructures import UploadFile
from starlette.responses import RedirectResponse, Response

from assistant.contradictions import Contradiction
from corpus import Corpus
from corpus.replacing import replacing
from rules.dated import Parameters
from ui.cpts import Cpts
from ui.journal import Journal
from ui.port import Assistant
from ui.settings import Settings
from ui.staff.audit import Audit
from ui.staff.comparing import Comparison
from ui.staff.session import Session

if TYPE_CHECKING:  # rag brings numpy and the vector store
    from rag import Retriever


class StaffAssistant(Assistant, Protocol):
    """What the room needs of the assistant beside what doctors do."""

    corpus: Corpus
    parameters: Parameters
    today: Callable[[], date]

    @property
    def ready(self) -> bool:
        """Whether the index is open."""

    def contradictions(self) -> list[Contradiction]:
        """Return what the documents of the staff say otherwise than the rules."""

    def retriever(self) -> Retriever:
        """Return the index in use."""


@dataclass(frozen=True)
class Desk:
    """What all pages share."""

    assistant: StaffAssistant
    settings: Settings
    cpts: Cpts
    audit: Audit
    folder: Path  # of the room, in the data folder
    comparison: Comparison
    journal: Journal | None = None
    started_with: str = ""  # fingerprint of what is read at start alone, as this server read it


@dataclass(frozen=True)
class Visit:
    """One request of somebody who is in. ``up`` leads from the page to the root of the site."""

    session: Session
    token: str  # of its forms
    up: str
    path: Mapping[str, str] = field(default_factory=dict)
    form: Mapping[str, str] = field(default_factory=dict)
    file: UploadFile | None = None
    done: str = ""  # what was just done: a name, never a text

    def to(self, page: str, done: str = "") -> Response:
        """Return the way to another page of the room: a form that is sent again changes nothing twice."""
        return RedirectResponse(f"{self.up}gestion/{page}{f'?fait={done}' if done else ''}", 303)


Page = Callable[[Desk, Visit], Response]


class Refused(Exception):  # noqa: N818 — it names what happened, and pages show it to people
    """What was asked cannot be done: the reason, in French, and the status it has."""

    def __init__(self, reason: str, status: int = 422) -> None:
        super().__init__(reason)
        self.reason, self.status = reason, status


def save(file: Path, text: str) -> None:
    """Write a file whole or not at all, for this user alone. Raises OSError."""
    with replacing(file) as new:
        new.write(text.encode())
