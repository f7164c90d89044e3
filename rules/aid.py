"""Amounts of the individual aid: by option, contract year and size of patientèle."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction

from french import counted, listed, lower_first, number, ordinal, upper_first
from french import day as french_day
from rules.aid_years import CASES, CHECK, DURATION, case_of, contract_years, each_year, laid_out
from rules.contract_years import Contract
from rules.dated import Parameters
from rules.options import (
    Option,
    closed_third,
    closest,
    named,
    on_offer,
    option_reason,
    share_of,
    under_conditions,
    working_time,
)
from rules.profile import Profile
from rules.regimes import AVENANT_7, REGIMES
from rules.ruling import Ruling
from rules.topics import Topic
from rules.verdict import Change, Decision, Figure, Reason, Table, Verdict

RULE = "aid.amounts"
RENEWED = "contrat.renouvellement.annee_1"
MEDIAN = "seuils.generaliste.patientele_mt.p50"
CONTRADICTED = "tranche_contredite"
EMPLOYED = "eligibilite.second_assistant.etp_deja_employe"


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
        return _renewed(ruling)
    if etp is not None and option is None:
        return _not_on_offer(ruling, profile, offered, etp)
    if option is None and not [offer for offer in offered if offer not in under_conditions(ruling)]:
        return _nothing_offered(ruling)
    figures, table = _one_option(ruling, contract, option, profile) if option else _options(ruling, contract, profile)
    if all(figure.value is None for figure in figures):
        return _not_established(ruling, option, figures)
    return ruling.decide(
        "Anniversaires et conditions de versement",
        figures=figures,
        table=table,
        reasons=tuple(_contradicted(ruling, profile)),
        notes=(*_anniversary(ruling, profile, contract, figures), *_notes(ruling, profile, option)),
        assumed=ruling.assumed,
        missing=_missing(ruling, profile, figures if option else ()),
    )


def _missing(ruling: Ruling, profile: Profile, figures: tuple[Figure, ...]) -> tuple[str, ...]:
    """Return what would change the amounts.

    Her percentile would not where her patients already decide, nor where every band is paid alike the year asked for.
    """
    lacking = (field for field in ("etp", "percentile") if getattr(profile, field) is None)
    year = profile.contract_year or 0
    paid = {figure.value for figure in figures if (figure.year or 0) <= year <= (figure.until_year or 0)}
    decided = _below_the_median(ruling, profile) is not None or (year > 0 and len(paid) == 1)
    return tuple(field for field in lacking if field != "percentile" or not decided)


def _one_option(
    ruling: Ruling, contract: Contract, option: Option, profile: Profile
) -> tuple[tuple[Figure, ...], Table]:
    """Return the figures of the option, and their table: of her size of patientèle, or of the three it may be."""
    case = case_of(profile.percentile) or _below_the_median(ruling, profile)
    shown = [of for of in CASES if case in (None, of)]
    series = {of: each_year(ruling, contract, option, of) for of in shown}
    ruling.step(f"Montants pour {named(option)}, contrat signé le {french_day(contract.signed_on)}")
    table = laid_out(ruling, f"Aide pour {named(option)}", tuple(CASES[of] for of in shown), series)
    figures = list(_by_column(table))
    if profile.contract_year is not None:
        asked = profile.contract_year
        figures.sort(key=lambda figure: not (figure.year or 0) <= asked <= (figure.until_year or 0))
    return tuple(figures), table


def _below_the_median(ruling: Ruling, profile: Profile) -> str | None:
    """Return the general case for a generalist with fewer patients than the median: she is far from P90."""
    if profile.patientele_mt is None or profile.specialty not in (None, "generaliste"):
        return None
    median = ruling.number(MEDIAN)
    return "general" if median is not None and profile.patientele_mt < median else None


def _contradicted(ruling: Ruling, profile: Profile) -> Iterator[Reason]:
    """Yield what her patients say against the better paid percentile that she gives."""
    if case_of(profile.percentile) in ("p90", "p95") and _below_the_median(ruling, profile):
        median, said = ruling.number(MEDIAN), number(profile.patientele_mt or 0)
        text = (
            f"Avec {said} patients médecin traitant, un généraliste est sous la médiane P50 "
            f"({number(median or 0)} patients) : vérifiez cette tranche auprès de votre CPAM."
        )
        yield ruling.reason(CONTRADICTED, False, text, MEDIAN)


def _options(ruling: Ruling, contract: Contract, profile: Profile) -> tuple[tuple[Figure, ...], Table]:
    """Return every option open to any doctor, for one size of patientèle."""
    special = under_conditions(ruling)
    case = case_of(profile.percentile) or "general"
    options = [option for option in on_offer(ruling) if option not in special]
    series = {
        option.id: tuple(
            replace(figure, key=f"{option.id}.annee_{figure.year}", label=f"{figure.label}, {option.label}")
            for figure in each_year(ruling, contract, option, case)
        )
        for option in options
    }
    ruling.step(f"Montants des options ouvertes, contrat signé le {french_day(contract.signed_on)}")
    headings = tuple(upper_first(option.label) for option in options)
    caption = f"Aide selon le temps de travail ({lower_first(CASES[case])})"
    table = laid_out(ruling, caption, headings, series)
    return _by_column(table), table


def _by_column(table: Table) -> tuple[Figure, ...]:
    return tuple(f for column in zip(*(row.cells for row in table.rows), strict=True) for f in column if f)


def _anniversary(ruling: Ruling, profile: Profile, contract: Contract, figures: tuple[Figure, ...]) -> Iterator[str]:
    """Say from which contract year the amounts of a later text are paid, when that changes what a contract is paid."""
    days = {year: contract.amounts_day(year) for year in contract_years(ruling)}
    ended = _ended(ruling, contract)
    for day in sorted({day for day in days.values() if day > ruling.day}) if profile.signed_on else ():
        year = next(year for year in days if days[year] == day)
        if not any(_moved(ruling, figure, day) for figure in figures):
            continue
        ruling.read("regimes.montants_a_l_anniversaire", day)
        later = REGIMES[str(ruling.read("regimes.individuel", day).value)]
        what = f"ceux {later.of}" if later.id != ruling.regime else "les nouveaux"
        yield (
            f"Depuis votre signature ({REGIMES[ruling.regime].name}), les montants ont changé : {what} "
            f"s’appliquent depuis le premier anniversaire du contrat qui a suivi le {french_day(day)}."
        )
        if not ended:
            anniversary = contract.starts_on(year).year
            yield f"Pour vous, c’est l’anniversaire de {anniversary}, soit dès la {ordinal(year)} année."
    if ended:
        yield ended


def _moved(ruling: Ruling, figure: Figure, day: date) -> bool:
    """Whether a contract year is paid, from ``day`` on, another amount than that of the signature."""
    if figure.parameter is None or figure.since is None or figure.since > day:
        return False
    before = ruling.parameters[figure.parameter].at(ruling.day, ruling.today)
    return before.since < figure.since <= day and before.value != figure.value


def _ended(ruling: Ruling, contract: Contract) -> str:
    """Say that a contract has come to its term; nothing while it runs."""
    years = ruling.number(DURATION)
    if years is None or contract.starts_on(int(years) + 1) > contract.today:
        return ""
    lasting = counted(years, "an", "ans")
    return (
        f"Ce contrat est arrivé à son terme, {lasting} après sa signature : voyez son renouvellement avec votre CPAM."
    )


def _notes(ruling: Ruling, profile: Profile, option: Option | None) -> tuple[str, ...]:
    first_check, special = ruling.number(CHECK), under_conditions(ruling)
    notes = []
    if first_check is not None:
        notes.append(
            f"À partir de la {ordinal(int(first_check))} année, ces montants sont des maximums : "
            "leur versement dépend de l’atteinte de vos objectifs de patientèle."
        )
    if option is None and special and ruling.parameters[EMPLOYED].values[0].since <= ruling.day:
        names, first = listed([named(offer) for offer in special], "ou"), ruling.number(EMPLOYED)
        post = "" if first is None else f" à {working_time(Fraction(first))}"
        notes.append(f"{upper_first(names)} : il faut d’abord employer un premier assistant{post}.")
    if ruling.regime == AVENANT_7 and profile.percentile == (95, 95):
        notes.append("L’avenant 7 écrit « au-delà du P95 » : exactement au P95, faites confirmer la tranche.")
    if option and (profile.shared_between or 1) > 1:
        notes.append("Chaque médecin signe son propre contrat : ces montants sont ceux de votre part.")
    return tuple(notes)


def _renewed(ruling: Ruling) -> Decision:
    """Return the aid of a renewed contract, where it is established: the texts do not read alike."""
    first = ruling.figure("renouvellement_annee_1", RENEWED, "1re année d’un contrat renouvelé")
    unsaid = "Les montants d’un contrat renouvelé ne figurent dans aucune de mes sources : demandez-les à votre CPAM."
    if first.value is not None:
        unsaid = "Les montants des années suivantes d’un contrat renouvelé : demandez-les à votre CPAM."
    return ruling.decide(
        "Montants d’un contrat renouvelé",
        verdict=Verdict.UNKNOWN if first.value is None else None,
        figures=() if first.value is None else (first,),
        not_established=(unsaid,),
        assumed=ruling.assumed,
    )


def _not_established(ruling: Ruling, option: Option | None, figures: tuple[Figure, ...]) -> Decision:
    what = f"pour {named(option)}" if option else "de l’aide"
    text = f"Les montants {what} ne figurent dans aucune de mes sources : demandez-les à votre CPAM."
    return ruling.decide(
        "Aucun montant établi",
        verdict=Verdict.UNKNOWN,
        figures=tuple(figure for figure in figures if figure.case == figures[0].case),
        not_established=(text,),
        assumed=ruling.assumed,
    )


def _nothing_offered(ruling: Ruling) -> Decision:
    unsaid = "Les temps de travail ouverts aux nouveaux contrats : demandez-les à votre CPAM."
    return ruling.decide(
        "Options ouvertes aux nouveaux contrats",
        verdict=Verdict.UNKNOWN,
        not_established=(unsaid,),
        assumed=ruling.assumed,
        missing=("etp",),
    )


def _not_on_offer(ruling: Ruling, profile: Profile, offered: tuple[Option, ...], etp: Fraction) -> Decision:
    """Say that no new contract can be signed for this working time, and which one comes closest."""
    open_to_all = tuple(option for option in offered if option not in under_conditions(ruling))
    on_list, near = option_reason(ruling, etp, offered), closest(open_to_all, etp)
    return ruling.decide(
        "Options ouvertes aux nouveaux contrats",
        verdict=Verdict.of(on_list.met),
        reasons=(on_list,),
        changes=() if near is None else (Change({"etp": near.etp}, f"choisir {named(near)}"),),
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
        presumes="eligibility.doctor",
        facts=frozenset({"etp", "percentile", "signed_on", "contract_year"}),
    ),
)
