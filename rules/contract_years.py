"""Which text governs a contract signed on a day, and which day's amounts apply in each contract year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from rules.dated import Parameters


def regime_on(parameters: Parameters, signed_on: date, today: date) -> str:
    """Return the regime of an individual contract signed on ``signed_on`` (text: the regime's own entry into force)."""
    return str(parameters["regimes.individuel"].at(signed_on, today).value)


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


def months_after(day: date, months: int) -> date:
    """Return the same day so many months later, or the last day of a month too short for it."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    following = date(year + month // 11, (month + 1) % 12 + 1, 1)
    return min(date(year, month + 1, 1) + timedelta(days=day.day - 1), following - timedelta(days=1))


@dataclass(frozen=True, slots=True)
class Contract:
    """A contract signed on a day (ahead of ``today``, perhaps), read with the texts known ``today``."""

    parameters: Parameters
    signed_on: date
    today: date

    def starts_on(self, contract_year: int) -> date:
        """Return the first day of a contract year."""
        return year_starts_on(self.signed_on, contract_year)

    def amounts_day(self, contract_year: int) -> date:
        """Return the day whose amounts a contract year is paid at.

        A contract keeps the amounts of its signature until a text raises those of running contracts: the amounts of
        that text's day then apply from the next anniversary (convention 2024, for contracts signed before
        22 June 2024), and a later text for new contracts only does not touch them.
        """
        signed = self.parameters.settled_on(self.signed_on, self.today)
        starts_on = self.parameters.settled_on(self.starts_on(contract_year), self.today)
        switch = self.parameters["regimes.montants_a_l_anniversaire"].at(starts_on, self.today).value
        return switch if isinstance(switch, date) and signed < switch <= starts_on else signed
