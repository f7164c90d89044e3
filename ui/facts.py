"""The facts of a profile in a reader's words: a label, a readable value, and the usual values to choose from."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import french
from rules.aid_years import PERCENTILES
from rules.profile import AssistantProfile
from rules.regimes import REGIMES
from rules.specialties import SPECIALTIES

LABELS = {
    "specialty": "Spécialité",
    "secteur": "Secteur",
    "optam": "OPTAM",
    "mep": "Exercice particulier",
    "patientele_mt": "Patientèle médecin traitant",
    "file_active": "File active",
    "percentile": "Tranche nationale",
    "age": "Âge",
    "department": "Département",
    "zone": "Zone",
    "new_installer": "Installation récente",
    "group_size": "Médecins au cabinet",
    "coordinated": "Exercice coordonné",
    "ccam_share": "Part d’actes techniques",
    "status": "Statut",
    "etp": "Temps de travail",
    "current_etp": "Temps de travail actuel",
    "signed_on": "Signature",
    "contract_year": "Année du contrat",
    "renewal": "Renouvellement",
    "objectives_reached": "Objectifs atteints",
    "shared_between": "Médecins qui se partagent l’assistant",
    "legal_form": "Structure employeuse",
    "members": "Associés",
    "average_patientele_mt": "Patientèle moyenne",
    "assistant_profile": "Profil de l’assistant",
    "assistant_certified": "Formation validée",
    "hired_on": "Embauche",
}

# What an answer may say it understood beyond the profile: shown, not corrected.
NAMES = {**LABELS, "signed_between": "Signature", "rules_between": "Règles", "regime": "Texte"}


def _band(first: int, last: int) -> str:
    if first == 0:
        return f"moins de P{last + 1}"
    return f"P{first} et plus" if last == 100 else f"P{first} à P{last}"


_YES_NO: list[tuple[str, Any]] = [("oui", True), ("non", False)]
CHOICES: dict[str, list[tuple[str, Any]]] = {
    "etp": [("mi-temps, 0,5 ETP", 0.5), ("temps plein, 1 ETP", 1), ("1,5 ETP", 1.5), ("2 ETP", 2)],
    "secteur": [("secteur 1", 1), ("secteur 2", 2), ("secteur 3", 3)],
    "percentile": [(_band(first, last), f"{first}-{last}") for first, last in PERCENTILES.values()],
    "zone": [("ZIP", "zip"), ("ZAC", "zac"), ("hors zone", "hors zone")],
    "contract_year": [(french.ORDINALS[year - 1], year) for year in range(1, 6)],
    "assistant_profile": [(profile.value, profile.value) for profile in AssistantProfile],
    **dict.fromkeys(("optam", "mep", "new_installer", "coordinated", "renewal", "objectives_reached"), _YES_NO),
    "assistant_certified": _YES_NO,
}


def readable(field: str, value: Any) -> str:
    """Return ``value`` as a reader would write it; a value of another form is shown as it stands."""
    for label, known in CHOICES.get(field, []):
        if known == value and isinstance(known, bool) == isinstance(value, bool):
            return label
    return _WRITERS.get(field, str)(value)


def _patients(value: Any) -> str:
    return f"{french.number(int(value))}{french.HARD}patients"


def _percentile(value: Any) -> str:
    first, _, last = str(value).partition("-")
    return _band(int(first), int(last)) if last else f"P{first}"


def _day(value: Any) -> str:
    return french.short_day(date.fromisoformat(str(value)))


def _etp(value: Any) -> str:
    return f"{french.number(Decimal(str(round(float(Fraction(str(value))), 2))))}{french.HARD}ETP"


_WRITERS: dict[str, Callable[[Any], str]] = {
    **dict.fromkeys(("patientele_mt", "file_active", "average_patientele_mt"), _patients),
    **dict.fromkeys(("signed_on", "hired_on"), _day),
    **dict.fromkeys(("etp", "current_etp"), _etp),
    "percentile": _percentile,
    "age": lambda value: f"{value}{french.HARD}ans",
    "ccam_share": lambda value: f"{value:g}{french.THIN}%".replace(".", ","),
    "signed_between": lambda value: f"du {_day(value[0])} au {_day(value[1])}",
    "rules_between": lambda value: f"du {_day(value[0])} au {_day(value[1])}",
    "regime": lambda value: REGIMES[value].name if value in REGIMES else str(value),
    "specialty": lambda value: SPECIALTIES.get(str(value), str(value)),
}


def typed(field: str, text: Any) -> Any:
    """Return the value of ``field`` typed in a form: « 1 300 » is a number, « 21/11/2026 » a date."""
    if not isinstance(text, str):
        return text
    text = text.strip()
    if field in ("signed_on", "hired_on"):
        try:
            return datetime.strptime(text, "%d/%m/%Y").date().isoformat()
        except ValueError:
            return text
    digits = re.sub(r"[\s\u00a0\u202f]|patients|ans", "", text)
    return int(digits) if re.fullmatch("[0-9]{1,9}", digits) and field != "department" else text
