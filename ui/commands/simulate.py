"""``assistant-medical simulate``: five years of aid for a profile given field by field."""

from __future__ import annotations

import argparse
from typing import Any

from rules.profile import Profile
from ui import facts
from ui.commands.common import build_assistant, write, write_json
from ui.requests import read_simulation


def run(arguments: argparse.Namespace) -> int:
    """Simulate and return the exit code."""
    given = {name: getattr(arguments, name) for name in Profile.model_fields}
    fields: dict[str, Any] = {name: _value(name, text) for name, text in given.items() if text is not None}
    if arguments.as_of:
        fields["as_of"] = arguments.as_of
    profile, today = read_simulation(fields)
    result = build_assistant().simulate(profile, today)
    if arguments.json:
        write_json(result)
    else:
        write(result["text"].replace("**", ""))
    return 0


def _value(name: str, text: str) -> Any:
    words = {"oui": True, "non": False, "true": True, "false": False}
    return words.get(text.lower(), facts.typed(name, text))
