"""The aid of her own contract, by name: her years, the one she is in, those she asks for, before and after a text.

Sentences about amounts name these figures (« {own.annee_3} », « {= full.total - half.total} »), so that sums,
differences and comparisons are data like the rest: each figure keeps the values it was computed from.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import french
from assistant.decided import Case
from assistant.own_checks import checked, terms
from assistant.own_sums import NOTHING, Own, added, left, pay, raised, shares
from assistant.turn import Turn
from assistant.wording_aid import aid_lead, by_year, course, lasting, named_share, nth, year_of
from rules.aid_years import case_of
from rules.amounts import amount_of
from rules.catalogue import decide
from rules.contract_years import Contract, contract_year_on, year_starts_on
from rules.dated import Parameters
from rules.options import share_of
from rules.profile import FIRST_DAY, Profile
from rules.units import Unit
from rules.verdict import Figure, Verdict

AMOUNTS, COST, NATURE = "aid.amounts", "salary.employer_cost", "aid.nature"
OF_HERS = frozenset({AMOUNTS, COST, NATURE})
_WHOLE = 5  # « sur cinq ans » is the whole contract, not its first years
_SCOPES = {"half": Fraction(1, 2), "full": Fraction(1)}  # the two options told side by side

Years = Mapping[int, Figure]


def own(case: Case, turn: Turn, parameters: Parameters, when: str, today: date) -> Own:
    """Return what is hers in a decision on the aid or on what an assistant costs; nothing for the other rules."""
    decision, profile = case.decision, turn.state.profile
    if decision.rule not in OF_HERS:
        return NOTHING
    signed = case.signed[0] if case.signed else profile.signed_on
    about = profile if signed is None else profile.updated(signed_on=signed)
    share = share_of(profile) or (Fraction(1) if decision.rule == COST else None)
    current = _current(case, profile, today)
    asked = _asked(turn, signed)
    figures: dict[str, Figure] = {}
    texts: dict[str, str] = {}
    behind: dict[str, Sequence[Figure]] = {}
    for scope, etp in {**_SCOPES, "own": share}.items():
        if etp is None:
            continue
        single = about.updated(etp=etp, shared_between=None)
        years, total = _years(single, parameters, today)
        figures |= _named(scope, years, total, asked, current)
        texts |= _in_words(years, asked, current)
        texts |= _each_asked(scope, turn, years)
        if years and all(figure.value is not None for figure in years.values()):
            texts[f"{scope}.alike"] = "oui" if len({figure.value for figure in years.values()}) == 1 else "non"
        old: Years = {}
        if before := _before(single, years):
            old, old_total = _years(before[0], parameters, before[1])
            figures |= _named("old" if scope == "own" else f"old_{scope}", old, old_total, asked, current)
            texts |= {"old.until": french.day(before[1]), "old.end": french.day(before[1] + timedelta(days=1))}
        if scope == "own" and any(figure.value is not None for figure in years.values()):
            texts |= {"own.course": course(years), "own.lasting": lasting(years)}
            if case_of(profile.percentile) not in (None, "general"):
                figures |= _named(
                    "plain", *_years(single.updated(percentile=(0, 0)), parameters, today), asked, current
                )
            behind["own.course"] = tuple(years.values())
            texts |= _moved(single, years, parameters, today, exact=profile.signed_on is not None)
            for told in (
                raised(years, old, asked),
                pay(turn, years, old),
                left(decision, asked),
                shares(decision, years),
            ):
                figures |= told.figures
                texts |= told.texts
                behind |= told.behind
    texts |= {"own.subject": named_share(share, profile)} if share else {}
    for told in _put(turn, about, share, parameters, today, asked):
        figures |= told.figures
        texts |= told.texts
        behind |= told.behind
    texts |= _twice(figures)
    if share is None:
        years, _ = _years(about.updated(etp=Fraction(1), shared_between=None), parameters, today)
        texts |= _moved(about, years, parameters, today, exact=profile.signed_on is not None)
    texts["asked.whole"] = "oui" if _whole(turn) else "non"
    anniversary = parameters["regimes.montants_a_l_anniversaire"].at(today, today).value
    texts["contracts.raised"] = "oui" if isinstance(anniversary, date) else "non"
    position = _position(case, profile, current, parameters, today)
    texts |= position.texts
    behind |= position.behind
    if decision.rule == AMOUNTS:
        texts |= {"aid": aid_lead(case, turn, when), "aid.total": aid_lead(case, turn, when, whole=True)}
    return Own(figures, texts, behind)


def _years(profile: Profile, parameters: Parameters, today: date) -> tuple[Years, Figure | None]:
    """Return what each contract year is paid for her size of patientèle, and the total."""
    decision = decide(AMOUNTS, parameters, profile, today)
    band = case_of(profile.percentile) or "general"
    if decision.verdict is Verdict.NO:
        return {}, None
    years = by_year(figure for figure in decision.figures if figure.case == band)
    total = next((figure for figure in decision.figures if figure.key == f"{band}.total"), None)
    return {year: replace(figure, label=year_of(year)) for year, figure in years.items()}, total


def _before(profile: Profile, years: Years) -> tuple[Profile, date] | None:
    """Return the same contract on the eve of the latest amounts it is paid at, to be read blind to them."""
    since = max((figure.since for figure in years.values() if figure.since), default=FIRST_DAY)
    eve = since - timedelta(days=1)
    return (profile.updated(signed_on=min(profile.signed_on or eve, eve)), eve) if eve >= FIRST_DAY else None


def _named(
    scope: str, years: Years, total: Figure | None, asked: tuple[int, ...], current: int | None
) -> dict[str, Figure]:
    found = {f"{scope}.annee_{year}": figure for year, figure in years.items()}
    if total is not None:
        found[f"{scope}.total"] = total
    if years and (last := years[max(years)]):
        found[f"{scope}.last"] = last
    if current is not None and current in years:
        found[f"{scope}.current"] = years[current]
    if current is not None and current + 1 in years:
        found[f"{scope}.next"] = years[current + 1]
    if total is not None and isinstance(total.value, Decimal):
        by_month = (total.value / (len(years) * 12)).quantize(Decimal("0.01"))
        found[f"{scope}.by_month"] = replace(total, value=by_month, label="Total ramené au mois")
    if current is not None:
        parts = {"so_far": [year for year in years if year <= current], "to_come": [y for y in years if y > current]}
        sums = {name: added(years, over) for name, over in parts.items() if over}
        found |= {f"{scope}.{name}": summed for name, summed in sums.items() if summed}
    if len(asked) == 1 and asked[0] in years:
        found[f"{scope}.asked"] = years[asked[0]]
    if len(asked) > 1 and (summed := added(years, asked)):
        found[f"{scope}.sum"] = summed
    return found


def _asked(turn: Turn, signed: date | None) -> tuple[int, ...]:
    """Return the contract years asked for: named, begun on a day, or the first ones of « sur trois ans »."""
    said = turn.understanding.asked_years
    if said:
        return said
    if signed and (begun := turn.understanding.year_begun) and signed < begun[1]:
        return (contract_year_on(signed, begun[1]),)
    lasts = [item.value for item in getattr(turn.understanding, "quantities", ()) if item.unit == "years"]
    first = tuple(range(1, int(lasts[0]) + 1)) if lasts and 1 < lasts[0] < _WHOLE else ()
    known = turn.state.profile.contract_year
    return first or ((known,) if known else ())


def _in_words(years: Years, asked: tuple[int, ...], current: int | None) -> dict[str, str]:
    """Name the years asked for, and tell whether what they are paid is a maximum."""
    words = {"asked.nth": nth(asked[0]), "asked.most": _most(years, asked)} if len(asked) == 1 else {}
    if len(asked) > 1 and set(asked) <= years.keys():
        words = {"asked.span": _span(asked), "asked.most": _most(years, asked), "asked.terms": terms(years, asked)}
    if current is not None and (past := [year for year in years if year <= current]):
        coming = [year for year in years if year > current]
        words |= {"so_far.terms": terms(years, past), "so_far.most": _most(years, past)}
        words |= {"to_come.most": _most(years, coming)} if coming else {}
        words |= {"to_come.terms": terms(years, coming)} if len(coming) > 1 else {}
    if current is not None:
        words |= {"current.most": _most(years, (current,)), "next.most": _most(years, (current + 1,))}
    return words


def _each_asked(scope: str, turn: Turn, years: Years) -> dict[str, str]:
    """« la 1re année, puis la 2e ? »: what each of the years named is paid."""
    named = turn.understanding.asked_years
    if len(named) < 2 or not set(named) <= years.keys():
        return {}
    told = {year: figure for year, figure in years.items() if year in named}
    if any(figure.value is None for figure in told.values()):
        return {}
    said = [f"{amount_of(figure)}{_most(years, (year,))} la {nth(year)}" for year, figure in told.items()]
    first = amount_of(told[named[0]])
    said[0] = said[0].replace(first, f"**{first}**", 1) + " année"
    return {f"{scope}.each": french.listed(said)}


def _whole(turn: Turn) -> bool:
    """Whether the whole contract is spoken of: « étalé sur 60 mois », « lissé sur les cinq ans »."""
    said = turn.understanding
    lasts = [item.value for item in said.quantities if item.unit == "years"]
    months = [item.value for item in said.quantities if item.unit == "months"]
    return said.wants_total or _WHOLE in lasts or 12 * _WHOLE in months


def _put(
    turn: Turn, about: Profile, share: Fraction | None, parameters: Parameters, today: date, asked: tuple[int, ...]
) -> Iterator[Own]:
    """Yield the check of what she puts to us, for her option or for the one whose amounts she says."""
    found: list[Own] = []
    for etp in [share] if share else [Fraction(1), Fraction(1, 2)]:
        years, _ = _years(about.updated(etp=etp, shared_between=None), parameters, today)
        found.append(checked(turn, years, asked, named_share(etp, turn.state.profile)))
    right = [told for told in found if "oui" in (told.texts.get("check.right"), told.texts.get("check.each"))]
    yield from right[:1] or (found if share else [])


def _twice(figures: Mapping[str, Figure]) -> dict[str, str]:
    """Tell whether a full-time post is paid twice a half-time one, every year."""
    half, full = (
        [figures[name].value for year in range(1, _WHOLE + 1) if (name := f"{scope}.annee_{year}") in figures]
        for scope in ("half", "full")
    )
    pairs = [(one, other) for one, other in zip(half, full, strict=False) if isinstance(one, Decimal)]
    return {"full.twice": "oui" if all(other == 2 * one for one, other in pairs) else "non"} if pairs else {}


def _most(years: Years, asked: Sequence[int]) -> str:
    return " au plus" if any(year in years and years[year].is_maximum for year in asked) else ""


def _moved(profile: Profile, years: Years, parameters: Parameters, today: date, exact: bool) -> dict[str, str]:
    """Name the first year that is paid at amounts later than the signature, and the day it starts."""
    if profile.signed_on is None:
        return {}
    contract = Contract(parameters, profile.signed_on, today)
    first = next((year for year in years if contract.amounts_day(year) > profile.signed_on <= today), None)
    if first is None:
        return {}
    day = {"moved.on": french.day(contract.starts_on(first))} if exact else {}
    return {"moved.nth": nth(first), **day}


def _span(asked: tuple[int, ...]) -> str:
    if asked == tuple(range(1, len(asked) + 1)):
        return f"sur les {lasting(asked).removesuffix(' ans')} premières années"
    if asked == tuple(range(asked[0], asked[-1] + 1)) and len(asked) > 2:
        return f"de la {nth(asked[0])} à la {nth(asked[-1])} année"
    return f"pour {french.listed([f'la {nth(year)}' for year in asked])} année"


def _current(case: Case, profile: Profile, today: date) -> int | None:
    """Return the contract year of today, when every day the contract may have been signed gives the same."""
    if case.read_on:  # the rules of a time, whatever became of a contract since
        return None
    days = case.signed or ((profile.signed_on, profile.signed_on) if profile.signed_on else None)
    if days is None:
        return profile.contract_year
    found = {contract_year_on(day, today) for day in days if day <= today}
    return found.pop() if len(found) == 1 else None


def _position(case: Case, profile: Profile, current: int | None, parameters: Parameters, today: date) -> Own:
    """Say where she is in her contract: « la quatrième année », until which day, or that it is over."""
    length = parameters["contrat.duree"].at(case.decision.rules_on, today).value
    if current is None or current < 1 or not isinstance(length, Decimal):
        return NOTHING
    over = current > length
    last = " et dernière" if current == length else ""
    said = {} if over else {"current.nth": f"{nth(current)}{last}"}
    if current < length:
        said["next.nth"] = nth(current + 1)
    if profile.signed_on is None:
        return Own({}, said)
    following = year_starts_on(profile.signed_on, int(length) + 1 if over else current + 1)
    name, until = "contract.over" if over else "current.until", following - timedelta(days=1)
    end = Figure(name, until, Unit.DATE, "dernier jour", AMOUNTS, None, None, (), computed_from=("contrat.duree",))
    return Own({}, {**said, name: french.day(until), "next.from": french.day(following)}, {name: [end]})


_OF_A_SCOPE = ("total", "last", "current", "next", "asked", "sum", "each", "by_month", "so_far", "to_come")


def names() -> Iterator[str]:
    """Yield every name that ``own`` may give: what a test lets sentences use."""
    for scope in ("own", "plain", "half", "full", "old", "old_half", "old_full"):
        yield from (f"{scope}.{what}" for what in _OF_A_SCOPE)
        yield from (f"{scope}.annee_{year}" for year in range(1, 6))
    yield from (
        "own.subject",
        "own.course",
        "own.lasting",
        "own.alike",
        "full.alike",
        "half.alike",
        "old.until",
        "old.end",
        "aid",
        "aid.total",
    )
    yield from ("asked.nth", "asked.most", "asked.span", "asked.terms", "raise", "raise.total", "moved.nth", "moved.on")
    yield from ("contracts.raised", "full.twice", "asked.whole", "pay.left_total", "pay.covered")
    yield from (f"{part}.{what}" for part in ("so_far", "to_come") for what in ("terms", "most"))
    yield from ("check.right", "check.each", "check.part", "check.amount", "check.span", "check.most", "check.subject")
    yield from ("check.terms", "check.course", "check.whole", "check.lasting")
    yield from ("current.nth", "current.until", "current.most", "next.nth", "next.from", "next.most", "contract.over")
    yield from ("pay.gross", "pay.gross_year", "pay.loaded_year", "pay.net", "pay.left", "pay.beside_gross")
    yield from ("cost.covered", "cost.asked", "cost.shares", "left.asked", "left.monthly", "left.total")
