"""The working times of an assistant that the aid knows: one third, half, full, one and a half, two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from french import day as french_day
from french import listed
from rules.dated import Parameters
from rules.profile import Profile
from rules.ruling import Ruling
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
PARAMETER = "eligibilite.options_ouvertes"


def on_offer(ruling: Ruling) -> tuple[Option, ...]:
    """Return the options open to new contracts at the ruling's date, shortest first."""
    return _options(ruling, PARAMETER)


def under_conditions(ruling: Ruling) -> tuple[Option, ...]:
    """Return the options open only as a second assistant (convention 2024: 1.5 and 2 ETP)."""
    return _options(ruling, "eligibilite.options_sous_conditions")


def _options(ruling: Ruling, parameter: str) -> tuple[Option, ...]:
    return tuple(_BY_NAME[etp] for etp in ruling.texts(parameter) or ())


def share_of(profile: Profile) -> Fraction | None:
    """Return the working time this doctor signs for: her part of an assistant shared between several doctors.

    A full-timer shared by two is a half-time each; a part-time option named with a sharing is each doctor's own.
    """
    if profile.etp is None or profile.etp < 1:
        return profile.etp
    return profile.etp / (profile.shared_between or 1)


def _options_today(ruling: Ruling) -> tuple[Option, ...]:
    return tuple(_BY_NAME[etp] for etp in ruling.texts(PARAMETER, ruling.today) or ())


def _closed_since(ruling: Ruling, etp: Fraction) -> date | None:
    return closed_since(ruling.parameters, etp, ruling.day)


def closed_since(parameters: Parameters, etp: Fraction, day: date) -> date | None:
    """Return the first day a working time was no longer offered; ``None`` when it never was, or still is."""
    since, was_offered = None, False
    for value in parameters[PARAMETER].values:
        if value.since <= day and isinstance(value.value, tuple):
            offered = str(etp) in value.value
            since = since or value.since if was_offered and not offered else None
            was_offered = was_offered or offered
    return since


def closed_third(ruling: Ruling) -> tuple[str, ...]:
    """Say what becomes of the contracts of one third that run, once it is closed to new ones."""
    etp = Fraction(1, 3)
    since, switch = _closed_since(ruling, etp), ruling.read("regimes.montants_a_l_anniversaire").value
    if since is None:
        return ()
    text = f"Un tiers-temps signé avant le {french_day(since)} se poursuit jusqu’à son terme"
    if not ruling.holds("regimes.contrats_anterieurs_vont_a_terme", ruling.today):
        return ()
    if isinstance(switch, date):
        text += f", aux montants de {switch.year} dès son premier anniversaire à partir du {french_day(switch)}"
    return (f"{text}.",)


def third_is_closed(ruling: Ruling) -> tuple[Reason, ...]:
    """Say since when one third is closed to new contracts, for those who do not say which working time they want."""
    etp = Fraction(1, 3)
    if (since := _closed_since(ruling, etp)) is None:
        return ()
    text = f"Le {OPTIONS[etp].label} est fermé aux nouveaux contrats depuis le {french_day(since)}."
    return (ruling.reason("tiers_ferme", True, text, PARAMETER),)


def closed_since_then(ruling: Ruling, etp: Fraction) -> tuple[Reason, ...]:
    """Say that an option offered on the day of the contract is no longer signed today, and since when."""
    since = closed_since(ruling.parameters, etp, ruling.today)
    if since is None or since <= ruling.day or etp not in OPTIONS:
        return ()
    text = f"Le {OPTIONS[etp].label} ne se signe plus depuis le {french_day(since)}."
    return (ruling.reason("ferme_depuis", True, text, PARAMETER, day=ruling.today),)


def working_time(etp: Fraction) -> str:
    """Return « temps plein (1 ETP) »; a number of ETP where the aid has no name for it."""
    return OPTIONS[etp].label if etp in OPTIONS else f"{float(etp):g} ETP".replace(".", ",")


def closest(options: tuple[Option, ...], etp: Fraction) -> Option | None:
    """Return the longest option that ``etp`` covers, or the shortest there is; ``None`` when none is offered."""
    shortest = min(options, key=lambda option: option.etp, default=None)
    return max((option for option in options if option.etp <= etp), key=lambda o: o.etp, default=shortest)


def named(option: Option) -> str:
    """Return « un mi-temps (0,5 ETP) », « deux temps pleins (2 ETP) »."""
    return option.label if option.label.startswith("deux") else f"un {option.label}"


def option_reason(ruling: Ruling, etp: Fraction, offered: tuple[Option, ...]) -> Reason:
    """Return whether a working time is open to new contracts at the ruling's date, and since when it is not."""
    id, known = "option_ouverte", OPTIONS.get(etp)
    if ruling.texts(PARAMETER) is None:
        return ruling.reason(id, None, ruling.unsaid(PARAMETER), PARAMETER)
    names = listed([named(option) for option in offered], "ou")
    if known in offered:
        still = "était" if known not in _options_today(ruling) else "est"
        return ruling.reason(id, True, f"Le {known.label} {still} proposé.", PARAMETER)
    if known is None:
        text = _unknown_to_the_aid(etp, offered)
    elif since := _closed_since(ruling, etp):
        text = f"Le {known.label} est fermé aux nouveaux contrats depuis le {french_day(since)}."
    else:
        text = f"L’option {known.label} n’existait pas encore à cette date : l’aide proposait {names}."
    return ruling.reason(id, False, text, PARAMETER)


def _unknown_to_the_aid(etp: Fraction, offered: Sequence[Option]) -> str:
    """Say between which options a working time falls, and what is not established of it."""
    below = [option for option in offered if option.etp < etp]
    above = [option for option in offered if option.etp > etp]
    if not offered:
        return "L’aide ne connaît pas ce temps de travail."
    if not below:
        return f"L’aide ne connaît pas un temps aussi court : il faut au moins {named(above[0])}."
    if not above:
        return f"L’aide ne connaît pas un temps aussi long : elle s’arrête à {named(below[-1])}."
    between = f"rien n’est proposé entre {named(below[-1])} et {named(above[0])}"
    return f"L’aide ne connaît pas ce temps de travail : {between}. Ce qu’elle verse alors n’est pas établi."


def sharing_reason(ruling: Ruling) -> Reason:
    """Return whether doctors may share an assistant."""
    return ruling.says(
        "partage",
        "contrat.partage.possible",
        yes="Plusieurs médecins peuvent partager un assistant : chacun signe son propre contrat.",
        no="Un assistant ne se partage pas entre plusieurs médecins.",
    )
