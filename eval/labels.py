"""How often questions are read as their author meant them, on questions that nothing was fitted on.

Three sets: topics of single questions, by several hands (`unseen/*.txt`); every aspect, alone and in a conversation, by
one stranger who was given their names only (`unseen/hand.tsv`: label, « a » or « t », message); whole conversations by
another (`unseen/conversations.tsv`). Of these the reader owes its two exponents (`assistant.reader.LINEAR`, `ENCODER`),
the one of successions (`assistant.succession.TRUST`) and that its encoder always has a say in a conversation, and
nothing else.
"""

from __future__ import annotations

from typing import Any

from assistant.aspects import GENERAL
from assistant.encoder import load_encoder
from assistant.hearing import hear
from assistant.reader import Likely, Reader
from assistant.reading.prepared import prepared
from assistant.understanding import understand
from eval.asked import Asked, conversations
from eval.intents import UNSEEN, unseen
from eval.summary import mean, rated
from french import HARD
from rules.profile import LAST_DAY

Json = dict[str, Any]

METRIC = "unseen_label"
OF_THE_HAND = ("unseen_topic", "unseen_aspect", "unseen_first_three", "unseen_sequel", "calibration")
BINS = 10  # of probabilities, in which what was said is compared with what was right


def hand() -> list[Asked]:
    """Return the stranger's messages; none where the package is installed without them."""
    file = UNSEEN / "hand.tsv"
    rows = (line.split("\t") for line in file.read_text("utf-8").splitlines()) if file.exists() else ()
    return [
        Asked(label, text, f"{label.partition('/')[0]}/{GENERAL}" if mark == "t" else None)
        for label, mark, text in rows
    ]


def rates() -> tuple[Json, dict[str, list[str]]]:
    """Return each metric's total, and each question that got another topic than its own."""
    reader = Reader(load_encoder)
    read = [(text, label, _topic(reader.read(prepared(text).text.strip()))) for text, label in unseen().items()]
    if not read:
        return {}, {}
    wrong = [f"{asked} → {given}, attendu{HARD}: {label}" for asked, label, given in read if given != label]
    found: Json = {METRIC: rated([given == label for _, label, given in read], mean)}
    heard = [(asked, _read(asked, reader)) for asked in hand()]
    follows = (asked for asked in conversations(UNSEEN / "conversations.tsv") if asked.previous)
    scores = {
        "unseen_topic": [likely.label.startswith(f"{asked.topic}/") for asked, likely in heard],
        "unseen_aspect": [likely.label == asked.label for asked, likely in heard],
        "unseen_first_three": [asked.label in likely.above()[:3] for asked, likely in heard],
        "unseen_sequel": [is_heard(asked, reader) for asked in follows],
    }
    found |= {name: rated(passed, mean) for name, passed in scores.items() if passed}
    if heard:
        said = [(likely.share, asked.label == likely.label) for asked, likely in heard]
        found["calibration"] = rated(said, calibrated) | {"passed": sum(right for _, right in said)}
    return found, {METRIC: wrong}


def _read(asked: Asked, reader: Reader) -> Likely:
    words = prepared(asked.text).text.strip()
    return reader.read_on(words, asked.previous) if asked.previous else reader.read(words)


def is_heard(asked: Asked, reader: Reader) -> bool:
    """Tell whether what is asked is the first thing the product hears in it, in the conversation it belongs to."""
    heard = hear(asked.text, understand(asked.text, LAST_DAY), asked.previous, reader)
    return [ask.label for ask in heard.asks[:1]] == [asked.label]


def calibrated(said: list[tuple[float, bool]]) -> float:
    """Return 1 less the expected calibration error: how far probabilities are from how often they are right."""
    bins: dict[int, list[tuple[float, bool]]] = {}
    for share, right in said:
        bins.setdefault(min(int(share * BINS), BINS - 1), []).append((share, right))
    error = sum(abs(sum(share - right for share, right in inside)) for inside in bins.values())
    return 1 - error / len(said)


def _topic(likely: Likely) -> str:
    return likely.label.partition("/")[0]
