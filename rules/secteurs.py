"""The secteurs of practice that a text admits, read from its list: « 1 », « 2 avec OPTAM »…"""

from __future__ import annotations

from collections.abc import Sequence

from rules.kinds import WITH_OPTAM
from rules.profile import Profile
from rules.ruling import Ruling


def admitted_secteurs(items: Sequence[str]) -> str:
    """Return « secteur 1, ou en secteur 2 avec OPTAM »."""
    return ", ou en ".join(f"secteur {item}" for item in items)


def secteur_met(ruling: Ruling, parameter: str, profile: Profile) -> tuple[bool | None, tuple[str, ...]]:
    """Return whether the doctor's secteur is in the list, and the fields that would settle it."""
    items = ruling.texts(parameter)
    if items is None:
        return None, ()
    secteur = profile.secteur or (2 if profile.optam else None)  # OPTAM is for secteur 2
    if secteur is None:
        return None, ("secteur",)
    if str(secteur) in items:
        return True, ()
    if secteur != 2 or WITH_OPTAM not in items:
        return False, ()
    return profile.optam, ("optam",) if profile.optam is None else ()
