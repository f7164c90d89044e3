"""The secteurs of practice that a text admits, read from its list: « 1 », « 2 avec OPTAM »…"""

from __future__ import annotations

from collections.abc import Sequence

from rules.conditions import Condition, stated
from rules.kinds import WITH_OPTAM
from rules.profile import Profile
from rules.ruling import Ruling

SECTEURS = "eligibilite.secteurs"


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


def secteur_condition(ruling: Ruling, profile: Profile) -> Condition:
    """The secteurs of the text's list: secteur 1, or secteur 2 with OPTAM (all texts so far)."""
    met, needs = secteur_met(ruling, SECTEURS, profile)
    items = ruling.texts(SECTEURS)
    if items is None:
        return stated(ruling.reason("secteur", None, ruling.unsaid(SECTEURS), SECTEURS))
    rule = f"Il faut exercer en {admitted_secteurs(items)}"
    with_optam = profile.optam and profile.secteur in (None, 2)
    yours = "Le secteur 2 avec OPTAM" if with_optam else f"Le secteur {profile.secteur}"
    text = {True: f"{yours} ouvre droit à l’aide.", False: f"{yours} n’ouvre pas droit à l’aide.", None: f"{rule}."}[
        met
    ]
    if needs == ("optam",):
        text = f"{rule} : êtes-vous adhérent ?"
    elif met is False and profile.optam is False and WITH_OPTAM in items:
        text = f"{rule} : vous n’y adhérez pas."
    return Condition(ruling.reason("secteur", met, text, SECTEURS), needs)
