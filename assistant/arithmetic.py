"""Sums over figures: « {= aide.temps_plein.annee_1 - aide.mi_temps.annee_1} », exact, with their passport."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import ROUND_CEILING, Decimal, DivisionByZero, InvalidOperation

from rules.units import Standing, Unit
from rules.verdict import Figure

_TOKEN = re.compile(r"\s*(?:(?P<name>[a-z_][\w.]*)|(?P<number>\d+)|(?P<sign>[-+*/()]))")
_STEPS = {Unit.EUR: Decimal("0.01"), Unit.PATIENTS: Decimal(1)}  # « 1 583,33 € » is what is said, and proved
_SIGNS = {"+": "+", "-": "−", "*": "×", "/": "÷"}


def computed(sum_: str, figure_of: Callable[[str], Figure | None], write: Callable[[Figure], str]) -> Figure | None:
    """Return the figure that ``sum_`` is worth, in the unit of its first name; ``None`` where a term has no value.

    Its label is the sum as it was done, each term written by ``write``. Raises ``ValueError`` on what is no sum.
    """
    terms: list[Figure] = []
    said: list[str] = []
    tokens = list(_tokens(sum_))
    for kind, token in tokens:
        if kind != "name":
            said.append(_SIGNS.get(token, token))
        elif (found := figure_of(token)) is None or not isinstance(found.value, Decimal):
            return None
        else:
            terms.append(found)
            said.append(write(found))
    if not terms:
        raise ValueError(f"{sum_!r}: a sum names a figure at least")
    values = iter(terms)
    try:
        value = _Reader([next(values).value if kind == "name" else token for kind, token in tokens]).whole()
    except (DivisionByZero, InvalidOperation):
        return None
    if terms[0].unit in _STEPS:
        value = value.quantize(_STEPS[terms[0].unit], ROUND_CEILING if terms[0].unit is Unit.PATIENTS else None)
    standings = [term.standing for term in terms if term.standing]
    return Figure(
        sum_, value, terms[0].unit, " ".join(said), "operation", None, Standing.weakest(standings),
        tuple(dict.fromkeys(source for term in terms for source in term.sources)),
        computed_from=tuple(dict.fromkeys(name for term in terms for name in _parameters(term))),
    )  # fmt: skip


def _parameters(term: Figure) -> tuple[str, ...]:
    return (term.parameter,) if term.parameter else term.computed_from


def _tokens(sum_: str) -> Iterator[tuple[str, str]]:
    at, end = 0, len(sum_.rstrip())
    while at < end:
        if not (match := _TOKEN.match(sum_, at)):
            raise ValueError(f"{sum_!r}: expected a name, an integer or a sign at {sum_[at:]!r}")
        at = match.end()
        yield str(match.lastgroup), match[match.lastgroup or 0]


class _Reader:
    """Reads sums of products, from left to right."""

    def __init__(self, tokens: list[object]):
        self.tokens = tokens

    def whole(self) -> Decimal:
        value = self._sum()
        if self.tokens:
            raise ValueError(f"unexpected {self.tokens[0]!r}")
        return value

    def _sum(self) -> Decimal:
        value = self._product()
        while self.tokens and self.tokens[0] in ("+", "-"):
            value = value + self._product() if self.tokens.pop(0) == "+" else value - self._product()
        return value

    def _product(self) -> Decimal:
        value = self._term()
        while self.tokens and self.tokens[0] in ("*", "/"):
            value = value * self._term() if self.tokens.pop(0) == "*" else value / self._term()
        return value

    def _term(self) -> Decimal:
        if not self.tokens:
            raise ValueError("a sum that ends too soon")
        term = self.tokens.pop(0)
        if term == "(":
            value = self._sum()
            if not self.tokens or self.tokens.pop(0) != ")":
                raise ValueError("a bracket that is not closed")
            return value
        if term in (*_SIGNS, ")"):
            raise ValueError(f"a term was expected before {term!r}")
        return term if isinstance(term, Decimal) else Decimal(str(term))
