"""What a second reader heard in a message, laid over what ours did."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from assistant.heard import ABOUT_THE_ANSWER, EXPLANATION, GUESSED, SURE, Act, Ask, Heard, Listened, Outcome
from assistant.hearing import putting
from assistant.listening.proof import with_proved
from assistant.listening.record import BEST
from assistant.listening.reply import Dropped, Said, counted
from assistant.reader import Reader
from assistant.reading.prepared import prepared
from assistant.turn import Understanding

SUREST = 0.96  # how often ours is right where it is surest, whatever it says: of 2,030 messages surer than 0.9, 1,945
_REFUSED = frozenset({Act.ABUSE, Act.INJECTION, Act.FOREIGN, Act.RESET})
_TOLD_BY_RULE = frozenset({"clicked", "chosen", "vague"})  # reasons of ours that are not a guess


@dataclass(frozen=True)
class Second:
    """What a model heard in ``text``, of which the lists are proved, and the probability that it heard rightly.

    That of what somebody labelled is 1. It is of when the message was heard: replayed, it is heard alike.
    """

    text: str
    model: str
    act: Act = Act.ASK
    labels: tuple[str, ...] = ()
    mentions: tuple[Said, ...] = ()
    dropped: Mapping[str, int] = field(default_factory=dict)
    worth: float = 1.0

    def understood(self, understanding: Understanding, today: date) -> tuple[Understanding, Listened]:
        """Return what is understood with the facts that are proved, and what was dropped of the rest."""
        dropped = Dropped(self.dropped)
        proved = with_proved(understanding, self.mentions, self.text, today, dropped)
        told = Listened(self.model, Outcome.SAME, counted(dropped.items()), tuple(sorted(proved.doubted)))
        return proved, told

    def heard(self, ours: Heard, previous: str | None, reader: Reader) -> tuple[Heard, Outcome]:
        """Return what the message does and asks."""
        if ours.act in _REFUSED or ours.reason in _TOLD_BY_RULE:
            return ours, Outcome.OURS
        if self.act is not Act.ASK:
            return self._doing(ours, previous, reader)
        if not self.labels:
            return ours, Outcome.SAME if ours.act is Act.ASK else Outcome.OURS
        if ours.act is Act.ASK and _labels(ours) == self.labels:
            return replace(ours, asks=tuple(map(_sure, ours.asks))), Outcome.SAME
        if not self._is_surer(ours, reader):
            return ours, Outcome.OURS
        asks = tuple(self._asked(label, ours, reader) for label in self.labels)
        topic = (previous or "").partition("/")[0]
        goes_on = any(ask.topic == topic for ask in asks)
        return Heard(
            Act.ASK, asks, goes_on, premise=ours.premise, numbered=ours.numbered, reason="listened"
        ), Outcome.FOLLOWED

    def agrees(self, ours: Heard) -> bool:
        """Whether the message does and asks first what ours heard."""
        return self.act is ours.act and (self.act is not Act.ASK or self.labels[:1] == _labels(ours)[:1])

    def _is_surer(self, ours: Heard, reader: Reader) -> bool:
        return self.worth > confidence(ours, self.text, reader)

    def _doing(self, ours: Heard, previous: str | None, reader: Reader) -> tuple[Heard, Outcome]:
        """The message asks nothing new."""
        if ours.act is self.act:
            return ours, Outcome.SAME
        of_nothing = self.act in ABOUT_THE_ANSWER and previous is None
        if self.act in _REFUSED or of_nothing or not self._is_surer(ours, reader):
            return ours, Outcome.OURS
        topic, _, aspect = (previous or "").partition("/")
        again = (Ask(topic, aspect),) if self.act in ABOUT_THE_ANSWER else ()
        return Heard(
            self.act, again, bool(again), subject=ours.subject or "unknown", reason="listened"
        ), Outcome.FOLLOWED

    def _asked(self, label: str, ours: Heard, reader: Reader) -> Ask:
        """A question it heard; ours stays beside it as what else may be meant, where it was likely."""
        mine = next((ask for ask in ours.asks if ask.label == label), None)
        first = ours.asks[0] if ours.asks else None
        words = (
            mine.words if mine else first.words if first and len(ours.asks) == 1 else prepared(self.text).text.strip()
        )
        topic, _, aspect = label.partition("/")
        ask = Ask(topic, aspect, words) if aspect else Ask(EXPLANATION, words=words)
        ask = putting(words, ask, reader) if aspect and words else ask
        alone = first and len(self.labels) == len(ours.asks) == 1 and self.worth <= BEST
        if first and alone and first.share >= GUESSED and first.topic != EXPLANATION:
            return replace(ask, share=SURE - 0.01, rivals=(first.label,))
        return ask


def confidence(ours: Heard, text: str, reader: Reader) -> float:
    """Return the probability that ours heard rightly what the message does and asks."""
    if ours.act is Act.ASK:
        return min(SUREST, *(ask.share for ask in ours.asks))
    return min(SUREST, reader.read(prepared(text).text.strip()).share)


def _labels(ours: Heard) -> tuple[str, ...]:
    return tuple(ask.label if ask.topic != EXPLANATION else EXPLANATION for ask in ours.asks)


def _sure(ask: Ask) -> Ask:
    """The same question, which both readers heard."""
    return replace(ask, share=max(ask.share, SURE), rivals=())


def understood_twice(
    second: Second | None, ours: Understanding, text: str, today: date
) -> tuple[Understanding, Listened | None]:
    """Return what is understood of a message, with what a second reader proves, if it heard this very message."""
    return second.understood(ours, today) if second and second.text == text else (ours, None)


def heard_twice(
    second: Second | None, ours: Heard, listened: Listened | None, previous: str | None, reader: Reader
) -> tuple[Heard, Listened | None]:
    """Return what is heard in the message, and what came of the second reader that was ``listened`` to."""
    if second is None or listened is None:
        return ours, listened
    heard, outcome = second.heard(ours, previous, reader)
    return heard, replace(listened, outcome=outcome)
