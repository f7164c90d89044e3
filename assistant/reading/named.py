"""Several doctors named in one message, each with what is told of them alone."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import zip_longest

_DOCTOR = re.compile(r"\b(?:[Ll]e |[Ll]a )?(?:Dre?|Docteure?)\.? (?P<name>[A-ZÉ][\w'’-]+)")
_LISTED = re.compile(r"(?<![\w'’-])(?P<name>[A-ZÉ][\w'’-]+) ?:(?= )")  # « Hamdi : 830 patients. N’Guyen : 610. »
_NUMBERED = re.compile(
    r"(?:^|(?<=[\s:;,.]))(?P<name>\(?(?:[1-9]|[a-e]|i{1,3}|iv|v)\)|[1-9]°)(?= )"
)  # « 1) … 2) … », « (i) … »
_ENDS = re.compile(r"[?!;\n]|\.(?=\s|$)|,? \b(?:tous|toutes|chacun)\b")


def told_of(text: str) -> dict[str, tuple[int, int]]:
    """Return where each doctor named is told of: « le Dr Lemoine a signé en mars, le Dr Haddad en mai »."""
    named = [match for match in _DOCTOR.finditer(text) if not text[: match.start()].endswith(("du ", "d’", "d'"))]
    return _stretches(text, named, "Dr ")


def listed(text: str) -> dict[str, tuple[int, int]]:
    """Return where each is told of that a list names, if they are doctors: « Hamdi : 830 patients. N’Guyen : 610. »."""
    return _stretches(text, list(_LISTED.finditer(text)), "")


def numbered(text: str) -> dict[str, tuple[int, int]]:
    """Return where each case of a numbered list is told of: « 1) signé en 2022 ; 2) … ». Questions are no cases."""
    told = _stretches(text, list(_NUMBERED.finditer(text)), "")
    if any(text[end : end + 1] == "?" for _, end in list(told.values())[:-1]):
        return {}
    return {name: (start, end + (text[end : end + 1] == ";")) for name, (start, end) in told.items()}


def _stretches(text: str, named: Sequence[re.Match[str]], title: str) -> dict[str, tuple[int, int]]:
    told: dict[str, tuple[int, int]] = {}
    for match, following in zip_longest(named, named[1:]):
        stop = _ENDS.search(text, match.end())
        ends = [stop.start() if stop else len(text), following.start() if following else len(text)]
        told.setdefault(f"{title}{match['name']}", (match.start(), min(ends)))
    return told


def without(text: str, told: Mapping[str, tuple[int, int]], but: str = "") -> str:
    """Return the message without what is told of the doctors it names, save one."""
    for name, (start, end) in sorted(told.items(), key=lambda item: item[1], reverse=True):
        kept = _NUMBERED.sub("", text[start:end]) if name == but else " "
        text = f"{text[:start]}{kept}{text[end:]}"
    return text
