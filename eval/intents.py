"""Fit the model of intents on the exemplars and on the training questions of the bank: `python -m eval.intents`.

Linear one-against-the-rest support vectors, by scikit-learn; only their weights are kept, as small integers.
The held-back questions are never read here: they measure what is fitted.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

import numpy as np

from assistant.features import SLOTS, counts, rarity, weighted
from assistant.intents import WEIGHTS
from assistant.reading.prepared import prepared
from assistant.topics import OTHERS
from eval import bank
from rules.catalogue import TOPICS
from rules.topics import Asks

EXEMPLARS = WEIGHTS.with_name("exemplars")
UNSEEN = Path(__file__).with_name("unseen")
COST = 1.0  # of an error, beside the size of the weights; chosen on questions that were not exemplars
RULES = frozenset({"figure", "eligibility"})


def exemplars(folder: Path = EXEMPLARS) -> dict[str, str]:
    """Return the label of each question: ours, then those of the bank's training split."""
    found = _labelled(folder)
    for asked in bank.load(bank.QUESTIONS):
        if asked.split == "train" and not asked.history and (label := _first_label(asked)):
            found.setdefault(asked.question, label)
    return found


def unseen() -> dict[str, str]:
    """Return questions written apart from the exemplars, with their label: they measure, and are never fitted on."""
    return _labelled(UNSEEN)


def _labelled(folder: Path) -> dict[str, str]:
    """Read one file a label, one question a line."""
    found: dict[str, str] = {}
    for file in sorted(folder.glob("*.txt")):
        for question in file.read_text("utf-8").splitlines():
            if found.setdefault(question, file.stem) != file.stem:
                raise ValueError(f"{file.name}: « {question} » is also in {found[question]}.txt; keep one")
    return found


def _first_label(question: bank.Question) -> str | None:
    """The first topic expected, or the kind; ``None`` where the bank takes several kinds as right."""
    kinds = {str(kind) for kind in question.kind} - {"refusal"}
    topic = next(iter(question.topic), None)
    if topic and (kinds & RULES or TOPICS[topic].asks is Asks.STEPS):
        return topic
    if question.documents and "explanation" in kinds:
        return "explanation"
    return kinds.pop() if len(kinds) == 1 and kinds <= OTHERS else None


def fingerprint(labelled: dict[str, str]) -> str:
    """Return a hash of the exemplars, kept beside the weights fitted on them."""
    return hashlib.sha256(repr(sorted(labelled.items())).encode()).hexdigest()


def fit(labelled: dict[str, str], file: Path = WEIGHTS) -> None:
    """Fit the weights and write them to ``file``."""
    # Heavy, and for maintainers only; neither library ships its types.
    from scipy.sparse import csr_matrix, hstack  # type: ignore[import-untyped]  # noqa: PLC0415
    from sklearn.svm import LinearSVC  # type: ignore[import-untyped]  # noqa: PLC0415

    sorts = list(zip(*(counts(prepared(question).text) for question in labelled), strict=True))
    rarities = [rarity(sort).astype(np.float16) for sort in sorts]
    blocks = []
    for sort, rare in zip(sorts, rarities, strict=True):
        rows = [weighted(found, rare.astype(np.float64)) for found in sort]
        at = np.repeat(np.arange(len(rows)), [len(slots) for slots, _ in rows])
        slots, shares = (np.concatenate(parts) for parts in zip(*rows, strict=True))
        blocks.append(csr_matrix((shares, (at, slots)), shape=(len(rows), SLOTS)))
    found = LinearSVC(C=COST, random_state=0).fit(hstack(blocks).tocsr(), list(labelled.values()))
    scale = float(np.abs(found.coef_).max() / 127)
    small = np.round(found.coef_.T / scale).astype(np.int8)
    np.savez_compressed(
        file, labels=found.classes_.astype(str), rarity_words=rarities[0], rarity_letters=rarities[1],
        words=small[:SLOTS], letters=small[SLOTS:], scale=scale, intercepts=found.intercept_.astype(np.float32),
        exemplars=fingerprint(labelled),
    )  # fmt: skip


if __name__ == "__main__":
    labelled = exemplars()
    fit(labelled)
    sys.stdout.write(
        f"{len(labelled)} exemplars, {len(set(labelled.values()))} labels, {WEIGHTS.stat().st_size // 1000} kB\n"
    )
