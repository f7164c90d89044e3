"""Which text governs a contract signed on a day, and which day's amounts apply in each contract year."""

from __future__ import annotations

from datetime import date

from rules.dated import Parameters

AVENANT_7 = "avenant-7"
REGLEMENT_ARBITRAL = "reglement-arbitral-2023"
CONVENTION_2024 = "convention-2024"
AIDE_COLLECTIVE = "aide-collective-2026"


def regime_on(parameters: Parameters, signed_on: date) -> str:
    """Return the regime of an individual contract signed on ``signed_on`` (text: the regime's own entry into force)."""
    return str(parameters["regimes.individuel"].at(signed_on).value)


def year_starts_on(signed_on: date, contract_year: int) -> date:
    """Return the first day of a contract year (1 to 5): the signature or one of its anniversaries.

    A contract signed on 29 February has its anniversary on 1 March in common years.
    """
    year = signed_on.year + contract_year - 1
    try:
        return signed_on.replace(year=year)
    except ValueError:
        return date(year, 3, 1)


def contract_year_on(signed_on: date, day: date) -> int:
    """Return which contract year ``day`` falls in, 1 on the day of signature; above 5 the contract has ended."""
    return next(year for year in range(day.year - signed_on.year + 1, -1, -1) if year_starts_on(signed_on, year) <= day)
