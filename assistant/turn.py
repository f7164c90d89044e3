"""What one message says, where it goes, and what the conversation has established: types that others fill and read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from pydantic import ValidationError

from assistant.heard import EXPLANATION, Heard, Listened
from assistant.reading.facts import Mention
from assistant.reading.group import NO_COUNTS, Counts
from assistant.reading.quantities import Quantity
from rules.profile import Profile


@dataclass(frozen=True)
class Task:
    """A task the doctor would delegate, and the topic that says whether she may."""

    topic: str
    name: str


@dataclass(frozen=True)
class Understanding:
    """What a question says. A period is never turned into a day: see ``partial_signature`` and ``partial_hiring``."""

    facts: tuple[Mention, ...] = ()  # the doctor’s own, stated, planned or supposed: one value a field
    mentions: tuple[Mention, ...] = ()  # everything said, whoever’s it is and however it is said
    quantities: tuple[Quantity, ...] = ()  # every number with its unit, in order
    counts: Counts = NO_COUNTS  # the patients of each doctor of the group
    partial_signature: tuple[date, date] | None = None
    partial_hiring: tuple[date, date] | None = None
    signed_by_another: bool = False  # « mon associé a signé en octobre 2020 »
    rules_of: tuple[date, date] | None = None  # « dans le barème de 2022 »: the texts of then are asked about
    compared: bool = False  # the present is named: « et aujourd’hui ? »
    year_begun: tuple[date, date] | None = None  # « l’année commencée en janvier 2025 »: which contract year it is
    asked_years: tuple[int, ...] = ()
    wants_total: bool = False
    tasks: tuple[Task, ...] = ()
    unknown_fields: frozenset[str] = frozenset()
    vague: bool = False  # « beaucoup » came back where a number was asked for
    reset: bool = False
    regime: str | None = None
    history_wanted: bool = False
    ambiguous: frozenset[str] = frozenset()  # fields given two values at once: « mi-temps ou temps plein »
    unreal: tuple[str, ...] = ()  # days that are in no calendar: « 31 avril »
    impossible: frozenset[str] = frozenset()  # dates at which no contract could be signed
    corrects: bool = False  # « c’est 25 %, pas 15 »: a number takes the place of another that is named
    doubted: frozenset[str] = frozenset()  # fields of which our reader and a model do not hear the same
    supposed: bool = False  # « si j’étais en ZIP »: what is said holds for this message only

    def profile(self) -> dict[str, Any]:
        """Return the facts as fields of `rules.profile.Profile`."""
        return {item.field: item.value for item in self.facts}


OF_A_DOCTOR = "Dr "  # how the name of a file begins, that is of a doctor


@dataclass(frozen=True, slots=True)
class State:
    """Facts, subject and questions already asked, before or after a turn."""

    profile: Profile = field(default_factory=Profile)
    signature: tuple[date, date] | None = None  # « en juin 2023 »: the day is between these two, never guessed
    hired: tuple[date, date] | None = None  # the same of the hiring: « embauchée en janvier 2025 »
    regime: str | None = None  # « sous l’avenant 7 », when no signature is given
    rules_of: tuple[date, date] | None = None  # the texts of another time, while they are what is asked about
    about: str | None = None  # label of the last question
    also: tuple[str, ...] = ()  # labels of the other questions of that message, which a correction answers anew
    question: str = ""  # its words
    before: State | None = None  # what was known before a day that was only asked about: « au 1er janvier 2027 »
    said_last: str | None = None  # the field that « non, 840 » replaces
    said: tuple[Quantity, ...] = ()  # hours and durations, while the topic lasts: « absente quatre mois »
    said_first: tuple[Quantity, ...] = ()  # the first of each unit that another has replaced: « 28 h », then « 20 h ? »
    counts: Counts = NO_COUNTS  # the patients of each doctor of the group, said one by one
    paid: str = ""  # the message that said a sum of money: its words tell whether charges are in
    cost: tuple[
        Decimal, ...
    ] = ()  # sums said where one is what the employment costs, a month or a year, charges included
    asked: tuple[str, ...] = ()
    declined: frozenset[str] = frozenset()  # « je ne sais pas »
    firm: State | None = None  # what was established before « et si j’étais en ZIP ? »
    of_the_assistant: bool = False  # who writes is the assistant, or the secretary: « je » is not the doctor
    theirs: bool = False  # the facts are those of another doctor, spoken of last
    another: State | None = None  # that doctor’s, once who writes has come back to herself
    told: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)  # what is known of each person called by name
    person: str = ""  # who the last message was of, where she is one of them
    dossier: str = ""  # the name of the file that is spoken of, where several are: « dossier 2 »
    dossiers: Mapping[str, State] = field(default_factory=dict)  # the others, as they were left

    @property
    def topic(self) -> str | None:
        """The topic of the last question."""
        return self.about.partition("/")[0] if self.about else None

    @property
    def of_a_named_doctor(self) -> bool:
        """Whether the facts are those of a doctor named by somebody else: her own, as if she spoke."""
        return self.dossier.startswith(OF_A_DOCTOR)

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
        if self.rules_of:
            facts["rules_between"] = [day.isoformat() for day in self.rules_of]
        return facts


@dataclass(frozen=True, slots=True)
class Turn:
    """One message of the doctor, understood in its conversation."""

    text: str
    understanding: Understanding
    heard: Heard
    state: State
    impossible: tuple[str, ...] = ()  # facts that no profile can hold (« −3 patients »), left out of the state
    corrected: tuple[str, ...] = ()  # fields given another value than before
    each: Mapping[str, Turn] = field(default_factory=dict)  # the same message of each doctor named, by name
    listened: Listened | None = None  # what came of the model that heard the message too

    @property
    def topic(self) -> str | None:
        """The topic of the first question, if a rule answers it."""
        topic = self.heard.asks[0].topic if self.heard.asks else None
        return None if topic == EXPLANATION else topic


def with_facts(profile: Profile, facts: dict[str, Any]) -> tuple[Profile, tuple[str, ...]]:
    """Add facts one by one, so that an impossible one is named and the others are kept."""
    impossible = []
    for name, value in facts.items():
        try:
            profile = profile.updated(**{name: value})
        except ValidationError:
            impossible.append(name)
    return profile, tuple(impossible)
