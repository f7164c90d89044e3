"""The aid of each contract year: by working time, size of patientèle and day of signature, and its total."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from french import ordinal
from rules.contract_years import Contract
from rules.options import Option
from rules.ruling import Ruling
from rules.verdict import Figure, Row, Table

CHECK = "objectifs.verification.premiere_annee"
DURATION = "contrat.duree"
CASES = {"general": "Cas général", "p90": "Patientèle P90 à P94", "p95": "Patientèle P95 et plus"}
PERCENTILES = {"general": (0, 89), "p90": (90, 94), "p95": (95, 100)}  # P95 itself is in the top band since 2024
_CASE_IN_LABEL = {"general": "", "p90": ", patientèle P90 à P94", "p95": ", patientèle P95 et plus"}
_LAST_OF_ITS_OWN = 3  # the amount of the 3rd year is that of each later one


def case_of(percentile: tuple[int, int] | None) -> str | None:
    """Return which of ``CASES`` a percentile belongs to; ``None`` when unknown or across a boundary."""
    low, high = percentile or (0, 100)
    return next((case for case, (first, last) in PERCENTILES.items() if first <= low and high <= last), None)


def contract_years(ruling: Ruling) -> tuple[int, ...]:
    """Return the years of the contract, from 1; those that have amounts of their own when no length is established."""
    years = ruling.number(DURATION)
    return tuple(range(1, int(years if years is not None else _LAST_OF_ITS_OWN) + 1))


def _yearly(
    ruling: Ruling, contract: Contract, option: Option, case: str, year: int, first_check: Decimal | None
) -> Figure:
    name = {"p95": "p95", "p90": "p90_annee_3" if year > 2 else None}.get(case)
    return ruling.figure(
        f"{case}.annee_{year}",
        f"aide.{option.id}.{name or f'annee_{min(year, _LAST_OF_ITS_OWN)}'}",
        f"{ordinal(year)} année{_CASE_IN_LABEL[case]}",
        contract.amounts_day(year),
        year=year,
        case=case,
        option=option.id,
        is_maximum=first_check is not None and year >= first_check,
    )


def each_year(ruling: Ruling, contract: Contract, option: Option, case: str) -> tuple[Figure, ...]:
    """Return the aid of each year of the contract: a maximum as soon as the objectives are checked."""
    first_check = ruling.number(CHECK)
    return tuple(_yearly(ruling, contract, option, case, year, first_check) for year in contract_years(ruling))


def total(ruling: Ruling, key: str, years: tuple[Figure, ...]) -> Figure:
    """Return what the years add up to; not established when the length of the contract is not."""
    first, label = years[0], f"Total sur {len(years)} ans"
    found = ruling.total(
        f"{key}.total",
        list(years),
        first.label.replace(f"{ordinal(1)} année", label),
        case=first.case,
        option=first.option,
    )
    return found if ruling.number(DURATION) is not None else replace(found, value=None, standing=None)


def laid_out(ruling: Ruling, caption: str, headings: tuple[str, ...], series: dict[str, tuple[Figure, ...]]) -> Table:
    """Lay series of contract years side by side; the last ones take one line when each series pays them alike."""
    last = len(next(iter(series.values())))
    alike = all(_alike(years) for years in series.values())
    rows = []
    for year in range(1, min(_LAST_OF_ITS_OWN, last) + 1) if alike else range(1, last + 1):
        merged = alike and year == _LAST_OF_ITS_OWN < last
        heading = f"{ordinal(year)} à {ordinal(last)} année (par an)" if merged else f"{ordinal(year)} année"
        cells = tuple(
            replace(
                years[year - 1],
                label=years[year - 1].label.replace(f"{ordinal(year)} année", heading),
                until_year=last if merged else year,
            )
            for years in series.values()
        )
        rows.append(Row(heading, cells))
    totals = tuple(total(ruling, name, years) for name, years in series.items())
    return Table(caption, ("Année du contrat", *headings), (*rows, Row(f"Total sur {last} ans", totals)))


def _alike(years: tuple[Figure, ...]) -> bool:
    later = {(figure.value, figure.is_maximum) for figure in years[_LAST_OF_ITS_OWN - 1 :]}
    return len(later) <= 1
