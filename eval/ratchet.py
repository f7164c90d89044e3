"""The ratchet: what a baseline run could do must still be done. A loss is fixed, accepted with a reason, or refused.

``baseline.json`` keeps the rates of the last accepted run, the questions asked and, for each metric, those that failed
it. Held-back questions are named by a hash: whoever reads the file to improve the product learns nothing of them.
A question new to the bank loses nothing; one that is no longer asked does.
"""

from __future__ import annotations

import hashlib
import json
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from eval.problems import first_problem
from french import HARD

Json = dict[str, Any]

BASELINE = Path(__file__).with_name("baseline.json")
ACCEPTED = Path(__file__).with_name("accepted-losses.yaml")
# A rate may fall by this much without a word: one question of a hundred. Single questions are watched one by one.
TOLERANCE = 0.01
ASKED = "asked"


class RatchetError(ValueError):
    """A baseline or a list of accepted losses that cannot be used: names the file and what is expected."""


class Accepted(BaseModel):
    """One loss that someone decided to live with."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    question: Annotated[str, Field(min_length=1)]  # as the ratchet names it
    metric: str
    reason: Annotated[str, Field(min_length=10)]
    date: date


def named(case: Json) -> str:
    """Return the name of a question in committed files: its id, or a hash for a held-back one."""
    if case["split"] != "held-back":
        return str(case["id"])
    return "sha256:" + hashlib.sha256(case["id"].encode()).hexdigest()[:12]


def baseline(run: Json) -> Json:
    """Return what is kept of a run: totals and failing questions, nothing that changes from one machine to the next."""
    summary = run["summary"]
    return {
        **{name: summary[name] for name in ("questions", "passed", "metrics", "search_alone")},
        "asked": sorted(map(named, run["cases"])),
        "failing": {metric: sorted(names) for metric, names in sorted(_failing(run).items())},
    }


def write(run: Json, path: Path = BASELINE) -> None:
    """Make ``run`` the baseline."""
    text = json.dumps(_rounded(baseline(run)), ensure_ascii=False, indent=1, sort_keys=True)
    path.write_text(text + "\n", encoding="utf-8")


def read(path: Path = BASELINE) -> Json:
    """Return a baseline; raise `RatchetError` on an absent or unreadable one."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        if not {"asked", "failing", "metrics"} <= set(content):
            raise ValueError(f"attendu{HARD}: asked, failing et metrics")
    except (OSError, ValueError) as error:
        raise RatchetError(f"{path.name}{HARD}: {error}. Écrivez-en une avec --update-baseline.") from None
    return dict(content)


def accepted(path: Path = ACCEPTED) -> list[Accepted]:
    """Return the accepted losses; an absent file accepts none. Raise `RatchetError` on a bad entry."""
    if not path.exists():
        return []
    try:
        return TypeAdapter(list[Accepted]).validate_python(yaml.safe_load(path.read_text(encoding="utf-8")) or [])
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise RatchetError(f"{path.name}{HARD}: ce n’est pas du YAML lisible{HARD}: {error}") from None
    except ValidationError as error:
        where, told = first_problem(error)
        wanted = f"Chaque perte{HARD}: question, metric, reason, date."
        raise RatchetError(f"{path.name}{HARD}: {where}{HARD}: {told}. {wanted}") from None


def losses(run: Json, before: Json, allowed: list[Accepted], *, whole: bool) -> list[Json]:
    """Return what the run lost since the baseline.

    A loss is ``{metric, question}`` for a check that fails and did not (metric ``asked``: the question is gone),
    ``{metric, was, now}`` for a rate that fell (``now`` is ``None`` where it is no longer measured). Gone questions are
    looked for in a ``whole`` bank only, rates are compared when it asks the same questions.
    """
    known = {(metric, name) for metric, names in before["failing"].items() for name in names}
    known |= {(loss.metric, loss.question) for loss in allowed}
    asked = set(map(named, run["cases"]))
    old = set(before["asked"])
    now = {(metric, name) for metric, names in _failing(run).items() for name in names if name in old}
    if whole:
        now |= {(ASKED, name) for name in old - asked}
    lost = [{"metric": metric, "question": name} for metric, name in sorted(now - known)]
    return lost + (_fallen(_rates(run["summary"]), _rates(before)) if whole and asked == old else [])


def gains(run: Json, before: Json) -> list[Json]:
    """Return what fails no more since the baseline, as ``{metric, question}``."""
    asked, now = set(map(named, run["cases"])), _failing(run)
    return [
        {"metric": metric, "question": name}
        for metric, names in sorted(before["failing"].items())
        for name in names
        if name in asked - now.get(metric, set())
    ]


def _failing(run: Json) -> dict[str, set[str]]:
    failing: dict[str, set[str]] = {}
    for case in run["cases"]:
        for check in case["checks"]:
            if not check["passed"]:
                failing.setdefault(check["metric"], set()).add(named(case))
    return failing


def _rates(totals: Json) -> dict[str, float]:
    return {name: total["rate"] for name, total in totals["metrics"]["all"].items()}


def _fallen(now: dict[str, float], before: dict[str, float]) -> list[Json]:
    fallen = [(name, was, now.get(name)) for name, was in sorted(before.items()) if was - now.get(name, -1) > TOLERANCE]
    return [{"metric": name, "was": was, "now": rate} for name, was, rate in fallen]


def _rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _rounded(item) for name, item in value.items()}
    return round(value, 4) if isinstance(value, float) else value
