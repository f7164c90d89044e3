"""The first sentence about amounts: it follows what was asked, one year, five years, or the whole course."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import groupby

import french
from assistant.decided import Case
from assistant.turn import Turn
from rules.aid_years import case_of
from rules.amounts import amount, amount_of
from rules.options import OPTIONS, named, share_of
from rules.verdict import Decision, Figure, Verdict

_BAND = {"general": "", "p90": " avec une patientèle P90 à P94", "p95": " avec une patientèle P95 et plus"}


def aid_lead(case: Case, turn: Turn, when: str) -> str:
    """Return the sentence that answers « combien ? » for this case."""
    decision, profile = case.decision, turn.state.profile
    if decision.verdict is Verdict.NO:
        return _not_on_offer(decision)
    share = share_of(profile)
    if share is None:
        return _every_option(decision, turn, when)
    band = case_of(profile.percentile) or "general"
    years = _by_contract_year(figure for figure in decision.figures if figure.case == band)
    mine = "votre part, " if (profile.shared_between or 1) > 1 else ""
    subject = f"{mine}{named(OPTIONS[share])}{_BAND[band]}"
    if not years or all(figure.value is None for figure in years):
        what = named(OPTIONS[share])
        return f"**Je ne peux pas vous donner de montant certain** pour {what} : aucune de mes sources ne l’établit."
    if asked := _asked_year(turn):
        return _one_year(years, asked, subject, when)
    if turn.understanding.wants_total:
        total = amount_of(decision.figure(f"{band}.total"))
        return f"Pour {subject}, l’aide atteint **{total} sur cinq ans** au plus, {when} : {_course(years)}."
    return f"Pour {subject}, l’aide est de {_course(years)}, {when}."


def _by_contract_year(figures: Iterable[Figure]) -> list[Figure]:
    """The amounts of the contract years, in their order, without their total."""
    return sorted((figure for figure in figures if figure.year), key=lambda figure: figure.year or 0)


def _paid(years: Sequence[Figure], asked: int) -> Figure:
    """What the contract year asked about is paid; years paid alike stand under the first of them."""
    return next((figure for figure in years if figure.year == asked), years[-1])


def _asked_year(turn: Turn) -> int | None:
    years = turn.understanding.asked_years
    return years[0] if years else turn.state.profile.contract_year


def _not_on_offer(decision: Decision) -> str:
    reason = next(reason for reason in decision.reasons if reason.met is False)
    changes = " ou ".join(change.text for change in decision.changes)
    return f"**Non.** {reason.text}" + (f" Vous pouvez {changes}." if changes else "")


def _one_year(years: list[Figure], asked: int, subject: str, when: str) -> str:
    paid = _paid(years, asked)
    most = " au plus" if asked > 2 else ""
    return f"La {french.ORDINALS[asked - 1]} année, l’aide est de **{amount_of(paid)}**{most} pour {subject}, {when}."


def _course(years: list[Figure]) -> str:
    """« **19 000 € la première année**, 14 000 € la deuxième, puis 11 000 € par an au plus… »."""
    first, second, *later = (amount_of(figure) for figure in years)
    if {first, second, *later} == {first}:
        return f"**{first} chaque année**"
    if second == first or {second} == set(later):  # from P95 on, the amount changes with the text only
        before, after = _by_year([first, second, *later]).split(", puis ", 1)
        return f"**{before} année**, puis {after}"
    if len(set(later)) == 1:
        rest = f"puis {later[0]} par an au plus à partir de la troisième"
    else:
        rest = f"puis au plus {_by_year(later, 2)}"
    return f"**{first} la première année**, {second} la deuxième, {rest}"


def _by_year(said: Sequence[str], skipped: int = 0) -> str:
    """« 21 000 € la troisième, puis 22 000 € par an »: years that follow and say the same are told once."""
    parts, year = [], skipped
    for value, years in ((value, len(list(same))) for value, same in groupby(said)):
        names = french.ORDINALS[year : year + years]
        year += years
        lasting = years > 1 and year == skipped + len(said)
        parts.append(f"{value} par an" if lasting else f"{value} {french.listed([f'la {name}' for name in names])}")
    return ", puis ".join(filter(None, [", ".join(parts[:-1]), *parts[-1:]]))


def left_to_pay(figures: Sequence[Figure]) -> str:
    """Return « de 656 € la deuxième année »…: what is left each year, never said as a negative amount."""
    rests = [figure for figure in figures if figure.case == "reste"]
    said = [
        f"nul (l’aide dépasse ce coût de {amount(-rest.value, rest.unit)})"
        if isinstance(rest.value, Decimal) and rest.value < 0
        else f"de {amount_of(rest)}"
        for rest in rests
    ]
    if len(set(said)) < 2:
        return f"{said[0]} chaque année" if said else ""
    return _by_year(said).replace(french.ORDINALS[0], f"{french.ORDINALS[0]} année", 1)


def _every_option(decision: Decision, turn: Turn, when: str) -> str:
    """Without a working time, the options side by side."""
    options = dict.fromkeys(figure.option for figure in decision.figures)
    asked, parts = _asked_year(turn), []
    for option in options:
        years = _by_contract_year(figure for figure in decision.figures if figure.option == option)
        name = next(known.name for known in OPTIONS.values() if known.id == option)
        if asked:
            parts.append(f"**{amount_of(_paid(years, asked))}** pour un {name}")
        elif turn.understanding.wants_total:
            parts.append(f"**{amount_of(decision.figure(f'{option}.total'))} sur cinq ans** pour un {name}")
        else:
            parts.append(f"**{amount_of(years[0])} la première année** pour un {name}")
    opening = f"La {french.ORDINALS[asked - 1]} année, l’aide" if asked else "L’aide"
    *others, last = parts
    return f"{opening} est de {', '.join(others)} et de {last}, {when}."
