"""``assistant-medical index``: build the index where it must be, so that servers find it when they start."""

from __future__ import annotations

import argparse

from cli.installation import build_assistant
from cli.output import write
from french import HARD, counted
from ui.settings import Settings


def run(_: argparse.Namespace) -> int:
    """Build, or find it as it should be. Raises IndexFailedError; the index before, if any, then goes on answering."""
    settings = Settings.read()
    assistant = build_assistant(settings)
    passages, place = len(assistant.retriever().passages), settings.data_dir.absolute() / "index"
    write(f"Index prêt{HARD}: {counted(passages, 'passage', 'passages')}, dans {place}")
    return 0
