"""What was heard in a message, nothing decided: what sort of message it is, the facts it holds, what it asks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from assistant.aspects import GENERAL, Claim


class Act(StrEnum):
    """What a message does. Those learnt from exemplars are named as their files in `assistant/exemplars/`."""

    ASK = "ask"
    THANK = "thank"
    GREET = "greet"
    HELP = "help"
    IDENTITY = "identity"
    PRIVACY = "privacy"
    DISTRESS = "distress"
    COMPLAIN = "complain"
    DOUBT = "doubt"  # « t’es sûr ? »
    SOURCE = "source"
    WHY = "why"
    PLAINLY = "plainly"  # « pas clair », « en bref »
    DONT_KNOW = "dont_know"
    RESET = "reset"
    UNCLEAR = "clarification"  # of the aid, but nothing is asked
    OUT_OF_SCOPE = "out_of_scope"
    FOREIGN = "language"
    INJECTION = "injection"
    ABUSE = "abuse"


SURE = 0.6  # probability from which a question is answered without saying what else it may mean
DOUBTFUL = 0.08  # below this one, nothing is answered: what the question may mean is told, a line each
GUESSED = 0.3  # below this one, what the sheets say of it comes first
ABOUT_THE_ANSWER = frozenset({Act.DOUBT, Act.SOURCE, Act.WHY, Act.PLAINLY, Act.COMPLAIN, Act.DONT_KNOW})
EXPLANATION = "explanation"  # topic of what no rule answers: the sheets are searched


@dataclass(frozen=True, slots=True)
class Ask:
    """One question of a message."""

    topic: str  # a topic of the rules, or « explanation »
    aspect: str = GENERAL
    words: str = ""  # the prepared words that ask
    share: float = 1.0  # its probability
    rivals: Sequence[str] = ()  # the likeliest labels after this one, where it is not sure
    explained: bool = False  # the sheets may add to what the rules answer
    puts: Claim = Claim.OPEN  # the proposition it puts forward, without the denial of it
    denies: bool = False  # « je n’ai pas le droit ? »: a no is « Non », a yes « Si »
    false: bool = False  # « est-il faux que… », « elle se trompe ? »
    of: str = ""  # the doctor it is asked of, where several are named: « Dr Lemoine »

    @property
    def sure(self) -> bool:
        """Whether it may be answered without saying what else it may mean."""
        return self.share >= SURE

    @property
    def label(self) -> str:
        """The aspect it asks about."""
        return f"{self.topic}/{self.aspect}"


@dataclass(frozen=True, slots=True)
class Heard:
    """One message: what it does, and what it asks, in order."""

    act: Act
    asks: Sequence[Ask] = ()
    going_on: bool = False  # from the question before
    subject: str = ""  # out of scope: what it is about (`assistant/lexicon/hors_sujet.yaml`)
    premise: str | None = None  # a false belief it carries (`assistant/lexicon/premisses.yaml`)
    numbered: bool = False  # « 1) … 2) … »
    changes: bool | None = None  # whether what is said changes the answer before, where that is asked
    reason: str = ""  # why it was heard so, for whoever debugs


class Outcome(StrEnum):
    """What became of what a language model heard in a message."""

    SAME = "same"  # as we did
    FOLLOWED = "followed"  # otherwise, and it was believed
    OURS = "ours"  # otherwise, and it was not: ours is surer, or nothing it chose can be asked
    UNPROVED = "unproved"  # its reply could not be used
    LATE = "late"  # no reply: unreachable, too slow, refusing
    RESTING = "resting"  # not asked, after a failure


@dataclass(frozen=True, slots=True)
class Listened:
    """That a language model was to hear a message, and what came of it."""

    model: str
    outcome: Outcome
    dropped: Mapping[str, int] = field(default_factory=dict)  # of its reply, by kind
    doubted: Sequence[str] = ()  # the fields to ask the doctor about, where they decide
