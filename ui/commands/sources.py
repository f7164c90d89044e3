"""``assistant-medical sources``: the register, as a list or one entry."""

from __future__ import annotations

import argparse

from assistant.errors import InvalidInput
from ui.commands.common import build_assistant, write, write_json
from ui.markup import BADGES, day


def run(arguments: argparse.Namespace) -> int:
    """List the sources, or show one with the disagreements it takes part in; return the exit code."""
    register = build_assistant().sources()
    if arguments.action == "list":
        if arguments.json:
            write_json(register)
        else:
            for source in register["sources"]:
                published = day(source["published"] or "sans date")
                write(f"{source['id']:28} {published:12} {BADGES[source['standing']]:18} {source['title']}")
        return 0
    found = next((source for source in register["sources"] if source["id"] == arguments.id), None)
    if found is None:
        raise InvalidInput("source", "Cet identifiant est inconnu.", "Voyez : assistant-medical sources list.")
    disputes = [
        entry
        for entry in register["disagreements"]
        if any(arguments.id in position["sources"] for position in entry["positions"])
    ]
    write_json({**found, "disagreements": disputes})
    return 0
