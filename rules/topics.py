"""A topic as a record: the rule that answers it, and what every other room needs to know of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rules.dated import Parameters
from rules.profile import Profile
from rules.verdict import Decision

Rule = Callable[[Parameters, Profile, date], Decision]


class Asks(StrEnum):
    """What a question on a topic wants."""

    FIGURE = "figure"
    YES_NO = "yes_no"
    STEPS = "steps"  # an order of steps, which reads better in the words of the sheets


@dataclass(frozen=True, slots=True)
class Topic:
    """A subject the rules answer. Its id is the area and the name: « aid.amounts »."""

    id: str
    rule: Rule
    asks: Asks = Asks.FIGURE
    why_not: bool = False  # a « no » is about the doctor's situation: what she could change is searched for
    summed_up: bool = False  # amounts a year, which « sur cinq ans ? » adds up
    dated: bool = False  # a day that the question names is the day asked about, whatever it is the day of
    collective: str | None = None  # the topic, or one aspect of it, that answers it for a company’s collective contract
    conditions: bool = False  # its reasons are conditions, met or not: each is shown with its mark
    counted: bool = False  # its figures were counted on a day, and stay true of that day
    hindsight: bool = False  # « sous l’avenant 7 »: it tells what followed that text as well
    tasks: int = 0  # about tasks to delegate: of several named at once, the topic with the highest number decides
    facts: frozenset[str] = frozenset()  # fields of the profile: a message that only gives one asks about this
    presumes: str | None = None  # the topic that must not say no for this one to be of any use to the doctor
    named_by: str | None = None  # the field that names it by itself: « et si on est deux à la partager ? »

    @property
    def area(self) -> str:
        """The first part of the id."""
        return self.id.partition(".")[0]


AREAS = {
    "aid": "Montant",
    "eligibility": "Éligibilité",
    "objectives": "Objectif",
    "training": "Formation",
    "missions": "Missions",
    "contract": "Contrat",
    "collective": "Aide collective",
    "salary": "Salaire",
    "national": "Chiffres nationaux",
    "regimes": "Textes",
}
