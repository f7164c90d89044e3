"""Conditions of a yes/no rule, and the verdict they add up to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from rules.profile import Profile
from rules.ruling import Ruling
from rules.verdict import Decision, Reason, Verdict


class Condition(NamedTuple):
    """A reason, the profile fields that would settle or overturn it, and what no source establishes about it."""

    reason: Reason
    needs: tuple[str, ...] = ()
    not_established: tuple[str, ...] = ()


def stated(reason: Reason) -> Condition:
    """Return the condition of a reason that no fact of the doctor settles: unknown, it is not established."""
    return Condition(reason, (), (reason.text,) if reason.met is None else ())


def verdict_of(conditions: Sequence[Condition]) -> Verdict:
    """Return no as soon as one condition is not met, unknown as soon as one is not known, else yes."""
    met = {condition.reason.met for condition in conditions}
    return Verdict.of(False if False in met else None if None in met else True)


def conclude(ruling: Ruling, profile: Profile, done: str, conditions: Sequence[Condition], **fields: Any) -> Decision:
    """Close a yes/no rule. On a no, the facts still asked are those that could overturn the conditions not met."""
    verdict = verdict_of(conditions)
    open_questions = {
        Verdict.YES: [],
        Verdict.UNKNOWN: [need for c in conditions if c.reason.met is None for need in c.needs],
        Verdict.NO: [n for c in conditions if c.reason.met is False for n in c.needs if getattr(profile, n) is None],
    }
    unsaid = [] if verdict is Verdict.NO else [text for c in conditions for text in c.not_established]
    return ruling.decide(
        done,
        verdict=verdict,
        reasons=tuple(condition.reason for condition in conditions),
        missing=tuple(dict.fromkeys(open_questions[verdict])),
        not_established=tuple(dict.fromkeys(unsaid)),
        **fields,
    )
