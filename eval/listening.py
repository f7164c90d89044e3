"""What each reader hears, and what is then answered, on labelled messages that nothing was fitted on.

Three readers: *ours*; *model*, ours with a language model beside it; *right*, that hears what was labelled: the ceiling
of all that comes after the ear. The messages are those of `eval.labels`: `unseen/hand.tsv` and `conversations.tsv`.
A message is *answered* where the answer opens with the very words that *right* gets, and those are an answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from itertools import groupby
from time import perf_counter
from typing import Any

from assistant.answer import Answer, Kind, Message, Request
from assistant.aspects import GENERAL, aspects
from assistant.heard import Act, Listened
from assistant.listening.listener import Listener
from assistant.listening.second import Second
from assistant.service import Assistant
from eval.bank import TODAY
from eval.intents import UNSEEN
from eval.latency import percentiles
from eval.summary import mean, rated

Json = dict[str, Any]
OURS, MODEL, RIGHT = "ours", "model", "right"
UNANSWERED = frozenset({Kind.CLARIFICATION, Kind.OUT_OF_SCOPE, Kind.REFUSAL})


@dataclass(frozen=True, slots=True)
class Labelled:
    """A message, what it asks (an aspect, or « act.… »), and those before it."""

    text: str
    label: str
    earlier: tuple[str, ...] = ()


class Labels(Listener):
    """The reader that is right: it hears what was labelled, in the messages replayed as well."""

    def __init__(self, known: dict[str, str]):
        self.known = known

    def second(self, text: str, *_: object, **__: object) -> Second | Listened | None:
        """Return what was labelled of the message, if it was; the rest of what a listener is told is left."""
        label = self.known.get(text, "")
        act = label.removeprefix("act.")
        if label in aspects():
            return Second(text, RIGHT, labels=(label,))
        return Second(text, RIGHT, Act(act)) if act in {*Act} - {Act.ASK} else None


@dataclass
class Result:
    """How one reader did."""

    heard: list[bool] = field(default_factory=list)
    answered: list[bool] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    facts: list[bool] = field(default_factory=list)  # whether the profile is the one that ours alone reads
    counts: dict[str, int] = field(default_factory=dict)

    def as_json(self) -> Json:
        """Return the rates, and what became of the calls."""
        calls = self.counts.get("calls", 0)
        return {
            "heard": rated(self.heard, mean),
            "answered": rated(self.answered, mean),
            "same_facts": rated(self.facts, mean),
            "calls": calls / max(1, self.counts.get("messages", 0)) if self.counts else 0.0,
            "counts": dict(self.counts),
            "seconds": percentiles(self.seconds),
        }


def labelled(every: int = 1) -> list[Labelled]:
    """Return the labelled messages, or one and one conversation of ``every`` so many; none in an installation."""
    conversations = [
        list(group) for _, group in groupby(_conversations(), key=lambda one: one.earlier[:1] or (one.text,))
    ]
    return [*list(_hand())[::every], *(one for talk in conversations[::every] for one in talk)]


def _hand() -> Iterator[Labelled]:
    file = UNSEEN / "hand.tsv"
    for line in file.read_text("utf-8").splitlines() if file.exists() else ():
        label, mark, text = line.split("\t")
        topic = aspects()[f"{label.partition('/')[0]}/{GENERAL}"].name  # chosen among readings, it is what is spoken of
        yield Labelled(text, label, (topic,) if mark == "t" else ())


def _conversations() -> Iterator[Labelled]:
    file, earlier = UNSEEN / "conversations.tsv", list[str]()
    for line in file.read_text("utf-8").splitlines() if file.exists() else ():
        label, _, text = line.partition("\t")
        if not text:
            earlier = []
            continue
        if label in aspects():
            yield Labelled(text, label, tuple(earlier))
        earlier.append(text)


def acts() -> dict[str, str]:
    """Return the label of each message of the conversations, what asks nothing included."""
    file = UNSEEN / "conversations.tsv"
    lines = (line.partition("\t") for line in (file.read_text("utf-8").splitlines() if file.exists() else ()))
    return {text: label for label, _, text in lines if text}


def compare(
    assistant: Assistant,
    asked: Sequence[Labelled],
    models: Mapping[str, Listener],
    told: Callable[[], object] = lambda: None,
) -> dict[str, Result]:
    """Return how each reader does on the messages: *ours*, *right*, and ours beside each of the ``models``."""
    readers: dict[str, Listener | None] = {RIGHT: Labels(acts() | {one.text: one.label for one in asked}), OURS: None}
    readers |= models
    results = {name: Result() for name in readers}
    for one in asked:
        answers = {name: _answered(assistant, listener, one, results[name]) for name, listener in readers.items()}
        right = answers[RIGHT]
        for name, answer in answers.items():
            first = answer.heard.asks[0] if answer.heard and answer.heard.asks else None
            results[name].heard.append(first is not None and f"{first.topic}/{first.aspect}" == one.label)
            same = name == RIGHT or _opening(answer) == _opening(right)
            results[name].answered.append(same and right.kind not in UNANSWERED)
            results[name].facts.append(answer.understood == answers[OURS].understood)
        told()
    for name, model in models.items():
        results[name].counts = dict(model.counts)
    return results


def _answered(assistant: Assistant, listener: Listener | None, one: Labelled, result: Result) -> Answer:
    asked = copy(assistant)
    asked.listener = listener
    history = [Message(role="user", content=text) for text in one.earlier]
    start = perf_counter()
    answer = asked.ask(Request(question=one.text, history=history, as_of=TODAY))
    result.seconds.append(perf_counter() - start)
    return answer


def _opening(answer: Answer) -> str:
    """Return the first words of an answer, on which it stands."""
    return answer.text.partition("\n")[0]
