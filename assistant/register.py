"""What the assistant knows, for reading: its sources, what they dispute, and the amounts text by text."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import french
from assistant import shown
from corpus import Corpus
from rules.amounts import amount
from rules.catalogue import decide
from rules.dated import Parameters
from rules.options import OPTIONS
from rules.profile import Profile
from rules.regimes import REGIMES
from rules.render import ADDED


def register(corpus: Corpus, parameters: Parameters, today: date) -> dict[str, Any]:
    """Return sources, disagreements, texts, barème, who signed each file and value of the staff, as JSON values."""
    texts = [value for value in parameters["regimes.individuel"].values if value.since <= today]
    return {
        "sources": [source.model_dump(mode="json") for source in corpus.sources.values()],
        "disagreements": [entry.model_dump(mode="json") for entry in corpus.disagreements],
        "texts": [
            {"id": text.value, "name": REGIMES[str(text.value)].name, "since": f"{text.since}"} for text in texts
        ],
        "bareme": list(_bareme(parameters, today)),
        "reviewed_by": {
            parameter.file: parameter.reviewed_by
            for parameter in parameters.values()
            if not any(value.added for value in parameter.values)  # signed by itself
        },
        "added": list(_added(parameters)),
    }


def _added(parameters: Parameters) -> Iterator[dict[str, str]]:
    """Yield the values that the staff completed, each with who signed it and when."""
    for parameter in parameters.values():
        for value in parameter.values:
            if value.added:
                told = {"parameter": parameter.id, "description": parameter.description, "since": f"{value.since}"}
                yield told | {"value": amount(value.value, parameter.unit), "signed": value.signed}


def _bareme(parameters: Parameters, today: date) -> Iterator[dict[str, Any]]:
    """Yield a table per text and working time, latest text first, each blind to the texts after it."""
    texts = parameters["regimes.individuel"]
    for value in reversed(texts.values):
        if value.since > today:
            continue
        following = texts.next(value, today)
        last_day = following.since - timedelta(days=1) if following else None
        for option in OPTIONS.values():
            profile = Profile(etp=option.etp, signed_on=value.since)
            decision = decide("aid.amounts", parameters, profile, min(today, last_day or today))
            if decision.table:
                added = f", {french.lower_first(ADDED)}" if any(value.added for value in decision.values) else ""
                period = f"depuis le {french.day(value.since)}"
                if last_day:
                    period = f"du {french.day(value.since)} au {french.day(last_day)}"
                name = f"{french.upper_first(option.label)}, {REGIMES[str(value.value)].name}"
                caption = f"{name} ({period}){added}"
                yield shown.table(decision.table).model_copy(update={"caption": caption}).model_dump()
