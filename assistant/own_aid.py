"""The aid of her own contract, by name: her years, the one she is in, those she asks for, before and after a text.

Sentences about amounts name these figures (« {own.annee_3} », « {= full.total - half.total} »), so that sums,
differences and comparisons are data like the rest: each figure keeps the values it was computed from.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

import french
from assistant.decided import Case
from assistant.of_all import NAMES, summed
from assistant.own_checks import checked, terms
from assistant.own_sums import NOTHING, Own, added, left, less, pay, raised, risen, shares
from assistant.reading.prepared import prepared
from assistant.severally import together
from assistant.turn import Turn
from assistant.wording_aid import aid_lead, by_year, course, lasting, named_share, nth, year_of
from rules.aid_years import PERCENTILES, case_of
from rules.amounts import amount_of
from rules.catalogue import decide
from rules.contract_years import Contract, contract_year_on, year_starts_on
from rules.dated import Parameters
from rules.options import closed_since, share_of
from rules.profile import FIRST_DAY, Profile
from rules.units import Unit
from rules.verdict import Figure, Verdict

AMOUNTS, COST, NATURE = "aid.amounts", "salary.employer_cost", "aid.nature"
OF_HERS = frozenset({AMOUNTS, COST, NATURE})
_THIRD = Fraction(1, 3)
_WHOLE = 5  # « sur cinq ans » is the whole contract, not its first years
_BANDS = {"plain": (0, 0), "dense": (90, 90)}  # what others are paid, beside her own percentile
_HIGHER = {band: PERCENTILES[band] for band in ("p90", "p95")}  # « 38 000 € la 3e année ? », her own not known
_SCOPES = {"half": Fraction(1, 2), "full": Fraction(1)}  # the two options told side by side

Years = Mapping[int, Figure]

_LATER = re.compile(  # « et après ? », « la suite », not « après la 2e année »
    r"\b(?:apres|ensuite|(?:la |les )?suites?|(?:la |les |annees )suivantes?|le reste|les autres)"
    r"(?= ?(?:[?!.;,:)/]|$|(?:ca|cela|c'est|combien|on|je|j'|comment)\b))"
)

_AVERAGED = re.compile(  # « par an en moyenne », « moyenne annuelle »
    r"\b(?:par an|l'an|chaque annee)\b[^?!;]{0,15}\bmoyenne?\b|\bmoyenne?\b[^?!;]{0,15}\b(?:par an|l'an|annuel\w*)"
    r"|\bannuel\w* moyen"
)


def own(case: Case, turn: Turn, parameters: Parameters, when: str, now: date) -> Own:
    """Return what is hers in a decision on the aid or on what an assistant costs; nothing for the other rules."""
    decision, profile, today = case.decision, turn.state.profile, case.read_on or now
    if decision.rule not in OF_HERS:
        return NOTHING
    signed = case.signed[0] if case.signed else profile.signed_on
    about = profile if signed is None else profile.updated(signed_on=signed)
    share = share_of(profile) or (Fraction(1) if decision.rule == COST else None)
    current = _current(case, profile, today)
    asked = _and_later(turn, _asked(turn, signed))
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
            figures |= _other_bands(single, asked, current, parameters, today)
            behind["own.course"] = tuple(years.values())
            texts |= _moved(single, years, parameters, today, exact=profile.signed_on is not None)
            for told in (
                raised(years, old, asked),
                risen(years, old, asked, turn),
                pay(turn, years, old),
                left(decision, asked),
                shares(decision, years),
            ):
                figures |= told.figures
                texts |= told.texts
                behind |= told.behind
    texts |= {"own.subject": named_share(share, profile)} if share else {}
    plain = about.updated(shared_between=None, percentile=None)
    rest = (
        Own(_together(figures, profile)),
        _risen(about, share, turn, parameters, today, asked),
        _position(case, turn, current, parameters, today),
        NOTHING if turn.state.rules_of else _later(case, about, share, asked, parameters, now),
        together(turn, lambda etp: _years(plain.updated(etp=etp), parameters, today), asked),
        summed(turn, lambda profile: _years(profile, parameters, today)),
    )
    for told in (*rest, *_put(turn, about, share, parameters, today, _asked(turn, signed))):
        figures |= told.figures
        texts |= told.texts
        behind |= told.behind
    texts |= _twice(figures)
    if share is None:
        years, _ = _years(about.updated(etp=Fraction(1), shared_between=None), parameters, today)
        texts |= _moved(about, years, parameters, today, exact=profile.signed_on is not None)
    texts |= _over_years(turn)
    texts |= {"third.closed": french.day(day)} if (day := closed_since(parameters, _THIRD, today)) else {}
    anniversary = parameters["regimes.montants_a_l_anniversaire"].at(today, today).value
    texts["contracts.raised"] = "oui" if isinstance(anniversary, date) else "non"
    if decision.rule == AMOUNTS:
        texts |= {"aid": aid_lead(case, turn, when), "aid.total": aid_lead(case, turn, when, whole=True)}
    return Own(figures, texts, behind)


@lru_cache(maxsize=512)  # the same contract is counted for each sentence tried
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


def _other_bands(
    about: Profile, asked: tuple[int, ...], current: int | None, parameters: Parameters, today: date
) -> dict[str, Figure]:
    """Return what others are paid beside her own percentile; where it is not known, the year asked for from P90 up."""
    known = about.percentile is not None
    bands = _HIGHER if not known else _BANDS if case_of(about.percentile) not in (None, "general") else {}
    found: dict[str, Figure] = {}
    for band, percentile in bands.items():
        found |= _named(band, *_years(about.updated(percentile=percentile), parameters, today), asked, current)
    return found if known else {name: figure for name, figure in found.items() if name.endswith(".asked")}


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
        by_year = (total.value / len(years)).quantize(Decimal("0.01"))
        found[f"{scope}.by_year"] = replace(total, value=by_year, label="Total ramené à l’année")
    if current is not None:
        parts = {"so_far": [year for year in years if year <= current], "to_come": [y for y in years if y > current]}
        sums = {name: added(years, over) for name, over in parts.items() if over}
        found |= {f"{scope}.{name}": summed for name, summed in sums.items() if summed}
    if len(asked) == 1 and asked[0] in years:
        found[f"{scope}.asked"] = years[asked[0]]
    if len(asked) > 1 and (summed := added(years, asked)):
        found[f"{scope}.sum"] = summed
    gap = less(years[asked[0]], years[asked[1]]) if len(asked) == 2 and set(asked) <= years.keys() else None
    return found | ({f"{scope}.gap": gap} if gap and gap.value else {})


def _and_later(turn: Turn, asked: tuple[int, ...]) -> tuple[int, ...]:
    """« la 1re année, et après ? »: the years named, and all those that follow."""
    if not asked or turn.understanding.year_begun or not _LATER.search(prepared(turn.text).text):
        return asked
    return tuple(range(asked[0], _WHOLE + 1))


def _together(figures: Mapping[str, Figure], profile: Profile) -> dict[str, Figure]:
    """Return what the doctors who share an assistant receive together in the year asked for."""
    each, doctors = figures.get("own.asked"), profile.shared_between or 1
    if doctors < 2 or each is None or not isinstance(each.value, Decimal):
        return {}
    return {"own.together": replace(each, value=each.value * doctors, label=f"{amount_of(each)} × {doctors}")}


def _later(
    case: Case, about: Profile, share: Fraction | None, asked: tuple[int, ...], parameters: Parameters, today: date
) -> Own:
    """Return what the year asked for is paid where a contract of a former text reaches it under the latest amounts."""
    since = parameters["regimes.montants_a_l_anniversaire"].at(today, today).value
    if not (case.read_on and case.signed and share and len(asked) == 1 and isinstance(since, date)):
        return NOTHING
    last = about.updated(etp=share, shared_between=None, signed_on=case.signed[1])
    (then, _), (now, _) = _years(last, parameters, case.read_on), _years(last, parameters, today)
    paid, before = now.get(asked[0]), then.get(asked[0])
    if paid is None or before is None or paid.value is None or paid.value == before.value:
        return NOTHING
    return Own({"own.later": paid}, {"later.from": french.day(since)})


def _risen(
    about: Profile, share: Fraction | None, turn: Turn, parameters: Parameters, today: date, asked: tuple[int, ...]
) -> Own:
    """Return by how many percent the aid of a full-time post rose, where her option is not known."""
    full = about.updated(etp=Fraction(1), shared_between=None)
    years, _ = ({}, None) if share else _years(full, parameters, today)
    before = _before(full, years) if years else None
    return risen(years, _years(before[0], parameters, before[1])[0], asked, turn) if before else NOTHING


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
    if len(asked) == 2 and set(asked) <= years.keys():
        words["asked.both"] = f"{amount_of(years[asked[0]])} contre {amount_of(years[asked[1]])}"
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
    known = turn.state.profile.contract_year  # « 1re année, combien ? », then « après ? »
    named = turn.understanding.asked_years or ((known,) if known else ())
    if named and len(later := _and_later(turn, named)) > 1 and later != named and set(named) <= years.keys():
        after = {year: figure for year, figure in years.items() if year in later}
        known = all(figure.value is not None for figure in after.values())
        return {f"{scope}.each": course(after, first=False)} if known else {}
    if len(named) < 2 or not set(named) <= years.keys():
        return {}
    told = {year: figure for year, figure in years.items() if year in named}
    if any(figure.value is None for figure in told.values()):
        return {}
    if len(named) > 2 and max(named) == max(years):  # « et les suivantes ? »
        return {f"{scope}.each": course(told, first=False)}
    said = [f"{amount_of(figure)}{_most(years, (year,))} la {nth(year)}" for year, figure in told.items()]
    first = amount_of(told[named[0]])
    said[0] = said[0].replace(first, f"**{first}**", 1) + " année"
    return {f"{scope}.each": french.listed(said)}


def _over_years(turn: Turn) -> dict[str, str]:
    """Tell whether the whole contract is spoken of, and whether its years are averaged."""
    averaged = {"asked.averaged": "oui"} if _AVERAGED.search(prepared(turn.text).text) else {}
    return {"asked.whole": "oui" if _whole(turn) else "non"} | averaged


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
    return min(found) if len(found) == 1 or (found and min(found) > _WHOLE) else None


def _position(case: Case, turn: Turn, current: int | None, parameters: Parameters, today: date) -> Own:
    """Say where she is in her contract: « la quatrième année », until which day, or that it is over."""
    signed_on, signature = turn.state.profile.signed_on, turn.state.signature
    length = parameters["contrat.duree"].at(case.decision.rules_on, today).value
    if current is None or current < 1 or not isinstance(length, Decimal):
        return NOTHING
    over = current > length
    last = " et dernière" if current == length else ""
    said = {} if over else {"current.nth": f"{nth(current)}{last}"}
    if current < length:
        said["next.nth"] = nth(current + 1)
    if signed_on is None and over and signature:
        ends = [_last_day("contract.over", year_starts_on(day, int(length) + 1)) for day in signature]
        over_in = french.period(*(day.value for day in ends if isinstance(day.value, date)))
        return Own({}, said | {"contract.over.within": over_in}, {"contract.over.within": ends})
    if signed_on is None:
        return Own({}, said)
    following = year_starts_on(signed_on, int(length) + 1 if over else current + 1)
    end = _last_day("contract.over" if over else "current.until", following)
    until = french.day(following - timedelta(days=1))
    return Own({}, {**said, end.key: until, "next.from": french.day(following)}, {end.key: [end]})


def _last_day(key: str, following: date) -> Figure:
    """Return the day before the one that follows a year, or the contract."""
    until = following - timedelta(days=1)
    return Figure(key, until, Unit.DATE, "dernier jour", AMOUNTS, None, None, (), computed_from=("contrat.duree",))


_OF_A_SCOPE = (
    "total", "last", "current", "next", "asked", "sum", "gap", "together", "each", "by_month", "by_year", "so_far",
    "to_come",
)  # fmt: skip


def names() -> Iterator[str]:
    """Yield every name that ``own`` may give: what a test lets sentences use."""
    for scope in ("own", "plain", "dense", "half", "full", "old", "old_half", "old_full"):
        yield from (f"{scope}.{what}" for what in _OF_A_SCOPE)
        yield from (f"{scope}.annee_{year}" for year in range(1, 6))
    yield from ("own.subject", "own.course", "own.lasting", "own.alike", "full.alike", "half.alike", "old.until")
    yield from ("old.end", "aid", "aid.total", "asked.nth", "asked.most", "asked.span", "asked.terms", "asked.both")
    yield from ("raise", "raise.total", "raise.percent", "raise.put", "own.later", "later.from", "third.closed")
    yield from ("moved.nth", "moved.on", "p90.asked", "p95.asked", "pay.left_total")
    yield from ("contracts.raised", "full.twice", "asked.whole", "asked.averaged", "pay.covered", "pay.left_over")
    yield from (f"{part}.{what}" for part in ("so_far", "to_come") for what in ("terms", "most"))
    yield from ("check.right", "check.each", "check.part", "check.amount", "check.span", "check.most", "check.subject")
    yield from (*NAMES, "check.terms", "check.course", "check.whole", "check.lasting")
    yield from ("current.nth", "current.until", "current.most", "next.nth", "next.from", "next.most", "contract.over")
    yield from ("pay.gross", "pay.gross_year", "pay.loaded_year", "pay.net", "pay.left", "pay.left_monthly", "pay.aid")
    yield from ("pay.beside_gross", "pay.most", "together.asked", "together.total", "each.asked", "each.total")
    yield from ("cost.covered", "cost.asked", "cost.shares", "left.asked", "left.monthly", "left.total", "left.over")
