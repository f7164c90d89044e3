"""The five contract years at a glance: aid, text, checks, objective, and an estimate of what is left to pay."""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any

from rules import aid, objectives, salary
from rules.aid_years import CASES, CHECK, case_of, contract_years, each_year, total
from rules.catalogue import decide
from rules.contract_years import Contract, regime_on
from rules.dated import Parameters
from rules.options import OPTIONS, Option, on_offer, share_of, under_conditions
from rules.profile import Profile
from rules.ruling import Ruling
from rules.verdict import Decision, Figure, Step

RULE = "simulation"


@dataclass(frozen=True, slots=True)
class Year:
    """One contract year. ``due`` is the aid of the doctor's own case; the general one when her band is unknown."""

    contract_year: int
    starts_on: date
    ends_on: date
    regime: str  # the text whose amounts are paid that year
    due: Figure
    amounts: dict[str, Figure]  # by case: general, p90, p95
    is_maximum: bool  # the payment depends on the objectives
    objective: Figure | None  # what is checked that year, where it is established
    left_to_pay: Figure | None  # an estimate (see ``Simulation.cost``)


@dataclass(frozen=True, slots=True)
class Simulation:
    """Five years of aid, with the decisions they rest on.

    ``years`` is empty when no such contract can be signed, and for a renewed one, whose amounts are not established.
    """

    signed_on: date
    today: date
    regime: str
    etp: Fraction
    option: str  # « mi-temps (0,5 ETP) »
    hours: Figure | None  # a week, where the texts count them
    case: str | None  # general, p90, p95; ``None`` when the band is unknown
    years: tuple[Year, ...]
    totals: dict[str, Figure]  # by case
    aid: Decision
    eligibility: Decision
    objective: Decision
    cost: Decision | None  # estimate of the employer's cost, with its inputs as figures
    assumed: dict[str, object]

    def as_json(self) -> dict[str, Any]:
        """Return the whole simulation as plain JSON values: dates and numbers as strings."""
        return {field.name: _plain(getattr(self, field.name)) for field in fields(self)}


def simulate(parameters: Parameters, profile: Profile, today: date) -> Simulation:
    """Return the five years of the contract described, half-time when no working time is named.

    Texts: those of ``aid.amounts``, ``eligibility.doctor``, ``objectives.added`` and ``salary.employer_cost``.
    """
    ruling = Ruling(RULE, parameters, profile, today)
    contract = Contract(parameters, profile.signed_on or today, today)
    share = share_of(profile)
    assumed = dict(ruling.assumed)
    if share is None:
        share = _usual(ruling)
        assumed["etp"] = share
        profile = profile.model_copy(update={"etp": share})
    amounts = aid.amounts(parameters, profile, today)
    objective = objectives.without_terms(objectives.added(parameters, profile, today))
    option = OPTIONS.get(share)
    possible = option in on_offer(ruling) and not profile.renewal
    cost = salary.employer_cost(parameters, profile, today) if possible else None
    series = {case: each_year(ruling, contract, option, case) for case in CASES} if option and possible else {}
    case = case_of(profile.percentile)
    return Simulation(
        signed_on=contract.signed_on,
        today=today,
        regime=ruling.regime,
        etp=share,
        option=option.label if option else f"{float(share):g} ETP".replace(".", ","),
        hours=_hours(ruling, option),
        case=case,
        years=_years(ruling, contract, series, case or "general", objective, cost),
        totals={name: total(ruling, name, years) for name, years in series.items()},
        aid=amounts,
        eligibility=decide("eligibility.doctor", parameters, profile, today),
        objective=objective,
        cost=cost,
        assumed=assumed,
    )


def _hours(ruling: Ruling, option: Option | None) -> Figure | None:
    parameter = f"contrat.temps_de_travail.{option.id}" if option else ""
    return ruling.figure("heures", parameter, "Par semaine") if parameter in ruling.parameters else None


def _usual(ruling: Ruling) -> Fraction:
    """Return the working time assumed when none is named: half-time, or the shortest above it that is open to all."""
    open_to_all = [option.etp for option in on_offer(ruling) if option not in under_conditions(ruling)]
    return min((etp for etp in open_to_all if etp >= Fraction(1, 2)), default=Fraction(1, 2))


def _years(
    ruling: Ruling,
    contract: Contract,
    series: dict[str, tuple[Figure, ...]],
    case: str,
    objective: Decision,
    cost: Decision | None,
) -> tuple[Year, ...]:
    if not series:
        return ()
    first_check = ruling.number(CHECK)
    target = next((f for key in ("patients_en_plus", "augmentation") for f in objective.figures if f.key == key), None)
    left = {figure.key: figure for figure in (cost.figures if cost else ())}
    years = []
    for year in contract_years(ruling):
        checked = first_check is not None and year >= first_check
        years.append(
            Year(
                contract_year=year,
                starts_on=contract.starts_on(year),
                ends_on=contract.starts_on(year + 1) - timedelta(days=1),
                regime=regime_on(contract.parameters, contract.amounts_day(year), contract.today),
                due=series[case][year - 1],
                amounts={name: amounts[year - 1] for name, amounts in series.items()},
                is_maximum=checked,
                objective=target if checked else None,
                left_to_pay=left.get(f"reste_annee_{year}"),
            )
        )
    return tuple(years)


def _plain(value: Any) -> Any:
    """Return ``value`` as JSON holds it: exact numbers and dates as strings, records as objects."""
    if isinstance(value, Step):
        return {"rule": value.rule, "text": value.text, "parameters": list(value.parameters)}
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, StrEnum | Decimal | Fraction | date):
        return str(value)
    return value
