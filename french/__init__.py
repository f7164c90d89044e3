"""How French is written and read: letters folded, dates, numbers, ordinals, short lists, spaces. It knows no doctor.

What people write in files is read by ``french.yaml_files`` and refused by ``french.refusals``, imported by name.
"""

from french.dates import MONTH_NUMBERS, MONTHS, day, partial_day, period, short_day
from french.folding import Folded, bare, fold, slug
from french.numbers import CARDINALS, counted, euros, hours, number, percent
from french.ordinals import ORDINAL_NUMBERS, ORDINALS, ordinal
from french.typography import HARD, THIN, spaced
from french.words import listed, lower_first, upper_first

__all__ = [
    "CARDINALS",
    "HARD",
    "MONTHS",
    "MONTH_NUMBERS",
    "ORDINALS",
    "ORDINAL_NUMBERS",
    "THIN",
    "Folded",
    "bare",
    "counted",
    "day",
    "euros",
    "fold",
    "hours",
    "listed",
    "lower_first",
    "number",
    "ordinal",
    "partial_day",
    "percent",
    "period",
    "short_day",
    "slug",
    "spaced",
    "upper_first",
]
