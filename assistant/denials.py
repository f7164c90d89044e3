"""Whether a rewording denies what its passage affirms, or affirms what it denies: a « pas » makes a lie of true words.

A clause denies a word (« ne conclut pas »: conclure) and leaves the others open. Doubt counts as a contradiction: the
passage is then quoted as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from french import bare
from rag.words import stems

# A comma within a list ends no clause: « n’exige une pièce, un bureau ou une surface » denies all three.
_ENDS = re.compile(
    r"[.;:!?()«»\n–—]|,(?!\s*(?:une?|des?|du|ou|et|ni)\b|\s*d['’])"
    r"|\b(?:mais|car|donc|sinon|toutefois|qui|dont|et(?=\s+n(?:e\b|['’])))\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[a-z0-9]+")
_ANNOUNCED = frozenset("ne n aucun aucune sans sauf hors non nul nulle".split())  # the word denied comes after them
_BEFORE = _ANNOUNCED | {"ni", "pas", "jamais"}  # « pas obligatoire », where no « ne » says what is denied
_AFTER = frozenset("pas jamais plus rien guere".split())  # with which « ne … que » is no « seulement »
_EVERYWHERE = frozenset(stems("assistant médical médecin aide"))  # of any passage: they tell no clause from another
_FORBIDS = re.compile(r"interdi(?:t|te|ts|tes|sent|re)")
_LEFT = frozenset("pu pouvoir plus pas jamais rien aucun aucune".split())  # between « ne » and the word it denies


@dataclass(frozen=True, slots=True)
class _Clause:
    """The stems of a clause: all of them, those it denies, those it says are alone (« ne … que ») or forbid."""

    stems: frozenset[str]
    denied: frozenset[str]
    alone: frozenset[str]
    negative: bool


def contradicts(said: str, passage: str) -> bool:
    """Whether a clause of ``said`` denies what ``passage`` does not, or no longer denies what it does."""
    known = list(_clauses(passage))
    affirmed = _all(clause.stems for clause in known if not clause.negative) | _all(one.alone for one in known)
    denied, alone = _all(one.denied for one in known), _all(one.alone for one in known)
    held = _all(clause.stems for clause in known)
    for clause in _clauses(said):
        if clause.negative:
            if clause.alone - alone or (clause.denied & affirmed) - denied:
                return True
            if not clause.denied & held and not _nearest_is_negative(clause, known):
                return True
        elif (clause.stems & denied) - affirmed or _nearest_is_negative(clause, known):
            return True
    return False


def _nearest_is_negative(clause: _Clause, known: Iterable[_Clause]) -> bool:
    """Whether the clause of the passage that shares most with this one denies; in doubt, what would pass is kept."""
    shared = ((len(clause.stems & one.stems - _EVERYWHERE), one.negative == clause.negative) for one in known)
    count, alike = max(shared, default=(0, False))
    return count > 0 and alike == clause.negative


def _clauses(text: str) -> Iterator[_Clause]:
    for piece in _ENDS.split(text):
        if words := _WORD.findall(bare(piece)):
            yield _clause(words)


def _clause(words: Sequence[str]) -> _Clause:
    announced = "ne" in words or "n" in words
    denied: set[str] = set()
    alone: set[str] = set()
    deniers = _ANNOUNCED if announced else _BEFORE
    for place, word in enumerate(words):
        if word in deniers:
            after = [following for following in words[place + 1 :] if following not in _LEFT]
            focus = next((found for following in after if (found := stems(following))), [])
            only = word in ("ne", "n") and not _AFTER.intersection(words) and not {"que", "qu"}.isdisjoint(after)
            (alone if only else denied).update(focus)
    forbidden = set(stems(" ".join(filter(_FORBIDS.fullmatch, words))))
    negative = bool(forbidden) or not deniers.isdisjoint(words)
    return _Clause(
        frozenset(stems(" ".join(words))), frozenset(denied), frozenset(alone | forbidden - denied), negative
    )


def _all(sets: Iterable[frozenset[str]]) -> frozenset[str]:
    return frozenset().union(*sets)
