"""All that a sentence may name, by name: figures and reasons of the decision, parameters, what was said, sums."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import french
from assistant.arithmetic import computed
from assistant.colleagues import who_acts
from assistant.decided import Case
from assistant.own_aid import OF_HERS, own
from assistant.own_sums import AN_AID, is_money
from assistant.reading.quantities import Quantity
from assistant.turn import Turn
from assistant.wording_aid import by_year, course, left_to_pay
from rules.amounts import amount, amount_of
from rules.dated import DatedValue, Parameters
from rules.options import working_time
from rules.profile import Profile
from rules.regimes import REGIMES
from rules.units import Unit
from rules.verdict import Decision, Figure, Reason, Verdict

ANSWERS = {Verdict.YES: "Oui", Verdict.NO: "Non", Verdict.UNKNOWN: "Ce n’est pas établi"}
PLACEHOLDER = re.compile(r"\{([^}]+)\}")
_DATED = re.compile(r"_\d{4}_\d{2}$")

_UNITS = {
    "hours": Unit.HOURS, "days": Unit.DAYS, "months": Unit.MONTHS, "years": Unit.YEARS, "age": Unit.YEARS,
    "percent": Unit.PERCENT, "patients": Unit.PATIENTS, "euros": Unit.EUR, "doctors": Unit.COUNT, "etp": Unit.COUNT,
}  # fmt: skip
_OF_THE_PROFILE = {
    "patientele_mt": Unit.PATIENTS, "file_active": Unit.PATIENTS, "average_patientele_mt": Unit.PATIENTS,
    "children": Unit.PATIENTS,
    "age": Unit.YEARS, "ccam_share": Unit.PERCENT, "members": Unit.COUNT, "group_size": Unit.COUNT,
    "shared_between": Unit.COUNT, "etp": Unit.COUNT, "current_etp": Unit.COUNT, "contract_year": Unit.COUNT,
}  # fmt: skip
_FALL_BACK = {"patients": ("patientele_mt", "file_active"), "age": ("age",), "etp": ("etp",), "doctors": ("members",)}
_A_PAY = Decimal(500)  # euros
_LEAST = dict.fromkeys((*OF_HERS, "contract.sharing"), AN_AID) | dict.fromkeys(  # from which a bare number is money
    ("salary.grid", "contract.employment_terms", "training.certificate"), _A_PAY
)
_DAYS = {"days": Decimal(1), "weeks": Decimal(7), "months": Decimal("30.4375"), "years": Decimal("365.25")}


class Speech:
    """What may be said of one decision; ``used`` keeps the figures that were, so that they can be proved."""

    def __init__(self, case: Case, turn: Turn, parameters: Parameters, today: date):
        self.case, self.turn, self.parameters, self.today = case, turn, parameters, today
        self.decision = case.decision
        self.used: dict[str, Figure] = {}
        self.sources: list[str] = []
        self.names: list[str] = []
        signed = when(case, turn, today)
        hers = own(case, turn, parameters, signed, today)
        self._own, self._behind = hers.figures, hers.behind
        days = {f"{key}.within": french.period(*days) for key, days in case.within.items()}
        event = {"event.of": who_acts(turn.text)}
        self._texts = {"when": signed} | event | days | hers.texts | _figures(self.decision) | _reasons(self.decision)

    def forget(self) -> None:
        """Begin another sentence: nothing is used yet."""
        self.used.clear()
        self.sources.clear()
        self.names.clear()

    def filled(self, sentence: str, verdict: Verdict | None) -> str | None:
        """Return the sentence with its placeholders filled in; ``None`` as soon as one has no value."""
        for key in PLACEHOLDER.findall(sentence):  # a day known by its month only: « au plus tard en janvier 2027 »
            within = self._texts.get(f"{key}.within", "")
            if within.startswith("en " if "plus tard" in sentence else "en"):
                sentence = sentence.replace(f"le {{{key}}}", f"{{{key}.within}}")
        values = {name: self.text(name, verdict) for name in PLACEHOLDER.findall(sentence)}
        if None in values.values():
            return None
        return PLACEHOLDER.sub(lambda match: str(values[match[1]]), sentence)

    def text(self, name: str, verdict: Verdict | None = None) -> str | None:
        """Return what a placeholder stands for, ``None`` where it has no value."""
        if name == "verdict":
            return f"**{ANSWERS[verdict]}**" if verdict else None
        if name in self._texts:
            self.used |= {f"{name}.{rank}": figure for rank, figure in enumerate(self._behind.get(name, ()))}
            self._cite(name)
            return self._texts[name]
        if name.removesuffix(".since") in self.parameters:
            return self._of_parameter(name)
        if name == "profile.etp" and self.turn.state.profile.etp:
            return working_time(self.turn.state.profile.etp)
        return self._of_number(name)

    def _of_parameter(self, name: str) -> str | None:
        """A parameter's value, or its first day (« .since »)."""
        parameter = self.parameters[name.removesuffix(".since")]
        held = self.held(parameter.id)
        if held is None or name != parameter.id:
            return french.day(held.since) if held else None
        self._remember(name)
        if held.value is None:
            return None
        said = amount(held.value, parameter.unit)
        self.sources += held.references
        self.names += [said] if isinstance(held.value, str | tuple) else []
        return said

    def _of_number(self, name: str) -> str | None:
        """A number of the decision, one that was said, or a sum of them."""
        figure: Figure | None
        figure = self.number(name)
        if figure is None or figure.value is None:
            return None
        if figure.parameter or figure.computed_from or name.startswith("="):
            self.used[name] = figure
        if figure.rule == "said" and figure.key == "weeks" and isinstance(figure.value, Decimal):
            return french.counted(figure.value, "semaine", "semaines")
        return amount_of(figure)

    def _cite(self, name: str) -> None:
        """Keep the sources of a figure or of a reason of the decision that the sentence names."""
        bare = name.removeprefix("reason.").removeprefix("answer.")
        reasons = [decisive(self.decision)] if name == "reason" else [r for r in self.decision.reasons if r.id == bare]
        self.sources += [source for reason in reasons for source in reason.sources]
        self.sources += [source for f in self.decision.figures if f.key == name for source in f.sources]

    def number(self, name: str) -> Figure | None:
        """Return a number by its name, or the sum that « = a + b » is worth."""
        return computed(name[1:], self.figure, amount_of) if name.startswith("=") else self.figure(name)

    def figure(self, name: str) -> Figure | None:
        """Return a number by its name: of the decision, of a parameter, said in the message, or known of the doctor."""
        found = next((figure for figure in self.decision.figures if figure.key == name), None)
        return found or self._own.get(name) or self._remember(name) or self.said(name) or self._known(name)

    def held(self, name: str) -> DatedValue | None:
        """Return a parameter's value on the rule's date; ``None`` before the first text that gives one."""
        first = self.parameters[name].values[0].since
        on = self.decision.rules_on
        return self.parameters[name].at(on, self.today) if first <= on else None

    def _remember(self, name: str) -> Figure | None:
        parameter = self.parameters.get(name)
        value = self.held(name) if parameter else None
        if parameter is None or value is None:
            return None
        figure = Figure(
            name, value.value if isinstance(value.value, Decimal | date) else None, parameter.unit or Unit.COUNT,
            parameter.description, self.decision.rule, name, value.standing, value.references, value.since,
        )  # fmt: skip
        self.used[name] = figure
        return figure

    def said(self, name: str) -> Figure | None:
        """Return the number of a unit said in the message: « said.hours.2 » is the second one; the first by default.

        « first.hours » is the one first said of the topic, in an earlier message, where this one says another.
        """
        kind, unit, *rank = [*name.split("."), "1"][:3]
        if kind == "first":
            told = (self._said(item, unit) for item in self.turn.state.said_first if item.unit == unit)
            return next(told, None) or self._before_supposing(unit)
        if kind != "said":
            return None
        index, least = int(rank[0]) - 1, self._least(unit)
        if found := self._quantity(unit, index):
            return self._said(found, unit if least else found.unit)
        known = (self._known(f"profile.{field}") for field in _FALL_BACK.get(unit, ()))
        return next(filter(None, known), None) if index == 0 else None

    def beyond(self, unit: str) -> int:
        """Return on which side of the number said it is put: 1 for « plus de 3 mois », -1 for « moins de »."""
        name, _, rank = unit.partition(".")
        found = self._quantity(name, int(rank or 1) - 1)
        return found.beyond if found else 0

    def _least(self, unit: str) -> Decimal | None:
        """Return from which a number without a unit is money, where money is spoken of: « 36 000 la 1re année ? »."""
        return _LEAST.get(self.decision.rule) if unit == "euros" else None

    def _quantity(self, unit: str, index: int) -> Quantity | None:
        least = self._least(unit)
        said = sorted((*self.turn.understanding.quantities, *self._earlier()), key=_order(unit))
        numbers = [item for item in said if _is_of(item, unit) or (least and is_money(item, least))]
        return numbers[index] if index < len(numbers) else None

    def _earlier(self) -> Iterable[Quantity]:
        """Return what an earlier message said, where this one says nothing of the kind."""
        now = self.turn.understanding.quantities
        units = {item.unit for item in now}
        return [item for item in self.turn.state.said if item.unit not in units and not is_money(item)]

    def _said(self, item: Any, unit: str) -> Figure:
        return Figure(unit, item.value, _UNITS.get(unit, Unit.COUNT), "vous avez dit", "said", None, None, ())

    def _before_supposing(self, unit: str) -> Figure | None:
        """What is established, where « et si je tombe à 1 200 ? » supposes another number."""
        firm = self.turn.state.firm
        known = (self._known(f"profile.{field}", firm.profile) for field in _FALL_BACK.get(unit, ()) if firm)
        return next(filter(None, known), None)

    def _known(self, name: str, profile: Profile | None = None) -> Figure | None:
        field = name.removeprefix("profile.")
        hers = field != name and field in _OF_THE_PROFILE
        value = getattr(profile or self.turn.state.profile, field, None) if hers else None
        if value is None:
            return None
        number = Decimal(value.numerator) / value.denominator if isinstance(value, Fraction) else Decimal(str(value))
        return Figure(name, number, _OF_THE_PROFILE[field], "vous avez dit", "said", None, None, ())


def _is_of(said: Quantity, wanted: str) -> bool:
    """Whether a quantity is of the unit wanted; years that have passed are a seniority, no duration that is put."""
    served = said.since and said.unit == "years"
    if wanted == "served":
        return served
    return said.unit == wanted or (
        said.unit in _DAYS and (wanted == "seniority" or (wanted == "duration" and not served))
    )


def _order(wanted: str) -> Callable[[Quantity], int]:
    """Return in which order quantities are read: as said; of a seniority, time served first, and years before months.

    « 1,6 mois d’indemnité si elle a 6 ans et demi » is asked of who has been there for years.
    """
    return lambda said: (wanted == "seniority") * (3 - 2 * said.since - (said.unit == "years"))


def in_days(figure: Figure) -> Decimal | None:
    """Return a duration in days, any other number as it is: what can be compared."""
    value = figure.value
    if not isinstance(value, Decimal):
        return None
    weeks = figure.rule == "said" and figure.key == "weeks"
    return value * (_DAYS["weeks"] if weeks else _DAYS.get(figure.unit.value, Decimal(1)))


def when(case: Case, turn: Turn, today: date) -> str:
    """Say which contract the answer is about: « pour un contrat signé en juillet 2023 »."""
    state = turn.state
    if state.rules_of and case.read_on and case.signed:
        return f"d’après les règles en vigueur {french.period(*case.signed)}"
    if state.regime:
        return f"sous {REGIMES[state.regime].the}"
    supposed = case.decision.assumed.get("signed_on", today)
    if isinstance(supposed, date) and supposed != today:  # the aid’s contract is signed about the hiring
        days = case.signed or state.hired
        return f"pour une embauche {french.period(*days) if days else f'le {french.day(supposed)}'}"
    if case.signed is None:
        signed_on = state.profile.signed_on
        return (
            "pour un contrat signé aujourd’hui"
            if signed_on in (None, today)
            else f"pour un contrat signé le {french.day(signed_on)}"
        )
    first, last = case.signed
    if case.signed == state.signature:
        return f"pour un contrat signé {french.period(first, last)}"
    return f"pour un contrat signé du {french.short_day(first)} au {french.short_day(last)}"


def decisive(decision: Decision) -> Reason:
    """Return the reason that carries the verdict: the first not met on a no, unknown on an unknown, met on a yes."""
    wanted = {Verdict.NO: False, Verdict.UNKNOWN: None, Verdict.YES: True}
    reasons = decision.reasons
    if decision.verdict is None:
        return reasons[0]
    return next((reason for reason in reasons if reason.met is wanted[decision.verdict]), reasons[0])


def _figures(decision: Decision) -> dict[str, str]:
    """The established figures as a sentence names them."""
    known = [figure for figure in decision.figures if figure.value is not None]
    values = {figure.key: amount_of(figure) for figure in known}
    for figure in reversed(known):  # {cardiologues}, {cardiologues.label}: the latest of a dated series
        series = _DATED.sub("", figure.key)
        values |= {series: amount_of(figure), f"{series}.label": french.lower_first(figure.label)}
        values |= {"first": values[series], "first_label": values[f"{series}.label"]}
    return values | dict(_in_sequence(decision, known))


def _in_sequence(decision: Decision, known: list[Figure]) -> Iterator[tuple[str, str]]:
    """Yield amounts told year by year, and what is left to pay each year."""
    if left := left_to_pay(known):
        yield "left", left
    for kind in ("annee_", "par_etp_annee_"):
        years = by_year(figure for figure in decision.figures if figure.key.startswith(kind))
        if any(figure.value is not None for figure in years.values()):
            yield f"{kind}s", course(years)


def _reasons(decision: Decision) -> dict[str, str]:
    """The reasons as a sentence names them, and as an answer to yes or no."""
    values = {f"reason.{reason.id}": reason.text for reason in decision.reasons}
    for reason in decision.reasons:
        values[f"answer.{reason.id}"] = f"**{ANSWERS[Verdict.of(reason.met)]}.** {reason.text}"
    return values | {"reason": decisive(decision).text} if decision.reasons else values
