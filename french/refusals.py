"""One way to refuse a file: where, what was found, what was expected."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from pathlib import Path
from typing import Self

from french import HARD, bare, spaced

_LONGEST = 40  # characters of a value that are repeated: a file may hold anything
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_NOTHING = object()


class FileError(ValueError):
    """A file that people write cannot be used. The message, in French, says where and what to do."""

    key = expected = ""  # of what was refused, for who tells it otherwise

    @classmethod
    def at(cls, file: Path, line: int | None, key: str, expected: str, found: object = _NOTHING) -> Self:
        """Return the error of one key; ``expected`` is typed with plain spaces, ``found`` is shown short."""
        place = str(file) if line is None else f"{file}, ligne {line}"
        said = "" if found is _NOTHING else f"trouvé {shown(found)}{spaced(' ; ')}"
        error = cls(f"{HARD}: ".join(filter(None, [place, key, f"{said}attendu {spaced(expected)}"])))
        error.key, error.expected = key, expected
        return error


def shown(value: object) -> str:
    """Return a value as a message repeats it: « 19 000 », true, rien, une liste."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        text = _CONTROL.sub(" ", value[:_LONGEST])
        return f"«{HARD}{text}{'…' if len(value) > _LONGEST else ''}{HARD}»" if value else "un texte vide"
    if value is None:
        return "rien"
    if isinstance(value, Decimal | date):
        return str(value)[:_LONGEST]
    return "un groupe de clés" if isinstance(value, Mapping) else "une liste"


def nearest(word: object, names: Iterable[str]) -> str:
    """Return « ; vouliez-vous écrire « references » ? » when ``word`` looks like one of ``names``; else nothing."""
    folded = {bare(name): name for name in names}
    close = get_close_matches(bare(str(word)), folded, n=1, cutoff=0.65)
    return f" ; vouliez-vous écrire «{HARD}{folded[close[0]]}{HARD}» ?" if close else ""
