"""How often the model of intents says what a question asks for, on questions it was never fitted on."""

from __future__ import annotations

from typing import Any

from assistant.intents import intents
from assistant.reading.prepared import prepared
from eval.intents import unseen
from eval.summary import mean, rated
from french import HARD

Json = dict[str, Any]

METRIC = "unseen_label"


def rates() -> tuple[Json, dict[str, list[str]]]:
    """Return the metric's total, and each question that got another label than its own.

    A package installed without these questions measures nothing.
    """
    found = [(asked, label, intents(prepared(asked).text).label) for asked, label in unseen().items()]
    if not found:
        return {}, {}
    wrong = [f"{asked} → {given}, attendu{HARD}: {label}" for asked, label, given in found if given != label]
    return {METRIC: rated([given == label for _, label, given in found], mean)}, {METRIC: wrong}
