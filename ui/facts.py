"""The facts of a profile in a reader's words: a label, a readable value, and the usual values to choose from."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import french
from assistant.answer import Answer, Kind
from assistant.errors import InvalidInput
from rules.aid_years import PERCENTILES
from rules.profile import AssistantProfile
from rules.regimes import AIDE_COLLECTIVE, REGIMES
from rules.specialties import SPECIALTIES
from ui import typed as reading

LABELS = {
    "specialty": "Spécialité",
    "secteur": "Secteur",
    "optam": "OPTAM",
    "mep": "Exercice particulier",
    "patientele_mt": "Patientèle médecin traitant",
    "children": "Patients de moins de 16 ans",
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

# What an answer may say it understood beyond the profile: shown, and corrected where it is a fact known in part.
NAMES = {**LABELS, "signed_between": "Signature", "rules_between": "Règles", "regime": "Texte"}
CORRECTED_AS = {**{name: name for name in LABELS}, "signed_between": "signed_on"}
_PARTIAL = ("signed_between", "regime")  # what tells of a signature, short of its day
_SIMULATED_AREAS = frozenset({"aid", "eligibility", "objectives"})  # that a simulation tells too
_SIMULATED_TOPIC = "salary.employer_cost"  # of another area


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
    **dict.fromkeys(("patientele_mt", "children", "file_active", "average_patientele_mt"), _patients),
    **dict.fromkeys(("signed_on", "hired_on"), _day),
    **dict.fromkeys(("etp", "current_etp"), _etp),
    "percentile": _percentile,
    "age": lambda value: f"{value}{french.HARD}ans",
    "ccam_share": lambda value: f"{value:g}{french.THIN}%".replace(".", ","),
    "signed_between": lambda value: french.period(*map(date.fromisoformat, value)).removeprefix("en "),
    "rules_between": lambda value: f"du {_day(value[0])} au {_day(value[1])}",
    "regime": lambda value: REGIMES[value].name if value in REGIMES else str(value),
    "specialty": lambda value: SPECIALTIES.get(str(value), str(value)),
}


_COUNTS: dict[str, tuple[int, int, str]] = {
    **dict.fromkeys(("patientele_mt", "children", "file_active", "average_patientele_mt"), (0, 20_000, "de patients")),
    "age": (23, 100, "d’années"),
    "group_size": (1, 500, "de médecins"),
    "members": (1, 500, "d’associés"),
    "shared_between": (1, 20, "de médecins"),
}


def unit(name: str) -> str:
    """Return what follows the number in the field ``name``: « patients » after a space; nothing if it holds none."""
    if name == "age":
        return f"{french.HARD}ans"
    counted = _COUNTS.get(name)
    return f"{french.HARD}{re.sub('^d(?:e |’)', '', counted[2])}" if counted else ""


def typed(name: str, text: Any, today: date) -> Any:
    """Return the value of the field ``name`` as typed: « 1 300 » is a number, « 21/11/2026 » or « hier » a day.

    Raise ``InvalidInput``, which says what to write, when a date, a number or a specialty is not one.
    """
    if not isinstance(text, str):
        return text
    try:
        if name in ("signed_on", "hired_on"):
            return reading.day(text, today).isoformat()
        if name in _COUNTS:
            return reading.count(text, *_COUNTS[name])
        if name == "specialty":
            return reading.specialty(text)
    except ValueError as error:
        raise InvalidInput(f"profile.{name}", str(error), "") from None
    return text.strip()


_HERS = frozenset({"specialty", "patientele_mt", "children", "file_active", "percentile", "mep", "age"})
_CONTRACT = frozenset({"etp", "signed_on", "signed_between", "rules_between", "regime", "contract_year", "renewal"})
_ASSISTANT = frozenset({"assistant_profile", "assistant_certified", "hired_on"})
_GROUP = frozenset({"legal_form", "members", "average_patientele_mt", "shared_between"})
# What the rules of each area read: a fact of another question is not shown again under this one.
READ_BY: dict[str, frozenset[str]] = {
    "aid": _CONTRACT | {"percentile", "patientele_mt", "specialty", "shared_between"},
    "eligibility": frozenset(LABELS) - _ASSISTANT | _CONTRACT,
    "objectives": _HERS | _CONTRACT | {"new_installer"},
    "training": _ASSISTANT | _CONTRACT - {"etp"},
    "missions": _ASSISTANT,
    "contract": _CONTRACT | _ASSISTANT | _GROUP,
    "collective": _GROUP | _CONTRACT | {"new_installer", "mep", "secteur", "specialty"},
    "salary": _CONTRACT | {"hired_on", "percentile", "shared_between"},
    "national": frozenset({"signed_on", "rules_between"}),
    "regimes": _CONTRACT - {"etp"},
}


def simulates(answer: Answer) -> bool:
    """Whether the simulator may be opened from an answer: it then takes along all that was understood."""
    ruled = answer.kind in (Kind.FIGURE, Kind.ELIGIBILITY) and answer.topic
    topic = str(answer.topic)
    simulated = topic == _SIMULATED_TOPIC or topic.partition(".")[0] in _SIMULATED_AREAS
    return bool(answer.series) or (bool(ruled) and simulated)


def shown(answer: Answer) -> dict[str, Any]:
    """Return the facts to show under an answer: those it uses, and those that « Simuler » takes along."""
    return {**used(answer), **(answer.understood if simulates(answer) else {})}


def carried(answer: Answer) -> dict[str, Any]:
    """Return what a link to the answer takes along: what was said and is shown."""
    return _in_fields({name: value for name, value in shown(answer).items() if name in answer.understood})


def simulated(answer: Answer) -> dict[str, Any]:
    """Return what the simulator is opened with: all that was said. It asks for the day of a signature where it counts.

    The aid of a group is no text that a doctor signed under alone.
    """
    cost = {"cost": french.number(Decimal(answer.monthly_cost))} if answer.monthly_cost else {}
    return cost | _in_fields({name: value for name, value in answer.understood.items() if value != AIDE_COLLECTIVE})


def _in_fields(said: dict[str, Any]) -> dict[str, Any]:
    """Return what was said by the fields of a profile; a signature known in part is there in words: « mars 2024 »."""
    known = {name: value for name, value in said.items() if name in LABELS}
    partial = [readable(name, said[name]) for name in _PARTIAL if name in said]
    return {"signed_on": partial[0], **known} if partial else known


def signed_in_words(text: Any, today: date) -> str:
    """Return the message that says a signature known in part, « contrat signé en mars 2024 »; nothing of any other."""
    if not isinstance(text, str):
        return ""
    if regime := next((regime for regime in REGIMES.values() if regime.name == text), None):
        return f"contrat signé sous {regime.the}"
    try:
        first, last = reading.period(text, today)
    except ValueError:
        return ""
    return f"contrat signé {french.period(first, last)}" if first != last else ""


def is_of_another(answer: Answer) -> bool:
    """Whether a message speaks of a colleague: what it says is not the doctor's."""
    return any(mention.whose == "colleague" for mention in answer.heard.mentions) if answer.heard else False


def spoken(answer: Answer) -> dict[str, str]:
    """Return the facts that were said, by the field that corrects each, as a sentence writes them."""
    return {
        CORRECTED_AS[name]: _spoken(name, value) for name, value in answer.understood.items() if name in CORRECTED_AS
    }


def _spoken(name: str, value: Any) -> str:
    return french.day(date.fromisoformat(value)) if name in ("signed_on", "hired_on") else readable(name, value)


def used(answer: Answer) -> dict[str, Any]:
    """Return the facts that an answer uses, said or supposed: those its rules read, and those of this very message."""
    known = {**answer.understood, **{name: value for name, value in answer.assumed.items() if value is not None}}
    if answer.heard is None:  # an answer that does not tell: all that is known
        return known
    said = {mention.field for mention in answer.heard.mentions}
    ruled = answer.kind in (Kind.FIGURE, Kind.ELIGIBILITY) and answer.topic
    read = READ_BY[answer.topic.partition(".")[0]] if ruled and answer.topic else frozenset()
    return {name: value for name, value in known.items() if name in read or name in said}
