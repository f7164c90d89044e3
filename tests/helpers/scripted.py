"""A model that hears what a test scripts, behind a real OpenAI-compatible server on this machine."""

from __future__ import annotations

import json
from collections.abc import Callable, Generator, Mapping
from typing import Any

from model_server import ModelServer

from assistant.aspects import aspects
from assistant.listening.listener import Listener, Reads
from assistant.listening.record import TENTHS, Record
from rag.chat import GenerationError, Messages

Json = dict[str, Any]
Hears = Callable[[Json, dict[str, str]], Json]  # a message and the codes by name → what is heard in it


def codes(system: str) -> dict[str, str]:
    """Return the codes of a prompt by the names they stand for."""
    listed = system.partition("Questions et sujets :\n")[2]
    lines = [line.partition(" : ") for line in listed.splitlines()]
    return {name: code for code, _, name in reversed(lines)}  # of one name, the aspect before the topic


KNOWN = {text: aspect.name for aspect in aspects().values() for text in (*aspect.asked, *aspect.then)}


def asking(name: str, known: dict[str, str], *mentions: Json) -> Json:
    """Return what is heard in a question on the aspect of that name: where it is not listed, on nothing."""
    return {"act": "ask", "asks": [known[name]] if name in known else [], "mentions": list(mentions)}


def right_of_controls(hears: Hears) -> Hears:
    """Hear rightly the messages whose meaning is known, the others as ``hears`` does: the worst liar there is."""
    return lambda one, known: asking(KNOWN[one["text"]], known) if one["text"] in KNOWN else hears(one, known)


def reply(body: Json, hears: Hears) -> str:
    """Return what the model replies to a request: what it hears in each of the two messages."""
    system, human = (message["content"] for message in body["messages"])
    known = codes(system)
    return json.dumps({"messages": [hears(one, known) for one in json.loads(human)["messages"]]}, ensure_ascii=False)


class Spoken:
    """A voice that says what a test scripts, without a server; an exception is raised."""

    name = "test:scripted"

    def __init__(self, says: Callable[[Json], str | Exception]):
        self.says, self.asked = says, list[Messages]()

    def say(self, messages: Messages, schema: Mapping[str, Any] | None = None) -> Generator[str]:
        self.asked.append(messages)
        told = self.says({"messages": [{"content": content} for _, content in messages], "schema": schema})
        if isinstance(told, Exception):
            raise GenerationError("as the test wants") from told
        yield told

    def warm_up(self) -> None:
        """Nothing to load."""


def listening(
    says: Callable[[Json], str | Exception], reads: Reads = Reads.ALWAYS, record: Record | None = None
) -> Listener:
    """Return a listener whose model says what is scripted; it is believed already, unless it has a ``record``."""
    return Listener(Spoken(says), reads, record=record or believed())


def believed() -> Record:
    """Return the record of a model that was always right."""
    record = Record()
    for share in range(TENTHS):
        for _ in range(1_000):
            record.count((share + 0.5) / TENTHS, agrees=True)
    return record


def hearing(hears: Hears) -> Callable[[Json], str]:
    """Return what says that ``hears``."""
    return lambda body: reply(body, hears)


def scripted(server: ModelServer, hears: Hears) -> None:
    """Make a server reply as ``hears`` does."""
    server.replies = lambda body: reply(body, hears)
