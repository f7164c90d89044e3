"""The first sentence about amounts: it follows what was asked, one year, all of them, or the whole course."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import groupby

import french
from assistant.decided import Case
from assistant.turn import Turn
from rules.aid_years import case_of
from rules.amounts import amount, amount_of
from rules.options import OPTIONS, named, share_of, working_time
from rules.profile import Profile
from rules.units import Unit
from rules.verdict import Decision, Figure, Verdict

_BAND = {"general": "", "p90": " avec une patientèle entre P90 et P94", "p95": " avec une patientèle de P95 ou plus"}
_IN_A_ROW = french.CARDINALS.index("vingt")


def aid_lead(case: Case, turn: Turn, when: str, *, whole: bool = False) -> str:
    """Return the sentence that answers « combien ? » for this case; ``whole``: over the whole contract."""
    whole = whole or turn.understanding.wants_total
    decision, profile = case.decision, turn.state.profile
    if decision.verdict is Verdict.NO:
        return _not_on_offer(decision)
    share = share_of(profile)
    name = "" if share is None else named_option(share)
    if not _known(decision.figures):
        return _no_amount(" pour un contrat renouvelé" if profile.renewal else f" pour {name}" if name else "")
    if profile.renewal:
        known = [f"**{amount_of(figure)}** ({french.lower_first(figure.label)})" for figure in decision.figures]
        return f"L’aide est de {french.listed(known)}."
    return _one_option(decision, turn, when, whole) if name else _every_option(decision, turn, when, whole)


def _one_option(decision: Decision, turn: Turn, when: str, whole: bool) -> str:
    profile = turn.state.profile
    band = case_of(profile.percentile) or "general"
    years = by_year(figure for figure in decision.figures if figure.case == band)
    total = decision.figure(f"{band}.total")
    subject = named_share(share_of(profile) or Fraction(1), profile)
    if not _known(years.values()):
        return _no_amount(f" pour {subject}")
    if not whole and (asked := _asked_year(turn)):
        return _one_year(years, total, asked, subject, when)
    if whole:
        return _in_all(years, total, subject, when)
    return f"Pour {subject}, l’aide est de {course(years)}, {when}.{_left_out(years)}"


def named_share(share: Fraction, profile: Profile) -> str:
    """Return what she signs for and her patientèle: « un mi-temps (0,5 ETP) avec une patientèle de P95 ou plus »."""
    mine = "votre part, " if (profile.shared_between or 1) > 1 else ""
    return f"{mine}{named_option(share)}{_BAND[case_of(profile.percentile) or 'general']}"


def named_option(share: Fraction) -> str:
    """Return an option by its name: « un mi-temps (0,5 ETP) »."""
    return named(OPTIONS[share]) if share in OPTIONS else working_time(share)


def _known(figures: Iterable[Figure]) -> bool:
    return any(figure.value is not None for figure in figures)


def _no_amount(of: str) -> str:
    return f"**Je ne peux pas vous donner de montant certain**{of} : aucune de mes sources ne l’établit."


def _asked_year(turn: Turn) -> int | None:
    years = turn.understanding.asked_years
    return years[0] if years else turn.state.profile.contract_year


def _not_on_offer(decision: Decision) -> str:
    reason = next(reason for reason in decision.reasons if reason.met is False)
    changes = " ou ".join(change.text for change in decision.changes)
    return f"**Non.** {reason.text}" + (f" Vous pouvez {changes}." if changes else "")


def _one_year(years: Mapping[int, Figure], total: Figure, asked: int, subject: str, when: str) -> str:
    paid = years.get(asked)
    if paid is None and total.value is not None:
        return f"**Aucune aide n’est prévue la {nth(asked)} année**, {when} : le contrat dure {lasting(years)}."
    if paid is None or paid.value is None:
        return f"L’aide de la {nth(asked)} année **n’est pas établie** pour {subject}, {when}."
    most = " au plus" if paid.is_maximum else ""
    return f"La {nth(asked)} année, l’aide est de **{amount_of(paid)}**{most} pour {subject}, {when}."


def _in_all(years: Mapping[int, Figure], total: Figure, subject: str, when: str) -> str:
    if total.value is None:
        unknown = "Le total **n’est pas établi**."
        return f"Pour {subject}, l’aide est de {course(years)}, {when}. {unknown}{_left_out(years)}"
    most = " au plus" if any(figure.is_maximum for figure in years.values()) else ""
    in_all = f"**{amount_of(total)} sur {lasting(years)}**{most}"
    return f"Pour {subject}, l’aide atteint {in_all}, {when} : {course(years)}."


def _every_option(decision: Decision, turn: Turn, when: str, whole: bool) -> str:
    """Without a working time, the options side by side."""
    asked, parts, unknown = None if whole else _asked_year(turn), [], []
    for option in dict.fromkeys(figure.option for figure in decision.figures):
        years = by_year(figure for figure in decision.figures if figure.option == option)
        name = next(named(known) for known in OPTIONS.values() if known.id == option).partition(" (")[0]
        figure, over = years.get(asked or 1), "" if asked else f" la {nth(1)} année"
        if whole:
            figure, over = decision.figure(f"{option}.total"), f" sur {lasting(years)}"
        if figure is None or figure.value is None:
            unknown.append(f"pour {name}")
        else:
            parts.append(f"**{amount_of(figure)}{over}** pour {name}")
    if not parts:
        return _no_amount(f", {when}")
    opening = f"La {nth(asked)} année, l’aide" if asked else "L’aide"
    left_out = f" Elle **n’est pas établie** {french.listed(unknown)}." if unknown else ""
    return f"{opening} est de {french.listed(parts, 'et de')}, {when}.{left_out}"


def by_year(figures: Iterable[Figure]) -> dict[int, Figure]:
    """Return what each contract year is paid, in their order; a figure may stand for several years paid alike."""
    paid = [(figure, figure.year) for figure in figures if figure.year]
    years = {year: figure for figure, first in paid for year in range(first, (figure.until_year or first) + 1)}
    return dict(sorted(years.items()))


def course(years: Mapping[int, Figure], *, first: bool = True) -> str:
    """Return « **19 000 € la première année**, 14 000 € la deuxième, puis 11 000 € par an au plus à partir de… ».

    Unless ``first``, the years may begin with a later one, and are told one by one.
    """
    most = {year: " au plus" if figure.is_maximum else "" for year, figure in years.items()}
    said = {year: (amount_of(figure), most[year]) for year, figure in years.items() if figure.value is not None}
    if first and len(years) > 1 and len({figure.value for figure in years.values()}) == 1:
        capped = next((year for year in years if most[year]), None)
        return f"**{said[1][0]} chaque année**" + (f" (un maximum à partir de la {nth(capped)})" if capped else "")
    opening, *others = _told(said, max(years))
    return _joined([f"**{opening}**", *others])


def left_to_pay(figures: Iterable[Figure]) -> str:
    """Return « de 656 € la deuxième année »…: what is left each year, never said as a negative amount."""
    years = by_year(figure for figure in figures if figure.case == "reste")
    said = {
        year: f"nul (l’aide dépasse ce coût de {amount(-rest.value, rest.unit)})"
        if isinstance(rest.value, Decimal) and rest.value < 0
        else f"de {amount_of(rest)}"
        for year, rest in years.items()
    }
    if len(years) > 1 and len(set(said.values())) == 1 and 1 in said:
        return f"{said[1]} chaque année"
    return _joined(list(_told({year: (rest, "") for year, rest in said.items()}, max(years, default=0))))


def _told(said: Mapping[int, tuple[str, str]], last: int) -> Iterator[str]:
    """Yield what each year is worth, « au plus » or not; years that follow and say the same are told once.

    ``last`` is the last year of the contract.
    """
    noun = " année"
    for (value, most), alike in groupby(said, key=said.__getitem__):
        years = list(alike)
        if len(years) > 1 and years[-1] == last:
            yield f"{value} par an{most} à partir de la {nth(years[0])}{noun}"
        else:
            yield f"{value}{most} {french.listed([f'la {nth(year)}' for year in years])}{noun}"
        noun = ""


def _joined(parts: Sequence[str]) -> str:
    """« a, b, puis c »."""
    return ", puis ".join(filter(None, [", ".join(parts[:-1]), *parts[-1:]]))


def _left_out(years: Mapping[int, Figure]) -> str:
    """Say which years the course leaves out, when it does."""
    unknown = [f"la {nth(year)}" for year, figure in years.items() if figure.value is None]
    return f" Elle **n’est pas établie** {french.listed(unknown)} année." if unknown else ""


def nth(year: int) -> str:
    """Return the rank of a year in letters: « troisième »."""
    return french.ORDINALS[year - 1] if year <= len(french.ORDINALS) else french.ordinal(year)


def year_of(year: int) -> str:
    """Return « troisième année »."""
    return f"{nth(year)} année"


def lasting(years: Collection[int]) -> str:
    """« cinq ans »; in digits where the cardinals, which begin with « deux », no longer follow each other."""
    word = dict(enumerate(french.CARDINALS[:_IN_A_ROW], start=2)).get(len(years))
    return f"{word} ans" if word else amount(Decimal(len(years)), Unit.YEARS)
