"""Models that hear rightly, or lie each in its way, of labelled messages; all hear the known message rightly.

`PYTHONPATH=.:tests/helpers python tests/helpers/listeners.py N FOLDER` measures each on one labelled message of N, from
no record, with the encoder on (without it where `lexical` follows); the index is built in FOLDER if it is not there.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

from scripted import KNOWN, Hears, Json, asking, hearing, listening, right_of_controls

from assistant.listening.listener import Reads
from assistant.listening.record import Record
from assistant.listening.sent import sent
from assistant.listening.shortlist import name
from assistant.service import build
from eval.listening import OURS, RIGHT, Labelled, compare, labelled

BETRAYS_AFTER = 300  # messages


def drawn(text: str, among: Sequence[str]) -> str:
    """Draw one, always the same for the same text."""
    return among[int.from_bytes(sha256(text.encode()).digest()[:8]) % len(among)]


@dataclass(frozen=True)
class Hearers:
    """What each hears of these messages."""

    asked: Sequence[Labelled]

    def rightly(self) -> Hears:
        """Hear each message as it was labelled: by the aspect where it is listed, else by its topic."""
        labels = {sent(one.text): one.label for one in self.asked}

        def hears(one: Json, known: dict[str, str]) -> Json:
            label = labels.get(one["text"], "")
            names = [name(label), name(label.partition("/")[0])] if label else []
            names = [KNOWN.get(one["text"], ""), *names]
            return asking(next((told for told in names if told in known), ""), known)

        return hears

    def lying(self) -> Hears:
        """Hear another question than the one asked."""
        rightly = self.rightly()

        def hears(one: Json, known: dict[str, str]) -> Json:
            wrong = [code for code in known.values() if code not in rightly(one, known)["asks"]]
            return {"act": "ask", "asks": [drawn(one["text"], wrong)], "mentions": []}

        return hears

    def lying_of_half(self) -> Hears:
        """Hear rightly every other message."""
        both = {"lies": self.lying(), "right": self.rightly()}
        return lambda one, known: both[drawn(one["text"], list(both))](one, known)

    def betraying(self) -> Hears:
        """Hear rightly, until it is believed."""
        rightly, lying, heard = self.rightly(), self.lying(), set[str]()

        def hears(one: Json, known: dict[str, str]) -> Json:
            heard.add(one["text"])
            return (rightly if len(heard) <= BETRAYS_AFTER else lying)(one, known)

        return hears

    def inventing(self) -> Hears:
        """Hear another question, and facts that nobody said, in words that the message holds."""
        values = {"secteur": "3", "age": "70", "optam": "oui", "etp": "1", "patientele_mt": "2000", "zone": "zip"}
        lying = self.lying()

        def hears(one: Json, known: dict[str, str]) -> Json:
            facts = [
                {"field": field, "value": value, "words": drawn(field, one["text"].split()), "whose": whose}
                for field, value in values.items()
                for whose in ("me", "colleague")
            ]
            return {**lying(one, known), "mentions": [{**fact, "how": "stated"} for fact in facts]}

        return hears

    def all(self) -> dict[str, Hears]:
        """Return every one."""
        return {"rightly": self.rightly(), "once believed": self.betraying(), **self.liars()}

    def liars(self) -> dict[str, Hears]:
        """Return those that lie, by what they lie of."""
        return {
            "another question": self.lying(),
            "another topic": of_another_topic,
            "at random": at_random,
            "nothing asked": asking_nothing,
            "half of them": self.lying_of_half(),
            "facts": self.inventing(),
        }


def of_another_topic(one: Json, known: dict[str, str]) -> Json:
    """Hear a topic, whichever."""
    topics = [code for code in known.values() if code.startswith("s")]
    return {"act": "ask", "asks": [drawn(one["text"], topics)], "mentions": []}


def at_random(one: Json, known: dict[str, str]) -> Json:
    """Hear a question, whichever."""
    return {"act": "ask", "asks": [drawn(one["text"], list(known.values()))], "mentions": []}


def asking_nothing(one: Json, _: dict[str, str]) -> Json:
    """Hear that nothing is asked."""
    act = drawn(one["text"], ["thank", "greet", "doubt", "source", "out_of_scope"])
    return {"act": act, "asks": [], "mentions": []}


def main(every: int, folder: Path, model: str = "bundled") -> None:
    """Print how each is answered, and the share of the messages that it was asked."""
    assistant, asked = build(folder, embedding_model=model, today=lambda: date(2026, 11, 21)), labelled(every)
    assistant.warm_up()
    heeded = {
        f"{who}, {reads}": listening(hearing(right_of_controls(hears)), reads, Record())
        for reads in (Reads.ALWAYS, Reads.UNSURE)
        for who, hears in Hearers(asked).all().items()
    }
    results = compare(assistant, asked, heeded)
    for reader in (RIGHT, OURS, *heeded):
        told = results[reader].as_json()
        sys.stdout.write(f"{reader}: {told['answered']['rate']:.4f}, asked of {told['calls']:.3f}\n")


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]), *sys.argv[3:])
