"""What one message says, where it goes, and what the conversation has established: types that others fill and read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Literal

from assistant.reading.facts import Fact
from rules.profile import Profile

RouteKind = Literal[
    "figure", "eligibility", "explanation", "both", "clarification", "out_of_scope", "small_talk", "refusal"
]


@dataclass(frozen=True)
class Task:
    """A task the doctor would delegate, and the topic that says whether she may."""

    topic: str
    name: str


@dataclass(frozen=True)
class Understanding:
    """What a question says. A period is never turned into a day: see ``partial_signature`` and ``partial_hiring``."""

    facts: tuple[Fact, ...] = ()
    partial_signature: tuple[date, date] | None = None
    partial_hiring: tuple[date, date] | None = None
    asked_years: tuple[int, ...] = ()
    wants_total: bool = False
    tasks: tuple[Task, ...] = ()
    unknown_fields: frozenset[str] = frozenset()
    reset: bool = False
    regime: str | None = None
    history_wanted: bool = False
    ambiguous: frozenset[str] = frozenset()  # fields given two values at once: « mi-temps ou temps plein »
    impossible: frozenset[str] = frozenset()  # dates at which no contract could be signed
    supposed: bool = False  # « si j’étais en ZIP »: what is said holds for this message only

    def profile(self) -> dict[str, Any]:
        """Return the facts as fields of `rules.profile.Profile`."""
        return {item.field: item.value for item in self.facts}


@dataclass(frozen=True)
class Route:
    """Where a question goes: ``topic`` answers it, ``also`` a second question asked at once; ``sure`` of it or not."""

    kind: RouteKind
    topic: str | None
    also: tuple[str, ...] = ()
    reason: str = ""
    premise: str | None = None
    sure: bool = True


@dataclass(frozen=True, slots=True)
class State:
    """Facts, subject and questions already asked, before or after a turn."""

    profile: Profile = field(default_factory=Profile)
    signature: tuple[date, date] | None = None  # « en juin 2023 »: the day is between these two, never guessed
    regime: str | None = None  # « sous l’avenant 7 », when no signature is given
    topic: str | None = None
    asked: tuple[str, ...] = ()
    declined: frozenset[str] = frozenset()  # « je ne sais pas »
    firm: State | None = None  # what was established before « et si j’étais en ZIP ? »

    def ask(self, fields: Iterable[str]) -> str | None:
        """Return the first field worth asking, never one that was asked before."""
        return next((name for name in fields if name not in self.asked and name not in self.declined), None)

    def with_profile(self, facts: dict[str, Any]) -> State:
        """Return the state with the facts of a request's profile, which the reader may have corrected by hand."""
        profile = self.profile.updated(**facts)
        return replace(self, profile=profile, signature=None if profile.signed_on else self.signature)

    def known(self) -> dict[str, Any]:
        """Return the facts as the answer shows them; a signature known by its month or text is shown as such."""
        facts = self.profile.known()
        if self.signature:
            facts["signed_between"] = [day.isoformat() for day in self.signature]
        if self.regime:
            facts["regime"] = self.regime
        return facts


@dataclass(frozen=True, slots=True)
class Turn:
    """One message of the doctor, understood in its conversation."""

    text: str
    understanding: Understanding
    route: Route
    state: State
    impossible: tuple[str, ...] = ()  # facts that no profile can hold (« −3 patients »), left out of the state
