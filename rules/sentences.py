"""Sentences that state what parameters are worth: « {essai.duree} » is the value of that parameter, ready to read."""

from __future__ import annotations

import re

from french import listed
from rules.amounts import amount
from rules.dated import Value
from rules.ruling import Ruling
from rules.units import Unit
from rules.verdict import Figure, Reason

_NAMED = re.compile(r"\{([\w.]+)\}")


def told(ruling: Ruling, id: str, sentence: str, group: str) -> Reason:
    """Return the reason that a sentence gives; its parameters are named without their ``group``.

    Unknown as soon as one of them is not established: the text says which.
    """
    parameters = {name: f"{group}.{name}" for name in _NAMED.findall(sentence)}
    unknown = [name for name in parameters.values() if ruling.read(name).value is None]
    if unknown:
        return ruling.reason(id, None, ruling.unsaid(unknown[0]), *parameters.values())
    words = {name: _words(ruling.read(of).value, ruling.parameters[of].unit) for name, of in parameters.items()}
    return ruling.reason(id, True, _NAMED.sub(lambda name: words[name[1]], sentence), *parameters.values())


def _words(value: Value, unit: Unit | None) -> str:
    if unit is not None and not isinstance(value, bool | str | tuple):
        return amount(value, unit)
    return listed(value, "ou") if isinstance(value, tuple) else str(value)


def figures_of(ruling: Ruling, reasons: list[Reason], group: str) -> tuple[Figure, ...]:
    """Return the established figures that reasons state, each once; its key is the parameter's name in the group."""
    parameters = dict.fromkeys(name for reason in reasons for name in reason.parameters)
    return tuple(
        ruling.figure(name.removeprefix(f"{group}.").replace(".", "_"), name, ruling.parameters[name].description)
        for name in parameters
        if ruling.parameters[name].unit is not None and ruling.read(name).value is not None
    )
