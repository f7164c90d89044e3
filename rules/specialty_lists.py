"""The lists of specialties a text draws up: who is excluded, who must show a clinical practice, and why."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from french import day as french_day
from french import listed, number
from rules.dated import Parameters
from rules.kinds import ALL_BUT_EXCLUDED
from rules.profile import Profile
from rules.regimes import REGIMES
from rules.ruling import Ruling
from rules.specialties import SPECIALTIES, plural_of
from rules.specialty_conditions import ADMITTED, CLINICAL, EXCLUDED, LIMIT, excluded_names
from rules.topics import Asks, Topic
from rules.verdict import Decision, Reason

RULE = "eligibility.specialties"
WHY = "specialites.motif_d_exclusion"
GENERALIST = "generaliste"


def specialties(parameters: Parameters, profile: Profile, today: date) -> Decision:
    """Give the lists of specialties of the text in force.

    Texts: avenant 7 (specialties admitted everywhere), règlement arbitral 2023 and convention 2024 (six excluded).
    """
    ruling = Ruling(RULE, parameters, profile, today)
    admitted = ruling.texts(ADMITTED)
    if admitted is None:
        reasons = [ruling.reason("exclues", None, ruling.unsaid(ADMITTED), ADMITTED)]
    elif ALL_BUT_EXCLUDED in admitted:
        reasons = [*_excluded(ruling), _others(ruling, admitted)]
    else:
        reasons = [_admitted(ruling, admitted), _others(ruling, admitted)]
    reasons += [*_hers(ruling, profile), _by_department(ruling, profile)]
    return ruling.decide("Listes de spécialités", reasons=tuple(reasons), assumed=ruling.assumed)


def _excluded(ruling: Ruling) -> list[Reason]:
    excluded, names = ruling.texts(EXCLUDED), excluded_names(ruling)
    if excluded is None:
        return [ruling.reason("exclues", None, ruling.unsaid(EXCLUDED), EXCLUDED)]
    if not names:
        return [ruling.reason("exclues", False, "Aucune spécialité n’est exclue de l’aide.", EXCLUDED)]
    since = {ruling.listed_since(EXCLUDED, name) for name in excluded}
    when = f" depuis le {french_day(since.pop())}" if len(since) == 1 else ""
    reasons = [ruling.reason("exclues", True, f"Sont exclus de l’aide{when} : les {names}.", EXCLUDED)]
    reason = ruling.read(WHY).value
    told = str(reason) if reason else "Aucune de mes sources ne dit pourquoi ces spécialités sont exclues."
    return [*reasons, ruling.reason("motif", True if reason else None, told, WHY), *_clinical(ruling)]


def _clinical(ruling: Ruling) -> list[Reason]:
    """The specialties admitted as long as technical acts stay a small part of the fees."""
    names, limit = ruling.texts(CLINICAL), ruling.number(LIMIT)
    if names is None or limit is None:
        unsaid = CLINICAL if names is None else LIMIT
        return [ruling.reason("clinique", None, ruling.unsaid(unsaid), CLINICAL, LIMIT)]
    if not names:
        return []
    text = f"Les {listed(_told(names))} sont admis si leurs actes CCAM restent sous {number(limit)} % des honoraires."
    return [ruling.reason("clinique", True, text, CLINICAL, LIMIT)]


def _told(names: Sequence[str]) -> list[str]:
    """The plurals of a list, without those that another of the list covers: « chirurgiens » says « viscéraux »."""
    french = {name: SPECIALTIES[name] for name in names}
    return [
        plural_of(name)
        for name, said in french.items()
        if not any(said.startswith(f"{other} ") for other in french.values())
    ]


def _admitted(ruling: Ruling, admitted: Sequence[str]) -> Reason:
    were = "étaient admis" if ruling.over(ADMITTED) else "sont admis"
    names = listed([plural_of(name) for name in admitted])
    others = "les autres spécialités l’étaient" if ruling.over(ADMITTED) else "les autres spécialités le sont"
    text = f"Sous {REGIMES[ruling.regime].the}, {were} partout : les {names} ; {others} selon le département."
    return ruling.reason("admises", True, text, ADMITTED)


def _others(ruling: Ruling, admitted: Sequence[str]) -> Reason:
    """Whether others than generalists may sign: what « c’est réservé aux généralistes ? » asks."""
    excluded = set(ruling.texts(EXCLUDED) or ())
    open_to = {
        name for name in SPECIALTIES if name in admitted or (ALL_BUT_EXCLUDED in admitted and name not in excluded)
    }
    only = open_to <= {GENERALIST}
    text = "L’aide est réservée aux généralistes." if only else "L’aide n’est pas réservée aux généralistes."
    return ruling.reason("generalistes_seuls", only, text, ADMITTED)


def _hers(ruling: Ruling, profile: Profile) -> list[Reason]:
    """That her own specialty is excluded, where it is: no department changes that."""
    specialty = profile.specialty
    if specialty is None or not ruling.lists(EXCLUDED, specialty):
        return []
    since = french_day(ruling.listed_since(EXCLUDED, specialty))
    text = f"Les {plural_of(specialty)} sont exclus de l’aide depuis le {since}."
    return [ruling.reason("specialite_exclue", True, text, EXCLUDED)]


def _by_department(ruling: Ruling, profile: Profile) -> Reason:
    """Whether the department still decides, for a contract signed on that day."""
    admitted = ruling.texts(ADMITTED)
    id = "departement_compte"
    if admitted is None:
        return ruling.reason(id, None, ruling.unsaid(ADMITTED), ADMITTED)
    if ALL_BUT_EXCLUDED not in admitted:
        under = f"Sous {REGIMES[ruling.regime].the}"
        text = f"{under}, le département comptait pour les spécialités qui n’étaient pas admises partout."
        if profile.specialty in admitted:
            text = f"{under}, les {plural_of(profile.specialty or '')} étaient admis sur tout le territoire."
        counts = None if profile.specialty is None else profile.specialty not in admitted
        return ruling.reason(id, counts, text, ADMITTED)
    text = f"Depuis le {french_day(ruling.read(ADMITTED).since)}, le département ne compte plus pour la spécialité."
    return ruling.reason(id, False, text, ADMITTED)


TOPICS = (Topic(RULE, specialties, Asks.YES_NO),)
