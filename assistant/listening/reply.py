"""What a model may say of a message, and what is left of what it said: choices of closed lists, and nothing else.

Whatever is not one of them is dropped and counted by its kind. What is kept is still to be compared with the message
(`assistant.listening.proof`). Which side a question puts forward is not asked: it turns a « Oui » into a « Non », and
stays ours to read (`assistant.hearing.putting`).
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from assistant.heard import Act
from assistant.reading.facts import How, Whose
from rules.profile import Profile

ACTS = tuple(act for act in Act if act not in (Act.FOREIGN, Act.INJECTION, Act.ABUSE))  # what is refused, we refuse
FIELDS = tuple(Profile.model_fields)
WHOSE: tuple[str, ...] = get_args(Whose)
HOW: tuple[str, ...] = get_args(How)
MOST_ASKS, MOST_MENTIONS, LONGEST = 6, 30, 200  # of a message; letters of the words of a fact
LONGEST_REPLY = 6_000  # characters

Json = dict[str, Any]
Dropped = Counter[str]  # how many things were left out, by kind


@dataclass(frozen=True, slots=True)
class Said:
    """A fact that a model says is in the message."""

    field: str
    value: str
    words: str
    whose: str
    how: str


@dataclass(frozen=True, slots=True)
class Reply:
    """What a model heard in one message; ``asks`` are codes of the list it was given."""

    act: Act
    asks: tuple[str, ...] = ()
    mentions: tuple[Said, ...] = ()


class UnusableError(Exception):
    """A reply of which nothing can be used; the message says why, and never repeats it."""


def schema(codes: Sequence[str]) -> Json:
    """Return the JSON schema of a reply on two messages, whose questions are among ``codes``."""
    mention = {
        "field": {"type": "string", "enum": list(FIELDS)},
        "value": {"type": "string"},
        "words": {"type": "string"},
        "whose": {"type": "string", "enum": list(WHOSE)},
        "how": {"type": "string", "enum": list(HOW)},
    }
    message = {
        "act": {"type": "string", "enum": [str(act) for act in ACTS]},
        "asks": {"type": "array", "items": {"type": "string", "enum": list(codes)}},
        "mentions": {"type": "array", "items": _object(mention)},
    }
    whole = _object({"messages": {"type": "array", "items": _object(message)}})
    return {"title": "heard", "description": "Ce que disent les deux messages, dans leur ordre.", **whole}


def _object(properties: Json) -> Json:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def read(text: str, codes: Sequence[str], dropped: Dropped) -> list[Reply]:
    """Return the two replies of a model's text; what is outside the lists goes to ``dropped``. Raise UnusableError."""
    if len(text) > LONGEST_REPLY:
        raise UnusableError("too long")
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError):
        raise UnusableError("no JSON") from None
    messages = whole.get("messages") if isinstance(whole, dict) else None
    if not isinstance(messages, list) or len(messages) != 2 or not all(isinstance(one, dict) for one in messages):
        raise UnusableError("no two messages")
    dropped["invented"] += len(whole) - 1
    return [_reply(one, codes, dropped) for one in messages]


def _reply(told: Mapping[str, Any], codes: Sequence[str], dropped: Dropped) -> Reply:
    act = told.get("act")
    if not isinstance(act, str) or act not in ACTS:
        raise UnusableError("no act of the list")
    dropped["invented"] += len(told.keys() - {"act", "asks", "mentions"})
    asks = [
        code for code in _list(told, "asks", dropped) if _kept(isinstance(code, str) and code in codes, "ask", dropped)
    ]
    mentions = (_said(one, dropped) for one in _list(told, "mentions", dropped)[:MOST_MENTIONS])
    return Reply(
        Act(act),
        tuple(dict.fromkeys(asks))[:MOST_ASKS],
        tuple(dict.fromkeys(filter(None, mentions))),
    )


def _said(told: Any, dropped: Dropped) -> Said | None:
    if not _kept(isinstance(told, dict), "mention", dropped):
        return None
    dropped["invented"] += len(told.keys() - {"field", "value", "words", "whose", "how"})
    closed = (("field", FIELDS), ("whose", WHOSE), ("how", HOW))
    if not all(_kept(isinstance(told.get(name), str) and told[name] in of, name, dropped) for name, of in closed):
        return None
    words, value = told.get("words"), told.get("value")
    short = isinstance(words, str) and 0 < len(words.strip()) <= LONGEST
    plain = isinstance(value, str | int | float) and len(str(value)) <= LONGEST
    if not (_kept(short, "words", dropped) and _kept(plain, "value", dropped)):
        return None
    return Said(told["field"], str(value).strip(), str(words).strip(), told["whose"], told["how"])


def _list(told: Mapping[str, Any], name: str, dropped: Dropped) -> list[Any]:
    given = told.get(name, [])
    return given if _kept(isinstance(given, list), name, dropped) else []


def _kept(holds: bool, kind: str, dropped: Dropped) -> bool:
    dropped[kind] += not holds
    return holds


def counted(dropped: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Return what was dropped, by kind, without what never was."""
    return {kind: times for kind, times in sorted(dropped) if times}
