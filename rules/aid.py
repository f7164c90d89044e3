"""Amounts of the individual aid: by option, contract year and size of patientèle."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

from french import day as french_day
from french import ordinal
from rules.dated import Parameters
from rules.options import CLOSED_THIRD, Option, closest, on_offer, option_reason, share_of, under_conditions
from rules.profile import Profile
from rules.regimes import AVENANT_7, CONVENTION_2024, NAMES, Contract
from rules.ruling import Ruling
from rules.verdict import Change, Decision, Figure, Row, Table, Verdict

RULE = "aid.amounts"
YEARS = (1, 2, 3, 4, 5)
CASES = {"general": "Cas général", "p90": "Patientèle P90 à P94", "p95": "Patientèle P95 et plus"}
_CASE_IN_LABEL = {"general": "", "p90": ", patientèle P90 à P94", "p95": ", patientèle P95 et plus"}


def amounts(parameters: Parameters, profile: Profile, today: date) -> Decision:
    """Return the aid year by year and over five years.

    Texts: avenant 7 (art. 9-5-2-2), règlement arbitral 2023, convention 2024; contracts signed before 22 June 2024
    take the 2024 amounts from their next anniversary. From the 3rd year the amounts are maxima.
    """
    reading = Ruling(RULE, parameters, profile, today)
    contract = Contract(parameters, profile.signed_on or today, today)
    etp, offered = share_of(profile), on_offer(reading)
    option = next((offer for offer in offered if offer.etp == etp), None)
    if profile.renewal:
        return _not_established(reading, profile)
    if etp is not None and option is None:
        return _not_on_offer(reading, profile, offered, etp)
    figures, table = _one_option(reading, contract, option, profile) if option else _options(reading, contract, profile)
    if all(figure.value is None for figure in figures):
        return _not_established(reading, profile, figures)
    return reading.decide(
        "Anniversaires et conditions de versement",
        figures=figures,
        table=table,
        notes=(*_anniversary(reading, contract), *_notes(reading, profile, option)),
        assumed=reading.assumed,
        missing=tuple(field for field in ("etp", "percentile") if getattr(profile, field) is None),
    )


def case_of(percentile: tuple[int, int] | None) -> str | None:
    """Return which column of ``CASES`` a percentile belongs to; ``None`` when unknown or across a boundary.

    P95 itself is in the top band (wording of 2024); avenant 7 wrote « above P95 ».
    """
    if percentile is None:
        return None
    low, high = percentile
    if low >= 95:
        return "p95"
    if low >= 90 and high < 95:
        return "p90"
    return "general" if high < 90 else None


def yearly(reading: Ruling, contract: Contract, option: Option, case: str, year: int) -> Figure:
    """Return the aid of one contract year; from the 3rd it is a maximum."""
    name = {"p95": "p95", "p90": "p90_annee_3" if year > 2 else None}.get(case) or f"annee_{min(year, 3)}"
    label = f"{ordinal(year)} année{_CASE_IN_LABEL[case]}"
    return reading.figure(f"{case}.annee_{year}", f"aide.{option.id}.{name}", label, contract.amounts_day(year))


def five_years(reading: Ruling, contract: Contract, option: Option, case: str) -> tuple[Figure, ...]:
    """Return the aid of each of the five contract years."""
    return tuple(yearly(reading, contract, option, case, year) for year in YEARS)


def _one_option(
    reading: Ruling, contract: Contract, option: Option, profile: Profile
) -> tuple[tuple[Figure, ...], Table]:
    """Return the figures asked for, and the whole table of the option: the three sizes of patientèle."""
    series = {case: five_years(reading, contract, option, case) for case in CASES}
    reading.step(f"Montants pour un {option.label}, contrat signé le {french_day(contract.signed_on)}")
    table = _table(reading, f"Aide pour un {option.label}", tuple(CASES.values()), series)
    case = case_of(profile.percentile)
    figures = [figure for figure in _by_column(table) if figure.key.startswith(case or "")]
    if profile.contract_year is not None:
        wanted = str(profile.contract_year if len(table.rows) > 4 else min(profile.contract_year, 3))
        figures.sort(key=lambda figure: not figure.key.endswith(f".annee_{wanted}"))
    return tuple(figures), table


def _options(reading: Ruling, contract: Contract, profile: Profile) -> tuple[tuple[Figure, ...], Table]:
    """Return every option open to any doctor, for one size of patientèle."""
    special = under_conditions(reading)
    case = case_of(profile.percentile) or "general"
    options = [option for option in on_offer(reading) if option not in special]
    series = {
        option.id: tuple(
            replace(figure, key=figure.key.replace(case, option.id), label=f"{figure.label}, {option.label}")
            for figure in five_years(reading, contract, option, case)
        )
        for option in options
    }
    reading.step(f"Montants des options ouvertes, contrat signé le {french_day(contract.signed_on)}")
    headings = tuple(option.label[0].upper() + option.label[1:] for option in options)
    caption = f"Aide selon le temps de travail ({CASES[case][0].lower()}{CASES[case][1:]})"
    table = _table(reading, caption, headings, series)
    return _by_column(table), table


def _table(reading: Ruling, caption: str, headings: tuple[str, ...], series: dict[str, tuple[Figure, ...]]) -> Table:
    """Lay five-year series side by side; the 3rd to 5th years take one line when each series pays them alike."""
    alike = all(len({figure.value for figure in years[2:]}) == 1 for years in series.values())
    rows = []
    for year in (1, 2, 3) if alike else YEARS:
        heading = "3e à 5e année (par an)" if alike and year == 3 else f"{ordinal(year)} année"
        cells = (years[year - 1] for years in series.values())
        rows.append(Row(heading, tuple(replace(f, label=f.label.replace("3e année", heading)) for f in cells)))
    totals = (
        reading.total(f"{name}.total", list(years), years[0].label.replace("1re année", "Total sur 5 ans"))
        for name, years in series.items()
    )
    return Table(caption, ("Année du contrat", *headings), (*rows, Row("Total sur 5 ans", tuple(totals))))


def _by_column(table: Table) -> tuple[Figure, ...]:
    return tuple(f for column in zip(*(row.cells for row in table.rows), strict=True) for f in column if f)


def _anniversary(reading: Ruling, contract: Contract) -> tuple[str, ...]:
    """Say from which contract year the amounts of a later text are paid, when they are."""
    days = {year: contract.amounts_day(year) for year in YEARS}
    year = next((year for year in YEARS if days[year] > reading.day), None)
    ended = tuple(filter(None, [_ended(reading, contract)]))
    if year is None:
        return ended
    reading.read("regimes.montants_a_l_anniversaire", contract.today)
    later = reading.read("regimes.individuel", days[year])
    since = (
        f"Depuis votre signature ({NAMES[reading.regime]}), les montants ont changé : ceux de la "
        f"{NAMES[str(later.value)]} s’appliquent dès le premier anniversaire du contrat à partir du "
        f"{french_day(later.since)}."
    )
    when = f"Pour vous, c’est l’anniversaire de {contract.starts_on(year).year}, soit dès la {ordinal(year)} année."
    return since, *(ended or (when,))


def _ended(reading: Ruling, contract: Contract) -> str:
    """Say that a contract has come to its term; nothing while it runs."""
    years = reading.number("contrat.duree")
    if years is None or contract.starts_on(int(years) + 1) > contract.today:
        return ""
    return f"Ce contrat est arrivé au bout de ses {years} ans : voyez son renouvellement avec votre CPAM."


def _notes(reading: Ruling, profile: Profile, option: Option | None) -> tuple[str, ...]:
    notes = [
        "À partir de la 3e année, ces montants sont des maximums : "
        "leur versement dépend de l’atteinte de vos objectifs de patientèle."
    ]
    if option is None and reading.regime == CONVENTION_2024:
        notes.append(
            "Un temps et demi (1,5 ETP) ou deux temps pleins (2 ETP) supposent un premier assistant à temps plein."
        )
    if reading.regime == AVENANT_7 and profile.percentile == (95, 95):
        notes.append("L’avenant 7 écrit « au-delà du P95 » : exactement au P95, faites confirmer la tranche.")
    if option and (profile.shared_between or 1) > 1:
        notes.append("Chaque médecin signe son propre contrat : ces montants sont ceux de votre part.")
    return tuple(notes)


def _not_established(reading: Ruling, profile: Profile, figures: tuple[Figure, ...] = ()) -> Decision:
    """No source gives the amounts of 1.5 and 2 ETP, nor those of a renewed contract (the texts do not read alike)."""
    what = "d’un contrat renouvelé" if profile.renewal else "d’un second assistant (1,5 et 2 ETP)"
    text = f"Les montants {what} ne figurent dans aucune de mes sources : demandez-les à votre CPAM."
    return reading.decide(
        "Aucun montant établi",
        verdict=Verdict.UNKNOWN,
        figures=tuple(figure for figure in figures if figure.key.split(".")[0] == figures[0].key.split(".")[0]),
        not_established=(text,),
        assumed=reading.assumed,
    )


def _not_on_offer(reading: Ruling, profile: Profile, offered: tuple[Option, ...], etp: Fraction) -> Decision:
    """Say that no new contract can be signed for this working time, and which one comes closest."""
    open_to_all = tuple(option for option in offered if option not in under_conditions(reading))
    suggested = closest(open_to_all, etp)
    return reading.decide(
        "Options ouvertes aux nouveaux contrats",
        verdict=Verdict.NO,
        reasons=(option_reason(reading, etp, offered),),
        changes=(Change({"etp": suggested.etp}, f"choisir un {suggested.label}"),),
        notes=(CLOSED_THIRD,) if etp == Fraction(1, 3) else (),
        assumed=reading.assumed,
        missing=() if profile.signed_on or etp != Fraction(1, 3) else ("signed_on",),
    )
