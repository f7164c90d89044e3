"""How often a question to say yes or no to is told yes, no or that it is not established: `python -m eval.polar`.

On the questions of `assistant/exemplars/sides/` that put a proposition forward, each heard as its label says: what is
measured is the sentences of the aspects, not their reading. The aspects that say it least often come first.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from assistant import deciding, wording
from assistant.aspects import Claim, aspects
from assistant.conversation import take_turn
from assistant.decided import Decided
from assistant.heard import Act, Ask, Heard
from assistant.reading.prepared import prepared
from assistant.turn import State
from eval import bank
from eval.intents import of_sides
from rules.dated import load

SHOWN = 3  # questions of an aspect


@dataclass(frozen=True, slots=True)
class Told:
    """A question, and what it is told."""

    question: str
    decided: Decided


def told(today: date) -> Iterator[Told]:
    """Yield what each question is told."""
    parameters = load()
    for said, claim in of_sides().items():
        label, question = said.split("\t")
        if (puts := Claim(claim)) is Claim.OPEN:
            continue
        topic, _, aspect = label.partition("/")
        ask = Ask(topic, aspect, prepared(question).text.strip(), puts=puts)
        turn = replace(take_turn(State(), question, today), heard=Heard(Act.ASK, (ask,)))
        of = aspects()[label]
        cases = deciding.cases(of.rule, parameters, turn.state, today)
        yield Told(question, Decided(of, cases, wording.leads(of, cases, turn, parameters, today)))


def main() -> None:
    """Print the rate of each aspect, the lowest first, then that of all."""
    by_aspect: dict[str, list[Told]] = {}
    for item in told(bank.TODAY):
        by_aspect.setdefault(item.decided.aspect.label, []).append(item)
    silent = {label: [item for item in said if item.decided.verdict is None] for label, said in by_aspect.items()}
    for label, items in sorted(silent.items(), key=lambda pair: len(pair[1])):
        if items:
            sys.stdout.write(f"{len(items):4} of {len(by_aspect[label]):4} {label}\n")
            for item in items[:SHOWN]:
                sys.stdout.write(f"       {item.question}\n         {item.decided.leads[0].text}\n")
    whole = sum(map(len, by_aspect.values()))
    sys.stdout.write(f"{1 - sum(map(len, silent.values())) / whole:.3f} of {whole} say yes, no or not established\n")


if __name__ == "__main__":
    main()
