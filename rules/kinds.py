"""What a parameter without a unit may hold: yes or no, a text, or names that a rule knows how to read.

A name that no rule knows would exclude everybody, or nobody, without a word: it is refused where it is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import get_args

from french.refusals import nearest
from rules.profile import LegalForm, Zone
from rules.regimes import REGIMES
from rules.specialties import SPECIALTIES

WITH_OPTAM = "2 avec OPTAM"
ALL_BUT_EXCLUDED = "toutes-sauf-exclues"  # alone in the list of who is admitted
SECTEURS = ("1", "2", WITH_OPTAM, "3")
_DEPARTMENTS = [f"{number:02}" for number in range(1, 96) if number != 20] + ["2A", "2B"]


class Kind(StrEnum):
    """``metadata: {kind: …}``: what one value is, or each item of a list."""

    YES_NO = "yes_no"
    TEXT = "text"
    TEXTS = "texts"
    REGIME = "regime"
    SPECIALTIES = "specialties"
    ADMITTED = "admitted_specialties"
    SECTEURS = "secteurs"
    ZONES = "zones"
    WORKING_TIMES = "working_times"
    LEGAL_FORMS = "legal_forms"
    DEPARTMENTS = "departments"


_NAMES: Mapping[Kind, tuple[str, ...]] = MappingProxyType(
    {
        Kind.REGIME: tuple(REGIMES),
        Kind.SPECIALTIES: tuple(SPECIALTIES),
        Kind.ADMITTED: (*SPECIALTIES, ALL_BUT_EXCLUDED),
        Kind.SECTEURS: SECTEURS,
        Kind.ZONES: tuple(Zone),
        Kind.WORKING_TIMES: ("1/3", "1/2", "1", "3/2", "2"),
        Kind.LEGAL_FORMS: get_args(LegalForm),
        Kind.DEPARTMENTS: (*_DEPARTMENTS, *(str(number) for number in range(971, 979))),
    }
)
_WHERE = {
    Kind.SPECIALTIES: "un nom de rules/specialties.py, comme generaliste",
    Kind.ADMITTED: f"un nom de rules/specialties.py, comme generaliste, ou {ALL_BUT_EXCLUDED}",
    Kind.DEPARTMENTS: 'un numéro de département, comme "05", "2A" ou "974"',
}  # too many to be listed in a message
_SINGLE = (Kind.TEXT, Kind.REGIME)


def kind_of(values: Iterable[object]) -> Kind | None:
    """Return what the values show by themselves: yes or no, a text, texts; ``None`` when none is established."""
    for value in values:
        if isinstance(value, bool):
            return Kind.YES_NO
        if isinstance(value, str):
            return Kind.TEXT
        if isinstance(value, list | tuple):
            return Kind.TEXTS
    return None


def mismatch(value: object, kind: Kind) -> tuple[object, str] | None:
    """Return what is wrong in a value and what was expected, in French; ``None`` when it is of that kind."""
    if kind is Kind.YES_NO:
        return None if isinstance(value, bool) else (value, "true (oui) ou false (non), sans guillemets")
    if kind in _SINGLE:
        return _wrong_text(value, kind)
    if not isinstance(value, list | tuple):
        return value, "une liste entre crochets, comme [a, b]"
    if ALL_BUT_EXCLUDED in value and len(value) > 1:
        return ALL_BUT_EXCLUDED, "ce nom seul dans la liste, ou des spécialités sans lui"
    return next(filter(None, (_wrong_text(item, kind) for item in value)), None)


def _wrong_text(value: object, kind: Kind) -> tuple[object, str] | None:
    names = _NAMES.get(kind)
    if not isinstance(value, str) or not value.strip():
        return value, "un texte, entre guillemets s’il a la forme d’un nombre ou d’une date"
    if names is None or value in names:
        return None
    return value, _WHERE.get(kind, f"l’un de ces noms : {', '.join(names)}") + nearest(value, names)
