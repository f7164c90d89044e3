"""Words cut at the end of a line: « téléconsul- / tation » is one word, « rendez- / vous » keeps its hyphen.

No dictionary is carried: the document itself tells, where it uses the word elsewhere; then our fact sheets; then the
shape of the pieces.
"""

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache

from corpus.reader import FOLDER

_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_CUT = re.compile(r"([^\W\d_][\w’'-]*)[-\u2010\u00ad]$")
_FIRST = re.compile(r"[\w-]+")
# What a hyphen follows or precedes whatever the word: « mi-mars », « vice-président » ; « peut-on », « celui-ci ».
_BEFORE = frozenset(
    "mi demi semi non ex vice ci rendez lui eux elle elles soi quelques plus moins après avant sous".split()
)
_AFTER = frozenset("ci là il ils elle elles on je tu nous vous ce t même mêmes dessus dessous delà".split())


class Hyphens:
    """Joins the lines of one document."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._words = Counter(word.lower() for line in lines for word in _WORD.findall(line))

    def join(self, before: str, after: str) -> str:
        """Two lines that follow each other, as one."""
        cut, first = _CUT.search(before), _FIRST.match(after)
        if cut is None or first is None:
            return f"{before} {after}"
        head, tail = before[:-1], first[0]
        return f"{head}-{after}" if self._keeps(before, cut[1], tail) else f"{head}{after}"

    def _keeps(self, before: str, head: str, tail: str) -> bool:
        if before.endswith("\u00ad"):
            return False
        whole, hyphened = f"{head}{tail}".lower(), f"{head}-{tail}".lower()
        for words in (self._words, _ours()):
            if words[whole] != words[hyphened]:
                return words[hyphened] > words[whole]
        last = head.rpartition("-")[2].lower()
        capital = tail[0].isupper() or tail[0].isdigit() or head.isupper()
        return capital or last in _BEFORE or tail.partition("-")[0].lower() in _AFTER


@cache
def _ours() -> Counter[str]:
    """The words of our fact sheets: those that documents on this aid use."""
    sheets = (FOLDER / "documents").glob("*.md")
    return Counter(word.lower() for sheet in sheets for word in _WORD.findall(sheet.read_text("utf-8")))
