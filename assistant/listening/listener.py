"""When a language model hears a message too, and what is kept of it: one call, within its time, or ours stands."""

from __future__ import annotations

import logging
import threading
from collections import Counter, OrderedDict
from collections.abc import Generator, Mapping
from dataclasses import replace
from enum import StrEnum
from hashlib import sha256
from typing import Any, Protocol

from assistant.heard import EXPLANATION, Act, Heard, Listened, Outcome
from assistant.listening.control import Control, control
from assistant.listening.prompt import put
from assistant.listening.record import Record
from assistant.listening.reply import LONGEST_REPLY, Dropped, Reply, UnusableError, counted, read
from assistant.listening.rest import Rest
from assistant.listening.second import Second, confidence
from assistant.listening.sent import sent
from assistant.listening.shortlist import Shortlist, shortlist
from assistant.reader import Reader
from assistant.reading.prepared import prepared
from rag.chat import ChatModel, GenerationError, Messages

log = logging.getLogger(__name__)

SURE_ENOUGH = 0.9  # probability from which ours is not seconded: three questions in ten are below
TIMEOUT = 2.0  # seconds
TOKENS = 700  # that a provider may write
NEIGHBOURS = 3  # aspects listed around that of the message whose meaning is known
REMEMBERED = 2_048  # messages: a conversation is replayed at each of its turns, and heard as it was


class Reads(StrEnum):
    """When a model hears messages: the setting ``AM_LLM_READS``."""

    OFF = "off"
    UNSURE = "unsure"
    ALWAYS = "always"


class Voice(Protocol):
    """What replies: a model, or recordings of one."""

    name: str

    def say(self, messages: Messages, schema: Mapping[str, Any] | None = None) -> Generator[str]:
        """Yield the text of a reply. Raises GenerationError."""

    def warm_up(self) -> None:
        """Get ready."""


class Listener:
    """Asks a model what it hears. Thread-safe. What it heard is remembered in memory alone."""

    def __init__(
        self, voice: Voice, reads: Reads = Reads.UNSURE, rest: Rest | None = None, record: Record | None = None
    ):
        self.voice, self.reads, self._rest, self._record = voice, reads, rest or Rest(), record or Record()
        self.counts: Counter[str] = Counter()  # messages heard, calls, and what came of them
        self._known: OrderedDict[str, Second | Listened] = OrderedDict()
        self._lock = threading.Lock()

    def warm_up(self) -> None:
        """Load the model's client, which takes seconds. Calls nobody."""
        self.voice.warm_up()

    @property
    def name(self) -> str:
        """The model's name, as configured."""
        return self.voice.name

    def second(
        self, text: str, previous: str | None, ours: Heard, reader: Reader, *, ask: bool
    ) -> Second | Listened | None:
        """Return what the model heard, why there is nothing of it, or nothing where it is not to hear the message.

        ``ask`` is false of a message replayed: what was heard of it is remembered, and the model is not asked again.
        """
        key = sha256(f"{previous}\0{text}".encode("utf-8", "replace")).hexdigest()
        with self._lock:
            known = self._known.get(key)
        if known or not ask:
            return known
        self._count("messages")
        if not self._wanted(ours, text, reader):
            return None
        if not self._rest.over:
            self._count(Outcome.RESTING)
            return Listened(self.name, Outcome.RESTING)
        heard = self._heard(text, previous, ours, reader)
        if isinstance(heard, Second) or heard.outcome is Outcome.UNPROVED:
            with self._lock:
                self._known[key] = heard
                while len(self._known) > REMEMBERED:
                    self._known.popitem(last=False)
        return heard

    def _wanted(self, ours: Heard, text: str, reader: Reader) -> bool:
        if self.reads is Reads.OFF or ours.act in (Act.ABUSE, Act.INJECTION, Act.FOREIGN) or ours.reason == "clicked":
            return False
        return self.reads is Reads.ALWAYS or confidence(ours, text, reader) < SURE_ENOUGH

    def _heard(self, text: str, previous: str | None, ours: Heard, reader: Reader) -> Second | Listened:
        told = sent(text)
        beside, dropped = control(told, goes_on=previous is not None), Dropped()
        around = reader.read(prepared(beside.text).text.strip()).above()[:NEIGHBOURS]
        besides = [beside.label, *around, *(label for one in ours.asks for label in (one.label, *one.rivals))]
        known = shortlist(prepared(text).text.strip(), previous, reader, besides)
        asked = put(told, previous, known, beside)
        self._count("calls")
        try:
            replies = read("".join(self.voice.say(asked.messages, asked.schema)), list(known.by_code), dropped)
        except GenerationError as error:
            log.warning("the language model did not hear: %s; it is not asked for %.0f s", error, self._rest.failed())
            self._count(Outcome.LATE)
            return Listened(self.name, Outcome.LATE)
        except UnusableError as error:
            return self._unproved(str(error), dropped)
        if not _heard_rightly(replies[1 - asked.hers], beside, known):
            dropped["control"] += 1
            return self._unproved("it mistook a message whose meaning is known", dropped)
        self._rest.answered()
        return self._weighed(self._second(text, replies[asked.hers], known, dropped), ours, reader)

    def _count(self, what: str) -> None:
        with self._lock:
            self.counts[what] += 1

    def _unproved(self, why: str, dropped: Dropped) -> Listened:
        log.info("what the language model heard is left out: %s", why)
        self._count(Outcome.UNPROVED)
        self._rest.mistook()
        return Listened(self.name, Outcome.UNPROVED, counted(dropped.items()))

    def _second(self, text: str, reply: Reply, known: Shortlist, dropped: Dropped) -> Second:
        self._count("heard")
        labels = tuple(dict.fromkeys(map(known.label, reply.asks)))
        labels = labels if len(labels) == 1 else tuple(label for label in labels if label != EXPLANATION)
        return Second(text, self.name, reply.act, labels, reply.mentions, counted(dropped.items()))

    def _weighed(self, heard: Second, ours: Heard, reader: Reader) -> Second:
        """Return it with what the model's hearing was worth before this message, which counts for the next."""
        share = confidence(ours, heard.text, reader)
        worth = self._record.worth(share)
        if heard.labels or heard.act is not Act.ASK:
            self._record.count(share, agrees=heard.agrees(ours))
        return replace(heard, worth=worth)


def _heard_rightly(reply: Reply, beside: Control, known: Shortlist) -> bool:
    return reply.act is Act.ASK and [known.by_code[code] for code in reply.asks] == [beside.label]


def listener(
    reads: str, name: str, base_url: str | None, api_key: str | None, timeout: float = TIMEOUT
) -> Listener | None:
    """Return the listener of the settings; ``None`` where no model is to listen."""
    if not name or reads == Reads.OFF:
        return None
    voice = ChatModel(name, base_url, api_key, timeout, longest=LONGEST_REPLY, tokens=TOKENS)
    return Listener(voice, Reads(reads))
