"""What a conversation has established, replayed from the doctor's own messages: any server can answer any turn."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from pydantic import ValidationError

from assistant.messages import choice
from assistant.reading.privacy import personal_data, without_contacts
from assistant.routing import FOLLOW_UP, Route, route
from assistant.topics import kind_of
from assistant.understanding import Understanding, understand
from rules.profile import Profile


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


def take_turn(state: State, text: str, today: date) -> Turn:
    """Understand one message after ``state``; what it says replaces what was said before."""
    asked = state.asked[-1] if state.asked else None
    understanding, clicked = understand(text, today, asked, state.signature), choice(asked, text)
    before = State() if understanding.reset else state
    decided = route(without_contacts(text), understanding, before.topic)
    if clicked is not None and before.topic:  # an answer to our question goes back to what was asked about
        decided = Route(kind_of(before.topic), before.topic, reason=FOLLOW_UP)
    if before.firm and decided.reason != FOLLOW_UP:
        before = _no_longer_supposed(before, before.firm)
    facts: dict[str, Any] = {fact.field: fact.value for fact in understanding.facts} if clicked is None else clicked
    profile, impossible = _with_facts(before.profile, facts)
    after = replace(
        before,
        profile=profile,
        topic=decided.topic or before.topic,
        declined=before.declined | understanding.unknown_fields | ({asked} if asked and clicked == {} else set()),
        firm=before.firm or (replace(before, asked=()) if understanding.supposed else None),
        **_signature(understanding, facts, before),
    )
    if after.signature or after.regime:
        after = replace(after, profile=after.profile.model_copy(update={"signed_on": None}))
    return Turn(text, understanding, decided, after, (*impossible, *sorted(understanding.impossible)))


def _no_longer_supposed(state: State, firm: State) -> State:
    """A question of its own ends « et si j’étais en ZIP ? »; « et à P93 ? » or an answer to our question goes on."""
    return replace(state, profile=firm.profile, signature=firm.signature, regime=firm.regime, firm=None)


def _signature(understanding: Understanding, facts: dict[str, Any], before: State) -> dict[str, Any]:
    """A new signature replaces the old one, whether it is a day, a period or only the name of the text."""
    if "signed_on" in facts:
        return {"signature": None, "regime": None}
    if understanding.partial_signature:
        return {"signature": understanding.partial_signature, "regime": None}
    if understanding.regime:
        return {"signature": None, "regime": understanding.regime}
    return {"signature": before.signature, "regime": before.regime}


def _with_facts(profile: Profile, facts: dict[str, Any]) -> tuple[Profile, tuple[str, ...]]:
    """Add facts one by one, so that an impossible one is named and the others are kept."""
    impossible = []
    for name, value in facts.items():
        try:
            profile = profile.updated(**{name: value})
        except ValidationError:
            impossible.append(name)
    return profile, tuple(impossible)


def is_private(text: str) -> bool:
    """Whether a message identifies a patient: it is neither answered, searched nor remembered."""
    return personal_data(text) is not None
