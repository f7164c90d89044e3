"""Five years of aid as a drawing. It scales in width without its text shrinking, and always has a table beside it."""

from __future__ import annotations

from html import escape

from assistant.answer import Series
from ui.markup import euros, table

_FOOT, _TOP = 310, 82  # the bars stand on y = 310; the tallest value rises to y = 82
_ORDINALS = ("1re", "2e", "3e", "4e", "5e")


def totals(series: Series) -> dict[str, float | None]:
    """Return the sum of the five years for each case; ``None`` when a year is not established."""
    return {
        case: None if any(value is None for value in values) else sum(value or 0 for value in values)
        for case, values in series.cases.items()
    }


def chart(series: Series) -> str:
    """Return bars for the first case and a line for each other one, with the same values in words."""
    first, *others = series.cases
    heights = _scale(series)
    parts = [_frame()]
    for year, value in enumerate(series.cases[first]):
        parts.append(_bar(year, value, heights))
    for number, case in enumerate(others):
        parts.append(_line(case, series, heights, top=number == len(others) - 1))
    told = " ".join(
        f"{case}\u00a0: {', '.join(euros(value) for value in series.cases[case])}." for case in series.cases
    )
    lines = " Lignes\u00a0: les autres tranches de patientèle." if others else ""
    return (
        '<figure class="am-chart"><svg role="img" aria-labelledby="am-chart-title am-chart-desc">'
        f'<title id="am-chart-title">Aide par année de contrat</title><desc id="am-chart-desc">{escape(told)} '
        f"Le tableau qui suit donne les mêmes valeurs.</desc>{''.join(parts)}</svg>"
        f"<figcaption>Barres\u00a0: {escape(first.lower())}. Pleines\u00a0: versé sans vérification d’objectif. "
        f"Hachurées\u00a0: au plus, selon vos objectifs.{lines}"
        "</figcaption></figure>"
    )


def series_table(series: Series) -> str:
    """Return the twin of the chart: every value, and the totals."""
    rows = [
        [_ORDINALS[year - 1], *(euros(values[index]) for values in series.cases.values())]
        for index, year in enumerate(series.years)
    ]
    rows.append(["Sur 5 ans", *(euros(total) for total in totals(series).values())])
    return table("Les mêmes valeurs en tableau", ["Année", *series.cases], rows)


def _scale(series: Series) -> float:
    highest = max((value for values in series.cases.values() for value in values if value), default=1)
    return (_FOOT - _TOP) / highest


def _frame() -> str:
    years = "".join(
        f'<text x="{10 + 20 * year}%" y="331" text-anchor="middle">{name[0]}'
        f'<tspan dy="-4" font-size="0.7em">{name[1:]}</tspan></text>'
        for year, name in enumerate(_ORDINALS)
    )
    return (
        '<defs><pattern id="am-hatch" width="7" height="7" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)">'
        '<rect class="am-c-hatch-bg" width="7" height="7"/><path class="am-c-hatch" d="M0 0V7"/></pattern></defs>'
        '<text class="am-c-bold" x="0" y="12">Années 1 et 2</text>'
        '<text class="am-c-soft" x="0" y="31">sans vérification</text>'
        '<text class="am-c-bold" x="42%" y="12">Années 3 à 5</text>'
        '<text class="am-c-soft" x="42%" y="31">'
        f'selon vos objectifs</text><line class="am-c-split" x1="40%" y1="0" x2="40%" y2="{_FOOT}"/>'
        f'<line class="am-c-axis" x1="0" y1="{_FOOT}" x2="100%" y2="{_FOOT}"/>{years}'
    )


def _bar(year: int, value: float | None, scale: float) -> str:
    middle = 10 + 20 * year
    if value is None:
        return f'<text class="am-c-soft" x="{middle}%" y="{_FOOT - 9}" text-anchor="middle">non établi</text>'
    height = value * scale
    kind = "am-c-bar" if year < 2 else "am-c-bar--if"
    return (
        f'<rect class="{kind}" x="{middle - 7}%" y="{_FOOT - height:.0f}" width="14%" height="{height:.0f}"/>'
        f'<text class="am-c-value" x="{middle}%" y="{_FOOT - height - 8:.0f}" text-anchor="middle">'
        f"{euros(value)}</text>"
    )


def _line(case: str, series: Series, scale: float, *, top: bool) -> str:
    """Draw the level a case keeps from the third year on, where it departs from the bars."""
    value = series.cases[case][2]
    if value is None:
        return ""
    y = _FOOT - value * scale
    return (
        f'<line class="am-c-line{" am-c-line--top" if top else ""}" x1="42%" y1="{y:.0f}" x2="100%" y2="{y:.0f}"/>'
        f'<text class="am-c-info" x="100%" y="{y - 10:.0f}" text-anchor="end">'
        f"{escape(case)}\u00a0: {euros(value)}</text>"
    )
