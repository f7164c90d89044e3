"""Fit the model of intents on the exemplars and on the training questions of the bank: `python -m eval.intents`.

Linear one-against-the-rest support vectors, by scikit-learn; only their weights are kept, as small integers.
The held-back questions are never read here: they measure what is fitted.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

import numpy as np

from assistant.aspects import aspects
from assistant.features import SLOTS, counts, rarity, weighted
from assistant.intents import ASPECTS, CLAIMS, WEIGHTS, of_aspect
from assistant.polarity import affirmed
from assistant.reading.prepared import prepared
from assistant.succession import SUCCESSION, count
from eval import bank
from eval.asked import taught
from rules.catalogue import TOPICS
from rules.topics import Asks

EXEMPLARS = WEIGHTS.with_name("exemplars")
UNSEEN = Path(__file__).with_name("unseen")
OTHERS = frozenset({"explanation", "out_of_scope", "clarification"})  # labels that are no topic of the rules
COST = 1.0  # of an error, beside the size of the weights; chosen on questions that were not exemplars
RULES = frozenset({"figure", "eligibility"})
NEGLIGIBLE = 1  # steps of 127: a weight this small changes nothing that was measured, and takes a quarter of the file


def exemplars(folder: Path = EXEMPLARS) -> dict[str, str]:
    """Return the label of each question: ours, then those of the bank's training split."""
    found = _labelled(folder)
    found |= {question: label.partition("/")[0] for question, label in of_aspects(standing_alone=True).items()}
    for asked in bank.load(bank.QUESTIONS):
        if asked.split == "train" and not asked.history and (label := _first_label(asked)):
            found.setdefault(asked.question, label)
    return found


def of_aspects(*, standing_alone: bool = False) -> dict[str, str]:
    """Return the aspect each question asks about, those of a conversation among them unless ``standing_alone``."""
    found: dict[str, str] = {}
    for aspect in aspects().values():
        for question in (*aspect.asked, *(() if standing_alone else aspect.then)):
            found.setdefault(question, aspect.label)
    for asked in taught():
        if asked.previous is None or (asked.stays and not standing_alone):
            found.setdefault(asked.text, asked.label)
    return found


def of_successions() -> list[tuple[str, str]]:
    """Return which aspect followed which in the conversations, once for each time."""
    return [(asked.previous, asked.label) for asked in taught() if asked.previous]


def of_claims(folder: Path = EXEMPLARS / "claims") -> dict[str, str]:
    """Return what each question puts forward: a proposition to say yes or no to, favourable or not, or none."""
    return {question: _affirmed(question, claim) for question, claim in _labelled(folder).items()}


def of_sides(folder: Path = EXEMPLARS / "sides") -> dict[str, str]:
    """Return the same of questions whose aspect is known, each as « aspect, tab, question »: a file a topic."""
    found: dict[str, str] = {}
    for file in sorted(folder.glob("*.tsv")):
        for line in file.read_text("utf-8").splitlines():
            aspect, claim, question = line.split("\t")
            found[f"{file.stem}/{aspect}\t{question}"] = _affirmed(question, claim)
    return found


def _affirmed(question: str, claim: str) -> str:
    """Return the side that the question would put without its denial, which is all that the product reads."""
    words = prepared(question).text.strip()
    return _CONTRARY.get(claim, claim) if affirmed(words) != words else claim


_CONTRARY = {"favourable": "unfavourable", "unfavourable": "favourable"}


def twice(folder: Path = EXEMPLARS) -> list[str]:
    """Return the questions that two labels claim, one line each: a question teaches one thing."""
    claims: dict[str, set[str]] = {}
    for aspect in aspects().values():
        for question in aspect.asked:
            claims.setdefault(question, set()).add(aspect.label)
    for file in sorted(folder.glob("*.txt")):
        for question in file.read_text("utf-8").splitlines():
            claims.setdefault(question, set()).add(file.stem)
    return [f"« {question} »: {', '.join(sorted(labels))}" for question, labels in claims.items() if len(labels) > 1]


def unseen() -> dict[str, str]:
    """Return questions written apart from the exemplars, with their label: they measure, and are never fitted on."""
    return _labelled(UNSEEN)


def _labelled(folder: Path) -> dict[str, str]:
    """Read one file a label, one question a line."""
    found: dict[str, str] = {}
    for file in sorted(folder.glob("*.txt")):
        for question in file.read_text("utf-8").splitlines():
            found.setdefault(question, file.stem)
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


def fit(labelled: dict[str, str], file: Path = WEIGHTS, *, balanced: bool = False) -> None:
    """Fit the weights and write them to ``file``; ``balanced``, of what questions put.

    They are read without their denial, and an error on a rare label counts for more.
    """
    # Heavy, and for maintainers only; neither library ships its types.
    from scipy.sparse import csr_matrix, hstack  # type: ignore[import-untyped]  # noqa: PLC0415
    from sklearn.svm import LinearSVC  # type: ignore[import-untyped]  # noqa: PLC0415

    sorts = list(zip(*(counts(_words(question, put=balanced)) for question in labelled), strict=True))
    rarities = [rarity(sort).astype(np.float16) for sort in sorts]
    blocks = []
    for sort, rare in zip(sorts, rarities, strict=True):
        rows = [weighted(found, rare.astype(np.float64)) for found in sort]
        at = np.repeat(np.arange(len(rows)), [len(slots) for slots, _ in rows])
        slots, shares = (np.concatenate(parts) for parts in zip(*rows, strict=True))
        blocks.append(csr_matrix((shares, (at, slots)), shape=(len(rows), SLOTS)))
    weight = "balanced" if balanced else None
    found = LinearSVC(C=COST, random_state=0, class_weight=weight).fit(hstack(blocks).tocsr(), list(labelled.values()))
    scale = float(np.abs(found.coef_).max() / 127)
    small = np.round(found.coef_.T / scale).astype(np.int8)
    small[np.abs(small) <= NEGLIGIBLE] = 0
    np.savez_compressed(
        file, labels=found.classes_.astype(str), rarity_words=rarities[0], rarity_letters=rarities[1],
        words=small[:SLOTS], letters=small[SLOTS:], scale=scale, intercepts=found.intercept_.astype(np.float32),
        exemplars=fingerprint(labelled),
    )  # fmt: skip


def _words(question: str, *, put: bool) -> str:
    label, _, said = question.rpartition("\t")
    words = prepared(said).text.strip()
    return of_aspect(label, affirmed(words)) if put else words


if __name__ == "__main__":
    for claimed in twice():
        sys.stderr.write(f"claimed by two labels: {claimed}\n")
    for file, labelled in ((WEIGHTS, exemplars()), (ASPECTS, of_aspects()), (CLAIMS, of_claims() | of_sides())):
        fit(labelled, file, balanced=file == CLAIMS)
        sys.stdout.write(
            f"{len(labelled)} exemplars, {len(set(labelled.values()))} labels, {file.stat().st_size // 1000} kB\n"
        )
    followed = count(of_successions())
    sys.stdout.write(f"{len(followed)} successions, {SUCCESSION.stat().st_size // 1000} kB\n")
