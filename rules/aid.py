"""Amounts of the individual aid: by option, contract year and size of patientèle."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

from french import day as french_day
from french import listed, ordinal, upper_first
from rules.contract_years import Contract
from rules.dated import Parameters
from rules.options import Option, closed_third, closest, named, on_offer, option_reason, share_of, under_conditions
from rules.profile import Profile
from rules.regimes import AVENANT_7, REGIMES
from rules.ruling import Ruling
from rules.topics import Topic
from rules.verdict import Change, Decision, Figure, Row, Table, Verdict

RULE = "aid.amounts"
CHECK = "objectifs.verification.premiere_annee"
YEARS = (1, 2, 3, 4, 5)
CASES = {"general": "Cas général", "p90": "Patientèle P90 à P94", "p95": "Patientèle P95 et plus"}
_CASE_IN_LABEL = {"general": "", "p90": ", patientèle P90 à P94", "p95": ", patientèle P95 et plus"}


def amounts(parameters: Parameters, profile: Profile, today: date) -> Decision:
    """Return the aid year by year and over five years.

    Texts: avenant 7 (art. 9-5-2-2), règlement arbitral 2023, convention 2024; contracts signed before 22 June 2024
    take the 2024 amounts from their next anniversary. From the 3rd year the amounts are maxima.
    """
    ruling = Ruling(RULE, parameters, profile, today)
    contract = Contract(parameters, profile.signed_on or today, today)
    etp, offered = share_of(profile), on_offer(ruling)
    option = next((offer for offer in offered if offer.etp == etp), None)
    if profile.renewal:
        return _not_established(ruling, profile)
    if etp is not None and option is None:
        return _not_on_offer(ruling, profile, offered, etp)
    figures, table = _one_option(ruling, contract, option, profile) if option else _options(ruling, contract, profile)
    if all(figure.value is None for figure in figures):
        return _not_established(ruling, profile, figures)
    return ruling.decide(
        "Anniversaires et conditions de versement",
        figures=figures,
        table=table,
        notes=(*_anniversary(ruling, contract), *_notes(ruling, profile, option)),
        assumed=ruling.assumed,
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


def yearly(ruling: Ruling, contract: Contract, option: Option, case: str, year: int) -> Figure:
    """Return the aid of one contract year; from the 3rd it is a maximum."""
    name = {"p95": "p95", "p90": "p90_annee_3" if year > 2 else None}.get(case) or f"annee_{min(year, 3)}"
    return ruling.figure(
        f"{case}.annee_{year}",
        f"aide.{option.id}.{name}",
        f"{ordinal(year)} année{_CASE_IN_LABEL[case]}",
        contract.amounts_day(year),
        year=year,
        case=case,
        option=option.id,
    )


def five_years(ruling: Ruling, contract: Contract, option: Option, case: str) -> tuple[Figure, ...]:
    """Return the aid of each of the five contract years."""
    return tuple(yearly(ruling, contract, option, case, year) for year in YEARS)


def _one_option(
    ruling: Ruling, contract: Contract, option: Option, profile: Profile
) -> tuple[tuple[Figure, ...], Table]:
    """Return the figures asked for, and the whole table of the option: the three sizes of patientèle."""
    series = {case: five_years(ruling, contract, option, case) for case in CASES}
    ruling.step(f"Montants pour un {option.label}, contrat signé le {french_day(contract.signed_on)}")
    table = _table(ruling, f"Aide pour un {option.label}", tuple(CASES.values()), series)
    case = case_of(profile.percentile)
    figures = [figure for figure in _by_column(table) if case in (None, figure.case)]
    if profile.contract_year is not None:
        wanted = profile.contract_year if len(table.rows) > 4 else min(profile.contract_year, 3)
        figures.sort(key=lambda figure: figure.year != wanted)
    return tuple(figures), table


def _options(ruling: Ruling, contract: Contract, profile: Profile) -> tuple[tuple[Figure, ...], Table]:
    """Return every option open to any doctor, for one size of patientèle."""
    special = under_conditions(ruling)
    case = case_of(profile.percentile) or "general"
    options = [option for option in on_offer(ruling) if option not in special]
    series = {
        option.id: tuple(
            replace(figure, key=f"{option.id}.annee_{figure.year}", label=f"{figure.label}, {option.label}")
            for figure in five_years(ruling, contract, option, case)
        )
        for option in options
    }
    ruling.step(f"Montants des options ouvertes, contrat signé le {french_day(contract.signed_on)}")
    headings = tuple(option.label[0].upper() + option.label[1:] for option in options)
    caption = f"Aide selon le temps de travail ({CASES[case][0].lower()}{CASES[case][1:]})"
    table = _table(ruling, caption, headings, series)
    return _by_column(table), table


def _table(ruling: Ruling, caption: str, headings: tuple[str, ...], series: dict[str, tuple[Figure, ...]]) -> Table:
    """Lay five-year series side by side; the 3rd to 5th years take one line when each series pays them alike."""
    alike = all(len({figure.value for figure in years[2:]}) == 1 for years in series.values())
    rows = []
    for year in (1, 2, 3) if alike else YEARS:
        heading = "3e à 5e année (par an)" if alike and year == 3 else f"{ordinal(year)} année"
        cells = (years[year - 1] for years in series.values())
        rows.append(Row(heading, tuple(replace(f, label=f.label.replace("3e année", heading)) for f in cells)))
    totals = (
        ruling.total(
            f"{name}.total",
            list(years),
            years[0].label.replace("1re année", "Total sur 5 ans"),
            case=years[0].case,
            option=years[0].option,
        )
        for name, years in series.items()
    )
    return Table(caption, ("Année du contrat", *headings), (*rows, Row("Total sur 5 ans", tuple(totals))))


def _by_column(table: Table) -> tuple[Figure, ...]:
    return tuple(f for column in zip(*(row.cells for row in table.rows), strict=True) for f in column if f)


def _anniversary(ruling: Ruling, contract: Contract) -> tuple[str, ...]:
    """Say from which contract year the amounts of a later text are paid, when they are."""
    days = {year: contract.amounts_day(year) for year in YEARS}
    year = next((year for year in YEARS if days[year] > ruling.day), None)
    ended = tuple(filter(None, [_ended(ruling, contract)]))
    if year is None:
        return ended
    ruling.read("regimes.montants_a_l_anniversaire", days[year])
    later = REGIMES[str(ruling.read("regimes.individuel", days[year]).value)]
    since = (
        f"Depuis votre signature ({REGIMES[ruling.regime].name}), les montants ont changé : ceux {later.of} "
        f"s’appliquent dès le premier anniversaire du contrat à partir du {french_day(days[year])}."
    )
    when = f"Pour vous, c’est l’anniversaire de {contract.starts_on(year).year}, soit dès la {ordinal(year)} année."
    return since, *(ended or (when,))


def _ended(ruling: Ruling, contract: Contract) -> str:
    """Say that a contract has come to its term; nothing while it runs."""
    years = ruling.number("contrat.duree")
    if years is None or contract.starts_on(int(years) + 1) > contract.today:
        return ""
    return f"Ce contrat est arrivé au bout de ses {years} ans : voyez son renouvellement avec votre CPAM."


def _notes(ruling: Ruling, profile: Profile, option: Option | None) -> tuple[str, ...]:
    first_check, special = ruling.number(CHECK), under_conditions(ruling)
    notes = []
    if first_check is not None:
        notes.append(
            f"À partir de la {ordinal(int(first_check))} année, ces montants sont des maximums : "
            "leur versement dépend de l’atteinte de vos objectifs de patientèle."
        )
    if option is None and special:
        names = listed([named(offer) for offer in special], "ou")
        notes.append(f"{upper_first(names)} supposent un premier assistant à temps plein.")
    if ruling.regime == AVENANT_7 and profile.percentile == (95, 95):
        notes.append("L’avenant 7 écrit « au-delà du P95 » : exactement au P95, faites confirmer la tranche.")
    if option and (profile.shared_between or 1) > 1:
        notes.append("Chaque médecin signe son propre contrat : ces montants sont ceux de votre part.")
    return tuple(notes)


def _not_established(ruling: Ruling, profile: Profile, figures: tuple[Figure, ...] = ()) -> Decision:
    """No source gives the amounts of 1.5 and 2 ETP, nor those of a renewed contract (the texts do not read alike)."""
    what = "d’un contrat renouvelé" if profile.renewal else "d’un second assistant (1,5 et 2 ETP)"
    text = f"Les montants {what} ne figurent dans aucune de mes sources : demandez-les à votre CPAM."
    return ruling.decide(
        "Aucun montant établi",
        verdict=Verdict.UNKNOWN,
        figures=tuple(figure for figure in figures if figure.case == figures[0].case),
        not_established=(text,),
        assumed=ruling.assumed,
    )


def _not_on_offer(ruling: Ruling, profile: Profile, offered: tuple[Option, ...], etp: Fraction) -> Decision:
    """Say that no new contract can be signed for this working time, and which one comes closest."""
    open_to_all = tuple(option for option in offered if option not in under_conditions(ruling))
    on_list = option_reason(ruling, etp, offered)
    return ruling.decide(
        "Options ouvertes aux nouveaux contrats",
        verdict=Verdict.of(on_list.met),
        reasons=(on_list,),
        changes=(Change({"etp": closest(open_to_all, etp).etp}, f"choisir {named(closest(open_to_all, etp))}"),)
        if open_to_all
        else (),
        notes=closed_third(ruling) if etp == Fraction(1, 3) else (),
        assumed=ruling.assumed,
        missing=() if profile.signed_on or etp != Fraction(1, 3) else ("signed_on",),
    )


TOPICS = (
    Topic(
        RULE,
        amounts,
        why_not=True,
        summed_up=True,
        collective="collective.aid",
        facts=frozenset({"etp", "percentile", "signed_on", "contract_year"}),
    ),
)
