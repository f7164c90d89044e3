"""Fit the encoder that reads questions: `make encoder` (about an hour on two cores that do nothing else).

The bundled model keeps its weights; small low-rank matrices are added to its upper layers, and one vector a label tells
what a question asks for. Only these are kept (`eval.tuning`). Held-back questions and the exchanges of strangers are
never read here.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from assistant.aspects import aspects
from assistant.encoder import ADAPTERS, LONGEST, SHARPNESS
from assistant.polarity import affirmed
from assistant.reader import after, put
from assistant.reading.prepared import prepared
from eval.asked import taught
from eval.intents import exemplars, of_aspects, of_claims
from eval.tuning import Pairs, States, above, adapted, base, below, descent, write
from rag.tuned import LOWEST

PASSES = 5
BATCH = 32
RATE = 1.5e-3
SMOOTHING = 0.05
SEED = 1
CHANGES = 5  # one question in so many is also read after another topic: a conversation goes elsewhere too


@dataclass(frozen=True, slots=True)
class Sample:
    """One text and the labels it may have: an aspect, or every aspect of a topic where that is all we know."""

    text: str
    labels: tuple[str, ...]


def samples() -> Iterator[Sample]:
    """Yield what the encoder learns: questions alone, in a conversation, and what a yes or no would be about."""
    chance = random.Random(SEED)  # noqa: S311 (no secret)
    known = sorted(aspects())
    alone: dict[str, tuple[str, ...]] = {
        question: (label,) for question, label in of_aspects(standing_alone=True).items()
    }
    for question, label in exemplars().items():
        within = tuple(name for name in known if name.startswith(f"{label}/"))
        alone.setdefault(question, within or (label,))
    for number, (question, labels) in enumerate(alone.items()):
        words = prepared(question).text.strip()
        yield Sample(words, labels)
        if number % CHANGES == 0 or labels[0].startswith("act."):
            yield Sample(after(chance.choice(known), words), labels)
    for aspect in aspects().values():
        around = [other for other in aspects().values() if other.topic == aspect.topic]
        for question in aspect.then:
            yield Sample(after(chance.choice(around).label, prepared(question).text.strip()), (aspect.label,))
    for asked in taught():
        if asked.previous:
            yield Sample(after(asked.previous, prepared(asked.text).text.strip()), (asked.label,))
    for question, claim in of_claims().items():
        yield Sample(put(affirmed(prepared(question).text.strip())), (f"claim.{claim}",))


def fit(learnt: Sequence[Sample], file: Path = ADAPTERS, passes: int = PASSES) -> None:
    """Fit the adapters and write them to ``file``, after each pass."""
    torch.manual_seed(SEED)
    torch.set_num_threads(2)
    module = base()
    names = sorted({name for sample in learnt for name in sample.labels})
    allowed = _allowed(learnt, names)
    order = sorted(range(len(learnt)), key=lambda row: len(learnt[row].text))  # texts of like length together
    batches = [order[start : start + BATCH] for start in range(0, len(order), BATCH)]
    states = [below(module, [learnt[row].text[:LONGEST] for row in rows]) for rows in batches]
    layers = module.bert.encoder.layer[LOWEST:]
    pairs, head = adapted(layers), nn.Parameter(torch.randn(len(names), module.dimension) * 0.05)
    step = descent([*(matrix for pair in pairs.values() for matrix in pair), head], RATE, passes * len(batches))
    shuffled, start = np.random.default_rng(SEED), time.monotonic()
    for turn in range(passes):
        lost = 0.0
        for number in shuffled.permutation(len(batches)):
            lost += step(_loss(layers, head, states[number], allowed[batches[number]]))
        sys.stdout.write(f"pass {turn + 1}: loss {lost / len(batches):.3f}, {time.monotonic() - start:.0f} s\n")
        sys.stdout.flush()
        _write(file, names, head, pairs)


def _allowed(learnt: Sequence[Sample], names: Sequence[str]) -> Tensor:
    place = {name: index for index, name in enumerate(names)}
    allowed = torch.zeros(len(learnt), len(names), dtype=torch.bool)
    for row, sample in enumerate(learnt):
        allowed[row, [place[name] for name in sample.labels]] = True
    return allowed


def _loss(layers: Any, head: Tensor, states: States, allowed: Tensor) -> Tensor:
    shares = torch.log_softmax(SHARPNESS * above(layers, states) @ nn.functional.normalize(head, dim=1).T, dim=1)
    right = torch.logsumexp(shares.masked_fill(~allowed, -torch.inf), dim=1)
    return -(1 - SMOOTHING) * right.mean() - SMOOTHING * shares.mean()


def _write(file: Path, names: Sequence[str], head: Tensor, pairs: Pairs) -> None:
    vectors = nn.functional.normalize(head, dim=1).detach().numpy().astype(np.float16)
    write(file, pairs, labels=np.array(names), head=vectors)


if __name__ == "__main__":
    found = list(samples())
    fit(found, Path(sys.argv[1]) if len(sys.argv) > 1 else ADAPTERS)
    sys.stdout.write(f"{len(found)} texts\n")
