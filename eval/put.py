"""Fit the odds that a question is put to the CPTS rather than to the rules: `python -m eval.put FOLDER [FILE]`.

It learns what members of imaginary CPTS ask (`eval.members`), beside what strangers asked of the aid
(`eval.exchanges`), each put to one of these CPTS. The authors of both that were never learnt measure it.
``FOLDER``: see `eval.members`. What is fitted goes to ``FILE``, `assistant/put_to_the_cpts.json` where it is better.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain, islice, zip_longest
from pathlib import Path
from typing import NamedTuple

import numpy as np

from assistant.conversation import take_turn
from assistant.heard import Act
from assistant.put_to_the_cpts import FAR, FIRST, LEARNT, NOT_LEARNT, WEIGHTS, as_put, weighed
from assistant.searched import words_of
from assistant.turn import State
from eval.bank import TODAY
from eval.exchanges import authors
from eval.members import Members, installed, read, reader

EACH = 2  # CPTS of an author that are learnt: more take hours, and tell little more
STRANGERS = 30  # questions put to each CPTS
COST = 100.0  # of an error, beside the size of the weights: some signs are small
OF_TALK = frozenset({Act.OUT_OF_SCOPE, Act.IDENTITY, Act.HELP, Act.UNCLEAR, Act.COMPLAIN, Act.DISTRESS})


class Example(NamedTuple):
    """A question as it is weighed; ``put``: to the CPTS."""

    put: bool
    signs: Mapping[str, float]


def examples(index: Path, *, fitted_on: bool) -> Iterator[Example]:
    """Yield the questions of members and those of strangers, of the authors that are learnt or of the others."""
    said = (one.exchanges for one in authors() if one.fitted_on is fitted_on)
    in_turn = chain.from_iterable(zip_longest(*said))  # the first of each author, then the second
    strangers = (exchange.turns[0].say for exchange in in_turn if exchange)
    for members in _some(fitted_on):
        signs = _signs(members, index)
        yield from (Example(True, found) for asked in members.asked if (found := signs(asked.question)))
        yield from (Example(False, found) for text in islice(strangers, STRANGERS) if (found := signs(text)))


def _some(fitted_on: bool) -> Iterator[Members]:
    taken: dict[str, int] = {}
    for members in read():
        taken[members.author] = taken.get(members.author, 0) + 1
        if members.fitted_on is fitted_on and taken[members.author] <= EACH:
            yield members


def _signs(members: Members, index: Path) -> Callable[[str], Mapping[str, float]]:
    """What is weighed of a question put to a CPTS; nothing where its name alone tells, or where nothing is near."""
    found = installed(members, index)
    staff = found.assistant.staff

    def signs(text: str) -> Mapping[str, float]:
        turn = take_turn(State(), text, TODAY, reader())
        if staff.is_about_the_cpts(text):
            return {}
        best = max(turn.heard.asks, key=lambda ask: ask.share, default=None)
        ask = None if turn.heard.act in OF_TALK else best
        words = words_of(turn, ask) if ask and len(turn.heard.asks) == 1 else text
        return staff.signs(as_put(turn, ask, words), lambda: found.retriever, TODAY, None)

    return signs


def fit(learnt: Sequence[Example]) -> dict[str, float]:
    """Return the weights; as many mistakes are made on either side."""
    from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]  # noqa: PLC0415 - for maintainers

    rows = np.array([[example.signs[name] for name in LEARNT] for example in learnt], float)
    model = LogisticRegression(C=COST, fit_intercept=False, class_weight="balanced", max_iter=1000)
    model.fit(rows, [example.put for example in learnt])
    return {name: round(float(weight), 2) for name, weight in zip(LEARNT, model.coef_[0], strict=True)}


def measure(weights: Mapping[str, float], held: Sequence[Example]) -> str:
    """Return how many of the members' questions are taken as theirs, and how many of the strangers'."""
    taken = {put: [weighed(one.signs, weights) >= FIRST for one in held if one.put is put] for put in (True, False)}
    theirs, others = (f"{np.mean(taken[put]):.3f} of {len(taken[put])}" for put in (True, False))
    return f"taken: {theirs} of members, {others} of strangers\n"


def main(index: Path, file: Path | None = None) -> None:
    """Fit weights, and compare them with those in use."""
    weights = fit([one for one in examples(index, fitted_on=True) if one.signs["rank"] >= FAR])
    held = list(examples(index, fitted_on=False))
    sys.stdout.write(f"in use: {measure(WEIGHTS, held)}fitted: {measure({**weights, **NOT_LEARNT}, held)}")
    if file:
        file.write_text(json.dumps(weights, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
