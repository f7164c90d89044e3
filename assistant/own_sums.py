"""Sums told in words beside the aid of her contract: what a text added, what is left to pay, and with her own pay."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import groupby
from typing import Any

import french
from assistant.turn import Turn
from assistant.wording_aid import by_year, left_to_pay, nth
from rules.amounts import amount_of
from rules.dated import Parameters
from rules.pay_grid import MONTHS
from rules.profile import FIRST_DAY, LAST_DAY
from rules.units import Standing, Unit
from rules.verdict import Decision, Figure

Years = Mapping[int, Figure]


@dataclass(frozen=True, slots=True)
class Own:
    """What sentences may name besides the decision: figures and texts, and the figures that a text was made of."""

    figures: dict[str, Figure] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    behind: dict[str, Sequence[Figure]] = field(default_factory=dict)


NOTHING = Own()


def raised(years: Years, old: Years, asked: tuple[int, ...]) -> Own:
    """Say what the latest amounts add, year by year, or in the years asked for."""
    both = [year for year in sorted(years.keys() & old.keys()) if not asked or year in asked]
    made = {year: less(years[year], old[year]) for year in both}
    said = {
        year: (f"{_more(by)} ({amount_of(years[year])} au lieu de {amount_of(old[year])})", by)
        for year, by in made.items()
        if by is not None and by.value
    }
    told: list[str] = []
    for what, alike in groupby(said, key=lambda year: said[year][0]):
        difference, _, compared = what.partition(" (")
        told.append(
            f"{difference if told else f'**{difference}**'} {_of(list(alike), max(years), not told)} ({compared}"
        )
    if not told:
        return NOTHING
    figures = [by for _, by in said.values()]
    texts = {"raise": ", ".join(told)}
    behind: dict[str, Sequence[Figure]] = {"raise": [*figures, *old.values()]}
    if not asked and len(said) > 1 and len(years) == len(old):
        whole = replace(figures[0], value=sum(map(_value, figures), Decimal(0)), label="Sur tout le contrat")
        texts["raise.total"], behind["raise.total"] = _more(whole), [whole]
    return Own({}, texts, behind)


def risen(years: Years, old: Years, asked: tuple[int, ...], turn: Turn) -> Own:
    """Say by how many percent the latest amounts rose, and whether the percentage put is that of each year."""
    both = [year for year in sorted(years.keys() & old.keys()) if not asked or year in asked]
    made: dict[int, Figure] = {}
    for year in both:
        by, before = less(years[year], old[year]), _value(old[year])
        if by is not None and by.value and before:
            share = (_value(by) * 100 / before).quantize(Decimal("0.01")).normalize()
            made[year] = replace(by, value=share, unit=Unit.PERCENT, label=f"{by.label}, en % du montant d’avant")
    if not made:
        return NOTHING
    told = [
        f"{what} {_of(list(alike), max(years), first=not rank)}"
        for rank, (what, alike) in enumerate(groupby(made, key=lambda year: amount_of(made[year])))
    ]
    texts = {"raise.percent": french.listed(told)}
    put = [item.value for item in turn.understanding.quantities if item.unit == "percent"]
    if put:
        exponent = Decimal(1).scaleb(min(0, int(put[0].normalize().as_tuple().exponent)))
        right = all(_value(share).quantize(exponent) == put[0] for share in made.values())
        texts["raise.put"] = "oui" if right else "non"
    return Own({}, texts, {"raise.percent": list(made.values())})


def pay(turn: Turn, years: Years, old: Years) -> Own:
    """Return the pay said in the message, over a year, and the aid beside it.

    A gross pay has its charges on top, so that it leaves no remainder; what it costs in all does.
    """
    aids = {figure.value for figure in (*years.values(), *old.values())}  # « vous donnez 38 000 » is no pay
    items, text = getattr(turn.understanding, "quantities", ()), turn.text
    if not any(map(is_money, items)):  # « et la 2e ? » is asked of the pay said before
        items, text = turn.state.said, turn.state.paid
    said = [item.value for item in items if is_money(item) and item.value not in aids]
    if not said:
        return NOTHING
    cost = whole_cost(said, text, known=bool(turn.state.cost))
    most = cost or said[0]
    told = Figure("pay.said", most, Unit.EUR, "vous avez dit", "said", None, Standing.UNCONFIRMED, ())
    twelve = replace(told, value=most * MONTHS, label=f"{amount_of(told)} × {MONTHS}")
    yearly = told if most >= _A_YEAR else twelve
    differences = {year: by for year, aid in years.items() if (by := less(aid, yearly)) is not None}
    if cost:
        rest = [replace(by, value=-_value(by), year=year, case="reste") for year, by in differences.items()]
        asked = [by for by in rest if by.year in turn.understanding.asked_years]
        texts = {"pay.left": left_to_pay(asked or rest)} if rest else {}
        texts |= {"pay.covered": "oui" if max(map(_value, asked or rest)) <= 0 else "non"} if rest else {}
        monthly = [replace(by, value=(_value(by) / MONTHS).quantize(Decimal(1))) for by in asked or rest]
        texts |= {"pay.left_monthly": left_to_pay(monthly).replace("par an", "par mois")} if rest else {}
        figures = {"pay.loaded_year": _stated(yearly)}
        deducted = [years[by.year] for by in asked if by.year]
        if len({aid.value for aid in deducted}) == 1:
            figures["pay.aid"] = deducted[0]
            texts["pay.most"] = " au plus" if deducted[0].is_maximum else ""
        whole = sum(map(_value, rest), Decimal(0))
        if len(rest) == len(years):
            figures |= _over_the_contract("pay", whole, rest[0])
        return Own(figures, texts, {"pay.left": rest, "pay.left_monthly": monthly})
    if _NET.search(french.fold(text).text):
        return Own({"pay.net": _stated(told)})
    beside = [
        f"{what} {_of(list(alike), max(years), first=False)}"
        for what, alike in groupby(differences, key=lambda year: _more(differences[year]))
    ]
    figures = {"pay.gross": _stated(told), "pay.gross_year": _stated(yearly)}
    texts = {"pay.beside_gross": french.listed(beside)} if beside else {}
    return Own(figures, texts, {"pay.beside_gross": list(differences.values())})


def whole_cost(said: Sequence[Decimal], text: str, *, known: bool = False) -> Decimal | None:
    """Return the sum of money that is said to be the cost, charges included; nothing of a pay alone."""
    whole = is_whole(said, text, known=known)
    return max(said, default=None) if whole else None  # « 1 600 net, 2 388 par mois tout compris »


def is_whole(said: Sequence[Decimal], text: str, *, known: bool = False) -> bool:
    """Whether one of the sums of money said is a cost with its charges; « 2 900/mois » is too once one is ``known``."""
    words = _OTHER_CHARGE.sub(" ", french.fold(text).text)
    if known and len(said) == 1 and _BY_THE_MONTH.search(words) and not _BEFORE_CHARGES.search(words):
        return True
    return _LOADED.search(words) is not None and (len(said) > 1 or not _BEFORE_CHARGES.search(words))


_BY_THE_MONTH = re.compile(r"\d ?(?:€|euros?)? ?(?:/|par) ?mois\b")


def monthly_cost(said: Sequence[Decimal], parameters: Parameters) -> str | None:
    """Return the cost among the sums that were said, by the month; an amount of the aid is none."""
    aids = {value.value for name in parameters if name.startswith("aide.") for value in parameters[name].values}
    cost = max((value for value in said if value not in aids), default=None)
    if cost is None:
        return None
    monthly = cost if cost < _A_YEAR else (cost / MONTHS).quantize(Decimal("0.01"))
    return f"{monthly.normalize():f}"


def is_money(item: Any, least: Decimal | None = None) -> bool:
    """Whether a number is a sum of money: « 2 900 par mois » says it without its sign, and 2026 is a year."""
    year = FIRST_DAY.year <= item.value <= LAST_DAY.year
    return item.unit == "euros" or (item.unit == "none" and item.value >= (least or _LEAST) and not year)


def added(years: Years, asked: Sequence[int]) -> Figure | None:
    """Return the years asked for together; nothing where one of them is beyond the contract or not established."""
    terms = [years[year] for year in asked if year in years]
    values = [term.value for term in terms if isinstance(term.value, Decimal)]
    if not values or len(values) < len(asked):
        return None
    return Figure(
        "sum", sum(values, Decimal(0)), terms[0].unit, " + ".join(map(amount_of, terms)), terms[0].rule, None,
        Standing.weakest([term.standing for term in terms if term.standing]),
        tuple(dict.fromkeys(source for term in terms for source in term.sources)),
        computed_from=tuple(dict.fromkeys(term.parameter for term in terms if term.parameter)),
    )  # fmt: skip


_LEAST = Decimal(500)  # euros under which a bare number is no pay
AN_AID = Decimal(5000)  # euros from which a bare number may be a year of the aid, or several
_A_YEAR = Decimal(9000)  # euros from which a pay is told by the year
_LOADED = re.compile(r"\b(?:charg\w*|cout\w*|revient|tout compris|cotis\w*|super[- ]?brut|debourse\w*)\b")
_GROSS = re.compile(r"(?<!super )(?<!super-)\bbruts?\b(?!.*\b(?:charges comprises|tout compris)\b)")
_OTHER_CHARGE = re.compile(r"\ba (?:ma |sa |notre |votre |la )?charge\b")  # « reste à charge » says nothing of the pay
_NET = re.compile(r"\bnets?\b")
_BEFORE_CHARGES = re.compile(rf"{_GROSS.pattern}|{_NET.pattern}")


def left(decision: Decision, asked: tuple[int, ...]) -> Own:
    """Return what the estimate leaves to pay in the year asked for, by the month, and over the contract."""
    years = by_year(figure for figure in decision.figures if figure.case == "reste")
    values = {year: rest.value for year, rest in years.items() if isinstance(rest.value, Decimal)}
    if not values or len(values) < len(years):
        return NOTHING
    monthly = [replace(rest, value=(values[year] / MONTHS).quantize(Decimal(1))) for year, rest in years.items()]
    texts = {
        "cost.covered": "oui" if max(values.values()) <= 0 else "non",
        "left.monthly": left_to_pay(monthly).replace("par an", "par mois"),
    }
    if len(asked) == 1 and asked[0] in years:
        texts["cost.asked"] = "oui" if values[asked[0]] <= 0 else "non"
        texts["left.asked"] = left_to_pay([replace(years[asked[0]], year=1)]).removesuffix(" la première année")
    figures = _over_the_contract("left", sum(values.values(), Decimal(0)), years[1])
    return Own(figures, texts, {"left.monthly": monthly})


def _over_the_contract(scope: str, whole: Decimal, like: Figure) -> dict[str, Figure]:
    """Return what is left to pay over the contract, or what the aid leaves above the cost, by its name."""
    named = {"left": ("left.total", "left.over"), "pay": ("pay.left_total", "pay.left_over")}[scope]
    key = named[whole < 0]
    label = "Aide au-delà du coût, sur tout le contrat" if whole < 0 else "Reste sur tout le contrat"
    return {key: replace(like, key=key, value=abs(whole), label=label)} if whole else {}


def shares(decision: Decision, years: Years) -> Own:
    """Return the share of the estimated cost that the aid pays each year."""
    cost = next((figure for figure in decision.figures if figure.key == "cout_annuel"), None)
    if cost is None or not isinstance(cost.value, Decimal):
        return NOTHING
    whole = cost.value
    made = {
        year: replace(aid, value=(_value(aid) * 100 / whole).quantize(Decimal(1)), unit=Unit.PERCENT, parameter=None)
        for year, aid in years.items()
        if isinstance(aid.value, Decimal)
    }
    told = [
        f"{what} {_of(list(alike), max(years), first=False)}"
        for what, alike in groupby(made, key=lambda year: amount_of(made[year]))
    ]
    return Own({}, {"cost.shares": french.listed(told)}, {"cost.shares": list(made.values())}) if told else NOTHING


def less(new: Figure, old: Figure) -> Figure | None:
    """Return what a figure is above another."""
    if not (isinstance(new.value, Decimal) and isinstance(old.value, Decimal)):
        return None
    terms = (new, old)
    return Figure(
        "difference", new.value - old.value, new.unit, f"{amount_of(new)} − {amount_of(old)}", new.rule, None,
        Standing.weakest([term.standing for term in terms if term.standing]),
        tuple(dict.fromkeys(source for term in terms for source in term.sources)),
        computed_from=tuple(dict.fromkeys(term.parameter for term in terms if term.parameter)),
    )  # fmt: skip


def _value(figure: Figure) -> Decimal:
    return figure.value if isinstance(figure.value, Decimal) else Decimal(0)


def _stated(figure: Figure) -> Figure:
    """Mark a figure of hers as made of what she said, so that it is proved as such."""
    return replace(figure, computed_from=("said",))


def _more(by: Figure) -> str:
    value = _value(by)
    return f"{amount_of(replace(by, value=abs(value)))} de {'plus' if value >= 0 else 'moins'}"


def _of(alike: Iterable[int], last: int, first: bool) -> str:
    """« la première année », « la deuxième et la troisième », « par an à partir de la troisième »."""
    years = list(alike)
    noun = " année" if first or years[0] == 1 else ""
    if len(years) > 1 and years[0] == 1 and years[-1] == last:
        return "chaque année"
    if len(years) > 1 and years[-1] == last:
        return f"par an à partir de la {nth(years[0])}{noun}"
    return f"{french.listed([f'la {nth(year)}' for year in years])}{noun}"
