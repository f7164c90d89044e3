"""Two tabs on one form: what another saved meanwhile is told, and overwritten only by who has seen it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

from french import HARD
from ui.staff.desk import Refused, Visit
from ui.staff.markup import hidden

FIELD = "vu"  # fingerprint of what a form was filled upon
SHOWN = 300  # letters of each side of a difference
REREAD = "Relisez ce que vous avez écrit ci-dessous, puis enregistrez-le s’il doit remplacer ce qui est enregistré."


class Changed(Refused):
    """What a form was filled upon has changed since; nothing was saved."""


def mark(visit: Visit, now: Mapping[str, str], refused: Refused | None) -> str:
    """Return the hidden field of a form filled upon ``now``; a form that comes back was filled upon what it first was.

    Unless that has changed and was told: whoever sends it again has seen both.
    """
    seen = "" if isinstance(refused, Changed) else visit.form.get(FIELD, "")
    return hidden({FIELD: seen if seen.isalnum() else fingerprint(now)})


def check(visit: Visit, now: Mapping[str, str], labels: Mapping[str, str], advice: str = REREAD) -> None:
    """Raise Changed, with ``advice``, where what is saved ``now`` is not what the form was filled upon."""
    if visit.form.get(FIELD, fingerprint(now)) == fingerprint(now):
        return
    both = ((label, now.get(name, ""), visit.form[name]) for name, label in labels.items() if name in visit.form)
    told = (
        f"{label}{HARD}: «{HARD}{_told(saved, typed)}{HARD}» est enregistré, vous avez écrit "
        f"«{HARD}{_told(typed, saved)}{HARD}»."
        for label, saved, typed in both
        if _lines(saved) != _lines(typed)
    )
    raise Changed("\n".join([f"{_CHANGED} {advice}", *told]), 409)


def _told(text: str, other: str) -> str:
    """The lines of a text that the other one has not."""
    found = " ".join(line for line in _lines(text) if line not in _lines(other)) or "rien"
    return found if len(found) <= SHOWN else f"{found[:SHOWN]}…"


def _lines(text: str) -> list[str]:
    return [line for line in map(str.strip, text.splitlines()) if line]


def fingerprint(now: Mapping[str, str]) -> str:
    """Return what a form carries of what it was filled upon."""
    return hashlib.sha256(json.dumps(dict(now), sort_keys=True).encode()).hexdigest()[:32]


_CHANGED = "Cette page a changé depuis que vous l’avez ouverte : rien n’est enregistré."
