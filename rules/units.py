"""Units of figures and how firm a source is: what every dated value is told with."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Unit(StrEnum):
    """Unit of a figure."""

    EUR = "EUR"
    PERCENT = "percent"
    PATIENTS = "patients"
    HOURS = "hours"
    DAYS = "days"
    MONTHS = "months"
    YEARS = "years"
    COUNT = "count"
    DATE = "date"


# The largest value each unit can have in this scheme: a slip of the keyboard is refused, a new barème is not.
LARGEST: Mapping[Unit, int] = MappingProxyType(
    {
        Unit.EUR: 1_000_000,
        Unit.PERCENT: 100,
        Unit.PATIENTS: 10_000_000,
        Unit.HOURS: 5_000,
        Unit.DAYS: 3_660,
        Unit.MONTHS: 120,
        Unit.YEARS: 100,
        Unit.COUNT: 1_000_000,
    }
)


class Standing(StrEnum):
    """How firm the source of a value is, firmest first."""

    OFFICIAL = "official"  # the text itself, or a copy of it that says so
    AMELI = "ameli"
    PUBLIC = "public"  # a ministry, an ARS, the OPCO, France compétences, an URPS…
    SECONDARY = "secondary"
    UNCONFIRMED = "unconfirmed"

    @classmethod
    def weakest(cls, standings: list[Standing]) -> Standing | None:
        """Return the least firm of ``standings``: a sum is worth what its weakest term is worth."""
        return max(standings, key=_FIRMNESS.index, default=None)


_FIRMNESS = list(Standing)

# Said beside a value, in a table or on the badge of a source.
STANDINGS: Mapping[Standing, str] = MappingProxyType(
    {
        Standing.OFFICIAL: "texte officiel",
        Standing.AMELI: "Assurance Maladie",
        Standing.PUBLIC: "organisme public",
        Standing.SECONDARY: "source secondaire",
        Standing.UNCONFIRMED: "à confirmer",
    }
)
