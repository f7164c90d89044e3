"""The profile of a doctor and a contract, as one option of the command line for each field."""

from __future__ import annotations

import argparse
from datetime import date
from typing import Any

from rules.profile import Profile
from ui import facts


def add_profile(command: argparse.ArgumentParser, but: str = "") -> None:
    """Add one option per field of the profile, save the field ``but``, which has another name there."""
    for name in Profile.model_fields:
        if name != but:
            command.add_argument(f"--{name.replace('_', '-')}", dest=name, help=facts.LABELS[name])


def profile_fields(arguments: argparse.Namespace) -> dict[str, Any]:
    """Return the profile given as one option per field; « oui » and « non » are understood."""
    given = {name: getattr(arguments, name) for name in Profile.model_fields}
    return {name: _typed(name, text) for name, text in given.items() if text is not None}


def _typed(name: str, text: str) -> Any:
    words = {"oui": True, "non": False, "true": True, "false": False}
    if name != "department" and text.strip().isdecimal():  # « 22 » is the name of a department
        return int(text)
    return words.get(text.lower(), facts.typed(name, text, date.today()))
