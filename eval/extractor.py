"""How well numbers are read: the three readers of this project on hand-labelled sentences, whatever the spelling.

A firewall is worth what its reader finds. ``model`` reads what a language model wrote, ``own`` the product's own texts,
and ``check`` is the evaluation's reader, by which the other two are judged on answers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import yaml

from assistant import firewall, spellings
from eval.numbers import extract
from eval.summary import mean, rated

Json = dict[str, Any]
Span = tuple[int, int]

LABELLED = Path(__file__).with_name("labelled_numbers.yaml")
STRICT = "strict"
_LABEL = re.compile(r"\{(.*?)\}")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence without its braces, where they stood, and the group it is filed under."""

    text: str
    labels: tuple[Span, ...]
    group: str

    def without(self, *labels: Span) -> str:
        """Return the text with some of its labels blanked."""
        text = self.text
        for start, end in sorted(labels, reverse=True):
            text = f"{text[:start]}…{text[end:]}"
        return text


@dataclass(frozen=True, slots=True)
class Reader:
    """One way to read numbers: what it finds, whether it finds one label, and whether it must find the strict ones."""

    found: Callable[[str], list[str]]
    finds: Callable[[Sentence, Span], bool]
    strict: bool = False


def sentences() -> list[Sentence]:
    """Return every labelled sentence."""
    content = yaml.safe_load(LABELLED.read_text(encoding="utf-8"))
    return [_sentence(text, group) for group, kinds in content.items() for texts in kinds.values() for text in texts]


def _sentence(labelled: str, group: str) -> Sentence:
    text, labels = "", []
    for index, part in enumerate(_LABEL.split(labelled)):
        if index % 2:
            labels.append((len(text), len(text) + len(part)))
        text += part
    return Sentence(text, tuple(labels), group)


def counting(found: Callable[[str], list[str]]) -> Reader:
    """Return a reader that gives no place: it finds a label when it finds less once the label is blanked."""
    return Reader(found, lambda sentence, label: len(found(sentence.text)) > len(found(sentence.without(label))))


def covering(spans: Callable[[str], list[Span]]) -> Reader:
    """Return a strict reader: a label is found when one of its spans covers all of it."""

    def finds(sentence: Sentence, label: Span) -> bool:
        return any(start <= label[0] and label[1] <= end for start, end in spans(sentence.text))

    return Reader(lambda text: [text[start:end] for start, end in spans(text)], finds, strict=True)


_NOTHING = firewall.Proofs(frozenset(), frozenset())
READERS: Mapping[str, Reader] = {
    "model": covering(spellings.numbers),
    "own": counting(partial(firewall.unproved, proofs=_NOTHING)),
    "check": counting(lambda text: [str(number) for number in extract(text)]),
}


def measure(readers: Mapping[str, Reader] | None = None) -> Iterator[tuple[str, list[bool], list[str]]]:
    """Yield for each reader its recall and its precision: a metric, an outcome for each number, and what went wrong.

    Recall is over the labels, precision over what is found: a number found in a text whose labels are blanked is none.
    """
    labelled = sentences()
    for name, reader in (readers or READERS).items():
        graded = [one for one in labelled if reader.strict or one.group != STRICT]
        asked = [(one, label) for one in graded for label in one.labels]
        outcomes = [reader.finds(one, label) for one, label in asked]
        missed = [_told(one, *label) for (one, label), right in zip(asked, outcomes, strict=True) if not right]
        yield f"{name}_recall", outcomes, missed
        alarms = [f"{found} : {one.text}" for one in graded for found in reader.found(one.without(*one.labels))]
        yield f"{name}_precision", [True] * sum(outcomes) + [False] * len(alarms), alarms


def rates() -> tuple[Json, dict[str, list[str]]]:
    """Return the total of each metric of `measure`, and what each of them misread."""
    measured = list(measure())
    return {name: rated(right, mean) for name, right, _ in measured}, {name: wrong for name, _, wrong in measured}


def _told(sentence: Sentence, start: int, end: int) -> str:
    return f"{sentence.text[start:end]} : {sentence.text}"
