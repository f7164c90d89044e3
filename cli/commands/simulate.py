"""``assistant-medical simulate``: five years of aid for a profile given field by field."""

from __future__ import annotations

import argparse

from cli.installation import build_assistant
from cli.output import write, write_json
from cli.profile import profile_fields
from french import short_day
from rules.amounts import amount_of
from rules.simulation import Simulation
from ui import verdict
from ui.requests import read_simulation


def run(arguments: argparse.Namespace) -> int:
    """Simulate and return the exit code."""
    fields = profile_fields(arguments)
    if arguments.as_of:
        fields["as_of"] = arguments.as_of
    profile, today = read_simulation(fields)
    result = build_assistant().simulate(profile, today)
    if arguments.json:
        write_json(result.as_json())
    else:
        write(_text(result))
    return 0


def _text(result: Simulation) -> str:
    """Return the result for a terminal: the answer, then the years."""
    lines = [verdict.lead(result).replace("**", "")]
    lines += [reason.text for reason in result.eligibility.reasons]
    for year in result.years:
        most = " au plus" if year.is_maximum else ""
        period = f"{short_day(year.starts_on)} au {short_day(year.ends_on)}"
        lines.append(f"{year.contract_year}. {period}\u00a0: {amount_of(year.due)}{most}")
    return "\n".join(lines)
