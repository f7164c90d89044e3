"""A form as it was filled in, by hand, by a link or by the chat: the facts it gives, and what cannot be read in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from pydantic import ValidationError

import french
from rules.profile import Profile
from rules.specialties import SPECIALTIES
from ui import facts, typed
from ui.form import OTHER, QUESTIONS, SECTEURS, STEPS, UNKNOWN

Value = str | int | float | bool

_MOST_EUROS = 20_000  # a month: more than two full-time posts
_BY_LABEL = ("etp", "specialty", "secteur", "assistant_profile")  # told as their button says it
_ETPS = [value for value, _ in QUESTIONS["etp"].choices]


_READERS: dict[str, Callable[[str, date], Any]] = {
    "patientele_mt": lambda text, _: typed.count(text, 0, 20_000, "de patients"),
    "age": lambda text, _: typed.count(text, 23, 100, "d’années"),
    "new_installer": lambda text, _: {"true": True, "false": False}[text],
}


@dataclass(frozen=True)
class Filled:
    """``values`` are the answers as the form holds them, and the facts it does not ask (an exercise in a ZIP…)."""

    values: dict[str, Value]
    profile: dict[str, Any] = field(default_factory=dict)
    monthly: Decimal | None = None  # euros
    signed: tuple[date, date] | None = None  # the first and last day that the signature may be of
    errors: dict[str, str] = field(default_factory=dict)  # by question
    unknown: tuple[str, ...] = ()  # labels of what a link carries and no rule knows

    @property
    def when(self) -> str:
        """Return when it was signed: « le 10/06/2023 », « en mars 2023 »; nothing if not given."""
        if not self.signed:
            return ""
        first, last = self.signed
        return f"le {french.short_day(first)}" if first == last else french.period(first, last)

    def told(self, step: str) -> str:
        """Return the answers given to the questions of a step, in words; nothing when there is none."""
        names = [question.name for question in STEPS[step].questions]
        told = [self._told(name) for name in names if name in self.values and name not in self.errors]
        return french.upper_first(", ".join(told))

    @property
    def also(self) -> list[str]:
        """Return the facts that the form does not ask, in words."""
        kept = [name for name in self.values if name in self.profile and not self._has_control(name)]
        return [f"{facts.LABELS[name]}\u00a0: {facts.readable(name, self.profile[name])}" for name in kept]

    def _has_control(self, name: str) -> bool:
        choices = dict(QUESTIONS[name].choices) if name in QUESTIONS else {}
        return name in QUESTIONS and name in self.values and (not choices or self.values[name] in choices)

    def _told(self, name: str) -> str:
        value = self.values[name]
        if name == "cost":
            return f"{french.euros(self.monthly or 0)} par mois"
        if name == "signed_on" and self.signed:
            return f"signé {self.when}"
        if name == "new_installer":
            return "installation récente" if value == "true" else "installation plus ancienne"
        if (name, value) == ("percentile", UNKNOWN):
            return "tranche inconnue"
        if name in self.profile and (name not in _BY_LABEL or not self._has_control(name) or value == OTHER):
            return facts.readable(name, self.profile[name])
        return french.lower_first(dict(QUESTIONS[name].choices)[str(value)])


def read(given: Mapping[str, Any], today: date) -> Filled:
    """Read what was ``given``: answers of the form, or the facts of a profile, which are turned into such answers."""
    values = _as_form({name: value for name, value in given.items() if isinstance(value, Value) and value != ""})
    profile: dict[str, Any] = {}
    errors: dict[str, str] = {}
    unknown: list[str] = []
    monthly = signed = None
    for name, value in values.items():
        try:
            if name == "cost":
                monthly = typed.amount(str(value), _MOST_EUROS)
            elif name == "signed_on":
                signed = typed.period(str(value), today)
                profile[name] = signed[1].isoformat()
            else:
                profile |= _facts(name, value, values, today)
        except (ValueError, KeyError) as error:
            if name in QUESTIONS and not QUESTIONS[name].choices:
                errors[name] = str(error)
            else:
                unknown.append(name)
    kept = {name: value for name, value in values.items() if name not in unknown}
    labels = tuple(facts.LABELS[name] for name in unknown if name in facts.LABELS)
    return Filled(kept, profile, monthly, signed, errors, labels)


def _facts(name: str, value: Value, values: Mapping[str, Value], today: date) -> dict[str, Any]:
    """Return the facts that one answer gives. Raise ``ValueError`` when it gives none."""
    if (name, value) in (("specialty", OTHER), ("percentile", UNKNOWN)):
        return {}
    if name == "other":
        return _checked({"specialty": value}) if values.get("specialty") == OTHER else {}
    if name == "secteur" and value in SECTEURS:
        return SECTEURS[str(value)]
    if name in _READERS:
        return {name: _READERS[name](str(value), today)}
    return _checked({name: value})


def _checked(one: dict[str, Any]) -> dict[str, Any]:
    try:
        Profile.model_validate(one)
    except ValidationError:
        raise ValueError("no such fact") from None
    return one


def _as_form(given: dict[str, Value]) -> dict[str, Value]:
    """Turn the facts of a profile into the answers that say the same; what has no such answer stays a fact."""
    form = dict(given)
    specialty = form.get("specialty")
    if specialty in SPECIALTIES and specialty not in dict(QUESTIONS["specialty"].choices):
        form |= {"specialty": OTHER, "other": specialty}
    if form.get("secteur") not in (None, *SECTEURS):
        said = {"secteur": form["secteur"]} | ({"optam": form["optam"]} if "optam" in form else {})
        form["secteur"] = next((name for name, known in SECTEURS.items() if known == said), form["secteur"])
    if form.get("secteur") in SECTEURS:
        form.pop("optam", None)
    if "etp" in form:
        form["etp"] = next((etp for etp in _ETPS if _same_etp(etp, form["etp"])), form["etp"])
    if isinstance(form.get("signed_on"), str):
        form["signed_on"] = _french(str(form["signed_on"]))
    return {name: _written(name, value) for name, value in form.items()}


def _same_etp(etp: str, value: Value) -> bool:
    try:
        return Fraction(etp) == Profile.model_validate({"etp": value}).etp
    except ValidationError:
        return False


def _french(day: str) -> str:
    try:
        return french.short_day(date.fromisoformat(day))
    except ValueError:
        return day


def _written(name: str, value: Value) -> Value:
    """Return a value of the form as a field or a button holds it: in letters."""
    if name not in QUESTIONS or name == "secteur" or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).lower()
    return french.number(value) if name == "patientele_mt" and isinstance(value, int) else f"{value:g}"
