"""``assistant-medical simulate``: five years of aid for a profile given field by field."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from typing import Any

from cli.installation import build_assistant
from cli.output import write, write_json
from cli.profile import profile_fields
from ui import simulation
from ui.markup import day, quantity
from ui.requests import read_simulation


def run(arguments: argparse.Namespace) -> int:
    """Simulate and return the exit code."""
    fields = profile_fields(arguments)
    if arguments.as_of:
        fields["as_of"] = arguments.as_of
    profile, today = read_simulation(fields)
    result = build_assistant().simulate(profile, today)
    if arguments.json:
        write_json(result)
    else:
        write(_text(result))
    return 0


def _text(result: Mapping[str, Any]) -> str:
    """Return the result for a terminal: the answer, then the years."""
    lines = [simulation.lead(result).replace("**", "")]
    lines += [reason["text"] for reason in result["eligibility"]["reasons"]]
    for year in result["years"]:
        most = " au plus" if year["is_maximum"] else ""
        period = f"{day(year['starts_on'])} au {day(year['ends_on'])}"
        lines.append(
            f"{year['contract_year']}. {period}\u00a0: {quantity(year['due']['value'], year['due']['unit'])}{most}"
        )
    return "\n".join(lines)
