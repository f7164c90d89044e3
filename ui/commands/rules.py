"""``assistant-medical rules``: the parameters of the rules, at a date or one by one."""

from __future__ import annotations

import argparse
from datetime import date

from assistant.errors import InvalidInput
from rules.dated import DatedValue, Parameter
from ui.commands.common import build_assistant, write
from ui.markup import BADGES, day
from ui.requests import check_day


def run(arguments: argparse.Namespace) -> int:
    """Show the value of every parameter on a day, or the whole history of one; return the exit code."""
    parameters = build_assistant().parameters
    if arguments.action == "table":
        on = check_day(arguments.as_of, "--as-of") or date.today()
        for identifier, parameter in parameters.items():
            if parameter.values[0].since <= on:
                write(f"{identifier:55} {_value(parameter.at(on), parameter)}")
        return 0
    if arguments.id not in parameters:
        raise InvalidInput("paramètre", "Cet identifiant est inconnu.", "Voyez : assistant-medical rules table.")
    parameter = parameters[arguments.id]
    write(parameter.description)
    for value in parameter.values:
        references = ", ".join(value.references) or "aucune source"
        standing = f", {BADGES[value.standing]}" if value.standing else ""
        write(f"depuis le {day(value.since)} : {_value(value, parameter)} ({references}{standing})")
    return 0


def _value(dated: DatedValue, parameter: Parameter) -> str:
    if dated.value is None:
        return "non établi"
    return f"{dated.value} {parameter.unit or ''}".strip()
