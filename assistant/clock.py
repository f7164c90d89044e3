"""The day of an answer, which the clock of the machine says: it may never have been set."""

from __future__ import annotations

from datetime import date

from assistant.errors import Unavailable
from rag.unusable import Fault
from rules.profile import FIRST_DAY

WRONG = Fault("l’horloge de ce serveur dit un jour d’avant l’aide", "Mettez-la à l’heure.")


def is_wrong(today: date) -> bool:
    """Whether it cannot be today: the aid had not begun."""
    return today < FIRST_DAY


def day_of(asked: date | None, today: date) -> date:
    """Return the day that is asked about, or today. Raises `Unavailable` where the clock is wrong."""
    if asked is None and is_wrong(today):
        raise Unavailable.of_dates()
    return asked or today
