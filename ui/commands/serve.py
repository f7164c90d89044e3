"""``assistant-medical serve``: the page and the API."""

from __future__ import annotations

import argparse

from ui.commands.common import build_assistant, write
from ui.server import serve
from ui.settings import Settings


def run(arguments: argparse.Namespace) -> int:
    """Serve until Ctrl+C; return the exit code."""
    given = {name: getattr(arguments, name) for name in ("host", "port") if getattr(arguments, name) is not None}
    settings = Settings.read(**given)
    assistant = build_assistant(settings)
    if local := sum(document.local for document in assistant.corpus.documents):
        write(f"Documents locaux : {local}.")
    return serve(assistant, settings)
