"""The working times of an assistant that the aid knows: one third, half, full, one and a half, two."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from french import day as french_day
from french import listed
from rules.profile import Profile
from rules.reading import Reading
from rules.verdict import Reason


@dataclass(frozen=True, slots=True)
class Option:
    """One working time on offer. ``id`` names its parameters: ``aide.mi_temps.annee_1``."""

    id: str
    etp: Fraction
    name: str  # « mi-temps »
    label: str  # « mi-temps (0,5 ETP) »


OPTIONS = {
    option.etp: option
    for option in (
        Option("tiers_temps", Fraction(1, 3), "tiers-temps", "tiers-temps (1/3 ETP)"),
        Option("mi_temps", Fraction(1, 2), "mi-temps", "mi-temps (0,5 ETP)"),
        Option("temps_plein", Fraction(1), "temps plein", "temps plein (1 ETP)"),
        Option("temps_et_demi", Fraction(3, 2), "temps et demi", "temps et demi (1,5 ETP)"),
        Option("deux_temps_pleins", Fraction(2), "deux temps pleins", "deux temps pleins (2 ETP)"),
    )
}


_BY_NAME = {str(etp): option for etp, option in OPTIONS.items()}  # « 1/2 », as the parameters write it
CLOSED_THIRD = (
    "Un tiers-temps signé avant le 1er mai 2023 se poursuit jusqu’à son terme, "
    "aux montants de 2024 dès son premier anniversaire après le 22 juin 2024."
)


def on_offer(reading: Reading) -> tuple[Option, ...]:
    """Return the options open to new contracts at the reading's date, shortest first."""
    return _options(reading, "eligibilite.options_ouvertes")


def under_conditions(reading: Reading) -> tuple[Option, ...]:
    """Return the options open only as a second assistant (convention 2024: 1.5 and 2 ETP)."""
    return _options(reading, "eligibilite.options_sous_conditions")


def _options(reading: Reading, parameter: str) -> tuple[Option, ...]:
    value = reading.read(parameter).value
    return tuple(_BY_NAME[etp] for etp in value) if isinstance(value, tuple) else ()


def share_of(profile: Profile) -> Fraction | None:
    """Return the working time this doctor signs for: her part of an assistant shared between several doctors.

    A full-timer shared by two is a half-time each; a part-time option named with a sharing is each doctor's own.
    """
    if profile.etp is None or profile.etp < 1:
        return profile.etp
    return profile.etp / (profile.shared_between or 1)


def _closed_since(reading: Reading, etp: Fraction) -> date:
    values = reading.parameters["eligibilite.options_ouvertes"].values
    last_open = max(value.since for value in values if isinstance(value.value, tuple) and str(etp) in value.value)
    return next(value.since for value in values if value.since > last_open)


def closest(options: tuple[Option, ...], etp: Fraction) -> Option:
    """Return the longest option that ``etp`` covers, or the shortest there is: the likely intention."""
    return max((option for option in options if option.etp <= etp), key=lambda o: o.etp, default=options[0])


def named(option: Option) -> str:
    """Return « un mi-temps (0,5 ETP) », « deux temps pleins (2 ETP) »."""
    return option.label if option.label.startswith("deux") else f"un {option.label}"


def option_reason(reading: Reading, etp: Fraction, offered: tuple[Option, ...]) -> Reason:
    """Return whether a working time is open to new contracts at the reading's date, and since when it is not."""
    parameter, known = "eligibilite.options_ouvertes", OPTIONS.get(etp)
    names = listed([named(option) for option in offered], "ou")
    if known in offered:
        return reading.reason("option_ouverte", True, f"Le {known.label} est proposé.", parameter)
    if known is None:
        text = f"L’aide ne connaît pas ce temps de travail : elle propose {names}."
    elif etp < 1:
        since = french_day(_closed_since(reading, etp))
        text = f"Le {known.label} est fermé aux nouveaux contrats depuis le {since}."
    else:
        text = f"Le {known.label} n’existait pas encore à cette date : l’aide proposait {names}."
    return reading.reason("option_ouverte", False, text, parameter)
