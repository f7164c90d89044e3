"""Five years of aid as a drawing. It scales in width without its text shrinking, and always has a table beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from french import lower_first
from ui.markup import euros, table

_FOOT, _TOP = 19.375, 5.125  # rem, as letters grow: the bars stand on the one, the tallest rises to the other
_ORDINALS = ("1re", "2e", "3e", "4e", "5e")


@dataclass(frozen=True)
class Series:
    """Euros of each contract year, by case; ``None`` where not established. The first case is drawn as bars."""

    cases: Mapping[str, Sequence[float | None]]
    spans: Sequence[str]  # calendar years of each contract year: « 2026-27 »
    unchecked: int  # years paid without any check of the objectives

    def total(self, case: str) -> float | None:
        """Return the sum of the years of ``case``; ``None`` when one of them is not established."""
        known = [value for value in self.cases[case] if value is not None]
        return sum(known) if len(known) == len(self.cases[case]) else None


_OTHERS = " Lignes\u00a0: les autres tranches de patientèle."


def chart(series: Series) -> str:
    """Return bars for the first case and a line for each other one, with the same values in words."""
    first, *others = series.cases
    scale = (_FOOT - _TOP) / max((value for values in series.cases.values() for value in values if value), default=1)
    bars = [
        _bar(year, value, scale, checked=year >= series.unchecked) for year, value in enumerate(series.cases[first])
    ]
    lines = [_line(case, series.cases[case], scale, top=case == others[-1]) for case in others]
    cases = " ".join(f"{case} : {', '.join(map(euros, values))}." for case, values in series.cases.items())
    told = f"Aide par année de contrat {cases}"
    legend = (
        f"Barres\u00a0: {escape(lower_first(first))}. Pleines\u00a0: versé sans vérification d’objectif. "
        f"Hachurées\u00a0: au plus, selon vos objectifs.{_OTHERS if others else ''}"
    )
    return (
        f'<figure class="am-chart am-scroll" role="figure" tabindex="0" aria-label="{legend}">'
        f'<svg role="img" aria-label="{escape(told)} Le tableau qui suit donne les mêmes valeurs.">'
        f"{_frame(series)}{''.join(bars + lines)}</svg>"
        f"<figcaption>{legend}</figcaption></figure>"
    )


def series_table(series: Series) -> str:
    """Return the twin of the chart: every value, and the totals."""
    rows = [
        [f"{ordinal} ({span})", *(euros(values[year]) for values in series.cases.values())]
        for year, (ordinal, span) in enumerate(zip(_ORDINALS, series.spans, strict=True))
    ]
    rows.append(["Sur 5 ans", *(euros(series.total(case)) for case in series.cases)])
    return table("Les mêmes valeurs en tableau", ["Année", *series.cases], rows)


def _frame(series: Series) -> str:
    years = "".join(
        f'<text x="{10 + 20 * year}%" y="20.69rem" text-anchor="middle">{ordinal[0]}'
        f'<tspan dy="-0.25rem" font-size="0.7em">{ordinal[1:]}</tspan></text>'
        f'<text class="am-c-soft" x="{10 + 20 * year}%" y="22rem" text-anchor="middle">{escape(span)}</text>'
        for year, (ordinal, span) in enumerate(zip(_ORDINALS, series.spans, strict=True))
    )
    split = 20 * series.unchecked
    return (
        '<defs><pattern id="am-hatch" width="7" height="7" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><rect class="am-c-hatch-bg" width="7" height="7"/>'
        '<path class="am-c-hatch" d="M0 0V7"/></pattern></defs>'
        '<text class="am-c-bold" x="0" y="0.75rem">D’abord</text>'
        '<text class="am-c-soft" x="0" y="1.94rem">sans vérification</text>'
        f'<text class="am-c-bold" x="{split + 2}%" y="0.75rem">Ensuite</text>'
        f'<text class="am-c-soft" x="{split + 2}%" y="1.94rem">selon vos objectifs</text>'
        f'<line class="am-c-split" x1="{split}%" y1="0" x2="{split}%" y2="{_FOOT}rem"/>'
        f'<line class="am-c-axis" x1="0" y1="{_FOOT}rem" x2="100%" y2="{_FOOT}rem"/>{years}'
    )


def _bar(year: int, value: float | None, scale: float, *, checked: bool) -> str:
    middle = 10 + 20 * year
    if value is None:
        return f'<text class="am-c-soft" x="{middle}%" y="{_FOOT - 0.56}rem" text-anchor="middle">non établi</text>'
    height = value * scale
    return (
        f'<rect class="{"am-c-bar--if" if checked else "am-c-bar"}" x="{middle - 7}%" y="{_FOOT - height:.2f}rem" '
        f'width="14%" height="{height:.2f}rem"/>'
        f'<text class="am-c-value" x="{middle}%" y="{_FOOT - height - 0.5:.2f}rem" text-anchor="middle">'
        f"{euros(value)}</text>"
    )


def _line(case: str, values: Sequence[float | None], scale: float, *, top: bool) -> str:
    """Draw the level of a case in each year from the third on, and say it once."""
    levels = {year: value for year, value in enumerate(values) if year > 1 and value is not None}
    if not levels:
        return ""
    style = f"am-c-line{' am-c-line--top' if top else ''}"
    drawn = "".join(
        f'<line class="{style}" x1="{20 * year + 2}%" x2="{20 * year + 20}%" '
        f'y1="{_FOOT - value * scale:.2f}rem" y2="{_FOOT - value * scale:.2f}rem"/>'
        for year, value in levels.items()
    )
    told = " à ".join(map(euros, sorted(set(levels.values()))))
    y = _FOOT - max(levels.values()) * scale - 0.625
    words = f"{escape(case)}\u00a0: {told}"
    return f'{drawn}<text class="am-c-info" x="100%" y="{y:.2f}rem" text-anchor="end">{words}</text>'
