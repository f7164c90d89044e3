"""What people want to know of each topic, how they ask it and what is said: one file a topic (`assistant/topics/`).

An aspect is one proposition or one quantity, so that the first sentence of its answer answers exactly what was asked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from french import spaced

TOPICS_FOLDER = Path(__file__).with_name("topics")
GENERAL = "general"  # the topic when nothing more precise is asked
PARTS = frozenset({"table", "figures", "reasons", "changes", "notes", "not_established"})

Entry = Mapping[str, Any]


class Claim(StrEnum):
    """What a question puts forward: « puis-je… ? » and « suis-je exclu ? » of one rule want opposite words."""

    OPEN = "open"  # nothing to say yes or no to
    FAVOURABLE = "favourable"  # « c’est possible ? », « ça continue ? »
    UNFAVOURABLE = "unfavourable"  # « faut-il… ? », « l’aide s’arrête ? »
    EITHER = "either"  # of an aspect, whose proposition is put one way only: its yes or no is never turned


@dataclass(frozen=True, slots=True)
class Aspect:
    """One thing people want to know; its label is « topic/id »."""

    topic: str
    id: str
    name: str  # French noun phrase, to offer it as a reading
    rule: str  # the topic that decides it
    asked: tuple[str, ...]  # how it is asked standing alone
    then: tuple[str, ...]  # how it is asked in a conversation on the topic
    say: tuple[Entry, ...]  # the first entry that fits is said
    more: str | None  # a second paragraph, where its placeholders have a value
    shows: frozenset[str]  # parts of the decision shown after the sentence
    asks_for: tuple[str, ...] | None  # profile fields worth asking for; ``None``: those the rule lacks
    claim: Claim | None  # what it would be to the asker that the proposition its `answers` are about were true
    quote: tuple[str, str] | None  # sheet and heading of the paragraph of ours that answers
    instead: tuple[Entry, ...]  # the aspects that stand for it in the light of what is said (`assistant/asked_anew.py`)
    answered_by: str | None  # the profile field of a bare number said next: « j’en ai 59 »

    @property
    def label(self) -> str:
        """The name of the aspect for the reader of questions."""
        return f"{self.topic}/{self.id}"


@cache
def aspects() -> Mapping[str, Aspect]:
    """Return every aspect by its label."""
    found = (aspect for file in sorted(TOPICS_FOLDER.glob("*.yaml")) for aspect in _read(file))
    return MappingProxyType({aspect.label: aspect for aspect in found})


def aspect(topic: str, id: str = GENERAL) -> Aspect:
    """Return an aspect of a topic of the rules."""
    return aspects()[f"{topic}/{id}"]


def of_topic(topic: str) -> Sequence[Aspect]:
    """Return the aspects of a topic, the general one among them."""
    return [aspect for aspect in aspects().values() if aspect.topic == topic]


def _read(file: Path) -> list[Aspect]:
    content: Mapping[str, Mapping[str, Any]] = yaml.load(file.read_text("utf-8"), yaml.CSafeLoader)
    return [_aspect(file.stem, id, fields) for id, fields in content.items()]


def _aspect(topic: str, id: str, fields: Mapping[str, Any]) -> Aspect:
    shows = fields.get("shows", [])
    whole = shows == "all"
    return Aspect(
        topic,
        id,
        spaced(fields["name"]),
        fields.get("rule", topic),
        _lines(fields, "asked"),
        _lines(fields, "then"),
        tuple({**entry, "say": spaced(entry["say"])} for entry in fields.get("say") or ()),
        spaced(fields["more"]) if fields.get("more") else None,
        PARTS if whole else frozenset(shows),
        None if whole else tuple(fields.get("asks_for", ())),
        Claim(fields["claim"]) if "claim" in fields else None,
        _paragraph(fields["quote"]) if "quote" in fields else None,
        tuple(fields.get("instead", ())),
        fields.get("answered_by"),
    )


def _paragraph(name: str) -> tuple[str, str]:
    sheet, _, heading = name.partition("#")
    return sheet, heading


def _lines(fields: Mapping[str, Any], name: str) -> tuple[str, ...]:
    return tuple(filter(None, map(str.strip, (fields.get(name) or "").splitlines())))
