"""An amount that she puts to us, right or not: « donc 33 000 pour les deux ? », « 18 000 puis 13 500, exact ? »."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

import french
from assistant.own_sums import AN_AID, NOTHING, Own, added, is_money
from assistant.reading.prepared import prepared
from assistant.turn import Turn
from assistant.wording_aid import course, lasting, nth
from rules.amounts import amount_of
from rules.verdict import Figure

Years = Mapping[int, Figure]

_PUT = re.compile(
    r"\b(?:(?:exact(?:e|ement)?|correct|vrai|juste|bons?|ok|non|nan|normal|d'accord) ?(?:[?,!.:;]|$)|"
    r"(?:c'est|est-ce|etait-ce) (?:bien|vrai|juste|exact|correct|ca|cela)|bien (?:ca|cela)|confirm\w*|valid\w*|hein\b|"
    r"je (?:trouve|compte|maintiens|calcule|tombe)|j'(?:arrive|obtiens|ai note)|moi je|ma calculette|"
    r"(?:ca|cela) (?:nous |me )?(?:fait|ferait)|(?:total|somme) (?:fait|est)|l'aide \w+ \w+ fait|soit|donc|fait \d)"
)
_IN_ALL = re.compile(r"\b(?:en tout|total\w*|cumul\w*|sur (?:toute )?la duree|tout le contrat|5 ans)\b")
_TOGETHER = re.compile(r"\bles (\d) (?!1es?)|\b(\d) (?:annees? )?(?:ensemble|reunies|cumulees)|\bpour les (\d)\b")


def checked(turn: Turn, years: Years, asked: tuple[int, ...], subject: str) -> Own:
    """Return whether what she puts is right for her years, in words: « check.right » is « oui » or « non »."""
    known = {year: figure.value for year, figure in years.items() if isinstance(figure.value, Decimal)}
    said = [item.value for item in turn.understanding.quantities if is_money(item, AN_AID)]
    words = prepared(turn.text).text
    if len(known) < len(years) or not years or not said or not _PUT.search(words):
        return NOTHING
    put, named = max(said), _over(words, asked, years)
    if named is None and put <= max(known.values()):
        return _each(years, said, subject)
    over = named or _that_make(years, put) or tuple(years)
    right, whole = added(years, over), added(years, tuple(years))
    if right is None or whole is None:
        return NOTHING
    texts = {
        "check.right": "oui" if right.value == put else "non",
        "check.part": "oui" if named is None and len(over) < len(years) else "non",
        "check.lasting": lasting(years),
        "check.span": _span(over, years),
        "check.most": " au plus" if any(years[year].is_maximum for year in over) else "",
        "check.subject": subject,
        "check.terms": terms(years, over),
    }
    return Own({"check.amount": right, "check.whole": whole}, texts, {"check.terms": [years[year] for year in over]})


def _over(words: str, asked: tuple[int, ...], years: Years) -> tuple[int, ...] | None:
    """Return the years that she adds up, where she says which: the whole contract, some of them, « les deux »."""
    if len(asked) > 1 and set(asked) <= years.keys():
        return asked
    if match := _TOGETHER.search(words):
        number = int(next(filter(None, match.groups())))
        return tuple(years)[:number] if 1 < number < len(years) else tuple(years) if number == len(years) else None
    return tuple(years) if _IN_ALL.search(words) else None


def _that_make(years: Years, put: Decimal) -> tuple[int, ...] | None:
    """Return the first years that make the sum, from the second on; nothing where none do."""
    made = (tuple(years)[:last] for last in range(2, len(years) + 1))
    found = ((over, added(years, over)) for over in made)
    return next((over for over, total in found if total is not None and total.value == put), None)


def _each(years: Years, said: Sequence[Decimal], subject: str) -> Own:
    """« 18 000 puis 13 500 »: each amount is that of its year, or of a later one."""
    if len(said) < 2:  # one amount alone is that of a year
        return NOTHING
    given = [figure.value for figure in years.values()]
    right = list(dict.fromkeys(said)) == list(dict.fromkeys(given))[: len(dict.fromkeys(said))]
    told = {"check.each": "oui" if right else "non", "check.subject": subject, "check.course": course(years)}
    return Own({}, told, {"check.course": tuple(years.values())})


def terms(years: Years, over: Sequence[int]) -> str:
    """« 19 000 + 14 000 € »."""
    sums = " + ".join(amount_of(years[year]).removesuffix("€").strip() for year in over)
    return f"{sums}{french.THIN}€"


def _span(over: Sequence[int], years: Years) -> str:
    if len(over) == len(years):
        return f"sur {lasting(over)}"
    if tuple(over) == tuple(range(1, len(over) + 1)):
        return f"sur les {lasting(over).removesuffix(' ans')} premières années"
    return f"pour {french.listed([f'la {nth(year)}' for year in over])} année"
